"""Shaping: the dbt project of dbt_like/ builds the marts, in process, beside the night's connection."""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any, Final

import polars as pl

from models.platforms import PLATFORMS, record_of
from rhumbline.lazy_imports import without_garbage_collection
from rhumbline.warehouse.connection import Warehouse, quoted

_STAGING: Final = ("models", "staging")
_BY_ACTIVITY: Final = ("activity_alignment", "activity_at_age", "activity_performance")
_WITHOUT: Final = ("--exclude-resource-type", "unit_test", "--exclude-resource-type", "exposure")
_BAD: Final = frozenset({"error", "fail", "runtime error", "partial success"})
_SAYS_NOTHING: Final = ("--quiet", "--no-print", "--log-level", "none", "--no-use-colors")


@dataclass(frozen=True)
class Node:
    """What became of one node of the project: a model, or a test of one."""

    name: str
    kind: str  # model, test or unit_test
    status: str  # success, pass, warn, skipped, fail, error
    seconds: float
    failing: int | None = None  # rows that break a test
    message: str | None = None


@dataclass(frozen=True)
class Shaped:
    """What a run of the project did."""

    nodes: tuple[Node, ...]

    @property
    def failures(self) -> tuple[Node, ...]:
        """Nodes that failed, and models skipped because of them: the marts are not to be trusted."""
        bad = tuple(node for node in self.nodes if node.status in _BAD)
        return bad + tuple(n for n in self.nodes if n.status == "skipped" and n.kind == "model")

    @property
    def warnings(self) -> tuple[Node, ...]:
        """Tests that only warn, and did."""
        return tuple(node for node in self.nodes if node.status == "warn")


def build_marts(
    warehouse: Warehouse, state: Path, as_of: date, select: Sequence[str] | None = None
) -> Shaped:
    """Build the marts (or those that dbt's `select` names) and test them; what became of each node.

    `state` is the workspace's .rhumbline/, where dbt keeps its target and its log. A node that
    fails is in the result; a project that cannot be run at all raises. Call it outside a
    transaction: dbt opens the same file a second time, in this process, with the same configuration.
    """
    note_night(warehouse, as_of)
    note_platforms(warehouse)
    home = state / "dbt"
    home.mkdir(parents=True, exist_ok=True)
    with as_file(files("dbt_like")) as project:
        before, made_of = _MadeOf.noted(warehouse), _MadeOf.now(warehouse, project)
        choice = (
            ["--select", *select]
            if select
            else _but_standing(warehouse, before, made_of, set(_staging_models(project)))
        )
        if before != made_of:
            warehouse.run(f"drop table if exists {_NOTE}")
        command = ["build", *_WITHOUT, "--no-write-json", *choice]
        shaped = _run(command, warehouse.path, home, project)
        if not select and not (shaped.failures or shaped.warnings):  # to be told each night
            made_of.note(warehouse)
    return shaped


def invoke(command: Sequence[str], database: Path, home: Path) -> Any:
    """Run any dbt command on the project in this process; dbt's own result.

    `home` is where dbt writes: target/ and logs/ below it.
    """
    with without_garbage_collection():
        from dbt.cli.main import dbtRunner

    with as_file(files("dbt_like")) as project, _environment(RHUMBLINE_WAREHOUSE=str(database)):
        return dbtRunner().invoke(
            [
                *_SAYS_NOTHING,
                "--log-level-file", "info",
                *command,
                "--project-dir", str(project),
                "--profiles-dir", str(project),
                "--target-path", str(home / "target"),
                "--log-path", str(home / "logs"),
            ]
        )  # fmt: skip


def _run(command: Sequence[str], database: Path, home: Path, project: Path) -> Shaped:
    done = invoke(command, database, home)
    if done.exception is not None:
        raise done.exception
    return Shaped(tuple(_node(result) for result in done.result))


def _node(result: Any) -> Node:
    is_test = result.node.resource_type in ("test", "unit_test")
    return Node(
        name=result.node.name,
        kind=str(result.node.resource_type),
        status=str(result.status),
        seconds=result.execution_time,
        failing=result.failures if is_test else None,
        message=result.message,
    )


def note_night(warehouse: Warehouse, as_of: date) -> None:
    """Put the date where the models find it: intermediate.night, one row.

    As a variable of dbt's it would have dbt parse the whole project anew each day.
    """
    warehouse.run("create schema if not exists intermediate")
    warehouse.run("create or replace table intermediate.night (as_of date not null)")
    warehouse.run("insert into intermediate.night values (?)", as_of)
    warehouse.run(
        "comment on table intermediate.night is 'The night that shaped the marts. One row.'"
    )
    warehouse.run("comment on column intermediate.night.as_of is 'Date of the night'")


