"""What core keeps of judging: which activities are due, their batches, and what became of them."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

import polars as pl

from rhumbline.alignment.judge import Ground, Judged
from rhumbline.warehouse.connection import Warehouse

BATCH: Final = 125_000
JUDGING: Final = 1  # raised when the same activity and strategy would be judged differently

_KEPT_IN: Final = ("core.traces", "core.verdicts", "core.activity_references")


@cache
def query(name: str) -> str:
    """A query of sql/alignment."""
    return (files("sql") / "alignment" / f"{name}.sql").read_text(encoding="utf-8")


@dataclass(frozen=True)
class Due:
    """The activities to judge, by key, and how many were forgotten since they are gone."""

    keys: pl.Series
    gone: int

    def batches(self) -> Iterator[tuple[int, int]]:
        """First and last key of each batch, alike in size."""
        count = math.ceil(len(self.keys) / BATCH)
        size = math.ceil(len(self.keys) / count) if count else 1
        for start in range(0, len(self.keys), size):
            batch = self.keys.slice(start, size)
            yield int(batch[0]), int(batch[-1])


def find_due(warehouse: Warehouse, ground: Ground) -> Due:
    """Find what must be judged, and forget what was judged of it and of activities that are gone.

    Notes for the marts what is judged anew. The caller holds the transaction.
    """
    with warehouse.seeing(ground_of_verdicts=_facts(ground), leads_now=ground.short.targets):
        warehouse.run("create or replace temp table leads as from leads_now")
        warehouse.run(query("followed"))
        warehouse.run(query("due"))
    # What is counted of these activities, as effort and for measures, and their rows in the marts
    # must be made anew.
    warehouse.run("insert into main.judged_activities select activity_key from due")
    warehouse.run(
        "insert into intermediate.touched_activities (activity_key) select activity_key from due"
    )
    keys = warehouse.frame("select activity_key from due order by activity_key")["activity_key"]
    gone = int(warehouse.one(f"select count(*) from core.verdicts where {_IS_GONE}"))  # noqa: S608
    is_new = warehouse.one("select count(*) from core.verdicts") == 0
    for table in _KEPT_IN:
        if len(keys) and not is_new:
            due = "activity_key in (select activity_key from due)"
            warehouse.run(f"delete from {table} where {due}")  # noqa: S608 - a name of ours
        if gone:
            warehouse.run(f"delete from {table} where {_IS_GONE}")  # noqa: S608
    return Due(keys, gone)


_IS_GONE: Final = "activity_key not in (select activity_key from core.activities)"


def _facts(ground: Ground) -> pl.DataFrame:
    """What every verdict rests on besides its activity, as one row; digests begin before the first."""
    own = " ".join(ground.rules[0].own_hosts)  # what predates all versions rests on these alone
    digests = [f"{JUDGING}:{own}", *(f"{JUDGING}:{rules.digest}" for rules in ground.rules)]
    return pl.DataFrame(
        {
            "as_of": [ground.as_of],
            "current_version": [ground.current],
            "current_digest": [digests[ground.current]],
            "begins": [ground.begins],
            "days": [[rules.strategy.in_force_from for rules in ground.rules]],
            "zones": [[rules.strategy.timezone for rules in ground.rules]],
            "digests": [digests],
            "has_plan": [ground.plan.height > 0],
        }
    )


def batch(warehouse: Warehouse, first: int, last: int) -> pl.DataFrame:
    """The due activities from one key to another, as `judge` takes them, in whatever order."""
    with warehouse.one_thread():  # which saves it from gathering them in pieces
        return warehouse.frame(query("batch"), first, last, first, last)


def keep(warehouse: Warehouse, judged: Judged) -> None:
    """Store what was judged of a batch."""
    warehouse.append("core.activity_references", judged.references)
    warehouse.append("core.traces", judged.traces)
    with warehouse.seeing(judged=judged.verdicts, met=judged.references), warehouse.one_thread():
        warehouse.run(query("keep_verdicts"))


def tidy(warehouse: Warehouse) -> None:
    """Drop what only this run needed."""
    for what in ("view followed", "table leads", "table due"):
        warehouse.run(f"drop {what}")
