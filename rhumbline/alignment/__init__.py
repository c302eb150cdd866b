"""Alignment: which measure each activity serves, by which tie, and why where it serves none."""

import os
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from typing import Final

from rhumbline.alignment.due_activities import (
    DueActivities,
    drop_temporary,
    find_due_activities,
    read_batch,
    store_batch,
)
from rhumbline.alignment.judge import ACTIVITY, AlignmentInputs, JudgedBatch, judge_batch
from rhumbline.alignment.nearest import suggest_measures
from rhumbline.alignment.rules import InForce, Rules
from rhumbline.warehouse.connection import Warehouse

__all__ = [
    "ACTIVITY",
    "AlignmentInputs",
    "AlignmentSummary",
    "InForce",
    "JudgedBatch",
    "Rules",
    "align",
    "judge_batch",
]

_WORKERS: Final = 2  # more would wait for the thread that stores, each with a batch in memory


@dataclass(frozen=True)
class AlignmentSummary:
    """How many activities a run judged, and the alignment of all stored activities after it."""

    judged: int  # activities judged by this run: new, changed, or resting on what changed
    kept: int  # verdicts that stand as they were
    gone: int  # verdicts deleted because their activities are no longer stored
    alignments: dict[str, int]  # alignment → activities, over all

    @property
    def activities(self) -> int:
        """All stored activities."""
        return self.judged + self.kept

    @property
    def failing(self) -> int:
        """Activities that are untraceable or orphaned."""
        return self.alignments.get("untraceable", 0) + self.alignments.get("orphaned", 0)


def align(warehouse: Warehouse, versions: Sequence[InForce], as_of: date) -> AlignmentSummary:
    """Judge the activities in core by the strategy versions, as of a date.

    Writes core.verdicts (one row per activity), core.traces and core.activity_references, for those
    activities only whose verdict may have changed, in one transaction. `as_of` decides which
    waivers have expired, and which version judges what has no date. Raises ValueError without a
    version.
    """
    if not versions:
        raise ValueError("there is no strategy version to judge with")
    with warehouse.transaction():
        inputs = _read_inputs(warehouse, versions, as_of)
        due = find_due_activities(warehouse, inputs)
        for batch in _judge_batches(warehouse, due, inputs):
            store_batch(warehouse, batch)
        if len(due.keys) or due.forgotten:
            suggest_measures(warehouse, inputs.rules)
        drop_temporary(warehouse)
    counts = warehouse.rows("select alignment, count(*) from core.verdicts group by all order by 1")
    total = sum(count for _, count in counts)
    return AlignmentSummary(len(due.keys), total - len(due.keys), due.forgotten, dict(counts))


def _read_inputs(warehouse: Warehouse, versions: Sequence[InForce], as_of: date) -> AlignmentInputs:
    plan = warehouse.frame("select * exclude (export_id) from core.plan order by line")
    links = warehouse.frame("select short, target from core.links order by line")
    return AlignmentInputs.of(versions, as_of, plan, links)


def _judge_batches(
    warehouse: Warehouse, due: DueActivities, inputs: AlignmentInputs
) -> Iterator[JudgedBatch]:
    """The judged batches; the next ones are judged while the caller stores one."""
    with ThreadPoolExecutor(min(_WORKERS, os.cpu_count() or 1)) as pool:
        running: deque[Future[JudgedBatch]] = deque()
        for first, last in due.batches():
            running.append(pool.submit(judge_batch, read_batch(warehouse, first, last), inputs))
            if len(running) > _WORKERS:
                yield running.popleft().result()
        while running:
            yield running.popleft().result()
