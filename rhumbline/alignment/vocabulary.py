"""The words of a strategy and the measures they speak of, by which a nearest measure is suggested."""

import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Final, NamedTuple

import polars as pl

from models.strategy import Strategy, Tie, TieKind, plain
from rhumbline.alignment.rules import Rules

WORD: Final = {"claim": pl.UInt32(), "pattern": pl.String()}
MEANING: Final = {
    "claim": pl.UInt32(),
    "measure_id": pl.String(),
    "source": pl.String(),
    "weight": pl.Float64(),
}

_WEIGHTS: Final = {"interest": 2.0, "tie": 2.5, "goal": 1.0}
_WHOLE_INTEREST: Final = 2.0  # how many times as much a whole interest weighs as one of its words
_WORD: Final = re.compile(r"[^\W\d_]{3,}")
_CAMEL: Final = re.compile(r"(?<=[a-zà-ÿ])(?=[A-ZÀ-Þ])")
_KINDS_WITHOUT_WORDS: Final = (TieKind.ACCOUNT, TieKind.TYPE, TieKind.MENTION)


class _Word(NamedTuple):
    text: str
    measure: str
    source: str
    weight: float


def vocabulary(rules: Rules) -> tuple[pl.DataFrame, pl.DataFrame]:
    """WORD rows, to be looked for in texts, and MEANING rows of each word.

    The weight of a word is divided by the number of measures it speaks of.
    """
    strategy = rules.strategy
    words = [word for measure in strategy.measures for word in _words_of(strategy, measure)]
    best: dict[tuple[str, str], _Word] = {}
    for word in words:
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
    forms = [(numbers[root], form) for root in roots for form in _forms(root)]
    return (
        pl.DataFrame(forms, schema=WORD, orient="row"),
        pl.DataFrame(meanings, schema=MEANING, orient="row"),
    )


def _words_of(strategy: Strategy, name: str) -> Iterator[_Word]:
    measure = strategy.measures[name]
    segment, goal = strategy.segments.get(measure.segment), strategy.goals.get(measure.goal)
    for text in (*segment.interests, *segment.listens_at) if segment else ():
        yield from _weighted_words(text, name, "interest")
        if len(_split(text)) > 1:
            yield _Word(plain(text), name, "interest", _WHOLE_INTEREST * _WEIGHTS["interest"])
    for tie in strategy.ties_of(name):
        yield from _weighted_words(_text_of_tie(tie), name, "tie")
    for text in (goal.statement if goal else "", name, measure.label or ""):
        yield from _weighted_words(text, name, "goal")


def _weighted_words(text: str, measure: str, source: str) -> Iterator[_Word]:
    for word in _split(text):
        yield _Word(word, measure, source, _WEIGHTS[source])


def _text_of_tie(tie: Tie) -> str:
    """What a tie matches, as words: of a link its path, of a hashtag its parts."""
    if tie.kind in _KINDS_WITHOUT_WORDS or tie.utm:
        return ""
    written = str(getattr(tie, tie.kind))
    return tie.pattern.partition("/")[2] if tie.kind is TieKind.LINK else _CAMEL.sub(" ", written)


def _split(text: str) -> list[str]:
    roots = (_root(word) for word in _WORD.findall(plain(_CAMEL.sub(" ", text))))
    return [word for word in dict.fromkeys(roots) if word not in common_words()]


@cache
def common_words() -> frozenset[str]:
    """Words that texts of any subject hold, in several languages."""
    word_list = files("rhumbline.alignment") / "common_words.txt"
    return frozenset(word_list.read_text(encoding="utf-8").split())


def _root(word: str) -> str:
    """The word without a plural s, so that gardens and garden are one word."""
    return word[:-1] if len(word) > 4 and word.endswith("s") and not word.endswith("ss") else word


def _forms(root: str) -> tuple[str, ...]:
    return (root,) if " " in root else (root, f"{root}s")
