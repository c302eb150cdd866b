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


def can_both_claim(one: Tie, other: Tie) -> bool:
    """Whether one activity can match both ties, by what they match and by what narrows them."""
    return _narrowing_is_compatible(one, other) and _patterns_meet(one, other)


def _narrowing_is_compatible(one: Tie, other: Tie) -> bool:
    return (
        all(
            mine is None or theirs is None or plain(mine) == plain(theirs)
            for mine, theirs in (
                (one.platform_id, other.platform_id),
                (one.account, other.account),
                (one.type, other.type),
            )
        )
        and (one.from_ or date.min) <= (other.until or date.max)
        and (other.from_ or date.min) <= (one.until or date.max)
    )


def _patterns_meet(one: Tie, other: Tie) -> bool:
    if one.kind is not other.kind:  # account and type: what they match has narrowed them already
        return True
    return _MEET.get(one.kind, _are_equal)(one, other)


def _are_equal(one: Tie, other: Tie) -> bool:
    return one.pattern == other.pattern


def _utm_agree(one: Tie, other: Tie) -> bool:
    mine, theirs = (tie.utm.parts if tie.utm else {} for tie in (one, other))
    return all(mine[name] == theirs[name] for name in mine.keys() & theirs.keys())


def _one_phrase_holds_the_other(one: Tie, other: Tie) -> bool:
    mine, theirs = (f" {' '.join(_WORD.findall(tie.pattern))} " for tie in (one, other))
    return mine in theirs or theirs in mine


def _links_meet(one: Tie, other: Tie) -> bool:
    """Among link ties the longest pattern wins, so only equally long ones are rivals."""
    return len(one.pattern) == len(other.pattern) and globs_meet(one.pattern, other.pattern)


def globs_meet(one: str, other: str) -> bool:
    """Whether some text matches both patterns, where `*` stands for anything, nothing included."""
    # row[j]: whether what is left of `one` and other[j:] can match one text; built from the ends.
    row = [not other[place:].strip("*") for place in range(len(other) + 1)]
    for sign in reversed(one):
        after, row = row, [False] * (len(other) + 1)
        row[-1] = after[-1] and sign == "*"
        for place in reversed(range(len(other))):
            if sign == "*":
                row[place] = after[place] or row[place + 1]
            elif other[place] == "*":
                row[place] = row[place + 1] or after[place]
            else:
                row[place] = sign == other[place] and after[place + 1]
    return row[0]


_MEET: Final[dict[TieKind, Callable[[Tie, Tie], bool]]] = {
    TieKind.UTM: _utm_agree,
    TieKind.LINK: _links_meet,
    TieKind.PHRASE: _one_phrase_holds_the_other,
}
