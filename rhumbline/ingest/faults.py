"""Whose fault an error is: the machine's, which ends the night, or that of one file, which is refused."""

import errno
from typing import Final

import duckdb

from rhumbline.errors import UserError

_OF_THE_MACHINE: Final = (
    MemoryError,
    duckdb.OperationalError,  # disk, memory, a lock
    duckdb.PermissionException,
    duckdb.InternalError,  # a corrupt database
    duckdb.FatalException,
    duckdb.InterruptException,
)
_OF_THE_DATA: Final = (duckdb.DataError, duckdb.IntegrityError, duckdb.InvalidInputException)
# A place before the beginning of a damaged archive is no fault of the disk.
_OF_A_FILE: Final = (None, errno.EINVAL)
_OURS: Final = (
    "Rhumbline made a mistake with this file ({}: {}).\n"
    "Please report it with the output of `rhumbline inspect FILE`; `rhumbline rebuild` tries again."
)


def is_of_the_machine(error: BaseException) -> bool:
    """Whether no other file would fare better: disk, memory, a lock, a corrupt database."""
    if isinstance(error, OSError):
        return error.errno not in _OF_A_FILE
    return isinstance(error, _OF_THE_MACHINE)


def is_of_the_data(error: BaseException) -> bool:
    """Whether the database refused what a file says."""
    return isinstance(error, _OF_THE_DATA)


def is_of_rhumbline(error: BaseException) -> bool:
    """Whether neither the machine nor the file is to blame, but a mistake in this program."""
    is_of_the_file = isinstance(error, UserError) or is_of_the_data(error)
    return not is_of_the_machine(error) and not is_of_the_file


def why_refused(error: BaseException, name: str) -> str:
    """What a person is told of a file whose reading ended in an error."""
    if isinstance(error, UserError):
        return str(error)
    if is_of_the_data(error):
        return (
            f"{name} says what the database cannot hold.\n"
            f"{str(error).splitlines()[0]}\n"
            "Compare it with a fresh download; if that says the same, please report it."
        )
    return _OURS.format(type(error).__name__, " ".join(str(error).split()))
