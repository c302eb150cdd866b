"""The named questions: each is a file of sql/queries whose first line asks it in words."""

import re
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from importlib.resources import files
from typing import TYPE_CHECKING, Final

from rhumbline.errors import UserError

if TYPE_CHECKING:
    import polars as pl

    from rhumbline.warehouse.connection import Warehouse


_OPTIONS: Final = {"as_of": "--as-of", "measure": "--measure"}
_SAYS_BY: Final = r"""["'.]by\b"""  # quoted, or after the name of its table
_HAD_BY: Final = r"\b(measures|measure_progress|goal_progress)\b"


@dataclass(frozen=True)
class Narrowing:
    """What a query reads as variables; one that is not set leaves it as wide as it is."""

    as_of: date | None = None  # getvariable('as_of')
    measure: str | None = None  # getvariable('measure'), a measure's id

    @property
    def variables(self) -> dict[str, date | str]:
        """Name → value of the variables that are set."""
        values = {"as_of": self.as_of, "measure": self.measure}
        return {name: value for name, value in values.items() if value is not None}


def list_questions() -> dict[str, str]:
    """Name → question, in the order of the names."""
    entries = sorted((files("sql") / "queries").iterdir(), key=lambda entry: entry.name)
    return {
        entry.name.removesuffix(".sql"): _question(entry.read_text(encoding="utf-8"))
        for entry in entries
        if entry.name.endswith(".sql")
    }


def options_of_questions() -> dict[str, tuple[str, ...]]:
    """Name → the options that narrow the question: --as-of, --measure, both or none."""
    texts = {name: read_question(name) or "" for name in list_questions()}
    return {
        name: tuple(_OPTIONS[variable] for variable in _variables_of(text))
        for name, text in texts.items()
    }


def read_question(name: str, *, is_name: bool = False) -> str | None:
    """The SQL of a named question, or None for a text that is no name, such as SQL itself.

    With `is_name` every text is taken for a name. Raises UserError for an unknown name, listing
    similar ones.
    """
    if not is_name and not re.fullmatch(r"\s*[a-z0-9]+([-_][a-z0-9]+)+\s*", name):
        return None
    known_as = name.strip().replace("_", "-")
    path = files("sql") / "queries" / f"{known_as}.sql"
    if path.is_file():
        return path.read_text(encoding="utf-8")
    near = get_close_matches(known_as, list_questions(), n=3, cutoff=0.5)
    raise UserError(
        f"No question is called {name.strip()}.",
        f"Similar names: {', '.join(near)}." if near else None,
        "`rhumbline sql` lists all of them.",
    )


def ask(published: "Warehouse", query: str, narrowing: Narrowing | None = None) -> "pl.DataFrame":
    """The result of a query, as a frame.

    Raises UserError where DuckDB has none, where the query reads no variable of an option that is
    given, and for a measure that the strategy does not have.
    """
    variables = narrowing.variables if narrowing else {}
    for name in variables:
        if name not in _variables_of(query):
            raise UserError(
                f"That query takes no {_OPTIONS[name]}: it does not read getvariable('{name}').",
                query.strip().splitlines()[0][:200],
                "`rhumbline sql` lists what each question takes.",
            )
    if narrowing and narrowing.measure:
        _refuse_unknown(published, narrowing.measure)
    for name, value in variables.items():
        published.run(f"set variable {name} = ?", value)
    try:
        return _answer(published, query)
    finally:
        for name in variables:
            published.run(f"reset variable {name}")


def _variables_of(query: str) -> list[str]:
    return [name for name in _OPTIONS if f"getvariable('{name}')" in query]


def _refuse_unknown(published: "Warehouse", measure: str) -> None:
    known = [name for (name,) in published.rows("select distinct measure_id from core.measures")]
    if measure not in known:
        near = get_close_matches(measure, known, n=3) or sorted(known)
        raise UserError(
            f"The strategy has no measure {measure}.",
            f"It has {', '.join(near)}." if near else None,
            "Measures are named in strategy.yaml, under `measures:`.",
        )


def _answer(published: "Warehouse", query: str) -> "pl.DataFrame":
    import duckdb

    try:
        return published.frame(query)
    except AttributeError:  # DuckDB returns no relation for a comment alone
        raise UserError("There is no question in that.", query.strip(), "Write a select.") from None
    except duckdb.Error as error:
        first_line = query.strip().splitlines()[0][:200]
        if re.search(_SAYS_BY, f"{error} {query}") and re.search(_HAD_BY, query):
            raise UserError(
                "The deadline of a measure or goal was called `by`, and is called due_on now.",
                first_line,
                "Write due_on in place of by.",
            ) from None
        raise UserError(
            f"DuckDB cannot answer that: {error}",
            first_line,
            "`rhumbline sql` lists the questions; docs/data-dictionary.md lists tables and columns.",
        ) from None


def _question(sql: str) -> str:
    return sql.splitlines()[0].removeprefix("-- ")
