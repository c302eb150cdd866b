"""Whether the marts that are kept by activity may stand, and only rows of due activities are made anew."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256
from importlib.resources import files
from typing import Final

from rhumbline.marts.compiled import CompiledProject
from rhumbline.marts.night_facts import PLATFORM_RECORDS
from rhumbline.warehouse.connection import Warehouse

_TESTED_WHOLE_EVERY: Final = timedelta(days=7)
_NOTE: Final = "intermediate.shaped"


@dataclass(frozen=True)
class Standing:
    """What a night may leave as it stands of the marts that are kept by activity."""

    fingerprint: str  # of all that their rows rest on besides the activities themselves
    follows: bool  # rows of due activities alone are made anew
    tests_due_alone: bool  # and tests look at these alone, since all others held


def look_at(warehouse: Warehouse, project: CompiledProject, as_of: date) -> Standing:
    """What may stand, as of a date: nothing where the project or the strategy changed since."""
    fingerprint = _fingerprint(warehouse, project)
    noted = warehouse.rows(f"select * from {_NOTE}") if _exist(warehouse, [_NOTE]) else []  # noqa: S608
    if not noted or noted[0][0] != fingerprint:
        return Standing(fingerprint, follows=False, tests_due_alone=False)
    _, tested_whole_on = noted[0]
    kept = [model.relation for model in project.models if model.kind == "by_activity"]
    follows = _exist(warehouse, kept) and not _is_much_due(warehouse)
    is_recent = tested_whole_on and timedelta() <= as_of - tested_whole_on < _TESTED_WHOLE_EVERY
    return Standing(fingerprint, follows, tests_due_alone=bool(follows and is_recent))


def forget_touched(warehouse: Warehouse) -> None:
    """Forget which activities changed: the marts follow them, or are made anew in any case."""
    warehouse.run("delete from intermediate.touched_activities")


def note_shaped(warehouse: Warehouse, standing: Standing) -> None:
    """Note what the marts were made with, where they were made anew."""
    if not standing.follows:
        warehouse.run(
            f"create or replace table {_NOTE} (fingerprint varchar not null, tested_whole_on date)"
        )
        for what, comment in _COMMENTS.items():
            warehouse.run(f"comment on {what} is '{comment}'")
        warehouse.run(f"insert into {_NOTE} values (?, null)", standing.fingerprint)  # noqa: S608


def note_tested(warehouse: Warehouse, standing: Standing, as_of: date, *, held: bool) -> None:
    """Note whether all tests held, and the date where they looked at all rows.

    What did not hold is looked at whole by the next night, which else would not see it again.
    """
    if not held:
        warehouse.run(f"update {_NOTE} set tested_whole_on = null")  # noqa: S608
    elif not standing.tests_due_alone:
        warehouse.run(f"update {_NOTE} set tested_whole_on = ?", as_of)  # noqa: S608


_COMMENTS: Final = {
    f"table {_NOTE}": "What the marts that are kept by activity were made with. One row.",
    f"column {_NOTE}.fingerprint": "Of the models, the strategy and the platforms",
    f"column {_NOTE}.tested_whole_on": (
        "Date of the night that last tested all rows; null where not all tests held since"
    ),
}


def _fingerprint(warehouse: Warehouse, project: CompiledProject) -> str:
    facts = (files("sql") / "shaping" / "shared_facts.sql").read_text(encoding="utf-8")
    content = f"{project.digest} {PLATFORM_RECORDS} {warehouse.one(facts)}"
    return sha256(content.encode()).hexdigest()


def _exist(warehouse: Warehouse, relations: Iterable[str]) -> bool:
    tables = warehouse.rows(
        """
        select schema_name || '.' || table_name
        from duckdb_tables()
        where database_name = current_database()
        """
    )
    return set(relations) <= {name for (name,) in tables}


def _is_much_due(warehouse: Warehouse) -> bool:
    """Whether so much is due that making all anew takes less: deleting a row costs as much as making it."""
    due, stored = warehouse.rows(
        """
        select
            (select count(distinct activity_key) from intermediate.touched_activities),
            (select count(*) from core.activities)
        """
    )[0]
    return bool(due * 4 > stored)
