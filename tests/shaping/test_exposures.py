"""The exposures of dbt_like/ name what the questions, pages and checks really read.

After a change of what they read, `RHUMBLINE_REWRITE=1 pytest tests/shaping/test_exposures.py` writes
them anew.
"""

import ast
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, NamedTuple

import sqlglot
from ruamel.yaml import YAML
from sqlglot import exp

ROOT: Final = Path(__file__).resolve().parents[2]
MODELS: Final = ROOT / "dbt_like" / "models"
EXPOSURES: Final = MODELS / "exposures.yml"
_RELATION: Final = re.compile(r"\b(core|marts)\.(\w+)")


class Exposure(NamedTuple):
    """What reads the marts, and the files that say what it reads."""

    name: str
    label: str
    type: str
    description: str
    owner: str
    files: tuple[str, ...]


ALL: Final = (
    Exposure(
        "questions",
        "Questions people ask",
        "analysis",
        "The files of sql/queries, each answered by `rhumbline sql NAME`.",
        "The analyst",
        ("sql/queries/*.sql",),
    ),
    Exposure(
        "scorecard",
        "Scorecard",
        "dashboard",
        "site/, what a night leaves for people without SQL.",
        "Whoever answers for the strategy",
        (
            "rhumbline/reports/scorecard/**/*.py",
            "rhumbline/reports/failed_csv.py",
            "rhumbline/reports/site.py",
            "rhumbline/reports/summary.py",
        ),
    ),
    Exposure(
        "workbench",
        "Workbench",
        "application",
        "The pages of `rhumbline open`, where people decide.",
        "Whoever answers for the strategy",
        ("rhumbline/workbench/**/*.py", "rhumbline/reports/trace.py"),
    ),
    Exposure(
        "checks",
        "Checks of the night",
        "application",
        "The suites of expectations/, which decide whether a night is good.",
        "The engineer",
        ("expectations/*.py", "expectations/*.json", "sql/checks/*.sql"),
    ),
)


def test_exposures_name_what_is_really_read() -> None:
    wanted = "\n".join(_lines()) + "\n"
    if os.environ.get("RHUMBLINE_REWRITE") == "1":
        EXPOSURES.write_text(wanted, encoding="utf-8")
    assert EXPOSURES.read_text(encoding="utf-8") == wanted, (
        "what is read changed: RHUMBLINE_REWRITE=1 pytest tests/shaping/test_exposures.py"
    )


def test_every_source_is_used_by_a_model_or_named_by_an_exposure() -> None:
    texts = [path.read_text(encoding="utf-8") for path in MODELS.rglob("*.sql")]
    texts.append(EXPOSURES.read_text(encoding="utf-8"))
    used = {match for text in texts for match in re.findall(r"source\('(\w+)', '(\w+)'\)", text)}
    assert used == _sources()


def test_a_query_is_read_as_duckdb_reads_it() -> None:
    sql = "from marts.path semi join core.goals on true where x in (select y from core.links)"
    assert _read_by_sql(sql) == {("marts", "path"), ("core", "goals"), ("core", "links")}


def _lines() -> Iterator[str]:
    yield "# Written from what they read by tests/shaping/test_exposures.py."
    yield "version: 2"
    yield ""
    yield "exposures:"
    for exposure in ALL:
        yield f"  - name: {exposure.name}"
        yield f"    label: {exposure.label}"
        yield f"    type: {exposure.type}"
        yield "    maturity: medium"
        yield f"    description: {exposure.description}"
        yield f"    owner: {{name: {exposure.owner}}}"
        yield "    depends_on:"
        for schema, table in sorted(_read_by(exposure), reverse=True):
            yield (
                f"      - ref('{table}')"
                if schema == "marts"
                else f"      - source('{schema}', '{table}')"
            )


def _read_by(exposure: Exposure) -> set[tuple[str, str]]:
    paths = [path for pattern in exposure.files for path in sorted(ROOT.glob(pattern))]
    assert paths, exposure.files
    read = set().union(*map(_read_by_file, paths))
    return read & (_sources() | {("marts", path.stem) for path in MODELS.rglob("*.sql")})


def _read_by_file(path: Path) -> set[tuple[str, str]]:
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".sql":
        return _read_by_sql(text)
    if path.suffix == ".py":
        return {found for each in _strings(ast.parse(text)) for found in _RELATION.findall(each)}
    return set(_RELATION.findall(text))


def _read_by_sql(sql: str) -> set[tuple[str, str]]:
    statements = sqlglot.parse(sql, read="duckdb")
    return {
        (table.db, table.name)
        for statement in statements
        if statement is not None
        for table in statement.find_all(exp.Table)
        if table.db in ("core", "marts")
    }


def _strings(tree: ast.AST) -> Iterator[str]:
    """The strings of a module, without docstrings, which read nothing."""
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, documented) and node.body and isinstance(node.body[0], ast.Expr)
    }
    constants = (node for node in ast.walk(tree) if isinstance(node, ast.Constant))
    yield from (
        node.value
        for node in constants
        if isinstance(node.value, str) and id(node) not in docstrings
    )


def _sources() -> set[tuple[str, str]]:
    declared: Any = YAML(typ="safe").load(MODELS / "sources.yml")
    return {
        (source["name"], table["name"])
        for source in declared["sources"]
        for table in source["tables"]
    }
