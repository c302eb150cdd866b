"""The words of a strategy, by the measure they speak of: what a nearest measure is found by."""

import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Final, NamedTuple

import polars as pl

from models.strategy import Strategy, Tie, TieKind, plain
from rhumbline.alignment.rules import Rules

WORDS: Final = {"claim": pl.UInt32(), "pattern": pl.String()}
MEANINGS: Final = {
    "claim": pl.UInt32(),
    "measure_id": pl.String(),
    "source": pl.String(),
    "weight": pl.Float64(),
}

_WEIGHTS: Final = {"interest": 2.0, "tie": 2.5, "goal": 1.0}
_WHOLE: Final = 2.0  # a whole interest of several words is worth so much more than one of them
_WORD: Final = re.compile(r"[^\W\d_]{3,}")
_CAMEL: Final = re.compile(r"(?<=[a-zà-ÿ])(?=[A-ZÀ-Þ])")
_KINDS_WITHOUT_WORDS: Final = (TieKind.ACCOUNT, TieKind.TYPE, TieKind.MENTION)


class _Word(NamedTuple):
    text: str
    measure: str
    source: str
    weight: float


def vocabulary(rules: Rules) -> tuple[pl.DataFrame, pl.DataFrame]:
    """WORDS to look for in texts, and the MEANINGS of each.

    A word counts the less, the more measures it speaks of: one that all share tells nothing apart.
    """
    strategy = rules.strategy
    spoken = [word for measure in strategy.measures for word in _words_of(strategy, measure)]
    best: dict[tuple[str, str], _Word] = {}
    for word in spoken:
        known = best.get((word.text, word.measure))
        if known is None or word.weight > known.weight:
            best[word.text, word.measure] = word
    roots = sorted({text for text, _ in best})
    numbers = {root: number for number, root in enumerate(roots)}
    shared = {root: sum(text == root for text, _ in best) for root in roots}
    meanings = [
        (numbers[word.text], word.measure, word.source, word.weight / shared[word.text])
        for word in best.values()
    ]
    words = [(numbers[root], form) for root in roots for form in _forms(root)]
    return (
        pl.DataFrame(words, schema=WORDS, orient="row"),
        pl.DataFrame(meanings, schema=MEANINGS, orient="row"),
    )


def _words_of(strategy: Strategy, name: str) -> Iterator[_Word]:
    measure = strategy.measures[name]
    segment, goal = strategy.segments.get(measure.segment), strategy.goals.get(measure.goal)
    for text in (*segment.interests, *segment.listens_at) if segment else ():
        yield from _said(text, name, "interest")
        if len(_split(text)) > 1:
            yield _Word(plain(text), name, "interest", _WHOLE * _WEIGHTS["interest"])
    for tie in strategy.ties_of(name):
        yield from _said(_spoken(tie), name, "tie")
    for text in (goal.statement if goal else "", name, measure.label or ""):
        yield from _said(text, name, "goal")


def _said(text: str, measure: str, source: str) -> Iterator[_Word]:
    for word in _split(text):
        yield _Word(word, measure, source, _WEIGHTS[source])


def _spoken(tie: Tie) -> str:
    """The words in what a tie matches: of a link its path, of a tag its parts."""
    if tie.kind in _KINDS_WITHOUT_WORDS or tie.utm:
        return ""
    written = str(getattr(tie, tie.kind))
    return tie.pattern.partition("/")[2] if tie.kind is TieKind.LINK else _CAMEL.sub(" ", written)


def _split(text: str) -> list[str]:
    found = (_root(word) for word in _WORD.findall(plain(_CAMEL.sub(" ", text))))
    return [word for word in dict.fromkeys(found) if word not in common_words()]


@cache
def common_words() -> frozenset[str]:
    """Words that posts and goals share whatever they are about, in the readers' languages."""
    listed = files("rhumbline.alignment") / "common_words.txt"
    return frozenset(listed.read_text(encoding="utf-8").split())


def _root(word: str) -> str:
    """Gardens and garden are one word."""
    return word[:-1] if len(word) > 4 and word.endswith("s") and not word.endswith("ss") else word


def _forms(root: str) -> tuple[str, ...]:
    return (root,) if " " in root else (root, f"{root}s")
