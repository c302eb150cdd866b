"""Alignment: which measure each activity serves, by which tie, and why where it serves none."""

import os
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from typing import Final

from rhumbline.alignment.due import Due, batch, find_due, keep, tidy
from rhumbline.alignment.judge import ACTIVITY, Ground, Judged, judge
from rhumbline.alignment.nearest import suggest
from rhumbline.alignment.rules import InForce, Rules
from rhumbline.warehouse.connection import Warehouse

__all__ = ["ACTIVITY", "Aligned", "Ground", "InForce", "Judged", "Rules", "align", "judge"]

_WORKERS: Final = 2  # more would only wait for the one that stores, and each holds a batch


@dataclass(frozen=True)
class Aligned:
    """What a run judged, and how all stored activities stand after it."""

    judged: int  # activities judged by this run: new, changed, or resting on what changed
    kept: int  # verdicts that stand as they were
    gone: int  # verdicts forgotten, since their activities are no longer stored
    alignments: dict[str, int]  # alignment → activities, over all

    @property
    def activities(self) -> int:
        """All stored activities."""
        return self.judged + self.kept

    @property
    def failing(self) -> int:
        """Activities that are untraceable or orphaned."""
        return self.alignments.get("untraceable", 0) + self.alignments.get("orphaned", 0)


def align(warehouse: Warehouse, versions: Sequence[InForce], as_of: date) -> Aligned:
    """Judge the activities in core by the strategy versions, as of a date.

    Writes core.verdicts (one row per activity), core.traces and core.activity_references, for those
    activities only whose verdict may have changed, in one transaction. `as_of` decides which
    waivers have expired, and which version judges what has no date. Raises ValueError without a
    version.
    """
    if not versions:
        raise ValueError("there is no strategy version to judge with")
    with warehouse.transaction():
        ground = _ground(warehouse, versions, as_of)
        due = find_due(warehouse, ground)
        for judged in _judged(warehouse, due, ground):
            keep(warehouse, judged)
        if len(due.keys) or due.gone:
            suggest(warehouse, ground.rules)
        tidy(warehouse)
    counts = warehouse.rows("select alignment, count(*) from core.verdicts group by all order by 1")
    total = sum(count for _, count in counts)
    return Aligned(len(due.keys), total - len(due.keys), due.gone, dict(counts))


def _ground(warehouse: Warehouse, versions: Sequence[InForce], as_of: date) -> Ground:
    plan = warehouse.frame("select * exclude (export_id) from core.plan order by line")
    links = warehouse.frame("select short, target from core.links order by line")
    return Ground.of(versions, as_of, plan, links)


def _judged(warehouse: Warehouse, due: Due, ground: Ground) -> Iterator[Judged]:
    """Batch by batch, the next being judged while one is stored."""
    with ThreadPoolExecutor(min(_WORKERS, os.cpu_count() or 1)) as pool:
        running: deque[Future[Judged]] = deque()
        for first, last in due.batches():
            running.append(pool.submit(judge, batch(warehouse, first, last), ground))
            if len(running) > _WORKERS:
                yield running.popleft().result()
        while running:
            yield running.popleft().result()
