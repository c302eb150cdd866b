"""A measure's value, parsed: figures, their functions and conditions, from a whitelist and nothing else.

sum(link_clicks)                            of the activities that count for the measure
sum(signups) / sum(sessions)                a rate names both its figures
latest(followers) where segment             the followers who belong to the segment
count(activities where stage = 'listen')
sum(outcomes.donations where source = 'linkedin')
"""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache
from typing import Final

from sqlglot import exp, parse_one, tokenize
from sqlglot.errors import SqlglotError

from models.metrics import Unit
from rhumbline.measures.expressions.conditions import Condition, all_of, read_condition
from rhumbline.measures.expressions.quantities import (
    CONDITIONS,
    ROWS,
    BadExpression,
    FigureSource,
    Quantity,
    quantity_named,
)


class Function(StrEnum):
    """What is done with the figures of many rows."""

    SUM = "sum"
    COUNT = "count"
    AVG = "avg"
    MAX = "max"
    MIN = "min"
    LATEST = "latest"


@dataclass(frozen=True)
class Number:
    """A number as it is written."""

    value: float


@dataclass(frozen=True)
class Aggregate:
    """One figure of many rows."""

    function: Function
    quantity: Quantity
    where: Condition | None = None

    def __str__(self) -> str:
        """As a person would write it, conditions apart."""
        return f"{self.function}({self.quantity})"


@dataclass(frozen=True)
class Operation:
    """Two values and the sign between them: + - * /."""

    sign: str
    left: "Node"
    right: "Node"


Node = Number | Aggregate | Operation
_SIGNS: Final[dict[type[exp.Binary], str]] = {
    exp.Add: "+",
    exp.Sub: "-",
    exp.Mul: "*",
    exp.Div: "/",
}
_FUNCTIONS: Final[dict[type[exp.Expression], Function]] = {
    exp.Sum: Function.SUM,
    exp.Count: Function.COUNT,
    exp.Avg: Function.AVG,
    exp.Max: Function.MAX,
    exp.Min: Function.MIN,
}
_EXAMPLES: Final = (
    "Such as sum(link_clicks), sum(signups) / sum(sessions) or latest(followers) where segment."
)
_LONGEST: Final = 1000


@lru_cache(maxsize=1024)
def parse(text: str) -> Node:
    """The value that a text means.

    Raises BadExpression for what is no expression, for what is not on the whitelist, and for names
    that no source has; sums that mean nothing are refused by `read_value` in `meaning`.
    """
    if len(text) > _LONGEST:
        raise BadExpression("the value is longer than a value can be", _EXAMPLES)
    try:
        tree = parse_one(f"select {_with_filters(text)}", dialect="duckdb")
    except (SqlglotError, RecursionError):
        raise BadExpression(f"`{text}` is no expression", _EXAMPLES) from None
    where = tree.args.get("where")
    strange = {key for key, value in tree.args.items() if value} - {"expressions", "where", "kind"}
    if not isinstance(tree, exp.Select) or len(tree.expressions) != 1 or strange:
        raise BadExpression(f"`{text}` is not one value", _EXAMPLES)
    node = _node(tree.expressions[0])
    if not any(True for _ in aggregates(node)):
        raise BadExpression(f"`{text}` names no data", _EXAMPLES)
    return _where(node, where.this) if where else node


def aggregates(node: Node) -> Iterator[Aggregate]:
    """Every figure of an expression, in the order it is written."""
    if isinstance(node, Aggregate):
        yield node
    elif isinstance(node, Operation):
        yield from aggregates(node.left)
        yield from aggregates(node.right)


