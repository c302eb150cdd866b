"""What a measure's value was brought by: the posts and rows that count most, down to file and line."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

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
    """Read what a measure's value comes from; the marts must have been made."""
    return read_all_details(warehouse, [measure_id])[measure_id]


def read_all_details(warehouse: Warehouse, measure_ids: Sequence[str]) -> dict[str, MeasureDetails]:
    """Read what each measure's value comes from, in a few statements for all of them together."""
    asked = _figures_of_posts(warehouse, measure_ids)
    counts = _count_and_rank(warehouse, asked)
    ids = [activity_id for each in counts.values() for activity_id in each.ranked]
    posts, lines = _read_posts(warehouse, ids, asked), _read_lines(warehouse, ids, asked)
    described = {
        measure_id: [
            (
                *posts[each][0],
                [posts[each][1].get(name) for name in figures.shown],
                *lines.get(each, (None, None)),
            )
            for each in counts[measure_id].ranked
        ]
        for measure_id, figures in asked.items()
    }
    return {
        measure_id: MeasureDetails(
            figures=figures.shown,
            is_by_figure=bool(figures.asked),
            posts=tuple(PostOfMeasure(*row) for row in described[measure_id]),
            all_posts=counts[measure_id].posts,
            untold_posts=counts[measure_id].posts - counts[measure_id].told,
            rows=tuple(RowOfMeasure(*row) for row in warehouse.rows(_ROWS, measure_id, SHOWN)),
            all_rows=int(warehouse.one(_COUNT_ROWS, measure_id)),
        )
        for measure_id, figures in asked.items()
    }


@dataclass(frozen=True)
class _AskedFigures:
    """The metrics of posts in a measure's value, and whether a condition leaves posts out of all."""

    asked: tuple[str, ...]
    is_narrowed: bool

    @property
    def shown(self) -> tuple[str, ...]:
        """What a page shows of posts: the metrics, or what people did where the value asks for none."""
        return self.asked or ("responses",)


@dataclass(frozen=True)
class _Ranked:
    """How many posts count for a measure, of how many a figure is told, and which count most."""

    posts: int = 0
    told: int = 0
    ranked: tuple[str, ...] = ()


def _figures_of_posts(warehouse: Warehouse, measure_ids: Sequence[str]) -> dict[str, _AskedFigures]:
    known = {name for (name,) in warehouse.rows(_KNOWN_FIGURES)}
    named: dict[str, dict[str, bool]] = {measure_id: {} for measure_id in measure_ids}
    for measure_id, figure, is_narrowed in warehouse.rows(_FIGURES, list(measure_ids)):
        if figure in known:
            named[measure_id][figure] = is_narrowed
    return {
        measure_id: _AskedFigures(tuple(figures), bool(figures) and all(figures.values()))
        for measure_id, figures in named.items()
    }


def _count_and_rank(warehouse: Warehouse, asked: Mapping[str, _AskedFigures]) -> dict[str, _Ranked]:
    """One pass over all posts that count for a measure; equal figures stand in the order of ids."""
    whens, parameters = [], list[object]()
    for measure_id, figures in asked.items():
        columns = ", ".join(f"cast({_column(name)} as double)" for name in figures.shown)
        whens.append(f"when ? then list_sum([{columns}])")
        parameters.append(measure_id)
    if not whens:
        return {}
    narrowed = [measure_id for measure_id, figures in asked.items() if figures.is_narrowed]
    is_logged = any(name in _LOGGED for figures in asked.values() for name in figures.shown)
    sql = _RANK.format(
        figure=" ".join(whens), shown=SHOWN, activities=_WITH_ACTIVITIES if is_logged else ""
    )
    rows = warehouse.rows(sql, *parameters, list(asked), narrowed)
    ranked = {
        measure_id: _Ranked(posts, told, tuple(each["activity_id"] for each in first))
        for measure_id, posts, told, first in rows
    }
    return {measure_id: ranked.get(measure_id, _Ranked()) for measure_id in asked}


