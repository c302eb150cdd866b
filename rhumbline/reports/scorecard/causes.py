"""Why posts fail, in words for a person who has never seen the strategy's file."""

from dataclasses import dataclass
from typing import Final

from rhumbline.reports.scorecard.measures import readable
from rhumbline.warehouse.connection import Warehouse


@dataclass(frozen=True)
class FailureCause:
    """Posts that fail for the same reason: what it is, what cures it, and one of them."""

    posts: int
    what: str
    cure: str
    example: str
    cause: str  # as core.failed_activities has it


_WORDS: Final = (  # the beginning of a cause, what it means, what cures it; {} is the cause's rest
    (
        "unknown campaign ",
        "They belong to the campaign “{}”, which the strategy does not have.",
        "One line in the strategy, if that campaign serves a measure.",
    ),
    (
        "unknown label ",
        "They carry the label “{}”, which the strategy does not have.",
        "One line in the strategy, if that label serves a measure.",
    ),
    (
        "unknown measure ",
        "They name the measure “{}”, which the strategy does not have.",
        "Correct the name where it was written.",
    ),
    (
        "link to an untied page ",
        "They lead to {}, a page of yours that serves no measure yet.",
        "One line in the strategy, if that page serves a measure.",
    ),
    (
        "link to an untied site ",
        "They lead to {}, which is not yours and serves no measure.",
        "One line in the strategy, if that site serves a measure.",
    ),
    (
        "untied hashtag ",
        "They carry {}, which serves no measure yet.",
        "One line in the strategy, if that hashtag serves a measure.",
    ),
    (
        "shortened link ",
        "They hold a shortened link, and nobody said where it leads.",
        "Say where the short links lead; one list cures all of them.",
    ),
    (
        "reply without a tie",
        "They are replies to other people, and replies serve no measure yet.",
        "One line, if answering people serves a measure; else set them aside for good.",
    ),
    (
        "waiver expired",
        "They were set aside until a day that has passed.",
        "Whoever set them aside decides again.",
    ),
    ("no text", "They have no words and no link.", "Decide what each is for."),
    (
        "no link, tag or phrase",
        "Nothing in them leads anywhere or names anything: no link, no hashtag, no phrase.",
        "Decide what each is for, or stop posting the like.",
    ),
    (
        "tie ",
        "They hold what a line of the strategy looks for, but that line leaves them out.",
        "Widen that line, or decide what each is for.",
    ),
)


def read_causes(warehouse: Warehouse) -> tuple[FailureCause, ...]:
    """The causes of all failing activities, the most frequent first, each with its newest example."""
    return tuple(
        _in_words(cause, posts, example, near)
        for cause, posts, example, near in warehouse.rows(_CAUSES)
    )


def _in_words(cause: str, posts: int, example: str, near: str | None) -> FailureCause:
    what, cure = next(
        (
            (what.format(cause.removeprefix(begins).removesuffix(", decided")), cure)
            for begins, what, cure in _WORDS
            if cause.startswith(begins)
        ),
        (f"{cause[:1].upper()}{cause[1:]}.", "Decide what each is for."),
    )
    nearest = f" The nearest measure is “{readable(near)}”." if near else ""
    return FailureCause(posts, what, f"{cure}{nearest}", example, cause)


# A measure is named as near where it is in force, and near at least half of the cause's posts.
_CAUSES: Final = """
with measures as (
    select measure_id
    from core.measures
    where strategy_version = (
        select strategy_version from core.strategies order by in_force_from desc limit 1
    )
),

failing as (
    select failed.*, measures.measure_id as near
    from core.failed_activities as failed
    left join measures on failed.suggested_measure_id = measures.measure_id
),

causes as (
    select
        cause,
        count(*) as posts,
        arg_min(
            coalesce(text, ''),
            (published_at is null, -epoch(published_at), activity_id)
        ) as example,
        mode(near) as nearest
    from failing
    group by cause
)

select
    causes.cause,
    causes.posts,
    causes.example,
    case
        when 2 * (
            select count(*)
            from failing
            where failing.cause = causes.cause and failing.near = causes.nearest
        ) >= causes.posts then causes.nearest
    end as nearest
from causes
order by causes.posts desc, causes.cause
"""
