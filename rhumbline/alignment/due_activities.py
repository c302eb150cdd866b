"""The activities to judge: which they are, read in batches, and stored with their verdicts."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

import polars as pl

from rhumbline.alignment.judge import AlignmentInputs, JudgedBatch
from rhumbline.warehouse.connection import Warehouse

BATCH_SIZE: Final = 125_000
# To be raised when the same activity and strategy would be judged differently than before.
_JUDGING_VERSION: Final = 1

_TABLES: Final = ("core.traces", "core.verdicts", "core.activity_references")


@cache
def alignment_query(name: str) -> str:
    """A query of sql/alignment, by name."""
    return (files("sql") / "alignment" / f"{name}.sql").read_text(encoding="utf-8")


@dataclass(frozen=True)
class DueActivities:
    """The keys of the activities to judge, and how many verdicts went with their activities."""

    keys: pl.Series
    forgotten: int  # verdicts whose activities are no longer stored

    def batches(self) -> Iterator[tuple[int, int]]:
        """First and last key of each batch; batches have about the same size."""
        count = math.ceil(len(self.keys) / BATCH_SIZE)
        size = math.ceil(len(self.keys) / count) if count else 1
        for start in range(0, len(self.keys), size):
            batch = self.keys.slice(start, size)
            yield int(batch[0]), int(batch[-1])


def find_due_activities(warehouse: Warehouse, inputs: AlignmentInputs) -> DueActivities:
    """Find what must be judged, and delete what was stored of it and of activities that are gone.

    The keys are also noted in main.judged_activities and intermediate.touched_activities, so that
    measures count these activities anew and the marts make their rows anew. The caller holds the
    transaction.
    """
    with warehouse.seeing(inputs_of_verdicts=_inputs_row(inputs), leads_now=inputs.short.targets):
        warehouse.run("create or replace temp table leads as from leads_now")
        warehouse.run(alignment_query("followed"))
        warehouse.run(alignment_query("due"))
    warehouse.run("insert into main.judged_activities select activity_key from due")
    warehouse.run(
        "insert into intermediate.touched_activities (activity_key) select activity_key from due"
    )
    keys = warehouse.frame("select activity_key from due order by activity_key")["activity_key"]
    return DueActivities(keys, _delete_outdated(warehouse, keys))


_IS_GONE: Final = "activity_key not in (select activity_key from core.activities)"
_IS_DUE: Final = "activity_key in (select activity_key from due)"


def _delete_outdated(warehouse: Warehouse, due: pl.Series) -> int:
    """Delete the rows of due and of gone activities; returns how many activities are gone."""
    gone = int(warehouse.one(f"select count(*) from core.verdicts where {_IS_GONE}"))  # noqa: S608
    is_new = warehouse.one("select count(*) from core.verdicts") == 0
    for table in _TABLES:
        if len(due) and not is_new:
            warehouse.run(f"delete from {table} where {_IS_DUE}")  # noqa: S608 - a name of ours
        if gone:
            warehouse.run(f"delete from {table} where {_IS_GONE}")  # noqa: S608
    return gone


def _inputs_row(inputs: AlignmentInputs) -> pl.DataFrame:
    """What every verdict rests on besides its activity, as one row for the query `due`.

    `digests` begin with that of no version: what was published before the first rests on its own
    hosts alone.
    """
    own_hosts = " ".join(inputs.rules[0].own_hosts)
    contents = [own_hosts, *(rules.digest for rules in inputs.rules)]
    digests = [f"{_JUDGING_VERSION}:{content}" for content in contents]
    return pl.DataFrame(
        {
            "as_of": [inputs.as_of],
            "current_version": [inputs.current],
            "current_digest": [digests[inputs.current]],
            "begins": [inputs.begins],
            "days": [[rules.strategy.in_force_from for rules in inputs.rules]],
            "zones": [[rules.strategy.timezone for rules in inputs.rules]],
            "digests": [digests],
            "has_plan": [inputs.plan.height > 0],
        }
    )


def read_batch(warehouse: Warehouse, first: int, last: int) -> pl.DataFrame:
    """The due activities from one key to another, as `judge_batch` takes them, in any order."""
    with warehouse.one_thread():  # several threads would leave the result in pieces to gather
        return warehouse.frame(alignment_query("batch"), first, last, first, last)


def store_batch(warehouse: Warehouse, batch: JudgedBatch) -> None:
    """Append a batch to core.activity_references, core.traces and core.verdicts."""
    warehouse.append("core.activity_references", batch.references)
    warehouse.append("core.traces", batch.traces)
    with (
        warehouse.seeing(judged=batch.verdicts, batch_references=batch.references),
        warehouse.one_thread(),
    ):
        warehouse.run(alignment_query("store_verdicts"))


def drop_temporary(warehouse: Warehouse) -> None:
    """Drop the temporary views and tables of one run."""
    for relation in ("view followed", "table leads", "table due"):
        warehouse.run(f"drop {relation}")
