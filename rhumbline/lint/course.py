"""Whether the strategy holds its course: vanity, the wrong order of steps, what leads nowhere."""

import re
from collections.abc import Iterator
from typing import Final

from models.strategy import Direction, Measure, Stage, TieKind, Tier
from rhumbline.lint.finding import Evidence, Remark
from rhumbline.lint.missing import sources_in
from rhumbline.lint.rivals import rivals
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


def ties_of_different_goals(loaded: Loaded, _: Evidence) -> Iterator[Remark]:
    """What two equal ties claim for different goals is ambiguous and counts for neither."""
    ties = loaded.strategy.ties
    goals = {name: measure.goal for name, measure in loaded.strategy.measures.items()}
    for first, second in rivals(ties):
        one, other = goals.get(ties[first].measure), goals.get(ties[second].measure)
        if one and other and one != other:
            message = (
                f"tie {ties[second].tie_id} can claim the same activity as {ties[first].tie_id} "
                f"(line {loaded.place(('ties', first)).line}), for another goal"
            )
            todo = "Narrow one of them, or tie by something stronger, such as a campaign."
            yield Remark(("ties", second), message, todo)


def tie_that_never_matched(loaded: Loaded, evidence: Evidence) -> Iterator[Remark]:
    """A tie that has never matched is misspelt, or nobody does what it waits for."""
    for place, tie in enumerate(loaded.strategy.ties):
        if evidence.matched_ties is not None and tie.tie_id not in evidence.matched_ties:
            todo = "Compare its spelling with what is posted, or drop it."
            yield Remark(("ties", place), f"tie {tie.tie_id} has never matched anything", todo)


def only_shortened_links(loaded: Loaded, evidence: Evidence) -> Iterator[Remark]:
    """Where every link is shortened, ties by link or utm wait for ever."""
    for place, tie in enumerate(loaded.strategy.ties):
        if tie.kind not in (TieKind.LINK, TieKind.UTM) or evidence.links is None:
            continue
        met = [count for where, count in evidence.links.items() if tie.platform_id in (None, where)]
        if sum(each.shortened for each in met) and not sum(each.readable for each in met):
            message = f"tie {tie.tie_id} meets only shortened links, which are not followed"
            todo = "Write where they lead into links.csv (short,target), or tie by campaign."
            yield Remark(("ties", place), message, todo)


def segment_without_a_measure(loaded: Loaded, _: Evidence) -> Iterator[Remark]:
    """People who are named and then forgotten."""
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
    """What is due before the strategy begins was late from the start."""
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
