"""init: a workspace that loads at once, whose findings guide, and that never overwrites."""

import csv
import json
from datetime import date
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from rhumbline.errors import UserError
from rhumbline.lint import lint
from rhumbline.start.new_workspace import init
from rhumbline.strategy.file import load, loads, schema

SEPTEMBER = date(2026, 9, 1)


def test_a_new_workspace_holds_what_a_user_needs(tmp_path: Path) -> None:
    made = init(tmp_path / "a" / "workspace", today=SEPTEMBER, timezone="Europe/Berlin")
    assert {each.path.relative_to(tmp_path / "a" / "workspace").as_posix() for each in made} == {
        "strategy.yaml", "strategy.schema.json", "activities.csv", "plan.csv", "outcomes.csv",
        "links.csv", "inbox/README.md", ".gitignore",
    }  # fmt: skip
    assert all(each.state == "created" and each.path.is_file() for each in made)


def test_the_template_loads_and_its_findings_guide(tmp_path: Path) -> None:
    init(tmp_path, today=SEPTEMBER, timezone="Europe/Berlin")
    loaded = load(tmp_path / "strategy.yaml")
    assert loaded.strategy.in_force_from == SEPTEMBER
    assert loaded.strategy.timezone == "Europe/Berlin"
    codes = {finding.code for finding in lint(loaded)}
    assert codes == {"RL102", "RL103", "RL104", "RL105", "RL106", "RL203", "RL214"}


def test_every_commented_example_of_the_template_can_be_used(tmp_path: Path) -> None:
    """Take the # off every line that shows YAML, and the strategy still loads."""
    init(tmp_path, today=SEPTEMBER, timezone="Europe/Berlin")
    text = (tmp_path / "strategy.yaml").read_text()
    head, ties = text.split("\nties:\n")
    ties, optional = ties.split("# All that follows is optional.")
    optional = "\n".join(
        line.removeprefix("# ") if line.startswith(("# effort:", "# accounts:", "#   ", "# expected_"))
        else line
        for line in optional.splitlines()
    )  # fmt: skip
    strategy = loads(head + "\nties:\n" + ties.replace("#  - ", "  - ") + optional).strategy
    assert len(strategy.ties) == 8
    assert strategy.effort.hourly_cost == 28
    assert set(strategy.accounts["facebook"]) == {"riverside", "youth-club"}
    assert strategy.expected_exports == {"facebook": 7, "linkedin": 31}


def test_nothing_that_exists_is_touched(tmp_path: Path) -> None:
    (tmp_path / "strategy.yaml").write_text("mine")
    (tmp_path / "inbox").mkdir()
    states = {each.path.name: each.state for each in init(tmp_path)}
    assert (tmp_path / "strategy.yaml").read_text() == "mine"
    assert states["strategy.yaml"] == "kept"
    assert states["plan.csv"] == "created"


def test_a_second_time_keeps_everything(tmp_path: Path) -> None:
    init(tmp_path)
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    assert {each.state for each in init(tmp_path)} == {"kept"}
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before


@pytest.mark.parametrize(
    ("name", "columns"),
    [
        (
            "activities.csv",
            "date type platform title segment measure hours cost currency people notes",
        ),
        ("plan.csv", "date platform text link measure"),
        ("outcomes.csv", "date name value currency source medium campaign link measure"),
        ("links.csv", "short target"),
    ],
)
def test_the_tables_have_their_header_and_no_row(tmp_path: Path, name: str, columns: str) -> None:
    init(tmp_path)
    with (tmp_path / name).open(encoding="utf-8", newline="") as file:
        assert list(csv.reader(file)) == [columns.split()]


def test_the_editor_finds_the_schema_beside_the_strategy(tmp_path: Path) -> None:
    init(tmp_path)
    first = (tmp_path / "strategy.yaml").read_text().splitlines()[0]
    assert first == "# yaml-language-server: $schema=./strategy.schema.json"
    assert json.loads((tmp_path / "strategy.schema.json").read_text()) == schema()


def test_git_ignores_exports_but_not_the_page_beside_them(tmp_path: Path) -> None:
    init(tmp_path)
    ignored = (tmp_path / ".gitignore").read_text().splitlines()
    assert {"/archive/", "/inbox/*", "!/inbox/README.md", "/.rhumbline/"} <= set(ignored)


def test_a_file_in_the_way_is_an_error_of_the_user(tmp_path: Path) -> None:
    (tmp_path / "workspace").write_text("")
    with pytest.raises(UserError, match="cannot be written") as caught:
        init(tmp_path / "workspace")
    assert caught.value.exit_code == 2


def test_the_template_needs_no_quotes_that_yaml_readers_would_disagree_on(tmp_path: Path) -> None:
    init(tmp_path)
    read = YAML(typ="safe", pure=True).load((tmp_path / "strategy.yaml").read_text())
    assert read["schedule"] == "06:00"
