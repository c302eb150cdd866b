"""Sums that mean nothing, refused: people counted twice, unlike views, stocks added to flows."""

from typing import Final

from models.metrics import Unit
from rhumbline.measures.expressions.parsing import (
    Aggregate,
    Function,
    Node,
    Number,
    Operation,
    aggregates,
    parse,
)
from rhumbline.measures.expressions.quantities import (
    ROWS,
    VIEWS,
    BadExpression,
    FigureSource,
    Quantity,
)

FLOW, LEVEL, RATIO = "flow", "level", "ratio"
_ADDING: Final = ("+", "-")


def read_value(text: str) -> Node:
    """The value that a text means, as `parse` gives it; raises BadExpression where it means nothing."""
    node = parse(text)
    for each in aggregates(node):
        _refuse_function(each)
    _refuse_operations(node)
    return node


def kind_of(node: Node) -> str:
    """`flow` for sums and counts, `level` for latest figures, `ratio` for all that is divided or averaged.

    A flow runs from the first day in force, so its progress is value / (target - baseline); of all
    others it is (value - baseline) / (target - baseline).
    """
    if isinstance(node, Aggregate):
        return {Function.SUM: FLOW, Function.COUNT: FLOW, Function.LATEST: LEVEL}.get(
            node.function, RATIO
        )
    if isinstance(node, Number):
        return FLOW
    kinds = {kind_of(node.left), kind_of(node.right)}
    if node.sign in "*/":
        is_scaled = isinstance(node.right, Number) or (
            node.sign == "*" and isinstance(node.left, Number)
        )
        if not is_scaled:
            return RATIO
    kinds -= {FLOW} if kinds & {LEVEL, RATIO} else set()
    return RATIO if RATIO in kinds else kinds.pop()


def _refuse_function(each: Aggregate) -> None:
    quantity, function = each.quantity, each.function
    if quantity.is_level and quantity.source is FigureSource.ACTIVITIES:
        raise BadExpression(
            f"`activities.{quantity.name}` is a figure of accounts, not of single posts",
            f"Write latest({quantity.name}).",
        )
    if function is Function.LATEST and not quantity.is_level:
        raise BadExpression(
            f"`latest({quantity})` asks for the latest of what is added up over time",
            f"Write sum({quantity}); latest is for levels, such as followers.",
        )
    if function is Function.SUM and quantity.is_level:
        raise BadExpression(
            f"`sum({quantity})` adds a level to itself day after day: the same people are there each day",
            f"Write latest({quantity}).",
        )
    if function is Function.SUM and not quantity.is_additive:
        raise BadExpression(
            f"`sum({quantity})` counts people twice: whom two posts reach is one person",
            f"Write max({quantity}) or avg({quantity}).",
        )
    if quantity.source is FigureSource.AUDIENCE and function is not Function.LATEST:
        raise BadExpression(
            f"`{function}({quantity})` cannot be told of an audience", f"Write latest({quantity})."
        )
    if (
        function is Function.COUNT
        and quantity.name != ROWS
        and quantity.source is not FigureSource.OUTCOMES
    ):
        raise BadExpression(
            f"`count({quantity})` counts rows that tell a figure, not the figure",
            f"Write sum({quantity}), or count(activities).",
        )


def _refuse_operations(node: Node) -> None:
    if not isinstance(node, Operation):
        return
    _refuse_operations(node.left)
    _refuse_operations(node.right)
    if node.sign in _ADDING:
        _refuse_addition([each.quantity for each in _added(node)])
        if any(
            isinstance(side, Operation) and side.sign == "/" for side in (node.left, node.right)
        ):
            raise BadExpression(
                "rates cannot be added up: each is a share of something else",
                "Write one measure per rate.",
            )
    if node.sign == "+":
        _refuse_wholes(_names(node.left), _names(node.right))
        _refuse_levels({each.quantity for each in _added(node) if each.quantity.is_level})
    if node.sign == "*" and not (isinstance(node.left, Number) or isinstance(node.right, Number)):
        raise BadExpression(
            "two figures multiplied are no count of anything", "Multiply by a number only."
        )


def _names(node: Node) -> set[str]:
    return {each.quantity.name for each in _added(node)}


# What platforms add up already.
_PARTS: Final = {
    "engagements": frozenset(
        {"reactions", "comments", "shares", "saves", "clicks", "link_clicks", "follows"}
    ),
    "clicks": frozenset({"link_clicks"}),
}


def _refuse_wholes(one: set[str], other: set[str]) -> None:
    for whole, parts in _PARTS.items():
        doubled = (parts & other if whole in one else set()) | (
            parts & one if whole in other else set()
        )
        if doubled:
            part = min(doubled)
            raise BadExpression(
                f"`{whole}` holds the {part} already, so `sum({whole}) + sum({part})` counts them twice",
                "Write the whole or its parts.",
            )


def _refuse_levels(levels: set[Quantity]) -> None:
    if len(levels) > 1:
        written = " and ".join(sorted(f"`{quantity}`" for quantity in levels))
        raise BadExpression(
            f"{written} count people, some of them twice", "Write one measure for each."
        )


def _added(node: Node) -> list[Aggregate]:
    """The figures that an addition adds up, through numbers that scale them."""
    if isinstance(node, Aggregate):
        return [node]
    if isinstance(node, Operation) and node.sign in "+-*":
        return [*_added(node.left), *_added(node.right)]
    return []


def _refuse_addition(quantities: list[Quantity]) -> None:
    views = {
        (quantity.name, quantity.source is FigureSource.TRAFFIC)
        for quantity in quantities
        if quantity.name in VIEWS
    }
    written = " and ".join(f"`{quantity}`" for quantity in dict.fromkeys(quantities))
    if len(views) > 1:
        raise BadExpression(
            f"{written} count views by unlike rules and cannot be added up",
            "Write one measure for each.",
        )
    if len({quantity.is_level for quantity in quantities}) > 1:
        raise BadExpression(
            f"{written} are a level and a flow: how many there are, and how many came",
            "Write one measure for each.",
        )
    if not all(quantity.is_additive or quantity.is_level for quantity in quantities):
        raise BadExpression(
            f"{written} count people, some of them twice", "Write one measure for each."
        )
    if {FigureSource.ACTIVITIES, FigureSource.ACCOUNT} <= {
        quantity.source for quantity in quantities
    }:
        raise BadExpression(
            f"{written} are lifetime figures of posts and days of an account, which hold the same twice",
            "Use either the posts' figures or account.",
        )
    units = {_unit(quantity) for quantity in quantities}
    if len(units) > 1:
        raise BadExpression(
            f"{written} are {' and '.join(sorted(units))} and cannot be added up",
            "Write one measure for each.",
        )


def _unit(quantity: Quantity) -> str:
    """Units that do not mix: hours, seconds and money each stand alone."""
    if quantity.name == "hours":
        return "hours"
    return str(quantity.unit) if quantity.unit in (Unit.MONEY, Unit.SECONDS) else "counts"