def _read_posts(
    warehouse: Warehouse, ids: Sequence[str], asked: Mapping[str, _AskedFigures]
) -> dict[str, tuple[tuple[Any, ...], dict[str, float | None]]]:
    """Activity → what it is, and its figures by name."""
    figures = sorted({name for each in asked.values() for name in each.shown})
    columns = ", ".join(f"cast({_column(name)} as double)" for name in figures)
    sql = _POSTS.format(columns=columns)
    return {
        row[0]: (row[:_WORDS_OF_POST], dict(zip(figures, row[_WORDS_OF_POST:], strict=True)))
        for row in warehouse.rows(sql, list(ids), list(ids))
    }


def _read_lines(
    warehouse: Warehouse, ids: Sequence[str], asked: Mapping[str, _AskedFigures]
) -> dict[str, tuple[Any, ...]]:
    """Activity → the file and line that told any of the figures last, or that told of it at all."""
    names = {name for figures in asked.values() for name in figures.asked} - {*_LOGGED}
    told = " or ".join(f"{quoted(name)} is not null" for name in sorted(names)) or "true"
    sql = _LINES.format(told=f"({told})")
    return {activity_id: (file, line) for activity_id, file, line in warehouse.rows(sql, list(ids))}


def _column(name: str) -> str:
    """Where a figure stands; how often a post was shown stands in the mart under one name."""
    if name in _LOGGED:
        return f"activities.{name}"
    if name in ("impressions", "views", "video_views"):
        return f"case when performance.shown_as = '{name}' then performance.shown end"
    return f"performance.{quoted(name)}"


# Names in braces are columns of the catalog; everything a person wrote is a parameter.
_RANK: Final = """
with counting as (
    select
        verdicts.measure_id,
        verdicts.activity_id,
        case verdicts.measure_id {figure} end as figure
    from core.verdicts
    {activities}
    left join marts.activity_performance as performance
        on verdicts.activity_id = performance.activity_id
    where
        verdicts.alignment in ('aligned', 'suspect')
        and list_contains(?, verdicts.measure_id)
        and (
            not list_contains(?, verdicts.measure_id)
            or (verdicts.measure_id, verdicts.activity_id) in (
                select (measure_id, activity_id)
                from core.measure_sources
                where source = 'activities'
            )
        )
)

select
    measure_id,
    count(*) as posts,
    count(figure) as told,
    max(
        struct_pack(figure := coalesce(figure, '-inf'::double), activity_id := activity_id),
        {shown}
    ) as first
from counting
group by measure_id
"""

_WITH_ACTIVITIES: Final = (
    "inner join core.activities on verdicts.activity_key = activities.activity_key"
)

_POSTS: Final = """
select
    activities.activity_id, activities.platform, activities.account, activities.type,
    activities.published_at, activities.permalink, activities.text, {columns}
from core.activities
left join (
    select *
    from marts.activity_performance
    where activity_id in (select unnest(?))
) as performance
    on activities.activity_id = performance.activity_id
where activities.activity_id in (select unnest(?))
"""
_WORDS_OF_POST: Final = 7  # columns of it before the figures

_LINES: Final = """
select
    observations.activity_id,
    arg_max(
        exports.name,
        ({told}, observations.basis = 'lifetime', observations.observed_at, observations.export_id)
    ),
    arg_max(
        observations.line,
        ({told}, observations.basis = 'lifetime', observations.observed_at, observations.export_id)
    )
from core.observations
left join core.exports on observations.export_id = exports.export_id
where observations.activity_id in (select unnest(?))
group by observations.activity_id
"""

_FIGURES: Final = """
select measure_id, figure, is_narrowed
from core.measure_figures
where source = 'activities' and list_contains(?, measure_id)
order by measure_id, position
"""

_KNOWN_FIGURES: Final = """
select column_name
from duckdb_columns()
where schema_name = 'marts' and table_name = 'activity_performance' and data_type in ('BIGINT', 'DOUBLE')
union
select unnest(['hours', 'cost', 'people', 'impressions', 'views', 'video_views'])
"""

_ROWS: Final = """
select sources.source, sources.day, sources.figure, exports.name, sources.line
from core.measure_sources as sources
left join core.exports on sources.export_id = exports.export_id
where sources.measure_id = ? and sources.source <> 'activities'
order by sources.figure desc, sources.day desc, sources.line
limit ?
"""

_COUNT_ROWS: Final = """
select count(*) from core.measure_sources where measure_id = ? and source <> 'activities'
"""
