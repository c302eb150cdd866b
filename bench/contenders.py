"""The commands that are measured, each a process of its own, and what each must have done to count."""

import json
import shutil
import sys
from datetime import date
from pathlib import Path
from typing import Final, NamedTuple

import duckdb

from bench import workspace
from bench.measure import Failed, Run, run

_HERE: Final = Path(__file__).resolve().parent
_REPOSITORY: Final = _HERE.parent
_SCRIPTS: Final = Path(sys.executable).parent
_QUIET: Final = {"DO_NOT_TRACK": "1", "RUNTIME__DLTHUB_TELEMETRY": "false"}
# A Prefect server that happens to run must not turn the night into a flow run.
_ALONE: Final = {**_QUIET, "PREFECT_API_URL": ""}
# Some posts have no measure, so a night rightly ends with 1.
_NIGHT_ENDS: Final = (0, 1)


class BenchFolder(NamedTuple):
    """Where the measuring happens: a folder of its own, and the interpreter that has dlt."""

    folder: Path
    dlt_python: Path

    def fresh(self, name: str) -> Path:
        """Return an empty folder of that name."""
        folder = self.folder / name
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        return folder


class Night(NamedTuple):
    """What a night took: as a whole process, and the seconds of CPU of each of its stages."""

    run: Run
    stages: dict[str, float]

    @property
    def without_the_copy(self) -> float:
        """Seconds of CPU, those of the publishing copy left out: they follow the size of the file."""
        return self.run.cpu_seconds - self.stages.get("Publish", 0.0)


def import_libraries(ground: BenchFolder) -> Run:
    """Python importing Great Expectations, polars and DuckDB, and nothing else."""
    script = "import great_expectations, polars, duckdb"
    return run([sys.executable, "-c", script], environment=_QUIET, log=ground.folder / "import.log")


def lay_out_demo(ground: BenchFolder) -> Path:
    """The demo's workspace after its two nights."""
    folder = ground.fresh("demo")
    run(
        [_SCRIPTS / "rhumbline", "demo"],
        environment=_ALONE,
        good=_NIGHT_ENDS,
        log=ground.folder / "demo.log",
        cwd=folder,
    )
    return folder / "demo"


def run_night(folder: Path, count: int | None = None, as_of: date | None = None) -> Run:
    """A night from the command line, which should then have published `count` activities."""
    day = ["--as-of", as_of.isoformat()] if as_of else []
    taken = run(
        [_SCRIPTS / "rhumbline", "run", "--workspace", folder, *day],
        environment=_ALONE,
        good=_NIGHT_ENDS,
        log=folder.with_suffix(".log"),
    )
    if count is not None:
        _expect(count, folder / "published.duckdb", "marts.activity_alignment")
    return taken


def run_night_by_stages(folder: Path, count: int, as_of: date | None = None) -> Night:
    """A night whose stages are clocked one by one, which should then have published `count` activities."""
    log = folder.with_suffix(".json")
    day = [as_of.isoformat()] if as_of else []
    taken = run([sys.executable, "-m", "bench.stages", folder, *day], environment=_ALONE, log=log)
    _expect(count, folder / "published.duckdb", "marts.activity_alignment")
    return Night(taken, _last_line(log))


def first_night(ground: BenchFolder, export: Path, count: int) -> Run:
    """A whole night on a workspace that has only this export."""
    folder = ground.folder / f"night-{count}"
    workspace.make(folder, export)
    return run_night(folder, count)


def first_night_by_stages(ground: BenchFolder, export: Path, count: int) -> Night:
    """The same with its stages clocked."""
    folder = ground.folder / f"night-{count}"
    workspace.make(folder, export)
    return run_night_by_stages(folder, count)


def build_with_dbt(ground: BenchFolder, folder: Path) -> Run:
    """`dbt build` of the project over a workspace's warehouse, unit tests left out."""
    project, home = _REPOSITORY / "dbt_like", ground.fresh("dbt")
    command: list[str | Path] = [
        _SCRIPTS / "dbt", "build", "--exclude-resource-type", "unit_test",
        "--project-dir", project, "--profiles-dir", project,
        "--target-path", home / "target", "--log-path", home / "logs",
    ]  # fmt: skip
    warehouse = str(folder / "warehouse.duckdb")
    return run(command, environment={**_QUIET, "RHUMBLINE_WAREHOUSE": warehouse}, log=home / "log")


def load_with_duckdb(ground: BenchFolder, export: Path, count: int) -> Run:
    """DuckDB's `read_csv` into a table, types found by itself."""
    folder = ground.fresh("duckdb")
    database = folder / "posts.duckdb"
    taken = run(
        [sys.executable, _HERE / "load_with_duckdb.py", export, database],
        environment=_QUIET,
        log=folder / "log",
    )
    _expect(count, database, "posts")
    return taken


def load_with_dlt(ground: BenchFolder, export: Path, count: int) -> Run:
    """dlt's merge of the export, by upsert on the post's id."""
    folder = ground.fresh("dlt")
    database = folder / "posts.duckdb"
    taken = run(
        [ground.dlt_python, _HERE / "load_with_dlt.py", export, database],
        environment=_QUIET,
        log=folder / "log",
    )
    _expect(count, database, "bench.posts")
    return taken


def build_by_hand(ground: BenchFolder, folder: Path, count: int) -> Run:
    """The tables of core and marts by hand-written SQL, from what dlt loaded and a night concluded."""
    home = ground.fresh("by_hand")
    database = home / "warehouse.duckdb"
    loaded, night = ground.folder / "dlt" / "posts.duckdb", folder / "warehouse.duckdb"
    taken = run(
        [sys.executable, "-m", "bench.build_by_hand", loaded, night, database],
        environment=_QUIET,
        log=home / "log",
    )
    _expect(count, database, "marts.activity_alignment")
    return taken


def align_and_lower_case(ground: BenchFolder, export: Path) -> dict[str, float]:
    """Seconds of CPU of aligning an export's texts, and of lower-casing them."""
    log = ground.folder / "align.json"
    run([sys.executable, "-m", "bench.align", export], environment=_QUIET, log=log)
    return _last_line(log)


def _last_line(log: Path) -> dict[str, float]:
    """What a module printed about its own inside, as JSON."""
    printed: dict[str, float] = json.loads(log.read_text(encoding="utf-8").splitlines()[-1])
    return printed


def _expect(count: int, database: Path, table: str) -> None:
    with duckdb.connect(str(database), read_only=True) as connection:
        row = connection.sql(f"select count(*) from {table}").fetchone()
    if row != (count,):
        raise Failed(f"{table} in {database} has {row} rows, {count} were in the export")
