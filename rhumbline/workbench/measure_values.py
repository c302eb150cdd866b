"""What a measure may count, in words to choose from, for people who write no expressions."""

from collections.abc import Iterator
from typing import Any, Final

from rhumbline.measures.expressions.quantities import BadExpression
from rhumbline.measures.in_words import value_in_words

_FREQUENT: Final = (
    "sum(outcomes.signups)",
    "sum(outcomes.donations)",
    "sum(link_clicks)",
    "sum(comments) + sum(shares)",
    "sum(saves)",
    "sum(sessions)",
    "sum(hours)",
    "count(activities)",
    "latest(followers) where segment",
    "avg(reach)",
    "sum(video_views)",
)


def values_to_choose(data: Any, current: str) -> list[tuple[str, str]]:
    """Expressions with their words: the one that stands there, those of other measures, frequent ones."""
    expressions = dict.fromkeys([current, *_declared(data), *_FREQUENT])
    return [(each, in_words(each)) for each in expressions if each]


def in_words(expression: str) -> str:
    """An expression in words; itself where it cannot be computed."""
    try:
        return value_in_words(expression).sentence.rstrip(".")
    except BadExpression:
        return expression


def _declared(data: Any) -> Iterator[str]:
    measures = data.get("measures") if isinstance(data, dict) else None
    for measure in (measures or {}).values():
        if isinstance(measure, dict) and isinstance(measure.get("value"), str):
            yield measure["value"]
