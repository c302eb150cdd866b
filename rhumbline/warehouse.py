"""The one door to DuckDB: connections, migrations, the writer's lock, and the atomic publication."""

import json
import os
import shutil
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

import duckdb
import polars as pl
from filelock import FileLock, Timeout

from rhumbline.errors import RhumblineError, UserError, WarehouseBusy
from rhumbline.workspace import Workspace

LOCK_WAIT_SECONDS: Final = 600.0
_OFFLINE: Final = {  # nothing is fetched at run time
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
}
_BATCH_SETTINGS: Final = {**_OFFLINE, "preserve_insertion_order": "false"}


def quoted(name: str) -> str:
    """An identifier, safe inside SQL."""
    return '"' + name.replace('"', '""') + '"'


def in_utc(connection: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
    """The connection, showing moments in UTC wherever it runs; ICU is part of the wheel."""
    connection.execute("load icu; set TimeZone = 'UTC'")
    return connection


class Warehouse:
    """A connection to a workspace's database, with the few things the kernel asks of it."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, path: Path) -> None:
        """Wrap an open connection to the database at `path`."""
        self.connection = connection
        self.path = path

    def run(self, sql: str, *parameters: object, **named: object) -> None:
        """Execute a statement (or several, without parameters) and forget its result."""
        self.connection.execute(sql, named or list(parameters) or None)

    def rows(self, sql: str, *parameters: object) -> list[tuple[Any, ...]]:
        """All rows of a query."""
        return self.connection.execute(sql, list(parameters) or None).fetchall()

    def one(self, sql: str, *parameters: object) -> Any:
        """The first column of the first row, or None where there is no row."""
        row = self.connection.execute(sql, list(parameters) or None).fetchone()
        return row[0] if row else None

    def frame(self, sql: str, *parameters: object) -> pl.DataFrame:
        """The result as a polars frame, handed over as Arrow."""
        return self.connection.execute(sql, list(parameters) or None).pl()

    @contextmanager
    def seeing(self, **frames: pl.DataFrame) -> Iterator[None]:
        """The frames as tables of their names, for as long as the context lasts."""
        for name, frame in frames.items():
            self.connection.register(name, frame.to_arrow())
        try:
            yield
        finally:
            for name in frames:
                self.connection.unregister(name)

    def append(self, table: str, frame: pl.DataFrame) -> None:
        """Append a frame's columns, by name, to a table written `schema.table`."""
        columns = ", ".join(quoted(c) for c in frame.columns)
        # Views of the texts save a copy; Arrow cannot filter them, and here nothing is filtered.
        views = frame.to_arrow(compat_level=pl.CompatLevel.newest())
        self.connection.register("incoming_rows", views)
        try:
            with self.one_thread():
                self.run(f"insert into {table} ({columns}) select {columns} from incoming_rows")  # noqa: S608
        finally:
            self.connection.unregister("incoming_rows")

    @contextmanager
    def one_thread(self) -> Iterator[None]:
        """DuckDB on one thread, for what is appended in batches.

        Several threads leave a row group half full each, and the next checkpoint writes the table
        anew: together that takes three times as long, and the file keeps the room.
        """
        threads = self.one("select current_setting('threads')")
        self.run("set threads = 1")
        try:
            yield
        finally:
            self.run(f"set threads = {threads}")

    def replace(self, table: str, frame: pl.DataFrame) -> None:
        """Replace a table's rows by a frame's."""
        self.run(f"delete from {table}")  # noqa: S608 - a name of ours
        if not frame.is_empty():
            self.append(table, frame)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing."""
        self.run("begin")
        try:
            yield
        except BaseException:
            with suppress(duckdb.Error):
                self.run("rollback")
            raise
        self.run("commit")


@contextmanager
def writing(
    workspace: Workspace, wait: float = LOCK_WAIT_SECONDS, *, afresh: bool = False
) -> Iterator[Warehouse]:
    """The writer's warehouse, migrated; alone, by an OS lock that a kill frees.

    With `afresh` it begins empty. Waits up to `wait` seconds for another writer, saying on stderr
    who it is; then raises WarehouseBusy.
    """
    with locked(workspace, wait):
        if afresh:
            workspace.warehouse.unlink(missing_ok=True)
            workspace.warehouse.with_name("warehouse.duckdb.wal").unlink(missing_ok=True)
        with _connected(workspace.warehouse) as warehouse:
            migrate(warehouse)
            yield warehouse


@contextmanager
def locked(workspace: Workspace, wait: float = LOCK_WAIT_SECONDS) -> Iterator[None]:
    """The workspace's lock: one writer at a time."""
    workspace.state.mkdir(parents=True, exist_ok=True)
    lock = FileLock(workspace.state / "lock")
    try:
        lock.acquire(timeout=0)
    except Timeout:
        holder = _holder(workspace)
        print(f"Waiting for {holder}, which writes to this workspace …", file=sys.stderr)  # noqa: T201
        try:
            lock.acquire(timeout=wait)
        except Timeout:
            raise WarehouseBusy(
                f"{holder} still writes to this workspace after {wait:.0f} seconds.",
                str(workspace.root),
                "Wait for it to end, or stop it; nothing is lost either way.",
            ) from None
    note = workspace.state / "lock-holder.json"
    try:
        note.write_text(json.dumps({"pid": os.getpid(), "command": " ".join(sys.argv)}))
        yield
        note.unlink(missing_ok=True)
    except RhumblineError:
        note.unlink(missing_ok=True)
        raise
    finally:  # after a surprise or a signal the note stays: what was begun waits to be finished
        lock.release()


def _holder(workspace: Workspace) -> str:
    with suppress(OSError, ValueError, KeyError):
        note = json.loads((workspace.state / "lock-holder.json").read_text())
        return f"process {note['pid']} ({note['command']})"
    return "another process"


@contextmanager
def _connected(path: Path) -> Iterator[Warehouse]:
    try:
        connection = in_utc(duckdb.connect(path, config=dict(_BATCH_SETTINGS)))
    except duckdb.Error as error:
        raise _unopened(path, error) from error
    try:
        # Write a row group as it is full: in memory it would wait for the commit, which is alone.
        connection.execute("set write_buffer_row_group_count = 1")
        yield Warehouse(connection, path)
    finally:
        connection.close()


def _unopened(path: Path, error: duckdb.Error) -> Exception:
    said = str(error)
    if any(fault in said for fault in _OF_THE_MACHINE):
        return error
    if "Could not set lock" in said:
        who = (
            said.rsplit("held in ", maxsplit=1)[-1].split(". See", maxsplit=1)[0]
            if "held in " in said
            else "another program"
        )
        return WarehouseBusy(
            f"{path.name} is open in {who}.",
            str(path),
            "Close it there: people query published.duckdb, which is never locked.",
        )
    return UserError(f"{path.name} cannot be opened: {said.splitlines()[0]}", str(path), _CURE)


# What a file that cannot be opened is not to blame for: the roof says what is.
_OF_THE_MACHINE: Final = ("No space left", "Permission denied", "Read-only file system", "quota")
_CURE: Final = (
    "Move it away and run `rhumbline rebuild`: archive/ and decisions.jsonl hold all of it."
)


@contextmanager
def reading(workspace: Workspace) -> Iterator[Warehouse]:
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
        raise _unopened(workspace.published, error) from error
    try:
        yield Warehouse(connection, workspace.published)
    finally:
        connection.interrupt()  # what Ctrl-C left running would go on to its end
        connection.close()


def migrate(warehouse: Warehouse) -> None:
    """Bring the schema up to date by the numbered files of sql/schema, each in one transaction."""
    warehouse.run("create table if not exists main.migrations (number integer, name varchar)")
    done = {number for (number,) in warehouse.rows("select number from main.migrations")}
    known = migrations()
    if done - known.keys():
        raise UserError(
            "The warehouse was written by a newer Rhumbline.",
            str(warehouse.path),
            "Upgrade Rhumbline, or move the file away and run `rhumbline rebuild`.",
        )
    for number in sorted(known.keys() - done):
        name, sql = known[number]
        with warehouse.transaction():
            warehouse.run(sql)
            warehouse.run("insert into main.migrations values (?, ?)", number, name)


def migrations() -> dict[int, tuple[str, str]]:
    """Number → (file name, SQL) of every migration."""
    found = sorted(
        (entry for entry in (files("sql") / "schema").iterdir() if entry.name.endswith(".sql")),
        key=lambda entry: entry.name,
    )
    return {int(e.name.split("_")[0]): (e.name, e.read_text(encoding="utf-8")) for e in found}


def publish(workspace: Workspace, warehouse: Warehouse) -> float:
    """Put a copy of the warehouse in place of published.duckdb, atomically; seconds it took.

    Checkpoint, copy, drop what only the writer needs, fsync, rename. A crash or a full disk leaves
    the old file; readers that hold it open keep reading it.
    """
    started = time.perf_counter()
    warehouse.run("checkpoint")
    copy = workspace.published.with_suffix(".duckdb.new")
    try:
        shutil.copyfile(warehouse.path, copy)
        _strip(copy)
        _sync(copy)
        copy.replace(workspace.published)
        _sync(workspace.root)
    finally:
        copy.unlink(missing_ok=True)
    return time.perf_counter() - started


def _strip(copy: Path) -> None:
    """Drop views, which name the catalog they were made in and break in a renamed file."""
    with duckdb.connect(copy) as connection:
        views = connection.execute(
            "select schema_name, view_name from duckdb_views() where not internal"
        ).fetchall()
        for schema, view in views:
            connection.execute(f"drop view {quoted(schema)}.{quoted(view)}")
        connection.execute("checkpoint")


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
