"""`make compile`: have dbt compile the project in dbt_like/, and keep what a night runs of it."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from graphlib import TopologicalSorter
from importlib.resources import as_file, files
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final, cast

import duckdb

from rhumbline.errors import UserError
from rhumbline.marts.compiled import COMPILED, digest_of_sources

_CATALOG: Final = "compiling"  # the catalog of the database that dbt compiles against
_CONSTRAINTS: Final = {"not_null": "not null", "unique": "unique", "primary_key": "primary key"}
Entry = Mapping[str, Any]


def main() -> None:
    """Write dbt_like/compiled.json."""
    with as_file(files("dbt_like")) as project:
        path = project / COMPILED
        path.write_text(compile_project(project), encoding="utf-8")
    print(f"Written: {path}")  # noqa: T201


def compile_project(project: Path) -> str:
    """The content of compiled.json, from a fresh `dbt compile` of the project.

    The same sources give the same bytes. Raises UserError where dbt is missing, cannot compile the
    project, or finds something in it that a night would not keep to.
    """
    with ThreadPoolExecutor() as pool:
        whole, only_due = pool.map(lambda due: _compile(project, only_due=due), (False, True))
    tests = {name: node for name, node in whole.items() if _is_for_nights(node)}
    content = {
        "written_by": "make compile",
        "compiled_from": digest_of_sources(project),
        "models": [_model(whole[name], only_due[name]) for name in _in_order(whole)],
        "tests": sorted(
            (_test(node, only_due[name]) for name, node in tests.items()),
            key=lambda test: str(test["name"]),
        ),
    }
    return json.dumps(content, indent=1, ensure_ascii=False) + "\n"


def _is_for_nights(node: Entry) -> bool:
    return node["resource_type"] == "test" and "not_at_night" not in node["tags"]


def _compile(project: Path, *, only_due: bool) -> dict[str, Entry]:
    """The nodes of the project as dbt compiles them against an empty database, by their ids.

    With `only_due`, models and tests that are kept by activity ask for due activities alone.
    """
    dbt = Path(sys.executable).with_name("dbt")
    if not dbt.is_file():
        raise UserError("dbt is not installed.", str(dbt), "Run `pip install 'rhumbline[dbt]'`.")
    with TemporaryDirectory() as folder:
        database = Path(folder, f"{_CATALOG}.duckdb")
        duckdb.connect(database).close()
        done = subprocess.run(
            [
                dbt, "--quiet", "--no-use-colors", "compile", "--no-partial-parse",
                "--vars", json.dumps({"only_due": only_due}),
                "--project-dir", project, "--profiles-dir", project,
                "--target-path", Path(folder, "target"), "--log-path", Path(folder, "logs"),
            ],
            env={**os.environ, "RHUMBLINE_WAREHOUSE": str(database)},
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        if done.returncode:
            raise UserError("dbt cannot compile the project.", str(project), done.stdout.strip())
        manifest = json.loads(Path(folder, "target", "manifest.json").read_text(encoding="utf-8"))
        return cast("dict[str, Entry]", manifest["nodes"])


def _in_order(nodes: Mapping[str, Entry]) -> Iterator[str]:
    """The models that make a relation, each after those it reads; by name where any order would do."""
    models = {name for name, node in nodes.items() if node["resource_type"] == "model"}
    graph = TopologicalSorter(
        {name: models & set(nodes[name]["depends_on"]["nodes"]) for name in models}
    )
    graph.prepare()
    while graph.is_active():
        ready = sorted(graph.get_ready())
        graph.done(*ready)
        yield from (n for n in ready if nodes[n]["config"]["materialized"] != "ephemeral")


def _model(node: Entry, only_due: Entry) -> Entry:
    config = node["config"]
    kind = config["materialized"]
    if kind == "incremental" and config["incremental_strategy"] == "by_activity":
        kind = "by_activity"
    if kind not in ("view", "table", "by_activity"):
        raise _not_kept(node, f"is materialized as {kind}")
    if kind != "view" and not node["contract"]["enforced"]:
        raise _not_kept(node, "has no enforced contract")
    if config["pre-hook"]:
        raise _not_kept(node, "has a pre-hook")
    columns = node["columns"].values() if kind != "view" else ()
    return {
        "name": node["name"],
        "relation": f"{node['schema']}.{node['alias']}",
        "kind": kind,
        "description": node["description"],
        "columns": [_column(node, column) for column in columns],
        "query": _lines(node["compiled_code"]),
        "query_of_due": _of_due(node, only_due),
        "afterwards": [_hook(node, hook["sql"]) for hook in config["post-hook"]],
    }


def _of_due(node: Entry, only_due: Entry) -> list[str] | None:
    """The query that asks for due activities alone, where it is another one."""
    query = _lines(only_due["compiled_code"])
    return query if query != _lines(node["compiled_code"]) else None


def _hook(node: Entry, sql: str) -> list[str]:
    """A hook's SQL; the one thing of dbt's that it may name is the relation itself."""
    relation = f"{node['schema']}.{node['alias']}"
    lines = _lines(sql.replace("{{ this }}", relation))
    if any("{{" in line or "{%" in line for line in lines):
        raise _not_kept(node, "has a hook that names more of dbt than {{ this }}")
    return lines


def _column(node: Entry, column: Entry) -> Entry:
    return {
        "name": f'"{column["name"]}"' if column["quote"] else column["name"],
        "definition": " ".join(
            [column["data_type"], *(_constraint(node, each) for each in column["constraints"])]
        ),
        "description": column["description"],
    }


def _constraint(node: Entry, constraint: Entry) -> str:
    kind = constraint["type"]
    if kind not in _CONSTRAINTS:
        raise _not_kept(node, f"has a constraint of type {kind}")
    return _CONSTRAINTS[kind]


def _test(node: Entry, only_due: Entry) -> Entry:
    config = node["config"]
    if config["limit"] is not None:
        raise _not_kept(node, "has a limit")
    return {
        "name": node["name"],
        "severity": config["severity"].lower(),
        "counts": config["fail_calc"],
        "warns_if": config["warn_if"],
        "fails_if": config["error_if"],
        "query": _lines(node["compiled_code"]),
        "query_of_due": _of_due(node, only_due),
    }


def _lines(sql: str) -> list[str]:
    """SQL line by line, without the name of the catalog."""
    return [line.rstrip() for line in sql.replace(f"{_CATALOG}.", "").strip().splitlines()]


def _not_kept(node: Entry, what: str) -> UserError:
    return UserError(
        f"{node['name']} {what}, which a night does not know how to run.",
        node["original_file_path"],
        "Change it, or teach rhumbline/marts/ to run it.",
    )


if __name__ == "__main__":
    main()
