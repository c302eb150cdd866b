"""The application that each module of a command adds its command to."""

from collections.abc import Callable
from typing import Annotated, Any, Final

import typer
from typer.core import TyperCommand, TyperGroup, TyperOption

# What a person reads where typer would name a type of Python; a flag takes no value.
_WORDS: Final = {"<bool>": "", "<str>": "TEXT", "<path>": "PATH", "<int>": "NUMBER"}


class WordedCommand(TyperCommand):
    """A command whose help names in words what each option takes."""

    def get_params(self, ctx: Any) -> list[Any]:
        """The parameters, with a word for each option that declares none."""
        return _in_words(super().get_params(ctx), ctx)


class WordedGroup(TyperGroup):
    """The application itself, whose help does the same."""

    def get_params(self, ctx: Any) -> list[Any]:
        """The parameters, with a word for each option that declares none."""
        return _in_words(super().get_params(ctx), ctx)


def _in_words(params: list[Any], ctx: Any) -> list[Any]:
    for param in params:
        if isinstance(param, TyperOption) and param.metavar is None:
            param.metavar = _WORDS.get(param.display_type(ctx))
    return params


class _Application(typer.Typer):
    """An application of worded commands."""

    def command(self, name: str | None = None, **settings: Any) -> Callable[[Any], Any]:
        return super().command(name, **({"cls": WordedCommand} | settings))


app = _Application(
    name="rhumbline",
    cls=WordedGroup,
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
