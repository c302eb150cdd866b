"""The compiled project: what dbt made of the models and tests of dbt_like/, read from one file."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any, Final, Literal

from rhumbline.errors import UserError

COMPILED: Final = "compiled.json"


@dataclass(frozen=True)
class CompiledColumn:
    """A column as the contract of its model declares it."""

    name: str
    definition: str  # type and constraints, as in `create table`
    description: str


@dataclass(frozen=True)
class CompiledModel:
    """A model: the query that dbt compiled, and the relation that holds its result."""

    name: str
    relation: str  # schema.name
    kind: Literal["view", "table", "by_activity"]
    description: str
    columns: tuple[CompiledColumn, ...]  # none for a view
    query: str
    query_of_due: str | None  # the rows of due activities alone, of a table kept by activity
    afterwards: tuple[str, ...]  # statements to run once its rows are there


@dataclass(frozen=True)
class CompiledTest:
    """A data test: a query of the rows that break it, and what their count means."""

    name: str
    severity: str  # error or warn
    counts: str  # SQL over the rows: what is counted
    warns_if: str  # SQL to follow the count, such as `!= 0`
    fails_if: str
    query: str
    query_of_due: str | None  # looks at due activities alone, of a table kept by activity


@dataclass(frozen=True)
class CompiledProject:
    """Models in the order in which they are to be made, and the tests of them."""

    models: tuple[CompiledModel, ...]
    tests: tuple[CompiledTest, ...]
    digest: str  # of the file itself: another one may make other rows of the same facts


def read_compiled(project: Traversable | None = None) -> CompiledProject:
    """The compiled project of dbt_like/, or of another folder.

    Raises UserError where it is missing, or older than the models beside it, if they are there.
    """
    project = project or files("dbt_like")
    path = project / COMPILED
    if not path.is_file():
        raise _to_compile("The marts were never compiled.", project)
    written = path.read_bytes()
    content = json.loads(written)
    has_sources = (project / "dbt_project.yml").is_file()
    if has_sources and content["compiled_from"] != digest_of_sources(project):
        raise _to_compile("The models of the marts have changed since they were compiled.", project)
    return CompiledProject(
        tuple(_model(each) for each in content["models"]),
        tuple(_test(each) for each in content["tests"]),
        sha256(written).hexdigest(),
    )


def digest_of_sources(project: Traversable) -> str:
    """SHA-256 over the names and the content of all files that dbt compiles.

    Sources and exposures, which stand beside the folders of models, only say what there is.
    """
    folders = [entry for entry in (project / "models").iterdir() if entry.is_dir()]
    digest = sha256()
    for entry in (project / "dbt_project.yml", project / "macros", *_by_name(folders)):
        _add_to(digest, entry, entry.name)
    return digest.hexdigest()


def _add_to(digest: Any, entry: Traversable, name: str) -> None:
    if entry.is_dir():
        for child in _by_name(entry.iterdir()):
            _add_to(digest, child, f"{name}/{child.name}")
    elif name.endswith((".sql", ".yml")):
        digest.update(name.encode() + b"\0" + entry.read_bytes() + b"\0")


def _by_name(entries: Iterable[Traversable]) -> list[Traversable]:
    return sorted(entries, key=lambda entry: entry.name)


def _to_compile(what: str, project: Traversable) -> UserError:
    return UserError(what, str(project), "Run `make compile`, and commit what it writes.")


def _model(content: Mapping[str, Any]) -> CompiledModel:
    return CompiledModel(
        content["name"],
        content["relation"],
        content["kind"],
        content["description"],
        tuple(CompiledColumn(**column) for column in content["columns"]),
        "\n".join(content["query"]),
        _of_due(content),
        tuple("\n".join(statement) for statement in content["afterwards"]),
    )


def _test(content: Mapping[str, Any]) -> CompiledTest:
    query = "\n".join(content["query"])
    return CompiledTest(**{**content, "query": query, "query_of_due": _of_due(content)})


def _of_due(content: Mapping[str, Any]) -> str | None:
    return "\n".join(content["query_of_due"]) if content["query_of_due"] else None
