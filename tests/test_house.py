"""The house keeps its order: light at the door, typed throughout, speaking of nothing but itself."""

import ast
import re
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parent.parent
PACKAGES = ("rhumbline", "flows", "models", "expectations", "sql")
HEAVY = ("prefect", "great_expectations", "dbt", "flows", "altair", "playwright")
# Written in two halves, so that this file does not hold what it looks for.
REGISTRY = re.compile(
    "py" r"pi\.org|python" r"hosted|registry\.npm" r"js|deb\.deb" "ian", re.IGNORECASE
)
MACHINE = re.compile("/wor" r"k/(?:main|shared|\.)|/roo" "t/")


def tracked() -> list[Path]:
    """Every text file of the repository, as git sees it."""
    try:
        listed = subprocess.run(
            ["git", "ls-files", "-z"], cwd=REPOSITORY, capture_output=True, check=True
        )
    except (OSError, subprocess.CalledProcessError) as error:
        pytest.skip(f"not a git checkout: {error}")
    paths = [REPOSITORY / name for name in listed.stdout.decode().split("\0") if name]
    return [path for path in paths if path.is_file() and b"\0" not in path.read_bytes()[:8000]]


@pytest.mark.parametrize("pattern", [REGISTRY, MACHINE], ids=["registry", "machine"])
def test_no_file_names_a_package_registry_or_a_path_of_one_machine(
    pattern: re.Pattern[str],
) -> None:
    named = {
        str(path.relative_to(REPOSITORY)): found.group()
        for path in tracked()
        if (found := pattern.search(path.read_text(encoding="utf-8", errors="replace")))
    }
    assert named == {}


@pytest.mark.parametrize("package", PACKAGES)
def test_every_package_tells_type_checkers_that_it_is_typed(package: str) -> None:
    assert (REPOSITORY / package / "py.typed").is_file()


def test_the_command_line_opens_without_the_heavy_libraries() -> None:
    script = f"import rhumbline.cli, sys; print(*sorted(set(sys.modules) & set({HEAVY!r})))"
    opened = subprocess.run(
        [sys.executable, "-c", script], cwd=REPOSITORY, capture_output=True, text=True, check=True
    )
    assert opened.stdout.split() == []


def test_no_two_classes_share_a_name() -> None:
    places: dict[str, list[str]] = defaultdict(list)
    for package in (*PACKAGES, "bench", "docs"):
        for path in sorted((REPOSITORY / package).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.ClassDef):
                    places[node.name].append(str(path.relative_to(REPOSITORY)))
    assert len(places) > 100, "the packages were not found"
    assert {name: paths for name, paths in places.items() if len(paths) > 1} == {}
