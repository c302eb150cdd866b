"""The documents keep up: commands, settings, questions and promises are where people look for them."""

import json
import re
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from rhumbline.cli.commands import app
from rhumbline.cli.run import NIGHT_COST
from rhumbline.settings import Settings

REPOSITORY = Path(__file__).resolve().parent.parent
COMMANDS = sorted(typer.main.get_command(app).commands)  # type: ignore[attr-defined]
QUESTIONS = sorted((REPOSITORY / "sql" / "queries").glob("*.sql"))
SUITES = sorted((REPOSITORY / "expectations").glob("*.json"))


def _document(name: str) -> str:
    path = REPOSITORY / name
    if not path.is_file():
        pytest.skip(f"{name} is not written yet")
    return path.read_text(encoding="utf-8")


def _promises() -> list[str]:
    suites = [json.loads(path.read_text(encoding="utf-8")) for path in SUITES]
    return [expectation["type"] for suite in suites for expectation in suite["expectations"]]


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_in_the_readme(command: str) -> None:
    assert f"`rhumbline {command}" in _document("README.md")


def test_every_command_of_the_readme_is_there() -> None:
    told = set(re.findall(r"`rhumbline ([a-z][a-z-]+)", _document("README.md")))
    assert told <= set(COMMANDS)


@pytest.mark.parametrize("setting", sorted(Settings.model_fields))
def test_every_setting_is_in_the_runbook(setting: str) -> None:
    assert f"RHUMBLINE_{setting.upper()}" in _document("docs/runbook.md")


@pytest.mark.parametrize("promise", _promises())
def test_every_promise_is_in_the_runbook(promise: str) -> None:
    assert f"`{promise}`" in _document("docs/runbook.md")


@pytest.mark.parametrize("path", QUESTIONS, ids=lambda path: path.stem)
def test_every_query_begins_with_the_question_it_answers(path: Path) -> None:
    first = path.read_text(encoding="utf-8").splitlines()[0]
    assert first.startswith("-- ")
    assert first.endswith("?")


@pytest.mark.parametrize(
    "document", [REPOSITORY / "README.md", *sorted((REPOSITORY / "docs").rglob("*.md"))],
    ids=lambda path: path.relative_to(REPOSITORY).as_posix(),
)  # fmt: skip
def test_every_link_of_a_document_leads_somewhere(document: Path) -> None:
    links = re.findall(r"\]\((?!https?:|#|mailto:)([^)#\s]+)", document.read_text(encoding="utf-8"))
    assert {link for link in links if not (document.parent / link).exists()} == set()


def test_help_readme_and_bench_tell_the_same_cost_of_a_night() -> None:
    """`make bench` writes the figure; whoever runs it puts it into NIGHT_COST and the README."""
    performance = (REPOSITORY / "docs" / "performance.md").read_text(encoding="utf-8")
    readme = (REPOSITORY / "README.md").read_text(encoding="utf-8")
    row = r"a night with nothing new on the demo ÷ .*?\| ≤ [\d.]+ \| ([\d.]+)"
    measured = re.findall(row, performance)
    told = re.findall(r"([\d.]+) times what importing", readme)
    help_text = CliRunner().invoke(app, ["run", "--help"], env={"COLUMNS": "200"}).output
    assert f"{NIGHT_COST} times what importing" in " ".join(help_text.split())
    assert len(measured) == len(told) == 1
    assert {f"{float(figure):.1f}" for figure in (*measured, *told)} == {NIGHT_COST}
