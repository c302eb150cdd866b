"""The lock answers for everything pyproject.toml asks for, by hash and without addresses."""

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

REPOSITORY = Path(__file__).resolve().parent.parent
LOCKS = ("requirements.lock", "bench/requirements.lock")
SHIPPED = ("rhumbline", "flows", "models", "expectations", "sql", "dbt_like")
OURS = (*SHIPPED, "tests", "bench")


def blocks(lock: str) -> list[str]:
    """Each requirement of a lock with its hashes, comments left out."""
    text = (REPOSITORY / lock).read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if not line.lstrip().startswith("#")]
    return re.split(r"\n(?=\S)", "\n".join(lines).strip())


def pins(lock: str) -> dict[str, set[str]]:
    """Every locked name with its versions; several where platforms differ."""
    found: dict[str, set[str]] = {}
    for block in blocks(lock):
        pinned = Requirement(block.split("\\")[0])
        version = next(iter(pinned.specifier)).version
        found.setdefault(canonicalize_name(pinned.name), set()).add(version)
    return found


def asked() -> list[Requirement]:
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))
    tables = [
        project["project"]["dependencies"],
        *project["project"]["optional-dependencies"].values(),
        project["build-system"]["requires"],
    ]
    requirements = [Requirement(line) for table in tables for line in table]
    return [requirement for requirement in requirements if requirement.name != "rhumbline"]


@pytest.mark.parametrize("requirement", asked(), ids=lambda requirement: requirement.name)
def test_what_the_project_asks_for_is_locked_at_a_version_that_serves(
    requirement: Requirement,
) -> None:
    versions = pins("requirements.lock").get(canonicalize_name(requirement.name), set())
    assert versions, "not in requirements.lock: run `make lock`"
    assert all(requirement.specifier.contains(version) for version in versions)


def imported(*folders: str) -> Iterator[str]:
    """Each module of others that the code of the folders names, whole."""
    for path in (file for folder in folders for file in (REPOSITORY / folder).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            else:
                names = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            yield from (
                n for n in names if n.split(".")[0] not in {*sys.stdlib_module_names, *OURS}
            )


@pytest.mark.parametrize("folder", SHIPPED)
def test_what_the_shipped_code_imports_is_asked_for(folder: str) -> None:
    """Not only brought along by something else, which may stop to."""
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [*project["dependencies"]]
    if folder == "dbt_like":  # whose code only dbt runs
        wanted += project["optional-dependencies"]["dbt"]
    declared = {canonicalize_name(Requirement(line).name) for line in wanted}
    brings = packages_distributions()
    missing = {
        module
        for module in imported(folder)
        if not declared & {canonicalize_name(name) for name in brings[module.split(".")[0]]}
    }
    assert missing == set()


@pytest.mark.parametrize("lock", LOCKS)
def test_every_pin_is_exact_and_has_hashes(lock: str) -> None:
    loose = [
        block.split("\\")[0]
        for block in blocks(lock)
        if not re.match(r"[a-z0-9.-]+(\[[a-z0-9,-]+\])?==[^*\s]+ ", block)
        or "--hash=sha256:" not in block
    ]
    assert loose == []


@pytest.mark.parametrize("lock", LOCKS)
def test_no_lock_holds_an_address(lock: str) -> None:
    text = (REPOSITORY / lock).read_text(encoding="utf-8")
    assert re.findall(r"\w+://\S+|--(?:extra-)?index-url|--find-links", text) == []


def test_the_bench_shares_the_versions_of_the_lock() -> None:
    locked, bench = pins("requirements.lock"), pins("bench/requirements.lock")
    assert {name: bench[name] for name in bench.keys() & locked} == {
        name: locked[name] for name in bench.keys() & locked
    }
