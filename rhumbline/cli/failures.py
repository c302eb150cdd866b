"""What a failed command prints, and the exit code it ends with."""

import errno
import os
import re
import sys
from collections.abc import Iterator
from typing import Final

import typer
from rich.console import Console

from rhumbline.errors import EXIT_OURS, EXIT_USER, RhumblineError, UserError
from rhumbline.reading.plain_text import without_controls

INTERRUPTED: Final = 130  # as shells report a program that Ctrl-C ended
STOPPED: Final = "Stopped. Nothing is half done; run it again when you like."
# DuckDB reports errors of the system as text, without their number.
_FULL_TEXT: Final = re.compile(r"No space left on device|Disk quota exceeded")
_DENIED_TEXT: Final = re.compile(r"Permission denied|Read-only file system")
_FULL_NUMBERS: Final = (errno.ENOSPC, errno.EDQUOT)
_DENIED_NUMBERS: Final = (errno.EACCES, errno.EPERM, errno.EROFS)


def print_failure(error: Exception) -> int:
    """Print the error to stderr; return the exit code for its kind.

    An error of ours is printed with its traceback, unless RHUMBLINE_DEBUG is 0.
    """
    if callable(show := getattr(error, "show", None)):  # a usage error of click or typer
        show()
        return EXIT_USER
    if isinstance(error, typer.Abort) or _is_interrupted_query(error):
        return _print_and_return(STOPPED, INTERRUPTED)
    if isinstance(error, RhumblineError):
        return _print_and_return(str(error), error.exit_code)
    machine = machine_at_fault(error)
    if machine is not None:
        return _print_and_return(str(machine), EXIT_USER)
    if os.environ.get("RHUMBLINE_DEBUG") != "0":
        Console(stderr=True).print_exception(width=100, max_frames=20)
    return _print_and_return(
        "This is a mistake of Rhumbline's, not yours; the lines above say where.", EXIT_OURS
    )


def _is_interrupted_query(error: Exception) -> bool:
    """Whether Ctrl-C interrupted DuckDB, which raises a RuntimeError for it."""
    return isinstance(error, RuntimeError) and str(error) == "Query interrupted"


def _print_and_return(text: str, code: int) -> int:
    print(without_controls(text), file=sys.stderr)  # noqa: T201
    return code


def machine_at_fault(error: BaseException) -> UserError | None:
    """A UserError for a full disk or a missing permission, found in the error or its causes."""
    for cause in _with_causes(error):
        number = cause.errno if isinstance(cause, OSError) else None
        filename = getattr(cause, "filename", None)
        if number in _FULL_NUMBERS or _FULL_TEXT.search(str(cause)):
            return UserError(
                "The disk is full.",
                str(filename) if filename else None,
                "Free some space and run it again: nothing was lost, and nothing is half done.",
            )
        if number in _DENIED_NUMBERS or _DENIED_TEXT.search(str(cause)):
            return UserError(
                "Rhumbline may not read or write here.",
                str(filename or str(cause).splitlines()[0]),
                "Give yourself the right to, or move the workspace.",
            )
    return None


def _with_causes(error: BaseException) -> Iterator[BaseException]:
    """The error, then what caused it, down to the first."""
    cause: BaseException | None = error
    while cause is not None:
        yield cause
        cause = cause.__cause__ or cause.__context__