def note_platforms(warehouse: Warehouse) -> None:
    """Put what the models need to know of platforms where they find it: intermediate.platforms.

    It has a row for every platform with a record and for every other one that activities are of.
    """
    stored = {row[0] for row in warehouse.rows("select distinct platform from core.activities")}
    ids = sorted({*PLATFORMS, *stored})
    records = [record_of(platform) for platform in ids]
    frame = pl.DataFrame(
        {
            "platform": ids,
            "shown_as": [list(record.shown_as) for record in records],
            "is_mailing": [record.is_mailing for record in records],
        },
        schema=_PLATFORM,
    )
    warehouse.run(f"create or replace table {_PLATFORMS} {_COLUMNS_OF_PLATFORMS}")
    warehouse.append(_PLATFORMS, frame)
    for described, comment in _COMMENTS_ON_PLATFORMS.items():
        warehouse.run(f"comment on {described} is '{comment}'")


_PLATFORMS: Final = "intermediate.platforms"
_PLATFORM: Final = {
    "platform": pl.String(),
    "shown_as": pl.List(pl.String()),
    "is_mailing": pl.Boolean(),
}
_COLUMNS_OF_PLATFORMS: Final = (
    "(platform varchar not null, shown_as varchar[] not null, is_mailing boolean not null)"
)
_COMMENTS_ON_PLATFORMS: Final = {
    f"table {_PLATFORMS}": "What differs by platform when activities are compared. One row per platform.",
    f"column {_PLATFORMS}.platform": "Platform id",
    f"column {_PLATFORMS}.shown_as": "Metrics that say how often it was shown; the first one given counts",
    f"column {_PLATFORMS}.is_mailing": "Whether its activities are mailings, which are answered by clicks",
}


def _staging_models(project: Path) -> list[str]:
    return sorted(path.stem for path in project.joinpath(*_STAGING).glob("*.sql"))


@dataclass(frozen=True)
class _MadeOf:
    """What the relations of a whole run were made of, as fingerprints."""

    project: str
    history: str  # the rows that marts of single activities are made of

    @classmethod
    def now(cls, warehouse: Warehouse, project: Path) -> "_MadeOf":
        """What a run would make them of now."""
        history = (files("sql") / "shaping" / "by_activity.sql").read_text(encoding="utf-8")
        return cls(_fingerprint(project), str(warehouse.one(history)))

    @classmethod
    def noted(cls, warehouse: Warehouse) -> "_MadeOf | None":
        """What the last run without a failure noted."""
        if not warehouse.one("select count(*) from duckdb_tables() where table_name = 'made_of'"):
            return None
        project, history = warehouse.rows(f"select project, history from {_NOTE}")[0]  # noqa: S608
        return cls(project, history)

    def note(self, warehouse: Warehouse) -> None:
        """Put it where the next night finds it: intermediate.made_of, one row."""
        warehouse.run(f"create or replace table {_NOTE} (project varchar, history varchar)")
        warehouse.append(
            _NOTE, pl.DataFrame({"project": [self.project], "history": [self.history]})
        )
        for what, comment in _NOTED.items():
            warehouse.run(f"comment on {what} is '{comment}'")


_NOTE: Final = "intermediate.made_of"
_NOTED: Final = {
    f"table {_NOTE}": "What the last run of dbt without a failure made its relations of. One row.",
    f"column {_NOTE}.project": "Fingerprint of the files of the project and of the records of platforms",
    f"column {_NOTE}.history": "Fingerprint of activities, their verdicts, and what is known of them",
}


def _but_standing(
    warehouse: Warehouse, before: _MadeOf | None, made_of: _MadeOf, staged: set[str]
) -> list[str]:
    """All but what a run would make again as it is.

    Staging models are views, made once until the project changes. Marts with a row per activity
    take most of the time, and stand until anything they are made of changes.
    """
    for name in _relations(warehouse, "staging") - staged:  # of an earlier version of the project
        warehouse.run(f"drop view staging.{quoted(name)}")
    standing = ["tag:by_day"]
    if before and before.project == made_of.project:
        if _relations(warehouse, "staging") == staged:
            standing.append("tag:staging")
        if before == made_of and _relations(warehouse, "marts").issuperset(_BY_ACTIVITY):
            standing.extend(_BY_ACTIVITY)
    return ["--exclude", *standing]


def _relations(warehouse: Warehouse, schema: str) -> set[str]:
    rows = warehouse.rows(
        "select table_name from information_schema.tables where table_schema = ?", schema
    )
    return {name for (name,) in rows}


def _fingerprint(project: Path) -> str:
    """Of the project's files and of what is known of platforms."""
    digest = sha256(repr(PLATFORMS).encode())
    for path in sorted(p for p in project.rglob("*") if p.suffix in (".sql", ".yml")):
        digest.update(str(path.relative_to(project)).encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


@contextmanager
def _environment(**values: str) -> Iterator[None]:
    before = {name: os.environ.get(name) for name in values}
    os.environ.update(values)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
