"""The three that are compared: DuckDB's CSV load, dlt's upsert, and a whole night."""

import shutil
import sys
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Final, NamedTuple

import duckdb

from bench import workspace
from bench.measure import Failed, Run, run

_HERE: Final = Path(__file__).resolve().parent
_NIGHT: Final = Path(sys.executable).with_name("rhumbline")
_QUIET: Final = {"DO_NOT_TRACK": "1", "RUNTIME__DLTHUB_TELEMETRY": "false"}
# A Prefect server that happens to run must not turn the night into a flow run.
_ALONE: Final = {"PREFECT_API_URL": ""}
# Some posts have no measure, so a night rightly ends with 1.
_NIGHT_ENDS: Final = (0, 1)


class Field(NamedTuple):
    """Where a race is run: a folder of its own, and the interpreter that has dlt."""

    folder: Path
    dlt_python: Path

    def fresh(self, name: str) -> Path:
        """Return an empty folder of that name."""
        folder = self.folder / name
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        return folder


def load_with_duckdb(field: Field, export: Path, count: int) -> Run:
    """DuckDB's `read_csv` into a table, types found by itself."""
    folder = field.fresh("duckdb")
    database = folder / "posts.duckdb"
    took = run(
        [sys.executable, _HERE / "load_with_duckdb.py", export, database],
        environment=_QUIET,
        log=folder / "log",
    )
    _expect(count, database, "posts")
    return took


def load_with_dlt(field: Field, export: Path, count: int) -> Run:
    """dlt's merge of the export, by upsert on the post's id."""
    folder = field.fresh("dlt")
    database = folder / "posts.duckdb"
    took = run(
        [field.dlt_python, _HERE / "load_with_dlt.py", export, database],
        environment=_QUIET,
        log=folder / "log",
    )
    _expect(count, database, "bench.posts")
    return took


def first_night(field: Field, export: Path, count: int) -> Run:
    """A whole night on a workspace that has only this export."""
    folder = field.folder / "night"
    workspace.make(folder, export)
    return night(folder, count)


def night(folder: Path, count: int, as_of: date | None = None) -> Run:
    """Run a night, today's or that of a day, which should then publish `count` activities."""
    day = ["--as-of", as_of.isoformat()] if as_of else []
    took = run(
        [_NIGHT, "run", "--workspace", folder, *day],
        environment={**_QUIET, **_ALONE},
        good=_NIGHT_ENDS,
        log=folder.with_suffix(".log"),
    )
    _expect(count, folder / "published.duckdb", "marts.activity_alignment")
    return took


def _expect(count: int, database: Path, table: str) -> None:
    with duckdb.connect(str(database), read_only=True) as connection:
        row = connection.sql(f"select count(*) from {table}").fetchone()
    if row != (count,):
        raise Failed(f"{table} in {database} has {row} rows, {count} were in the export")


CONTENDERS: Final[Mapping[str, Callable[[Field, Path, int], Run]]] = {
    "DuckDB `read_csv`": load_with_duckdb,
    "dlt upsert": load_with_dlt,
    "a whole night": first_night,
}
