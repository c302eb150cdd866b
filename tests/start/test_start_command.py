"""`rhumbline start` without a terminal: refused, answered by a file, and no hand's work replaced."""

from datetime import date
from pathlib import Path

import duckdb
import pytest
from typer.testing import CliRunner

from rhumbline.cli.commands import app
from rhumbline.errors import UserError
from rhumbline.start.answers import kept_answers
from rhumbline.start.finishing import begin_workspace
from rhumbline.start.reading import copy_into_inbox
from rhumbline.strategy.file import load
from rhumbline.workspace import Workspace
from tests.start.conftest import write_export


def _run(*arguments: object) -> tuple[int, str]:
    result = CliRunner().invoke(app, ["start", *map(str, arguments)])
    if isinstance(result.exception, UserError):
        return result.exception.exit_code, str(result.exception)
    return result.exit_code, result.output


def test_piped_without_answers_it_says_what_to_do(tmp_path: Path) -> None:
    code, output = _run(write_export(tmp_path / "posts.csv"), "--workspace", tmp_path / "new")
    assert code == 2
    assert "--write-answers answers.yaml" in output
    assert not (tmp_path / "new").exists()


@pytest.mark.slow
def test_answers_become_a_strategy_and_a_verdict(tmp_path: Path, answers_file: Path) -> None:
    export = write_export(tmp_path / "posts.csv")
    before = export.read_bytes()
    code, output = _run(export, "--workspace", tmp_path / "new", "--answers", answers_file)
    workspace = Workspace(tmp_path / "new")
    assert code == 0, output
    assert "3 of 5 posts trace (60%) · 1 waived · 1 left to decide" in output
    assert "lint has nothing to remark." in output
    assert export.read_bytes() == before
    with duckdb.connect(workspace.published, read_only=True) as published:
        verdicts = dict(
            published.execute("select alignment, count(*) from core.verdicts group by 1").fetchall()
        )
    assert verdicts == {"aligned": 3, "waived": 1, "untraceable": 1}
    assert kept_answers(workspace) is not None


@pytest.mark.slow
def test_an_account_answered_with_false_is_not_judged(tmp_path: Path, answers_file: Path) -> None:
    answers_file.write_text(
        answers_file.read_text().replace("x/riverside: true", "x/riverside: true, x/other: false")
    )
    exports = tmp_path / "exports"
    exports.mkdir()
    write_export(exports / "posts.csv")
    theirs = write_export(exports / "theirs.csv", "other")
    theirs.write_text(theirs.read_text().replace("2101280140293046", "2101280140299999"))
    code, output = _run(exports, "--workspace", tmp_path / "new", "--answers", answers_file)
    assert (code, "5 not yours" in output) == (0, True), output
    assert load(tmp_path / "new" / "strategy.yaml").strategy.not_ours == ("x/other",)


def test_a_strategy_written_by_hand_is_never_replaced(tmp_path: Path) -> None:
    begin_workspace(tmp_path)
    strategy = tmp_path / "strategy.yaml"
    mine = strategy.read_text().replace("<the name of your organisation>", "Riverside")
    strategy.write_text(mine)
    with pytest.raises(UserError, match="has a strategy already"):
        begin_workspace(tmp_path)
    assert strategy.read_text() == mine


def test_originals_are_copied_with_their_folders_and_never_twice(tmp_path: Path) -> None:
    workspace = begin_workspace(tmp_path / "new")
    folder = tmp_path / "exports" / "riverside"
    folder.mkdir(parents=True)
    write_export(folder / "posts.csv")
    (folder / ".DS_Store").write_text("")
    for _ in range(2):
        copies = copy_into_inbox(workspace, [tmp_path / "exports"])
        assert [path.relative_to(workspace.inbox).as_posix() for path in copies] == [
            "riverside/posts.csv"
        ]
    (folder / "posts.csv").write_text("another")
    (copy,) = copy_into_inbox(workspace, [tmp_path / "exports"])
    assert copy.name == "posts (2).csv"


def test_a_path_that_is_not_there_is_named(tmp_path: Path) -> None:
    workspace = begin_workspace(tmp_path / "new")
    with pytest.raises(UserError, match="no such file") as refused:
        copy_into_inbox(workspace, [tmp_path / "nowhere.csv"])
    assert refused.value.where == str(tmp_path / "nowhere.csv")


def test_the_file_of_answers_never_replaces_one(tmp_path: Path) -> None:
    export, answers = write_export(tmp_path / "posts.csv"), tmp_path / "answers.yaml"
    code, _ = _run(export, "--workspace", tmp_path / "new", "--write-answers", answers)
    assert (code, "judge_from: 2026-09-19" in answers.read_text()) == (0, True)
    code, output = _run("--workspace", tmp_path / "new", "--write-answers", answers)
    assert (code, "There is a file of that name already." in output) == (2, True)
    assert date.today().isoformat() in answers.read_text()
