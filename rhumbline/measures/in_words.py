"""A measure's value in plain words, for people who read no expressions: "people who signed up, added up"."""

from typing import Final, NamedTuple

from models.metric_words import (
    OF_AUDIENCES,
    OF_POSTS,
    OF_THE_ACTIVITY_LOG,
    OF_WEB_TRAFFIC,
    Phrase,
    phrase_of_outcome,
)
from rhumbline.measures.expressions.meaning import FLOW, LEVEL, kind_of, read_value
from rhumbline.measures.expressions.parsing import (
    Aggregate,
    Function,
    Node,
    Number,
    Operation,
    aggregates,
)
from rhumbline.measures.expressions.quantities import OF_THE_LOG, ROWS, FigureSource, Quantity


class ValueInWords(NamedTuple):
    """A value in words: a phrase to stand beside its figure, and the sentence that explains it."""

    name: str  # "comments and replies plus shares and reposts", without a capital or a full stop
    sentence: (
        str  # "Comments and … reposts, added up over the activities that count for this measure."
    )


def value_in_words(text: str) -> ValueInWords:
    """What an expression such as `sum(signups)` counts, and where it is counted.

    Raises BadExpression where `lint` would refuse the expression.
    """
    return node_in_words(read_value(text))


def node_in_words(node: Node) -> ValueInWords:
    """The same as `value_in_words`, for a value that was read before."""
    name = _name(node)
    kind = kind_of(node)
    places = _places(node)
    if kind == LEVEL:
        ending = f", as last reported by {places}"
    elif kind == FLOW:
        ending = f", added up over {places}"
    else:
        ending = f", over {places}"
    return ValueInWords(name, f"{name[:1].upper()}{name[1:]}{ending}.")


_PLACES: Final = {
    FigureSource.ACTIVITIES: "the activities that count for this measure",
    FigureSource.ACCOUNT: "the days of your accounts",
    FigureSource.AUDIENCE: "what platforms say of your audience",
    FigureSource.TRAFFIC: "the website's visits that count for this measure",
    FigureSource.OUTCOMES: "the outcomes that count for this measure",
}
_LEVEL_PLACES: Final = {**_PLACES, FigureSource.ACCOUNT: "your accounts' exports"}
_SIGNS: Final = {"+": "plus", "-": "minus", "*": "times", "/": "divided by"}
_RANK: Final = {"+": 1, "-": 1, "*": 2, "/": 2}
_LEAF: Final = 3


def _places(node: Node) -> str:
    names = _LEVEL_PLACES if kind_of(node) == LEVEL else _PLACES
    places = dict.fromkeys(names[each.quantity.source] for each in aggregates(node))
    return " and ".join(places)


def _name(node: Node) -> str:
    if isinstance(node, Number):
        return f"{node.value:,.10g}"
    if isinstance(node, Aggregate):
        return _aggregate(node)
    if node.sign == "*" and node.left == Number(-1.0):
        return f"minus {_operand(node.right, rank=_LEAF)}"
    rate = _rate(node)
    if rate:
        return rate
    left, right = _operand(node.left, _RANK[node.sign]), _right_operand(node)
    return f"{left} {_SIGNS[node.sign]} {right}"


def _rate(node: Operation) -> str | None:
    """A share of something counted: "A for each B", "A for every 100 B"; None for all other values."""
    scale, share = _scaled(node)
    if not isinstance(share, Operation) or share.sign != "/" or not _is_counted(share.right):
        return None
    if scale == 1:
        inner_scale, numerator = _scaled(share.left)  # 100 * a / b is read as (100 * a) / b
        scale = inner_scale
    else:
        numerator = share.left
    written = f"{scale:,.10g} {_name(share.right)}"
    per = f"for each {_single(share.right)}" if scale == 1 else f"for every {written}"
    return f"{_operand(numerator, rank=2)} {per}"


def _scaled(node: Node) -> tuple[float, Node]:
    """A value and the positive number that multiplies it, 1 where none does."""
    if isinstance(node, Operation) and node.sign == "*":
        for number, other in ((node.left, node.right), (node.right, node.left)):
            if isinstance(number, Number) and number.value > 0:
                return number.value, other
    return 1.0, node


def _right_operand(node: Operation) -> str:
    """What stands after a sign; in brackets where reading on would change the meaning."""
    is_open = node.sign in "-/"
    return _operand(node.right, _RANK[node.sign] + is_open)


def _operand(node: Node, rank: int) -> str:
    own = _RANK[node.sign] if isinstance(node, Operation) else _LEAF
    return f"({_name(node)})" if own < rank else _name(node)


def _is_counted(node: Node) -> bool:
    """Whether "for each" can stand before it: a sum or a count, and no average or extreme."""
    return isinstance(node, Aggregate) and node.function in (Function.SUM, Function.COUNT)


def _single(node: Node) -> str:
    """The phrase for one of what is counted, with its condition."""
    if not isinstance(node, Aggregate):
        return _name(node)
    return f"{_counted(node).single}{_condition(node)}"


def _aggregate(aggregate: Aggregate) -> str:
    phrase = _counted(aggregate)
    condition = _condition(aggregate)
    row = _ROW[aggregate.quantity.source]
    named = {
        Function.AVG: f"average {phrase.many} per {row}",
        Function.MAX: f"most {phrase.many} of any {row}",
        Function.MIN: f"fewest {phrase.many} of any {row}",
    }
    return f"{named.get(aggregate.function, phrase.many)}{condition}"


_ROW: Final = {
    FigureSource.ACTIVITIES: "activity",
    FigureSource.ACCOUNT: "day",
    FigureSource.AUDIENCE: "report",
    FigureSource.TRAFFIC: "line of web traffic",
    FigureSource.OUTCOMES: "line of outcomes",
}

_ACTIVITIES: Final = Phrase("activities", "activity")
_LINES: Final = Phrase("lines of web traffic", "line of web traffic")


def _condition(aggregate: Aggregate) -> str:
    return f" {aggregate.where.words}" if aggregate.where and aggregate.where.words else ""


def _counted(aggregate: Aggregate) -> Phrase:
    phrase = _phrase(aggregate.quantity)
    is_of_lines = aggregate.function is Function.COUNT and aggregate.quantity.name != ROWS
    if is_of_lines:  # only outcomes are counted by their lines
        return Phrase(f"entries of {phrase.many}", f"entry of {phrase.many}")
    return phrase


def _phrase(quantity: Quantity) -> Phrase:
    name = quantity.name
    if name == ROWS:
        return _LINES if quantity.source is FigureSource.TRAFFIC else _ACTIVITIES
    if quantity.source is FigureSource.OUTCOMES:
        return phrase_of_outcome(name)
    if quantity.source is FigureSource.TRAFFIC:
        return OF_WEB_TRAFFIC[name]
    if quantity.source is FigureSource.AUDIENCE:
        return OF_AUDIENCES[name]
    return OF_THE_ACTIVITY_LOG[name] if name in OF_THE_LOG else OF_POSTS[name]
