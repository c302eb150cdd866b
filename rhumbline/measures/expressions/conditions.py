"""Conditions in a measure's value: comparisons of whitelisted names, joined by and, or and not."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Final

from sqlglot import exp

from models.platforms import UNKNOWN, id_in_strategy, record_of
from models.strategy import plain
from rhumbline.measures.expressions.quantities import BadExpression
from rhumbline.warehouse.connection import quoted

_CURE: Final = "Write comparisons such as platform = 'x' or type in ('post', 'video')."


@dataclass(frozen=True)
class Condition:
    """What rows must be like: SQL with its parameters, and what it asks for.

    Texts compare in lower case and with single spaces. `facets` holds name → values where the
    condition is nothing but names and the values they may have, all of them to hold; else None.
    `words` says it as it stands behind a noun: "on LinkedIn", "where source is newsletter".
    """

    sql: str
    parameters: tuple[str | float, ...] = ()
    names: frozenset[str] = frozenset()
    asks_for_segment: bool = False
    facets: dict[str, tuple[str, ...]] | None = field(default=None, compare=False)
    words: str = field(default="", compare=False)
    joined_by: str = field(default="", compare=False)  # the word that joins the outermost parts


def read_condition(tree: exp.Expression) -> Condition:
    """The condition that a parsed `where` means; raises BadExpression for all but the whitelist."""
    build = _BUILD.get(type(tree))
    if build is None:
        raise BadExpression(f"`where {tree.sql(dialect='duckdb')}` is no condition", _CURE)
    return build(tree)


def all_of(one: Condition | None, other: Condition) -> Condition:
    """Both conditions at once."""
    return other if one is None else _joined(one, other, "and")


def _joined(one: Condition, other: Condition, word: str) -> Condition:
    facets = None
    if word == "and" and one.facets is not None and other.facets is not None:
        facets = {**one.facets, **other.facets}
        if one.facets.keys() & other.facets.keys():
            facets = None
    return Condition(
        f"({one.sql} {word} {other.sql})",
        one.parameters + other.parameters,
        one.names | other.names,
        one.asks_for_segment or other.asks_for_segment,
        facets,
        f" {word} ".join(_part_in_words(part, word) for part in (one, other)),
        word,
    )


def _part_in_words(part: Condition, word: str) -> str:
    """A part of a longer condition, in brackets where its own parts are joined by another word."""
    return f"({part.words})" if part.joined_by not in ("", word) else part.words


def _junction(word: str) -> Callable[[exp.Expression], Condition]:
    return lambda tree: _joined(read_condition(tree.this), read_condition(tree.expression), word)


def _not(tree: exp.Expression) -> Condition:
    inner = read_condition(tree.this)
    return Condition(
        f"not ({inner.sql})",
        inner.parameters,
        inner.names,
        inner.asks_for_segment,
        words=f"not ({inner.words})" if inner.joined_by else f"not {inner.words}",
    )


def _segment(tree: exp.Expression) -> Condition:
    if not isinstance(tree, exp.Column) or tree.table or tree.name.lower() != "segment":
        raise BadExpression(f"`where {tree.sql(dialect='duckdb')}` is no condition", _CURE)
    return Condition("true", asks_for_segment=True, facets={}, words="who belong to the segment")


def _equals(tree: exp.Expression) -> Condition:
    name, value = _name(tree.this), _value(tree.expression)
    facets: dict[str, tuple[str, ...]] | None = None
    if isinstance(value, str):
        facets = {name: (value,)}
    return Condition(
        f"{_column(name)} = ?",
        (_folded(value),),
        frozenset((name,)),
        facets=facets,
        words=_in_words(name, (value,)),
    )


def _differs(tree: exp.Expression) -> Condition:
    name, value = _name(tree.this), _value(tree.expression)
    return Condition(
        f"{_column(name)} is distinct from ?",
        (_folded(value),),
        frozenset((name,)),
        words=f"not {_in_words(name, (value,))}",
    )


def _in(tree: exp.Expression) -> Condition:
    name = _name(tree.this)
    values = tuple(_value(each) for each in tree.expressions)
    if not values:
        raise BadExpression(f"`where {tree.sql(dialect='duckdb')}` is no condition", _CURE)
    marks = ", ".join("?" * len(values))
    texts = tuple(value for value in values if isinstance(value, str))
    return Condition(
        f"{_column(name)} in ({marks})",
        tuple(map(_folded, values)),
        frozenset((name,)),
        facets={name: texts} if len(texts) == len(values) else None,
        words=_in_words(name, values),
    )


def _in_words(name: str, values: tuple[str | float, ...]) -> str:
    """The values that a name may have, as people say it."""
    written = [value if isinstance(value, str) else f"{value:g}" for value in values]
    if name == "platform":
        written = [_platform_name(value) for value in written]
    listed = " or ".join(filter(None, (", ".join(written[:-1]), written[-1])))
    spaced = name.replace("_", " ")
    return f"{_BEFORE.get(name, f'where {spaced} is')} {listed}"


_BEFORE: Final = {"platform": "on", "account": "of the account", "type": "of the type"}


def _platform_name(value: str) -> str:
    record = record_of(id_in_strategy(value))
    return value if record is UNKNOWN else record.name


def _name(tree: exp.Expression) -> str:
    if not isinstance(tree, exp.Column) or tree.table:
        raise BadExpression(f"`{tree.sql(dialect='duckdb')}` is no name to ask for", _CURE)
    return str(tree.name).lower()


def _value(tree: exp.Expression) -> str | float:
    if isinstance(tree, exp.Literal):
        if tree.is_string:
            return str(tree.this)
        with suppress(ValueError):
            return float(tree.this)
    if isinstance(tree, exp.Column) and tree.this.quoted and not tree.table:
        return str(tree.name)  # "Riverside" in double quotes is meant as a text
    raise BadExpression(f"`{tree.sql(dialect='duckdb')}` is no text or number", _CURE)


def _folded(value: str | float) -> str | float:
    return plain(value) if isinstance(value, str) else value


def _column(name: str) -> str:
    return f"lower(trim(cast({quoted(name)} as varchar)))"


_BUILD: Final[dict[type[exp.Expression], Callable[[exp.Expression], Condition]]] = {
    exp.And: _junction("and"),
    exp.Or: _junction("or"),
    exp.Not: _not,
    exp.Paren: lambda tree: read_condition(tree.this),
    exp.Column: _segment,
    exp.EQ: _equals,
    exp.NEQ: _differs,
    exp.In: _in,
}
