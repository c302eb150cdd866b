"""What a measure's value was brought by: the posts and rows that count most, down to file and line."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final

from rhumbline.warehouse.connection import Warehouse, quoted

SHOWN: Final = 50
"""The most posts of a measure that its page lists; the workbench and SQL have all of them."""
_LOGGED: Final = ("hours", "cost", "people")


@dataclass(frozen=True)
class PostOfMeasure:
    """A post that counts for a measure; `figures` stand in the order of `MeasureDetails.figures`."""

    activity_id: str
    platform: str
    account: str | None
    type: str
    published_at: datetime | None
    permalink: str | None
    text: str | None
    figures: Sequence[float | None]
    file: str | None = None  # the export that told the figures last
    line: int | None = None


@dataclass(frozen=True)
class RowOfMeasure:
    """A row of outcomes, web traffic or account days that a measure is taken of."""

    source: str
    day: date | None
    figure: float
    file: str | None
    line: int | None


@dataclass(frozen=True)
class MeasureDetails:
    """The posts and rows behind a measure, those that count most first, and how many there are."""

    figures: tuple[str, ...]  # the metrics of posts that are shown
    is_by_figure: bool  # whether posts stand in the order of those, else of their responses
    posts: tuple[PostOfMeasure, ...]
    all_posts: int
    untold_posts: int  # of these, posts of which no export tells any of the figures
    rows: tuple[RowOfMeasure, ...]
    all_rows: int


def read_details(warehouse: Warehouse, measure_id: str) -> MeasureDetails:
    """Read what a measure's value comes from; empty before the marts are first made."""
    asked, is_narrowed = _figures_of_posts(warehouse, measure_id)
    figures = asked or ("responses",)
    ranked = _rank(warehouse, measure_id, figures, is_narrowed=is_narrowed)
    rows = warehouse.rows(_ROWS, measure_id, SHOWN)
    all_rows = warehouse.one(
        "select count(*) from core.measure_sources where measure_id = ? and source <> 'activities'",
        measure_id,
    )
    all_posts, told_posts = _count(warehouse, measure_id, figures)
    return MeasureDetails(
        figures=figures,
        is_by_figure=bool(asked),
        posts=_with_lines(warehouse, ranked, [name for name in asked if name not in _LOGGED]),
        all_posts=all_posts,
        untold_posts=all_posts - told_posts,
        rows=tuple(RowOfMeasure(*row) for row in rows),
        all_rows=int(all_rows),
    )


def _figures_of_posts(warehouse: Warehouse, measure_id: str) -> tuple[tuple[str, ...], bool]:
    """The metrics of posts in a measure's value, and whether conditions leave posts out of all."""
    rows = warehouse.rows(_FIGURES, measure_id)
    known = {name for (name,) in warehouse.rows(_KNOWN_FIGURES)}
    named = {figure: narrowed for figure, narrowed in rows if figure in known}
    return tuple(named), bool(named) and all(named.values())


def _rank(
    warehouse: Warehouse, measure_id: str, figures: Sequence[str], *, is_narrowed: bool
) -> list[PostOfMeasure]:
    """The posts that count most, without the lines of their files."""
    columns = ", ".join(f"cast({_column(name)} as double)" for name in figures)
    narrowed = f"and activities.activity_id in ({_NARROWED})" if is_narrowed else ""
    sql = f"""
        select
            activities.activity_id, activities.platform, activities.account, activities.type,
            activities.published_at, activities.permalink, activities.text, [{columns}] as figures
        from core.verdicts
        inner join core.activities on verdicts.activity_key = activities.activity_key
        left join marts.activity_performance as performance
            on activities.activity_id = performance.activity_id
        where verdicts.measure_id = ? and verdicts.alignment in ('aligned', 'suspect') {narrowed}
        order by list_sum(figures) desc nulls last, published_at desc nulls last, activity_id
        limit {SHOWN}
    """  # noqa: S608 - names from the catalog
    parameters = [measure_id, measure_id] if is_narrowed else [measure_id]
    return [PostOfMeasure(*row) for row in warehouse.rows(sql, *parameters)]


def _count(warehouse: Warehouse, measure_id: str, figures: Sequence[str]) -> tuple[int, int]:
    """How many posts count for a measure, and of how many a figure is told."""
    told = " or ".join(f"({_column(name)}) is not null" for name in figures)
    sql = f"""
        select count(*), count(*) filter (where {told})
        from core.verdicts
        inner join core.activities on verdicts.activity_key = activities.activity_key
        left join marts.activity_performance as performance
            on activities.activity_id = performance.activity_id
        where verdicts.measure_id = ? and verdicts.alignment in ('aligned', 'suspect')
    """  # noqa: S608 - names from the catalog
    all_posts, told_posts = warehouse.rows(sql, measure_id)[0]
    return int(all_posts), int(told_posts)


def _column(name: str) -> str:
    """Where a figure stands; how often a post was shown stands in the mart under one name."""
    if name in _LOGGED:
        return f"activities.{name}"
    if name in ("impressions", "views", "video_views"):
        return f"case when performance.shown_as = '{name}' then performance.shown end"
    return f"performance.{quoted(name)}"


def _with_lines(
    warehouse: Warehouse, posts: Sequence[PostOfMeasure], figures: Sequence[str]
) -> tuple[PostOfMeasure, ...]:
    """The posts with the file and line that told their figures last."""
    told = " or ".join(f"{quoted(name)} is not null" for name in figures) or "true"
    sql = f"""
        select
            observations.activity_id,
            arg_max(exports.name, {_LAST}),
            arg_max(observations.line, {_LAST})
        from core.observations
        left join core.exports on observations.export_id = exports.export_id
        where list_contains(?, observations.activity_id) and ({told})
        group by observations.activity_id
    """  # noqa: S608 - names from the catalog
    ids = [post.activity_id for post in posts]
    lines = {each: (file, line) for each, file, line in warehouse.rows(sql, ids)} if ids else {}
    return tuple(
        replace(post, file=file, line=line)
        for post in posts
        for file, line in [lines.get(post.activity_id, (None, None))]
    )


_LAST: Final = "(observations.basis = 'lifetime', observations.observed_at, observations.export_id)"

_FIGURES: Final = """
select figure, is_narrowed
from core.measure_figures
where measure_id = ? and source = 'activities'
order by position
"""

_KNOWN_FIGURES: Final = """
select column_name
from duckdb_columns()
where schema_name = 'marts' and table_name = 'activity_performance' and data_type <> 'VARCHAR'
union
select unnest(['hours', 'cost', 'people', 'impressions', 'views', 'video_views'])
"""

_NARROWED: Final = """
    select activity_id from core.measure_sources where measure_id = ? and source = 'activities'
"""

_ROWS: Final = """
select sources.source, sources.day, sources.figure, exports.name, sources.line
from core.measure_sources as sources
left join core.exports on sources.export_id = exports.export_id
where sources.measure_id = ? and sources.source <> 'activities'
order by sources.figure desc, sources.day desc, sources.line
limit ?
"""
