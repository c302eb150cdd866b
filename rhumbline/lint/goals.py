"""Warnings about goals, segments and measures: vanity, the wrong order of steps, impossible targets."""

import re
from collections.abc import Iterator
from typing import Final

from models.strategy import Direction, Measure, Stage, Tier
from rhumbline.lint.finding import Evidence, Remark
from rhumbline.lint.required import sources_in
from rhumbline.strategy.file import Loaded

_FOLLOWERS: Final = frozenset(("followers", "follows", "unfollows", "subscribers", "fans"))
_SPOKEN: Final = re.compile(r"\b(followers|subscribers|fans)\b", re.IGNORECASE)


def vanity_goal(loaded: Loaded, _: Evidence) -> Iterator[Remark]:
    """Outputs say that something was shown, not that it was of use to anyone."""
    for name in loaded.strategy.goals:
        tiers = {each.tier for each in loaded.strategy.measures.values() if each.goal == name}
        if tiers == {Tier.OUTPUT}:
            message = f"goal `{name}` is measured by outputs only: being seen is not being useful"
            todo = "Add a measure of what people then do: an out_take, outcome or impact."
            yield Remark(("goals", name), message, todo)


def followers_of_any_kind(loaded: Loaded, _: Evidence) -> Iterator[Remark]:
    """You may gather many followers and not know if they are the right ones."""
    for name, measure in loaded.strategy.measures.items():
        segment = loaded.strategy.segments.get(measure.segment)
        if segment and not segment.audience and _wants_followers(loaded, measure):
            message = (
                f"measure `{name}` is about followers, and segment `{measure.segment}` "
                "does not say how to recognise the right ones"
            )
            todo = "Write the segment's `audience`, such as {location: [Riverside]}."
            yield Remark(("measures", name), message, todo)


def _wants_followers(loaded: Loaded, measure: Measure) -> bool:
    named = {name.lower().rsplit(".", 1)[-1] for name in sources_in(measure.value or "")}
    goal = loaded.strategy.goals.get(measure.goal)
    return bool(named & _FOLLOWERS or (goal and _SPOKEN.search(goal.statement)))


def segment_nobody_listens_to(loaded: Loaded, _: Evidence) -> Iterator[Remark]:
    """Who does not listen to people's conversations cannot take part in them usefully."""
    for name, segment in loaded.strategy.segments.items():
        if not segment.listens_at:
            message = f"nobody listens to segment `{name}`: it has no `listens_at`"
            todo = "Write where these people talk: hashtags, groups, forums, meet-ups."
            yield Remark(("segments", name), message, todo)


def led_before_listened(loaded: Loaded, _: Evidence) -> Iterator[Remark]:
    """Leading takes credibility, and that is earned by listening and taking part."""
    measures = loaded.strategy.measures
    prepared = {each.segment for each in measures.values() if each.stage is not Stage.LEAD}
    for name, measure in measures.items():
        if measure.stage is Stage.LEAD and measure.segment not in prepared:
            message = (
                f"measure `{name}` leads segment `{measure.segment}`, "
                "which no measure listens to or takes part in"
            )
            todo = "Add a measure of stage listen or participate for that segment."
            yield Remark(("measures", name), message, todo)


def segment_without_a_measure(loaded: Loaded, _: Evidence) -> Iterator[Remark]:
    """Without a measure nobody would see whether these people are served."""
    measured = {measure.segment for measure in loaded.strategy.measures.values()}
    for name in loaded.strategy.segments:
        if name not in measured:
            todo = "Give a measure this `segment`, or drop the segment."
            yield Remark(("segments", name), f"no measure is about segment `{name}`", todo)


def target_on_the_wrong_side(loaded: Loaded, _: Evidence) -> Iterator[Remark]:
    """A target that is reached from the start, or by getting worse, measures nothing."""
    for name, measure in loaded.strategy.measures.items():
        if measure.baseline is None or measure.target is None:
            continue
        way = measure.target - measure.baseline
        if (way if measure.direction is Direction.UP else -way) <= 0:
            message = (
                f"measure `{name}` should go {measure.direction}, and its target "
                f"{measure.target:g} is not {measure.direction} from {measure.baseline:g}"
            )
            todo = "Correct baseline or target, or write `direction: down` (or up)."
            yield Remark(("measures", name), message, todo)


def deadline_before_the_start(loaded: Loaded, _: Evidence) -> Iterator[Remark]:
    """A deadline before the strategy begins has already been missed."""
    strategy = loaded.strategy
    due = [(("goals", name, "by"), goal.by) for name, goal in strategy.goals.items()]
    due += [(("measures", name, "by"), each.by) for name, each in strategy.measures.items()]
    for path, by in due:
        if by and by <= strategy.in_force_from:
            message = (
                f"`{path[1]}` is due by {by}, and the strategy is in force only from "
                f"{strategy.in_force_from}"
            )
            yield Remark(path, message, "Move the deadline.")
