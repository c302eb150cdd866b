"""The parts that a strategy must have: rules whose findings are errors."""

import re
from collections.abc import Iterator
from typing import Final

from rhumbline.lint.finding import Evidence, Remark
from rhumbline.strategy.file import Loaded, unknown_references

_NAME: Final = re.compile(r"[^\W\d][\w.]*\b(?!\s*\()")
_GRAMMAR: Final = frozenset(
    ("where", "and", "or", "not", "in", "is", "null", "true", "false", "segment", "case", "when",
     "then", "else", "end", "between", "like", "distinct", "filter", "as")
)  # fmt: skip


def sources_in(expression: str) -> frozenset[str]:
    """The metrics and sources that a measure's value names; functions, words and texts are none."""
    bare = re.sub(r"'[^']*'|\"[^\"]*\"", " ", expression)
    return frozenset(name for name in _NAME.findall(bare) if name.lower() not in _GRAMMAR)


def strategy_without_a_goal(loaded: Loaded, _: Evidence) -> Iterator[Remark]:
    """Without a goal there is nothing to measure, only things to count."""
    if not loaded.strategy.goals:
        message = "the strategy declares no goal, so nothing is done for a reason"
        yield Remark(("goals",), message, "Declare under `goals` the change that is wanted.")


def goal_without_a_measure(loaded: Loaded, _: Evidence) -> Iterator[Remark]:
    """A goal that nothing measures is a wish: no activity can be held to it."""
    measured = {measure.goal for measure in loaded.strategy.measures.values()}
    for name in loaded.strategy.goals:
        if name not in measured:
            todo = "Declare under `measures` what would show that it is reached, or drop the goal."
            yield Remark(("goals", name), f"goal `{name}` has no measure", todo)


def measure_without_a_tie(loaded: Loaded, _: Evidence) -> Iterator[Remark]:
    """A measure that no tie leads to is served by nothing the organisation does."""
    tied = {tie.measure for tie in loaded.strategy.ties}
    for name in loaded.strategy.measures:
        if name not in tied:
            message = f"no tie leads to measure `{name}`, so no activity can serve it"
            todo = (
                f"Say under `ties` how its activities are known: {{measure: {name}, campaign: …}}."
            )
            yield Remark(("measures", name), message, todo)


def measure_without_a_data_source(loaded: Loaded, _: Evidence) -> Iterator[Remark]:
    """A measure that names no data stays a sentence."""
    for name, measure in loaded.strategy.measures.items():
        if not sources_in(measure.value or ""):
            why = f"`{measure.value}` names no data" if measure.value else "it has no `value`"
            message = f"measure `{name}` has no data source: {why}"
            todo = "Write what it is computed from, such as sum(link_clicks) or sum(signups)."
            yield Remark(("measures", name, "value"), message, todo)


def measure_without_a_baseline(loaded: Loaded, _: Evidence) -> Iterator[Remark]:
    """Progress is a way from somewhere: 200 means little where it was 190 before."""
    yield from _lacking(loaded, "baseline", "Write where it stood before; 0 is an answer.")


def measure_without_a_target(loaded: Loaded, _: Evidence) -> Iterator[Remark]:
    """Without a target every number is good enough."""
    yield from _lacking(loaded, "target", "Write how much would be enough.")


def measure_without_a_date(loaded: Loaded, _: Evidence) -> Iterator[Remark]:
    """Without a deadline nothing is ever late."""
    yield from _lacking(loaded, "by", "Write the deadline as `by: 2027-06-30`.")


def _lacking(loaded: Loaded, key: str, todo: str) -> Iterator[Remark]:
    for name, measure in loaded.strategy.measures.items():
        if getattr(measure, key) is None:
            what = "date (`by`)" if key == "by" else key
            yield Remark(("measures", name, key), f"measure `{name}` has no {what}", todo)


def unknown_reference(loaded: Loaded, _: Evidence) -> Iterator[Remark]:
    """A name that nothing declares leads nowhere; most often it is misspelt."""
    for mistake in unknown_references(loaded.document):
        yield Remark(mistake.path, mistake.what, mistake.next_step)