def _with_filters(text: str) -> str:
    """`sum(x where y)` as SQL has it, `sum(x) filter (where y)`."""
    changes: list[int] = []
    depth, filtered = 0, set[int]()
    try:
        tokens = tokenize(text, read="duckdb")
    except SqlglotError:
        raise BadExpression(f"`{text}` is no expression", _EXAMPLES) from None
    for token in tokens:
        kind = token.token_type.name
        depth += {"L_PAREN": 1, "R_PAREN": -1}.get(kind, 0)
        filtered = {each for each in filtered if each <= depth}
        if kind == "WHERE" and depth and depth not in filtered:
            filtered.add(depth)
            changes.append(token.start)
    for start in reversed(changes):
        text = f"{text[:start]}) filter ({text[start:]}"
    return text


def _node(tree: exp.Expression) -> Node:
    if isinstance(tree, exp.Paren):
        return _node(tree.this)
    if isinstance(tree, exp.Neg):
        return Operation("*", Number(-1.0), _node(tree.this))
    if isinstance(tree, exp.Literal) and not tree.is_string:
        return Number(_number(str(tree.this)))
    if isinstance(tree, exp.Binary) and type(tree) in _SIGNS:
        return Operation(_SIGNS[type(tree)], _node(tree.this), _node(tree.expression))
    if isinstance(tree, exp.Filter):
        return _where(_node(tree.this), tree.expression.this)
    return _aggregate(tree)


def _number(written: str) -> float:
    with suppress(ValueError):
        return float(written)
    raise BadExpression(f"`{written}` is not a number", "Write it in digits, such as 3600 or 0.5.")


def _aggregate(tree: exp.Expression) -> Aggregate:
    function, inside = _FUNCTIONS.get(type(tree)), tree.this
    if isinstance(tree, exp.Anonymous) and str(tree.this).lower() == "latest":
        function = Function.LATEST
        inside = tree.expressions[0] if len(tree.expressions) == 1 else None
    if function is None:
        raise _stranger(tree)
    if not isinstance(inside, exp.Column) or inside.args.get("db"):
        written = tree.sql(dialect="duckdb")
        raise BadExpression(f"`{written}` is not a function of one figure", _EXAMPLES)
    return Aggregate(
        function, _quantity(function, inside.name.lower(), inside.table.lower() or None)
    )


def _stranger(tree: exp.Expression) -> BadExpression:
    written = tree.sql(dialect="duckdb")
    if isinstance(tree, exp.Column):
        return BadExpression(f"`{written}` stands alone", f"Write sum({written}), avg or latest.")
    functions = ", ".join(f"{each}()" for each in Function)
    return BadExpression(
        f"`{written}` is not something a value may hold",
        f"It may hold numbers, + - * / and {functions}.",
    )


def _quantity(function: Function, name: str, source: str | None) -> Quantity:
    """The quantity, where the function is count the rows of a source."""
    if function is Function.COUNT and source is None and name in ("activities", "traffic"):
        return Quantity(FigureSource(name), ROWS, Unit.COUNT)
    return quantity_named(name, source)


def _where(node: Node, tree: exp.Expression) -> Node:
    """The node with a condition on each of its figures."""
    if isinstance(node, Operation):
        return replace(node, left=_where(node.left, tree), right=_where(node.right, tree))
    if isinstance(node, Number):
        return node
    quantity = node.quantity
    asked = read_condition(tree)
    if asked.asks_for_segment and quantity.source is FigureSource.ACCOUNT and quantity.is_level:
        quantity = quantity_named(quantity.name, "audience")
    names = CONDITIONS[quantity.source]
    for name in () if quantity.source is FigureSource.AUDIENCE else sorted(asked.names):
        if name not in names:
            raise BadExpression(
                f"`where {name}` cannot be asked of {quantity.source}",
                f"It may ask for {', '.join(names)}.",
            )
    if asked.asks_for_segment and quantity.source is not FigureSource.AUDIENCE:
        raise BadExpression(
            f"`where segment` cannot be asked of `{quantity}`",
            "Platforms tell who people are only of audiences: latest(followers) where segment.",
        )
    return Aggregate(node.function, quantity, all_of(node.where, asked))
