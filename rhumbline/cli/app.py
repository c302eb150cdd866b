"""The application that each module of a command adds its command to."""

from typing import Annotated

import typer

app = typer.Typer(
    name="rhumbline",
    help="Audit what your organisation posts on social media against why it posts.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode="markdown",
)


def _print_version(is_asked: bool) -> None:
    if is_asked:
        from rhumbline import __version__

        typer.echo(f"rhumbline {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_print_version, is_eager=True, help="Print the version."
        ),
    ] = False,
) -> None:
    pass
