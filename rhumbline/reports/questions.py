"""The named questions: each is a file of sql/queries whose first line asks it in words."""

import re
from difflib import get_close_matches
from importlib.resources import files

from rhumbline.errors import UserError


def list_questions() -> dict[str, str]:
    """Name → question, in the order of the names."""
    entries = sorted((files("sql") / "queries").iterdir(), key=lambda entry: entry.name)
    return {
        entry.name.removesuffix(".sql"): _question(entry.read_text(encoding="utf-8"))
        for entry in entries
        if entry.name.endswith(".sql")
    }


def read_question(name: str) -> str | None:
    """The SQL of a named question, or None for a text that is no name, such as SQL itself.

    Raises UserError for an unknown name, listing similar ones.
    """
    if not re.fullmatch(r"\s*[a-z0-9]+([-_][a-z0-9]+)+\s*", name):
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


def _question(sql: str) -> str:
    return sql.splitlines()[0].removeprefix("-- ")
