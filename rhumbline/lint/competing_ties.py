"""Which ties of one strength can claim the same activity, so that it would count for neither."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from itertools import combinations
from typing import Final

from models.strategy import Tie, TieKind, plain

_WORD: Final = re.compile(r"\w+")


def competing_pairs(ties: Sequence[Tie]) -> Iterator[tuple[int, int]]:
    """Pairs of ties, by place, that can claim one activity with equal strength."""
    by_strength: dict[int, list[int]] = defaultdict(list)
    for place, tie in enumerate(ties):
        by_strength[tie.kind.strength].append(place)
    for places in by_strength.values():
        for first, second in combinations(places, 2):
            if can_both_claim(ties[first], ties[second]):
                yield first, second


def can_both_claim(first: Tie, second: Tie) -> bool:
    """Whether one activity can match both ties, by what they match and by their limits."""
    return _limits_overlap(first, second) and _patterns_meet(first, second)


def _limits_overlap(first: Tie, second: Tie) -> bool:
    return (
        all(
            mine is None or theirs is None or plain(mine) == plain(theirs)
            for mine, theirs in (
                (first.platform_id, second.platform_id),
                (first.account, second.account),
                (first.type, second.type),
            )
        )
        and (first.from_ or date.min) <= (second.until or date.max)
        and (second.from_ or date.min) <= (first.until or date.max)
    )


def _patterns_meet(first: Tie, second: Tie) -> bool:
    if first.kind is not second.kind:  # account and type: their limits are what they match
        return True
    return _MEET.get(first.kind, _are_equal)(first, second)


def _are_equal(first: Tie, second: Tie) -> bool:
    return first.pattern == second.pattern


def _utm_agree(first: Tie, second: Tie) -> bool:
    mine, theirs = (tie.utm.parts if tie.utm else {} for tie in (first, second))
    return all(mine[name] == theirs[name] for name in mine.keys() & theirs.keys())


def _one_phrase_holds_the_other(first: Tie, second: Tie) -> bool:
    mine, theirs = (f" {' '.join(_WORD.findall(tie.pattern))} " for tie in (first, second))
    return mine in theirs or theirs in mine


def _links_meet(first: Tie, second: Tie) -> bool:
    """Among link ties the longest pattern wins, so only equally long ones are rivals."""
    return len(first.pattern) == len(second.pattern) and globs_meet(first.pattern, second.pattern)


def globs_meet(first: str, second: str) -> bool:
    """Whether some text matches both patterns, where `*` stands for anything, nothing included."""
    # row[j]: whether what is left of `first` and second[j:] can match one text; built from the ends.
    row = [not second[place:].strip("*") for place in range(len(second) + 1)]
    for character in reversed(first):
        after, row = row, [False] * (len(second) + 1)
        row[-1] = after[-1] and character == "*"
        for place in reversed(range(len(second))):
            if character == "*":
                row[place] = after[place] or row[place + 1]
            elif second[place] == "*":
                row[place] = row[place + 1] or after[place]
            else:
                row[place] = character == second[place] and after[place + 1]
    return row[0]


_MEET: Final[dict[TieKind, Callable[[Tie, Tie], bool]]] = {
    TieKind.UTM: _utm_agree,
    TieKind.LINK: _links_meet,
    TieKind.PHRASE: _one_phrase_holds_the_other,
}
