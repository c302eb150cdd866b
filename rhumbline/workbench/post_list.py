"""Posts as the workbench lists them: one page of them, how many there are, and what to narrow by."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from rhumbline.warehouse.connection import Warehouse
from rhumbline.workbench.post_filter import FROM_POSTS, STATES, PostFilter

PAGE: Final = 50
_CAUSES_SHOWN: Final = 40
_WORDS_SHOWN: Final = 400


@dataclass(frozen=True)
class PostRow:
    """A post as the list shows it."""

    activity_id: str
    platform: str
    account: str | None
    type: str
    published_at: datetime | None  # in the organisation's zone
    permalink: str | None  # None unless it is a web address
    text: str | None
    alignment: str
    reason: str
    cause: str
    measure_id: str | None
    evidence: str | None
    suggested_measure_id: str | None
    suggestion: str | None


@dataclass(frozen=True)
class PostChoices:
    """What posts can be narrowed to, each with how many posts it leaves."""

    states: Sequence[tuple[str, int]]
    causes: Sequence[tuple[str, int]]
    platforms: Sequence[tuple[str, int]]
    months: Sequence[tuple[str, int]]


@dataclass(frozen=True)
class MeasureChoice:
    """A measure that posts can be tied to, with the goal it is the evidence for."""

    measure_id: str
    goal: str


def count_posts(published: Warehouse, narrowed: PostFilter, zone: ZoneInfo) -> int:
    """How many posts a filter leaves."""
    where, given = narrowed.condition(zone)
    return int(published.one(f"select count(*) {FROM_POSTS} where {where}", *given))


def select_ids(published: Warehouse, narrowed: PostFilter, zone: ZoneInfo) -> list[str]:
    """The ids of all posts that a filter leaves."""
    where, given = narrowed.condition(zone)
    sql = f"select verdicts.activity_id {FROM_POSTS} where {where} order by 1"
    return [activity_id for (activity_id,) in published.rows(sql, *given)]


def read_posts(
    published: Warehouse, narrowed: PostFilter, zone: ZoneInfo, page: int
) -> list[PostRow]:
    """A page of posts, the newest first; `page` counts from 1."""
    where, given = narrowed.condition(zone)
    sql = _PAGE_OF_POSTS.format(where=where)
    rows = published.rows(sql, *given, PAGE, (page - 1) * PAGE)
    return [_row(row, zone) for row in rows]


def _row(row: tuple[Any, ...], zone: ZoneInfo) -> PostRow:
    post = PostRow(*row)
    moment = post.published_at.astimezone(zone) if post.published_at else None
    text = post.text
    if text and len(text) > _WORDS_SHOWN:
        text = text[: _WORDS_SHOWN - 1].rstrip() + "…"
    return PostRow(**vars(post) | {
        "published_at": moment, "text": text, "permalink": web_address(post.permalink),
    })  # fmt: skip


def web_address(address: str | None) -> str | None:
    """The address where it is one of the web, so that no link runs anything; else None."""
    try:
        is_web = bool(address) and urlsplit(address).scheme in ("http", "https")
    except ValueError:
        return None
    return address if is_web else None


def read_choices(published: Warehouse, narrowed: PostFilter, zone: ZoneInfo) -> PostChoices:
    """What the posts can be narrowed to; of each part, counted without that part."""

    def counts(part: str, column: str, limit: int) -> list[tuple[str, int]]:
        where, given = narrowed.narrowed(**{part: ""}).condition(zone)
        sql = _COUNTS.format(column=column, where=where, limit=limit)
        return [(name, count) for name, count in published.rows(sql, *given) if name]

    alignments = dict(counts("state", "verdicts.alignment", 20))
    states = [
        (name, sum(alignments.get(each, 0) for each in state.alignments))
        for name, state in STATES.items()
    ]
    month = f"strftime(timezone('{zone.key}', activities.published_at), '%Y-%m')"
    return PostChoices(
        states=[(name, count) for name, count in states if count],
        causes=counts("cause", "verdicts.cause", _CAUSES_SHOWN),
        platforms=counts("platform", "activities.platform", 100),
        months=sorted(counts("month", month, 240), reverse=True),
    )


def read_measures(published: Warehouse) -> list[MeasureChoice]:
    """The measures of the newest strategy, in its order."""
    return [MeasureChoice(*row) for row in published.rows(_MEASURES)]


_PAGE_OF_POSTS: Final = f"""
with page as (
    select verdicts.activity_key
    {FROM_POSTS}
    where {{where}}
    order by activities.published_at desc nulls last, verdicts.activity_key
    limit ? offset ?
)

select
    activities.activity_id,
    activities.platform,
    activities.account,
    activities.type,
    activities.published_at,
    activities.permalink,
    activities.text,
    verdicts.alignment,
    verdicts.reason,
    verdicts.cause,
    verdicts.measure_id,
    verdicts.evidence,
    verdicts.suggested_measure_id,
    verdicts.suggestion
from page
inner join core.verdicts as verdicts on page.activity_key = verdicts.activity_key
inner join core.activities as activities on page.activity_key = activities.activity_key
order by activities.published_at desc nulls last, verdicts.activity_key
"""  # noqa: S608 - names of ours; what people write are parameters

_COUNTS: Final = f"""
select {{column}} as name, count(*) as posts
{FROM_POSTS}
where {{where}}
group by name
order by posts desc, name
limit {{limit}}
"""

_MEASURES: Final = """
select measures.measure_id, coalesce(goals.statement, measures.goal_id)
from core.measures as measures
left join core.goals as goals
    on measures.goal_id = goals.goal_id and measures.strategy_version = goals.strategy_version
where measures.strategy_version = (
    select strategy_version from core.strategies order by in_force_from desc limit 1
)
order by measures.position
"""
