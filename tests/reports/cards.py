"""Scorecards written by hand, for tests of pages that need no night."""

from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

from rhumbline.reports.scorecard import MeasureDetails, Scorecard
from rhumbline.reports.scorecard.causes import FailureCause
from rhumbline.reports.scorecard.facts import (
    AudienceFit,
    CompleteThrough,
    EffortRow,
    RisingEffort,
)
from rhumbline.reports.scorecard.measures import GoalCard, MeasureCard, WeekOfMeasure
from rhumbline.reports.scorecard.posts import PostOfMeasure, RowOfMeasure

BEGINS: Final = date(2026, 9, 7)
AS_OF: Final = date(2026, 10, 13)


def week(number: int, reached: float | None, **others: Any) -> WeekOfMeasure:
    """Return a week of a measure, counted from the first."""
    monday = BEGINS + timedelta(weeks=number)
    figures = {"value": reached, "pace": 10.0 * number, "posts": 1, "hours": None, "cost": None}
    return WeekOfMeasure(week=monday, reached=reached, **(figures | others))


def measure(**others: Any) -> MeasureCard:
    """Return a measure that is on course: 70 of 200, from 20."""
    values: dict[str, Any] = {
        "measure_id": "volunteer-signups", "goal_id": "staffed-weekends",
        "segment_id": "weekend-volunteers", "stage": "lead", "tier": "outcome",
        "counts": "people who signed up", "counts_fully": "People who signed up, added up.",
        "is_flow": True, "direction": "up", "begins": BEGINS, "due_on": date(2027, 6, 30),
        "as_of": AS_OF, "start": 20.0, "reached": 70.0, "target": 200.0, "pace": 45.2,
        "state": "on course", "posts": 5, "hours": 5.5, "cost": 209.4, "cost_per_unit": 4.188,
        "told_until": date(2026, 10, 10), "note": None,
        "weeks": (week(0, 30.0), week(1, None), week(2, 70.0)),
    }  # fmt: skip
    return MeasureCard(**(values | others))


def goal(card: MeasureCard | None, **others: Any) -> GoalCard:
    """Return a goal that a measure speaks for."""
    values: dict[str, Any] = {
        "goal_id": "staffed-weekends", "statement": "200 volunteers by 30 June 2027", "why": None,
        "lead": card, "measures": (card,) if card else (),
    }  # fmt: skip
    return GoalCard(**(values | others))


def scorecard(**others: Any) -> Scorecard:
    """Return a scorecard with one goal, and something under each heading."""
    card = others.pop("measure", measure())
    values: dict[str, Any] = {
        "organisation": "Riverside Food Bank", "problem": "One in nine skips meals.",
        "promise": "Nobody goes hungry.", "currency": "CAD", "as_of": AS_OF,
        "goals": (goal(card),), "measures": (card,), "judged": 85, "failing": 18, "waived": 1,
        "early": 2,
        "causes": (
            FailureCause(10, "They carry #soup.", "One line.", "Soup today", "untied hashtag #soup"),
            FailureCause(8, "They mention @someone.", "Decide.", "@someone hi", "untied"),
        ),
        "unserving": (EffortRow("tiktok", None, 2, 8.0, 224.0), EffortRow("x", None, 7, None, None)),
        "rising": (RisingEffort("facebook", "volunteer-signups", 6, "hours", 9.7, 271.0),),
        "audiences": (
            AudienceFit("weekend-volunteers", "linkedin", "riverside-handle", "followers", AS_OF,
                        980.0, 0.14, 0.2, 138.0, -22.0, None),
        ),
        "complete": (CompleteThrough("x", date(2026, 10, 3)),
                     CompleteThrough("facebook", date(2026, 10, 12))),
        "contradictions": (), "warnings": ("secret-export.csv could not be read",),
    }  # fmt: skip
    return Scorecard(**(values | others))


def details(text: str = "Soup today", **others: Any) -> MeasureDetails:
    """Return what a measure was brought by: one post and one row of outcomes."""
    post = PostOfMeasure(
        "x:1", "x", "riverside-handle", "post", datetime(2026, 10, 9, tzinfo=UTC),
        "https://x.com/riverside-handle/status/1", text, (22.0, None), "posts-of-handle.csv", 5,
    )  # fmt: skip
    values: dict[str, Any] = {
        "figures": ("comments", "shares"), "is_by_figure": True, "posts": (post,), "all_posts": 1,
        "untold_posts": 0, "all_rows": 1,
        "rows": (RowOfMeasure("outcomes", date(2026, 10, 1), 12.0, "outcomes-of-handle.csv", 4),),
    }  # fmt: skip
    return MeasureDetails(**(values | others))
