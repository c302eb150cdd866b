"""What a changed strategy would change, tried on the demonstration: before, after, and nothing written."""

import json
import sys
from hashlib import sha256
from pathlib import Path

import pytest

from rhumbline.cli import main
from rhumbline.decisions.proposed_tie import propose
from rhumbline.errors import BadStrategy, UserError
from rhumbline.reports.what_if import compare_strategy
from rhumbline.workspace import Workspace


@pytest.fixture
def written(demonstration: Workspace) -> str:
    """The strategy of the demonstration."""
    return demonstration.strategy.read_text(encoding="utf-8")


def everything(workspace: Workspace) -> dict[str, str]:
    """Return the hash of every file of a workspace."""
    return {
        str(path.relative_to(workspace.root)): sha256(path.read_bytes()).hexdigest()
        for path in workspace.root.rglob("*")
        if path.is_file()
    }


def test_a_new_tie_aligns_a_post_and_moves_its_measure(
    demonstration: Workspace, written: str, tmp_path: Path
) -> None:
    new = tmp_path / "new.yaml"
    tie = '  - {measure: garden-saves, hashtag: "#SeedSwapMeet"}\n'
    new.write_text(written.replace("\nsites:", f"{tie}\nsites:"), encoding="utf-8")
    before = everything(demonstration)
    found = compare_strategy(demonstration, new)
    assert found.activities.select(
        "text", "alignment_before", "alignment_after", "measure_after"
    ).rows() == [
        (
            "Seeds to swap? The table is open on Thursday. #SeedSwapMeet",
            "untraceable",
            "aligned",
            "garden-saves",
        )
    ]
    moved = found.measures.select("measure_id", "value_before", "value_after").rows()
    assert moved == [("garden-saves", 135.0, 143.0)]
    assert everything(demonstration) == before
    assert json.dumps(found.as_dict(), default=str)


def test_a_higher_target_moves_a_status_and_no_activity(
    demonstration: Workspace, written: str, tmp_path: Path
) -> None:
    new = tmp_path / "new.yaml"
    new.write_text(written.replace("target: 120", "target: 150"), encoding="utf-8")
    found = compare_strategy(demonstration, new)
    assert found.activities.is_empty()
    moved = found.measures.select("measure_id", "status_before", "status_after").rows()
    assert moved == [("grower-clicks", "reached", "on course")]


def test_the_strategy_as_it_is_changes_nothing(
    demonstration: Workspace, written: str, tmp_path: Path
) -> None:
    new = tmp_path / "new.yaml"
    new.write_text(written, encoding="utf-8")
    found = compare_strategy(demonstration, new)
    assert found.activities.is_empty()
    assert found.measures.is_empty()


def test_a_strategy_of_next_year_is_judged_as_if_it_had_begun(
    demonstration: Workspace, written: str, tmp_path: Path
) -> None:
    new = tmp_path / "new.yaml"
    later = written.replace("in_force_from: 2026-09-01", "in_force_from: 2027-01-01")
    new.write_text(later.replace("target: 120", "target: 150"), encoding="utf-8")
    found = compare_strategy(demonstration, new)
    assert (found.is_ahead, str(found.begins)) == (True, "2026-09-01")
    assert found.measures["measure_id"].to_list() == ["grower-clicks"]


def test_a_file_that_cannot_be_read_says_where(demonstration: Workspace, tmp_path: Path) -> None:
    new = tmp_path / "new.yaml"
    new.write_text("organisation: [", encoding="utf-8")
    with pytest.raises(BadStrategy, match=r"new\.yaml"):
        compare_strategy(demonstration, new)


def test_where_nothing_is_published_there_is_nothing_to_compare(
    written: str, tmp_path: Path
) -> None:
    new = tmp_path / "strategy.yaml"
    new.write_text(written, encoding="utf-8")
    with pytest.raises(UserError, match="Nothing is published yet"):
        compare_strategy(Workspace(tmp_path), new)


def test_what_cures_most_is_proposed_of_all_that_fail(demonstration: Workspace) -> None:
    """Two posts name the gala's page; every other link, tag or campaign is named by one alone."""
    proposed = propose(demonstration, measure="volunteer-signups")
    assert (proposed.traces, proposed.of) == (2, 18)
    assert "campaign: spring-gala-2025" in proposed.patch or "/gala" in proposed.patch


def test_the_verdict_comes_first_then_the_words_of_posts_by_tie(
    demonstration: Workspace,
    written: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    new = tmp_path / "new.yaml"
    ties = """  - {measure: garden-saves, hashtag: "#SeedSwapMeet"}
  - {measure: volunteer-talk, platform: x, type: reply}
"""
    new.write_text(written.replace("\nsites:", f"{ties}\nsites:"), encoding="utf-8")
    arguments = ["rhumbline", "what-if", str(new), "--workspace", str(demonstration.root)]
    monkeypatch.setattr(sys, "argv", arguments)
    with pytest.raises(SystemExit):
        main()
    lines = [line.strip() for line in capsys.readouterr().out.splitlines() if line.strip()]
    assert lines[0] == "As of 2026-10-13: 18 posts fail now, 13 would."
    assert lines[1] == "4 posts, untraceable → aligned, by volunteer-talk/type:reply;platform=x"
    assert "Thank you, the beans were perfect." in lines[2]
    assert "and 1 more" in lines[5]
