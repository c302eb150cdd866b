"""Figures, days and verdicts in words, as the scorecard's pages write them."""

import re
from collections.abc import Iterable
from datetime import date
from typing import Final

from rhumbline.reports.scorecard.facts import AudienceFit, Scorecard, platform_name
from rhumbline.reports.scorecard.measures import GOOD, MISSED, UNKNOWN, MeasureCard

NO_RECORD: Final = (
    "Whether it will be reached is not said here: forecasts count once their record is known."
)
"""Stands in place of a forecast until it is known how often forecasts of a measure were right."""

TIERS: Final = {
    "output": "output: what you did, and who saw it",
    "out_take": "out-take: people responded",
    "outcome": "outcome: people did what you hoped for",
    "impact": "impact: what you exist for, or live on",
}
"""Tier → the field's word for that kind of evidence, and what it means."""

STAGES: Final = {"listen": "Listen", "participate": "Take part", "lead": "Lead"}


def number(value: float | None) -> str:
    """A number to three digits, or all digits before the point; a dash where it is not known."""
    if value is None:
        return "–"
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def count(value: float, one: str, many: str) -> str:
    """A count with its noun: `1 post`, `12 posts`."""
    return f"{number(value)} {one if value == 1 else many}"


def day(moment: date | None) -> str:
    """A day as people write it, 3 October 2026; empty for None. Of a moment, its day in UTC."""
    return f"{moment.day} {moment:%B %Y}" if moment else ""


def money(value: float | None, currency: str | None) -> str:
    """An amount in whole units with its currency; a dash where it is not known."""
    return "–" if value is None else f"{value:,.0f} {currency or ''}".rstrip()


def unit_price(value: float, currency: str | None) -> str:
    """An amount to the cent with its currency."""
    return f"{value:,.2f} {currency or ''}".rstrip()


def hours(value: float | None) -> str:
    """Hours to one decimal; a dash where they are not known."""
    return "–" if value is None else f"{value:,.1f}".removesuffix(".0") + " h"


def share(low: float | None, high: float | None) -> str:
    """A share in percent, as a range where its bounds differ; a dash where both are None."""
    bounds = [f"{each:.0%}" for each in (low, high) if each is not None]
    return " to ".join(dict.fromkeys(bounds)) or "–"


def verdict_sentence(card: Scorecard) -> str:
    """The whole scorecard in one sentence."""
    if card.contradictions:
        return "The data contradict themselves, so nothing new was published."
    posts = _posts_sentence(card)
    if not card.goals:
        return posts[:1].upper() + posts[1:]
    good = sum(goal.state in GOOD for goal in card.goals)
    goals = count(len(card.goals), "goal", "goals")
    verb = "is" if 1 in (good, len(card.goals)) else "are"
    return f"{good} of {goals} {verb} on course or reached; {posts}"


def _posts_sentence(card: Scorecard) -> str:
    if not card.judged:
        return "no post has been judged yet."
    if not card.failing:
        return f"all {count(card.judged, 'post', 'posts')} serve a measure or were set aside."
    verb = "serves" if card.failing == 1 else "serve"
    return f"{number(card.failing)} of {count(card.judged, 'post', 'posts')} {verb} no measure."


def way(card: MeasureCard) -> str:
    """How far a measure has come: `70 of 200 by 30 June 2027`."""
    until = f" by {day(card.due_on)}" if card.due_on else ""
    if card.reached is None or card.state == UNKNOWN:
        aim = f"the target is {number(card.target)}{until}" if card.target is not None else ""
        return f"No data; {aim}" if aim else "No data"
    if card.is_limit:
        return f"{number(card.reached)} so far, at most {number(card.target)}{until}"
    if card.direction == "down":
        return f"{number(card.reached)}, to come down to {number(card.target)}{until}"
    return f"{number(card.reached)} of {number(card.target)}{until}"


def pace(card: MeasureCard) -> str:
    """Where the measure should be today; empty where it was reached, missed or has no date."""
    if card.pace is None or card.state in ("reached", MISSED, UNKNOWN):
        return ""
    bound = "at most" if card.direction == "down" else "at"
    return f"A steady pace would be {bound} {number(card.pace)} today."


def members(fit: AudienceFit) -> str:
    """How many of an audience belong to the segment, and the change since the export before."""
    if fit.matched_low is None:
        return f"{share(fit.share_low, fit.share_high)} of {number(fit.audience)}"
    text = f"{number(fit.matched_low)} of {number(fit.audience)}"
    if fit.matched_change:
        more = "more" if fit.matched_change > 0 else "fewer"
        text += f", {number(abs(fit.matched_change))} {more} than at the export before"
    return text


def effort(
    posts: float, hours_of_work: float | None, cost: float | None, currency: str | None
) -> str:
    """What was put in, of what is known: `18 posts, 12.3 h, 345 CAD`."""
    known = [count(posts, "post", "posts")]
    if hours_of_work is not None:
        known.append(hours(hours_of_work))
    if cost is not None:
        known.append(money(cost, currency))
    return ", ".join(known)


def added(figures: Iterable[float | None]) -> float | None:
    """The sum of the known figures; None where none is known."""
    known = [figure for figure in figures if figure is not None]
    return sum(known) if known else None


def completeness(card: Scorecard) -> str:
    """Through which day the posts' figures are complete, and which platforms tell of more."""
    first = card.complete_through
    if first is None:
        return "No export of posts was read yet."
    later = [each for each in card.complete if each.day != first]
    slowest = [platform_name(each.platform) for each in card.complete if each.day == first]
    if not later:
        return f"Complete through {day(first)}."
    ahead = "; ".join(f"{platform_name(each.platform)} through {day(each.day)}" for each in later)
    return f"Complete through {day(first)} ({', '.join(slowest)}; {ahead})."


def cures_most(card: Scorecard) -> str:
    """How few causes stand behind most of what fails; empty where every cause is as small."""
    total, reached = sum(cause.posts for cause in card.causes), 0
    for place, cause in enumerate(card.causes, start=1):
        reached += cause.posts
        if 2 * reached >= total:
            what = "The first cause" if place == 1 else f"The first {place} causes"
            verb = "is" if place == 1 else "are"
            return f"{what} {verb} behind {number(reached)} of {number(total)}: begin there."
    return ""


def without_handles(text: str) -> str:
    """The text with every handle left out, for pages that are passed on."""
    return _HANDLE.sub("@…", text)


_HANDLE: Final = re.compile(r"@[\w.]+")
