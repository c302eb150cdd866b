"""Reads the exports of a workspace into a scratch database, before there is a strategy."""

import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import duckdb
import polars as pl

from models.strategy import Strategy
from rhumbline.alignment import AlignmentInputs, judge_batch
from rhumbline.archive.inbox import Collected, collect_inbox
from rhumbline.errors import NothingToJudge, UserError
from rhumbline.formats import load_formats
from rhumbline.ingest.exports import Ingested, ingest_exports
from rhumbline.warehouse.connection import Warehouse, in_utc
from rhumbline.warehouse.lock import hold_lock
from rhumbline.warehouse.migrations import migrate
from rhumbline.workspace import Workspace

_FILES_AT_MOST: Final = 2_000  # more is most likely a whole disk, named by mistake
_POSTS_AT_MOST: Final = 50_000  # the latest so many are looked at; groups do not change with more


@dataclass(frozen=True)
class ExportsRead:
    """What the exports of a workspace tell, before any of it is judged."""

    files: Ingested
    collected: Collected
    activities: pl.DataFrame  # as core.activities, `row` counting from 0, in order of publication
    references: pl.DataFrame  # row, kind (link or hashtag), reference, is_shortened
    audiences: pl.DataFrame  # platform, account, audience, facet, value, size (people or a share)
    figures: pl.DataFrame  # source (activities or account), metric, rows, total


@dataclass(frozen=True)
class _Draft:
    """A strategy that says nothing yet, as a version to read and to judge with."""

    strategy: Strategy
    name: str = "draft"


def empty_strategy(timezone: str = "UTC") -> Strategy:
    """A strategy without goals, measures and ties, in force since ever."""
    why = {"problem": "not said yet", "promise": "not said yet"}
    return Strategy.model_validate(
        {"organisation": "-", "in_force_from": "2000-01-01", "timezone": timezone, "why": why}
    )


def copy_into_inbox(workspace: Workspace, paths: Iterable[Path]) -> list[Path]:
    """Copy files, and all files of folders, into inbox/; the originals stay where they are.

    A folder's own folders are kept below inbox/. Hidden files are left out, and so are a
    workspace's own files where the folder is one. Raises UserError for a path that is not there.
    """
    copies: list[Path] = []
    for source in paths:
        for path, place in _files_of(source.expanduser().resolve(), workspace):
            target = _free_place(workspace.inbox / place, path)
            target.parent.mkdir(parents=True, exist_ok=True)
            if not target.exists():
                shutil.copy2(path, target)
            copies.append(target)
    return copies


def _files_of(source: Path, workspace: Workspace) -> list[tuple[Path, Path]]:
    """Each file to copy, and its place below inbox/."""
    if source.is_file():
        return [(source, Path(source.name))]
    if not source.is_dir():
        raise UserError("There is no such file or folder.", str(source), "Check the path.")
    files = sorted(
        path
        for path in source.rglob("*")
        if path.is_file()
        and not path.is_relative_to(workspace.root)
        and not any(part.startswith(".") for part in path.relative_to(source).parts)
    )
    if len(files) > _FILES_AT_MOST:
        what = f"The folder holds {len(files):,} files."
        raise UserError(what, str(source), "Name the folder that holds the exports alone.")
    return [(path, path.relative_to(source)) for path in files]


def _free_place(target: Path, source: Path) -> Path:
    """The target, or a name beside it where another file has it already."""
    number, free = 1, target
    while free.exists() and free.read_bytes() != source.read_bytes():
        number += 1
        free = target.with_stem(f"{target.stem} ({number})")
    return free


def read_exports(
    workspace: Workspace, timezone: str = "UTC", settle_seconds: float = 0.0
) -> ExportsRead:
    """Archive what lies in inbox/, and read everything archived; the warehouse is left alone.

    Raises NothingToJudge where no file was read, with the reason of each that was refused.
    """
    with hold_lock(workspace):  # a night may be collecting too
        collected = collect_inbox(workspace, settle_seconds)
    strategy = empty_strategy(timezone)
    with TemporaryDirectory(prefix="rhumbline-start-") as folder:
        connection = in_utc(duckdb.connect(Path(folder) / "start.duckdb"))
        try:
            warehouse = Warehouse(connection, Path(folder) / "start.duckdb")
            migrate(warehouse)
            declared = load_formats(workspace.formats)
            files = ingest_exports(workspace, warehouse, strategy, declared)
            activities = warehouse.frame(_ACTIVITIES, _POSTS_AT_MOST).sort(
                "published_at", "activity_key", nulls_last=True
            )
            activities = activities.with_row_index("row")
            audiences, figures = warehouse.frame(_AUDIENCES), warehouse.frame(_FIGURES)
        finally:
            connection.close()
    if activities.is_empty():
        raise _nothing_read(workspace, files)
    references = find_references(activities)
    return ExportsRead(files, collected, activities, references, audiences, figures)


def _nothing_read(workspace: Workspace, files: Ingested) -> NothingToJudge:
    refused = [f"{f.name}: {(f.reason or '').splitlines()[0]}" for f in files.files if f.reason]
    what = "No post was found in these exports." if files.files else "There is no export to read."
    return NothingToJudge(
        "\n".join([what, *refused]),
        str(workspace.inbox),
        "Download the list of your posts from a platform; docs/formats.md says where to click.",
    )


def find_references(activities: pl.DataFrame) -> pl.DataFrame:
    """The links and hashtags of the posts, as judging finds them."""
    inputs = AlignmentInputs.of([_Draft(empty_strategy())], date.today())
    judged = judge_batch(activities.drop("row"), inputs)
    keys = activities.select("row", "activity_key")
    references = judged.references.join(keys, on="activity_key")
    return references.select("row", "kind", "reference", "is_shortened")


_ACTIVITIES: Final = """
    select
        activity_key, activity_id, platform, account, type, published_at, published_zone,
        published_precision, permalink, text, campaign, labels, segment_hint, measure_hint
    from core.activities
    order by published_at desc nulls last
    limit ?
"""
_AUDIENCES: Final = """
    select
        platform,
        account,
        audience,
        facet,
        value,
        arg_max(coalesce(count, share), observed_at) as size
    from core.audiences
    where value is not null
    group by all
    having size > 0
    order by size desc
"""
_FIGURES: Final = """
    with of_activities as (
        unpivot (
            select columns(c -> c in (
                'link_clicks', 'clicks', 'comments', 'shares', 'saves', 'reactions', 'follows',
                'engagements', 'profile_visits', 'impressions', 'reach', 'views', 'video_views'
            ))
            from core.observations
        )
        on *
        into name metric value figure
    ),

    of_accounts as (
        unpivot (
            select columns(c -> c in (
                'link_clicks', 'follows', 'followers', 'page_views', 'unique_visitors',
                'profile_visits'
            ))
            from core.account_days
        )
        on *
        into name metric value figure
    )

    select 'activities' as source, metric, count(*) as rows, sum(figure) as total
    from of_activities
    group by metric
    union all
    select 'account' as source, metric, count(*) as rows, sum(figure) as total
    from of_accounts
    group by metric
    union all
    select 'outcomes' as source, name as metric, count(*) as rows, sum(value) as total
    from core.outcomes
    group by name
"""
