"""The questions people ask, by name: each a file of sql/queries with its question as the first line."""

import re
from difflib import get_close_matches
from importlib.resources import files

from rhumbline.errors import UserError


def list_questions() -> dict[str, str]:
    """Name → question, in the order of the names."""
    found = sorted((files("sql") / "queries").iterdir(), key=lambda entry: entry.name)
    return {
        entry.name.removesuffix(".sql"): _asks(entry.read_text(encoding="utf-8"))
        for entry in found
        if entry.name.endswith(".sql")
    }


def read_question(name: str) -> str | None:
    """The SQL behind a name, or None for anything that is no name, such as SQL itself.

    Raises UserError for a name that no question has, with those that are near.
    """
    if not re.fullmatch(r"\s*[a-z0-9]+([-_][a-z0-9]+)+\s*", name):
        return None
    asked = name.strip().replace("_", "-")
    path = files("sql") / "queries" / f"{asked}.sql"
    if path.is_file():
        return path.read_text(encoding="utf-8")
    near = get_close_matches(asked, list_questions(), n=3, cutoff=0.5)
    raise UserError(
        f"No question is called {name.strip()}.",
        f"Near it: {', '.join(near)}." if near else None,
        "`rhumbline sql` lists all of them.",
    )


def _asks(sql: str) -> str:
    return sql.splitlines()[0].removeprefix("-- ")
