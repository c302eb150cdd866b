"""What another strategy would change: alignments and measures before and after; nothing is written."""

import shutil
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import duckdb
import polars as pl

from rhumbline.alignment import align
from rhumbline.lint import Finding, lint
from rhumbline.measures import measure_progress
from rhumbline.strategy.file import Loaded, load
from rhumbline.strategy.versions import Version, archived_versions, store_versions
from rhumbline.warehouse.access import open_published
from rhumbline.warehouse.connection import Warehouse, in_utc
from rhumbline.warehouse.migrations import migrate
from rhumbline.workspace import Workspace


@dataclass(frozen=True)
class WhatIf:
    """What another strategy would change, as of the last published night."""

    as_of: date
    begins: date  # the day from which the other strategy judged
    is_ahead: bool  # it begins after that night, and judged as if it had begun before
    findings: tuple[Finding, ...]  # of lint, on the other strategy
    activities: pl.DataFrame  # those whose alignment or measure would change
    measures: pl.DataFrame  # those that would come, go or move
    alignments_before: dict[str, int]  # alignment → activities, over all that are published
    alignments_after: dict[str, int]

    @property
    def failing_before(self) -> int:
        """Activities that are untraceable or orphaned now."""
        return _failing(self.alignments_before)

    @property
    def failing_after(self) -> int:
        """Activities that would be untraceable or orphaned."""
        return _failing(self.alignments_after)

    @property
    def newly_suspect(self) -> pl.DataFrame:
        """Activities that a person tied to a measure which would no longer be what it was then."""
        return self.activities.filter(
            pl.col("alignment_after") == "suspect",
            pl.col("alignment_before").fill_null("") != "suspect",
        )

    def as_dict(self) -> dict[str, Any]:
        """The changes as plain values, for `--json`."""
        return {
            "as_of": self.as_of,
            "in_force_from": self.begins,
            "is_ahead": self.is_ahead,
            "alignments_before": self.alignments_before,
            "alignments_after": self.alignments_after,
            "findings": [finding.as_dict() for finding in self.findings],
            "activities": self.activities.to_dicts(),
            "measures": self.measures.to_dicts(),
        }


def compare_strategy(workspace: Workspace, strategy: Path) -> WhatIf:
    """Align and measure what is published with another strategy file, in a temporary copy.

    A file that begins after the last published night judges as if it had begun with the version in
    force; any other corrects that version or follows it. Raises BadStrategy for a file that cannot
    be read, UserError where nothing is published.
    """
    return compare_loaded(workspace, load(strategy))


def compare_loaded(workspace: Workspace, loaded: Loaded) -> WhatIf:
    """The same as `compare_strategy`, of a strategy that need not lie in a file."""
    with open_published(workspace) as published:
        as_of = _last_night(published) or workspace.today(loaded.strategy.zone)
    stored = archived_versions(workspace)
    begins = _first_day(loaded, stored, as_of)
    moved = loaded.strategy.model_copy(update={"in_force_from": begins})
    other = Version(replace(loaded, strategy=moved), sha256="")
    versions = [*(v for v in stored if v.strategy.in_force_from < begins), other]
    with TemporaryDirectory(prefix="rhumbline-what-if-") as folder:
        copy = Path(folder) / "what-if.duckdb"
        shutil.copyfile(workspace.published, copy)
        activities, measures, before, after = _judge_copy(copy, versions, as_of)
    return WhatIf(
        as_of,
        begins,
        loaded.strategy.in_force_from > begins,
        tuple(lint(loaded)),
        activities,
        measures,
        before,
        after,
    )


def _failing(alignments: dict[str, int]) -> int:
    return alignments.get("untraceable", 0) + alignments.get("orphaned", 0)


def _last_night(published: Warehouse) -> date | None:
    last = published.one("select max(as_of) from core.check_results")
    return last if isinstance(last, date) else None


def _first_day(loaded: Loaded, stored: Sequence[Version], as_of: date) -> date:
    """The day from which the file judges: its own, or that of the version in force if it is later."""
    own = loaded.strategy.in_force_from
    begun = [v for v in stored if v.strategy.in_force_from <= as_of] or stored[:1]
    return begun[-1].strategy.in_force_from if own > as_of and begun else own


def _judge_copy(
    copy: Path, versions: Sequence[Version], as_of: date
) -> tuple[pl.DataFrame, pl.DataFrame, dict[str, int], dict[str, int]]:
    """Align and measure in the copy.

    Returns the activities and the measures that differ from before, and how many activities had and
    have which alignment.
    """
    with duckdb.connect(copy) as connection:
        warehouse = Warehouse(in_utc(connection), copy)
        migrate(warehouse)
        for table in ("verdicts", "measure_values"):
            warehouse.run(f"create temporary table {table}_before as from core.{table}")
        before = dict(warehouse.rows("select alignment, count(*) from core.verdicts group by all"))
        store_versions(warehouse, versions)
        after = align(warehouse, versions, as_of).alignments
        measure_progress(warehouse, versions, as_of)
        return warehouse.frame(_ACTIVITIES), warehouse.frame(_MEASURES), before, after


_ACTIVITIES: Final = """
    select
        verdicts.activity_id,
        activities.published_at,
        activities.text,
        verdicts_before.alignment as alignment_before,
        verdicts.alignment as alignment_after,
        verdicts_before.measure_id as measure_before,
        verdicts.measure_id as measure_after,
        verdicts_before.tie_id as tie_before,
        verdicts.tie_id as tie_after,
        verdicts.reason
    from core.verdicts
    inner join core.activities on verdicts.activity_key = activities.activity_key
    left join verdicts_before on verdicts.activity_key = verdicts_before.activity_key
    where
        verdicts.alignment is distinct from verdicts_before.alignment
        or verdicts.measure_id is distinct from verdicts_before.measure_id
    order by activities.published_at, verdicts.activity_id
"""
_MEASURES: Final = """
    select
        coalesce(after.measure_id, before.measure_id) as measure_id,
        before.value as value_before,
        after.value as value_after,
        before.progress as progress_before,
        after.progress as progress_after,
        before.status as status_before,
        after.status as status_after
    from core.measure_values as after
    full join measure_values_before as before on after.measure_id = before.measure_id
    where
        after.value is distinct from before.value
        or after.progress is distinct from before.progress
        or after.status is distinct from before.status
    order by 1
"""
