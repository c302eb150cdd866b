"""`make compile`: have dbt compile the project in dbt_like/, and keep what a night runs of it."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from graphlib import TopologicalSorter
from importlib.resources import as_file, files
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

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
    manifest = _manifest(project)
    nodes = manifest["nodes"]
    content = {
        "written_by": "make compile",
        "compiled_from": digest_of_sources(project),
        "models": [_model(nodes[name]) for name in _in_order(nodes)],
        "tests": sorted(
            (_test(node) for node in nodes.values() if node["resource_type"] == "test"),
            key=lambda test: str(test["name"]),
        ),
    }
    return json.dumps(content, indent=1, ensure_ascii=False) + "\n"


def _manifest(project: Path) -> Any:
    """What dbt says of all nodes of the project, compiled against an empty database."""
    dbt = Path(sys.executable).with_name("dbt")
    if not dbt.is_file():
        raise UserError("dbt is not installed.", str(dbt), "Run `pip install 'rhumbline[dbt]'`.")
    with TemporaryDirectory() as folder:
        database = Path(folder, f"{_CATALOG}.duckdb")
        duckdb.connect(database).close()
        done = subprocess.run(
            [
                dbt, "--quiet", "--no-use-colors", "compile", "--no-partial-parse",
                "--project-dir", project, "--profiles-dir", project,
                "--target-path", Path(folder, "target"), "--log-path", Path(folder, "logs"),
            ],
            env={**os.environ, "RHUMBLINE_WAREHOUSE": str(database)},
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        if done.returncode:
            raise UserError("dbt cannot compile the project.", str(project), done.stdout.strip())
        return json.loads(Path(folder, "target", "manifest.json").read_text(encoding="utf-8"))


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


def _model(node: Entry) -> Entry:
    materialized = node["config"]["materialized"]
    if materialized not in ("view", "table"):
        raise _not_kept(node, f"is materialized as {materialized}")
    if node["config"]["pre-hook"] or node["config"]["post-hook"]:
        raise _not_kept(node, "has hooks")
    is_table = materialized == "table"
    if is_table and not node["contract"]["enforced"]:
        raise _not_kept(node, "has no enforced contract")
    return {
        "name": node["name"],
        "relation": f"{node['schema']}.{node['alias']}",
        "materialized": materialized,
        "description": node["description"],
        "columns": [_column(node, column) for column in node["columns"].values() if is_table],
        "query": _lines(node),
    }


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


def _test(node: Entry) -> Entry:
    config = node["config"]
    if config["limit"] is not None:
        raise _not_kept(node, "has a limit")
    return {
        "name": node["name"],
        "severity": config["severity"].lower(),
        "counts": config["fail_calc"],
        "warns_if": config["warn_if"],
        "fails_if": config["error_if"],
        "query": _lines(node),
    }


def _lines(node: Entry) -> list[str]:
    """The compiled SQL, which names no catalog."""
    query = node["compiled_code"].replace(f"{_CATALOG}.", "")
    return [line.rstrip() for line in query.strip().splitlines()]


def _not_kept(node: Entry, what: str) -> UserError:
    return UserError(
        f"{node['name']} {what}, which a night does not know how to run.",
        node["original_file_path"],
        "Change it, or teach rhumbline/marts/ to run it.",
    )


if __name__ == "__main__":
    main()
