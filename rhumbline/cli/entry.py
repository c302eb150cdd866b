"""The way in and the ways out: runs a command; each way of failing ends with a text and its exit code."""

import errno
import io
import os
import re
import sys
from typing import Final, NoReturn

import typer
from rich.console import Console

from rhumbline.errors import EXIT_OURS, EXIT_USER, RhumblineError, UserError
from rhumbline.settings import hush

_INTERRUPTED: Final = 130  # as shells say of a program that Ctrl-C ended
_UNHEARD: Final = 141  # as they say of one whose reader went away, such as `| head`
_STOPPED: Final = "Stopped. Nothing is half done; run it again when you like."
# DuckDB says in words what the system said in numbers.
_DENIED: Final = re.compile(r"Permission denied|Read-only file system")


def main() -> NoReturn:
    """Run a command and exit: 0 good, 1 a check failed, 2 input or machine at fault, 3 our fault."""
    hush()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a sign that a terminal lacks ends no command
            stream.reconfigure(errors="backslashreplace")
    from rhumbline.cli.commands import app

    try:
        code = app(standalone_mode=False)
    except SystemExit as ended:
        if isinstance(ended.__context__, BrokenPipeError):  # typer makes it a failed check
            sys.exit(_UNHEARD)
        raise
    except Exception as error:  # the last place an error can be shown as text
        sys.exit(_shown(error))
    if code == _INTERRUPTED:  # typer turns Ctrl-C into a code
        sys.exit(_said(_STOPPED, code))
    sys.exit(code if isinstance(code, int) else 0)


def _shown(error: Exception) -> int:
    """Print an error the way its kind deserves; the exit code."""
    if callable(show := getattr(error, "show", None)):  # a usage error, of click or of typer's own
        show()
        return EXIT_USER
    if isinstance(error, typer.Abort) or _was_interrupted(error):
        return _said(_STOPPED, _INTERRUPTED)
    if isinstance(error, RhumblineError):
        return _said(str(error), error.exit_code)
    machine = machine_at_fault(error)
    if machine is not None:
        return _said(str(machine), EXIT_USER)
    if os.environ.get("RHUMBLINE_DEBUG") != "0":
        Console(stderr=True).print_exception(width=100, max_frames=20)
    return _said(
        "This is a mistake of Rhumbline's, not yours; the lines above say where.", EXIT_OURS
    )


def _was_interrupted(error: Exception) -> bool:
    """Whether Ctrl-C met DuckDB at work, which says so by an error of its own."""
    return isinstance(error, RuntimeError) and str(error) == "Query interrupted"


def _said(text: str, code: int) -> int:
    print(text, file=sys.stderr)  # noqa: T201
    return code


def machine_at_fault(error: BaseException) -> UserError | None:
    """The error as one of the machine's, where it is: no space, or no permission."""
    cause: BaseException | None = error
    while cause is not None:
        number = cause.errno if isinstance(cause, OSError) else None
        full = number in (errno.ENOSPC, errno.EDQUOT)
        if full or "No space left on device" in str(cause) or "Disk quota exceeded" in str(cause):
            return UserError(
                "The disk is full.",
                getattr(cause, "filename", None) and str(getattr(cause, "filename", "")),
                "Free some space and run it again: nothing was lost, and nothing is half done.",
            )
        if number in (errno.EACCES, errno.EPERM, errno.EROFS) or _DENIED.search(str(cause)):
            return UserError(
                "Rhumbline may not read or write here.",
                str(getattr(cause, "filename", None) or str(cause).splitlines()[0]),
                "Give yourself the right to, or move the workspace.",
            )
        cause = cause.__cause__ or cause.__context__
    return None
