"""A new platform takes what CONTRIBUTING.md says, and nothing else."""

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("rhumbline", "models", "sql", "expectations", "dbt_like", "flows", "docs")
TESTS = ("conftest.py", "__init__.py", "examples.py", "readers", "formats", "metrics", "platforms")
STORY = (ROOT / "CONTRIBUTING.md").read_text("utf-8").partition("## A new platform")[2]
BLOCK = re.compile(r"^`([^`\n]+)`:\n\n```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
# A name that no test has is an error of pytest's, so that none of these can be missed.
CHECKS = (
    "tests/platforms/test_records.py",
    "tests/platforms/lanterns_night.py",
    "tests/readers/test_formats.py::test_a_reader_gets_what_is_there[lanternpost_lanterns/evening]",
    "tests/readers/test_formats.py::test_one_reader_claims_it",
    "tests/metrics/test_registry.py::test_the_registry_knows_every_figure_that_is_read"
    "[lanternpost_lanterns/evening]",
    "tests/metrics/test_registry.py::test_every_row_names_a_metric_we_have_and_a_page_we_list",
    "tests/metrics/test_registry.py::test_the_committed_page_is_what_the_registry_says",
    "tests/metrics/test_registry.py::test_no_row_of_the_page_breaks_its_table",
    "tests/formats/test_docs.py::test_every_format_is_described_on_some_page[lanternpost_lanterns]",
    "tests/formats/test_docs.py::test_the_index_leads_to_every_page_and_nowhere_else",
    "tests/formats/test_docs.py::test_links_between_pages_lead_somewhere",
)


def blocks() -> Iterator[tuple[str, str, str]]:
    """The kind, the path and the text of each block of the story that stands below a path."""
    for match in BLOCK.finditer(STORY.partition("\n## ")[0]):
        path, kind, text = match.groups()
        yield kind, path, text


def changed(text: str, diff: str) -> str:
    """A text with the lines that a diff adds, where the lines around them stand once."""
    for hunk in diff.split("@@\n"):
        lines = hunk.splitlines(keepends=True)
        before = "".join(line[1:] for line in lines if line[0] == " ")
        assert text.count(before) == 1, f"CONTRIBUTING.md shows lines that are not there:\n{before}"
        text = text.replace(before, "".join(line[1:] for line in lines))
    return text


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the repository to which Lanternpost was added as CONTRIBUTING.md says."""
    copy = tmp_path_factory.mktemp("repository")
    unneeded = shutil.ignore_patterns("__pycache__", "images")
    for name in PACKAGES:
        shutil.copytree(ROOT / name, copy / name, ignore=unneeded)
    (copy / "tests").mkdir()
    for name in TESTS:
        source = ROOT / "tests" / name
        (shutil.copytree if source.is_dir() else shutil.copy2)(source, copy / "tests" / name)
    shutil.copy2(ROOT / "pyproject.toml", copy)
    for kind, path, text in blocks():
        file = copy / path
        file.parent.mkdir(parents=True, exist_ok=True)
        old = file.read_text("utf-8") if kind == "diff" else ""
        file.write_text(changed(old, text) if kind == "diff" else text, "utf-8")
    run(copy, "-m", "docs.generate")
    return copy


def run(copy: Path, *arguments: str) -> str:
    """What Python prints in the copy, which must end well."""
    done = subprocess.run(
        [sys.executable, *arguments], cwd=copy, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_the_story_shows_every_part() -> None:
    paths = [path for _, path, _ in blocks()]
    assert len(paths) == len(set(paths)) == 8


def test_lanternpost_passes_every_check_that_a_platform_touches(repository: Path) -> None:
    run(repository, "-m", "ruff", "check", "--no-cache", "rhumbline", "models")
    run(repository, "-m", "ruff", "format", "--check", "--no-cache", "rhumbline/readers", "models")
    run(repository, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", *CHECKS)
