"""The program `rhumbline`: runs a command and exits with its code."""

import io
import sys
from typing import Final, NoReturn

from rhumbline.cli.failures import INTERRUPTED, STOPPED, print_failure
from rhumbline.server.exit import exit_with
from rhumbline.settings import quiet_dependencies

_READER_GONE: Final = 141  # as shells report a program whose reader went away, such as `| head`


def main() -> NoReturn:
    """Run a command and exit: 0 good, 1 a check failed, 2 input or machine at fault, 3 our fault."""
    quiet_dependencies()
    _print_any_character()
    from rhumbline.cli.commands import app

    try:
        code = app(standalone_mode=False)
    except SystemExit as ended:
        if isinstance(ended.__context__, BrokenPipeError):  # typer exits with 1, a failed check
            sys.exit(_READER_GONE)
        raise
    except Exception as error:  # the last place where an error can become a text
        exit_with(print_failure(error))
    if code == INTERRUPTED:  # typer returns Ctrl-C as a code
        print(STOPPED, file=sys.stderr)  # noqa: T201
    exit_with(code if isinstance(code, int) else 0)


def _print_any_character() -> None:
    """Let stdout and stderr escape a character that the terminal's encoding lacks."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
