"""docs/architecture.md names rooms, stages, functions and tables as they are."""

import ast
import importlib
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from rhumbline.warehouse.migrations import migrations

REPOSITORY = Path(__file__).resolve().parent.parent
PAGE = (REPOSITORY / "docs" / "architecture.md").read_text(encoding="utf-8")
ROOMS = {
    path.stem
    for path in (REPOSITORY / "rhumbline").iterdir()
    if not path.name.startswith("_") and path.name != "py.typed"
}


def section(heading: str) -> str:
    """The text under a heading, up to the next."""
    return PAGE.split(f"## {heading}\n", 1)[1].split("\n## ", 1)[0]


def stages() -> Iterator[str]:
    """The names of the stages of a night, in the order in which the code runs them."""
    module = ast.parse((REPOSITORY / "rhumbline" / "night.py").read_text(encoding="utf-8"))
    (night,) = (n for n in module.body if isinstance(n, ast.FunctionDef) and n.name == "run_night")
    for call in ast.walk(night):
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") == "step":
            yield ast.literal_eval(call.args[0])


def resolves(name: str) -> bool:
    """Whether a dotted name is a module of ours, or something in one."""
    module, _, attribute = name.rpartition(".")
    try:
        importlib.import_module(name)
    except ModuleNotFoundError:
        try:
            return hasattr(importlib.import_module(module), attribute)
        except ModuleNotFoundError:
            return False
    return True


def test_the_picture_has_the_floors_of_the_import_contract() -> None:
    settings = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))
    floors = next(
        contract["layers"]
        for contract in settings["tool"]["importlinter"]["contracts"]
        if contract["id"] == "floors"
    )
    picture = section("The rooms").split("```")[1]
    drawn = [re.split(r" {3,}", line.strip())[0] for line in picture.splitlines()]
    assert [line for line in drawn if line.strip("▼")] == floors
    assert {name for floor in floors for name in floor.split(" | ")} == ROOMS


def test_the_table_has_the_stages_of_a_night_in_their_order() -> None:
    rows = re.findall(r"^\| ([A-Z][^|]+?) \|", section("The stages of a night"), re.MULTILINE)
    assert rows == list(stages())


NAMES = sorted(set(re.findall(r"`((?:rhumbline|models|flows|expectations)\.[\w.]+)`", PAGE)))


@pytest.mark.parametrize("name", NAMES)
def test_a_name_on_the_page_is_in_the_code(name: str) -> None:
    assert resolves(name)


def test_every_table_on_the_page_is_stored() -> None:
    with duckdb.connect() as empty:
        for _, sql in sorted(migrations().values()):
            empty.execute(sql)
        rows = empty.sql("select schema_name || '.' || table_name from duckdb_tables()").fetchall()
    stored = {name for (name,) in rows}
    marts = {f"marts.{path.stem}" for path in (REPOSITORY / "dbt_like/models/marts").glob("*.sql")}
    named = set(re.findall(r"(?<!\.)\b((?:core|raw|marts)\.[a-z_]+)\b", PAGE))
    assert named <= stored | marts


def test_every_file_on_the_page_is_there() -> None:
    folders = "rhumbline|flows|models|sql|expectations|dbt_like|tests|docs|bench"
    named = set(re.findall(rf"`((?:{folders})/[\w./-]*)`", PAGE))
    assert {name for name in named if not (REPOSITORY / name).exists()} == set()
