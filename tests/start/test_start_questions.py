"""The questions in a terminal: asked once, kept at once, stopped by Ctrl-C without a loss."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import typer
from prompt_toolkit.application import create_app_session
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput

from rhumbline.cli.start_questions import ask_all
from rhumbline.start.answers import keep_answers, kept_answers, load_answers
from rhumbline.start.survey import Survey
from rhumbline.workspace import Workspace

_ENTER, _CTRL_C = "\r", "\x03"


@contextmanager
def _typing(*keys: str) -> Iterator[None]:
    """Let questions be answered by these keys."""
    with (
        create_pipe_input() as terminal,
        create_app_session(input=terminal, output=DummyOutput()),
    ):
        terminal.send_text("".join(keys))
        yield


def test_ctrl_c_loses_nothing_that_was_answered(survey: Survey, tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    with _typing("Riverside", _ENTER, _ENTER, _ENTER, _CTRL_C), pytest.raises(typer.Abort):
        ask_all(survey, workspace)
    answers = kept_answers(workspace)
    assert answers is not None
    assert (answers.organisation, answers.accounts) == ("Riverside", {"x/riverside": True})
    with _typing(_ENTER, _ENTER, _ENTER, "Hunger.", _ENTER, _CTRL_C), pytest.raises(typer.Abort):
        ask_all(survey, workspace)
    answers = kept_answers(workspace)
    assert answers is not None
    assert (answers.timezone, answers.why.problem) == ("UTC", "Hunger.")


def test_groups_that_were_answered_are_not_asked_about_again(
    survey: Survey, tmp_path: Path, answers_file: Path
) -> None:
    workspace = Workspace(tmp_path)
    keep_answers(workspace, load_answers(answers_file))
    left = [
        group for group in survey.groups if load_answers(answers_file).of_group(group.key) is None
    ]
    nothing_else = [_ENTER] * 4  # go on from there; no one, no change, no invitation besides
    with _typing(*nothing_else, *[_ENTER for _ in left]):
        answers = ask_all(survey, workspace)
    assert {each.group for each in answers.groups} >= {group.key for group in survey.groups}
    assert answers == kept_answers(workspace)


def test_enough_leaves_the_other_groups_for_later(
    survey: Survey, tmp_path: Path, answers_file: Path
) -> None:
    workspace = Workspace(tmp_path)
    answers = load_answers(answers_file).model_copy(update={"groups": ()})
    keep_answers(workspace, answers)
    up_to_the_last = "\x1b[A"
    with _typing(*[_ENTER] * 4, up_to_the_last, _ENTER):
        assert ask_all(survey, workspace).groups == ()
