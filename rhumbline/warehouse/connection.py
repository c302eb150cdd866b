"""A connection to DuckDB, and the few things the kernel asks of it."""

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext, suppress
from pathlib import Path
from typing import Any, Final

import duckdb
import polars as pl

_OFFLINE: Final = {  # nothing is fetched at run time
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
}
_FEW: Final = 20_000  # rows that fill no row group, so that one thread or several is the same


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
        self._threads = int(self.one("select current_setting('threads')"))

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
        with self._streaming(frame), self.one_thread() if frame.height > _FEW else nullcontext():
            self.run(f"insert into {table} ({columns}) select {columns} from incoming_rows")  # noqa: S608

    def create_temporary(self, table: str, frame: pl.DataFrame) -> None:
        """Create a temporary table of a frame's columns and rows, or replace it."""
        with self._streaming(frame):
            self.run(f"create or replace temporary table {table} as from incoming_rows")

    @contextmanager
    def _streaming(self, frame: pl.DataFrame) -> Iterator[None]:
        """The frame as `incoming_rows`, which one statement can read once.

        As a stream of Arrow: a dataset of pyarrow's takes twice as long for a few rows.
        """
        self.connection.register("incoming_rows", frame.__arrow_c_stream__())
        try:
            yield
        finally:
            self.connection.unregister("incoming_rows")

    @contextmanager
    def one_thread(self) -> Iterator[None]:
        """DuckDB on one thread, for what is appended in batches.

        Several threads leave a row group half full each, and the next checkpoint writes the table
        anew: together that takes three times as long, and the file keeps the room.
        """
        self.run("set threads = 1")
        try:
            yield
        finally:
            # A transaction that an error aborted takes no statement: its rollback restores them.
            with suppress(duckdb.TransactionException):
                self._use_all_threads()

    def _use_all_threads(self) -> None:
        self.run(f"set threads = {self._threads}")

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
                self._use_all_threads()
            raise
        self.run("commit")
