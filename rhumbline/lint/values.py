"""Values that cannot be computed, and names in them that are most likely misspelt."""

from collections.abc import Iterator
from typing import Final

from models.metrics import NAMES
from rhumbline.lint.finding import Evidence, Remark
from rhumbline.lint.required import sources_in
from rhumbline.measures.expressions.meaning import read_value
from rhumbline.measures.expressions.parsing import aggregates, parse
from rhumbline.measures.expressions.quantities import (
    OF_THE_LOG,
    TRAFFIC,
    BadExpression,
    FigureSource,
)
from rhumbline.strategy.file import Loaded
from rhumbline.strategy.mistakes import nearest

_KNOWN: Final = (*NAMES, *OF_THE_LOG, *TRAFFIC)


def value_that_cannot_be_computed(loaded: Loaded, _: Evidence) -> Iterator[Remark]:
    """A value that cannot be computed, or that means nothing, shows nothing."""
    for name, measure in loaded.strategy.measures.items():
        if measure.value is None or not sources_in(measure.value):
            continue  # it has no data source, which another rule says
        try:
            read_value(measure.value)
        except BadExpression as why:
            message = f"the value of measure `{name}` cannot be computed: {why.what}"
            yield Remark(("measures", name, "value"), message, why.next_step)


def likely_misspelt_figure(loaded: Loaded, _: Evidence) -> Iterator[Remark]:
    """A name that no source has is taken for an outcome; a misspelt one never gets a value."""
    for name, measure in loaded.strategy.measures.items():
        for figure in _outcomes_named(measure.value or ""):
            if near := nearest(figure, _KNOWN):
                message = f"`{figure}` in the value of `{name}` is no figure that platforms give"
                todo = f"Did you mean `{near}`? If it is in outcomes.csv, write outcomes.{figure}."
                yield Remark(("measures", name, "value"), message, todo)


def _outcomes_named(value: str) -> list[str]:
    """Bare names that are taken for outcomes."""
    try:
        node = parse(value)
    except BadExpression:
        return []
    quantities = (each.quantity for each in aggregates(node))
    return [
        each.name
        for each in quantities
        if each.source is FigureSource.OUTCOMES and f"outcomes.{each.name}" not in value.lower()
    ]
