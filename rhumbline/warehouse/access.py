"""Opening a workspace's databases: the writer's own under its lock, and the published one for reading."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import duckdb

from rhumbline.errors import UserError, WarehouseBusy
from rhumbline.warehouse.connection import _OFFLINE, Warehouse, in_utc
from rhumbline.warehouse.lock import LOCK_WAIT_SECONDS, hold_lock
from rhumbline.warehouse.migrations import migrate
from rhumbline.workspace import Workspace

_BATCH_SETTINGS: Final = {**_OFFLINE, "preserve_insertion_order": "false"}


@contextmanager
def open_for_writing(
    workspace: Workspace, wait: float = LOCK_WAIT_SECONDS, *, afresh: bool = False
) -> Iterator[Warehouse]:
    """The writer's warehouse, migrated; alone, by an OS lock that a kill frees.

    With `afresh` it begins empty. Waits up to `wait` seconds for another writer, saying on stderr
    who it is; then raises WarehouseBusy.
    """
    with hold_lock(workspace, wait):
        if afresh:
            workspace.warehouse.unlink(missing_ok=True)
            workspace.warehouse.with_name("warehouse.duckdb.wal").unlink(missing_ok=True)
        with _connected(workspace.warehouse) as warehouse:
            migrate(warehouse)
            yield warehouse


@contextmanager
def _connected(path: Path) -> Iterator[Warehouse]:
    try:
        connection = in_utc(duckdb.connect(path, config=dict(_BATCH_SETTINGS)))
    except duckdb.Error as error:
        raise _opening_error(path, error) from error
    try:
        # Write a row group as it is full: in memory it would wait for the commit, which is alone.
        connection.execute("set write_buffer_row_group_count = 1")
        yield Warehouse(connection, path)
    finally:
        connection.close()


def _opening_error(path: Path, error: duckdb.Error) -> Exception:
    message = str(error)
    if any(fault in message for fault in _OF_THE_MACHINE):
        return error
    if "Could not set lock" in message:
        holder = (
            message.rsplit("held in ", maxsplit=1)[-1].split(". See", maxsplit=1)[0]
            if "held in " in message
            else "another program"
        )
        return WarehouseBusy(
            f"{path.name} is open in {holder}.",
            str(path),
            "Close it there: people query published.duckdb, which is never locked.",
        )
    return UserError(f"{path.name} cannot be opened: {message.splitlines()[0]}", str(path), _CURE)


# Faults of the machine, not of the file: the command line reports them as such.
_OF_THE_MACHINE: Final = ("No space left", "Permission denied", "Read-only file system", "quota")


_CURE: Final = (
    "Move it away and run `rhumbline rebuild`: archive/ and decisions.jsonl hold all of it."
)


@contextmanager
def open_published(workspace: Workspace) -> Iterator[Warehouse]:
    """What was last published, read-only; never blocked by a writer."""
    if not workspace.published.is_file():
        raise UserError(
            "Nothing is published yet.",
            str(workspace.published),
            "Drop exports into inbox/ and run `rhumbline run`.",
        )
    try:
        connection = in_utc(
            duckdb.connect(workspace.published, read_only=True, config=dict(_OFFLINE))
        )
    except duckdb.Error as error:
        raise _opening_error(workspace.published, error) from error
    try:
        yield Warehouse(connection, workspace.published)
    finally:
        connection.interrupt()  # what Ctrl-C left running would go on to its end
        connection.close()
