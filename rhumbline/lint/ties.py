"""Warnings about ties: those that compete, that never matched, or that meet only shortened links."""

from collections.abc import Iterator

from models.strategy import TieKind
from rhumbline.lint.competing_ties import competing_pairs
from rhumbline.lint.finding import Evidence, Remark
from rhumbline.strategy.file import Loaded


def ties_of_different_goals(loaded: Loaded, _: Evidence) -> Iterator[Remark]:
    """An activity that two ties of one strength claim for different goals counts for neither."""
    ties = loaded.strategy.ties
    goals = {name: measure.goal for name, measure in loaded.strategy.measures.items()}
    for first, second in competing_pairs(ties):
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
    """Shortened links are not followed, so a tie by link or utm never matches them."""
    for place, tie in enumerate(loaded.strategy.ties):
        if tie.kind not in (TieKind.LINK, TieKind.UTM) or evidence.links is None:
            continue
        counts = [
            count for where, count in evidence.links.items() if tie.platform_id in (None, where)
        ]
        if sum(each.shortened for each in counts) and not sum(each.readable for each in counts):
            message = f"tie {tie.tie_id} meets only shortened links, which are not followed"
            todo = "Write where they lead into links.csv (short,target), or tie by campaign."
            yield Remark(("ties", place), message, todo)
