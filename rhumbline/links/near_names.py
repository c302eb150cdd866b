"""Names that a person most likely means to be one: "Spring26", "spring-2026" and "sprng-2026"."""

import re
import unicodedata
from collections.abc import Iterable
from typing import Final

from models.strategy import plain

_SHORTEST: Final = 5  # letters below which one more or less makes another word
_LONG: Final = 9  # letters from which two mistakes may be one name


def near_miss(name: str, known: Iterable[str]) -> str | None:
    """The known name that `name` is most likely meant to be, spelt otherwise; None where there is none.

    Names that compare as equal for ties are the same name and no near miss. Numbers must agree
    (`26` is `2026`): spring-2026 and spring-2027 are two campaigns.
    """
    written = list(dict.fromkeys(known))
    if any(plain(each) == plain(name) for each in written):
        return None
    letters, numbers = _parts(name)
    near = [
        (_distance(letters, other), each)
        for each in written
        for other, theirs in [_parts(each)]
        if theirs == numbers and _is_near(letters, other)
    ]
    return min(near, default=(0, None))[1]


def _parts(name: str) -> tuple[str, tuple[str, ...]]:
    """The letters of a name without accents, signs and spaces, and its numbers, years with four digits."""
    decomposed = unicodedata.normalize("NFKD", name).casefold()
    letters = "".join(sign for sign in decomposed if sign.isalpha())
    return letters, tuple(_year(number) for number in re.findall(r"\d+", decomposed))


def _year(number: str) -> str:
    is_short = len(number) == 2 and 10 <= int(number) <= 69
    return f"20{number}" if is_short else number.lstrip("0")


def _is_near(one: str, other: str) -> bool:
    if not one or not other:
        return False
    shorter = min(len(one), len(other))
    allowed = 0 if shorter < _SHORTEST else 1 if shorter < _LONG else 2
    return _distance(one, other) <= allowed


def _distance(one: str, other: str) -> int:
    """Letters to add, drop, change or exchange with their neighbour, from one word to the other."""
    before: list[int] = []
    above = list(range(len(other) + 1))
    for row, letter in enumerate(one, 1):
        current = [row]
        for column, sign in enumerate(other, 1):
            cost = min(above[column] + 1, current[-1] + 1, above[column - 1] + (letter != sign))
            is_exchanged = (
                row > 1 and column > 1 and letter == other[column - 2] and one[row - 2] == sign
            )
            current.append(min(cost, before[column - 2] + 1) if is_exchanged else cost)
        before, above = above, current
    return above[-1]
