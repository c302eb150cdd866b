"""`rhumbline start`: from exports to a strategy and a first verdict, in one sitting."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape

from rhumbline.cli.app import app
from rhumbline.cli.spinner import run_with_spinner
from rhumbline.errors import UserError
from rhumbline.reports.console import console, copyable_command, relative_path
from rhumbline.settings import Settings

if TYPE_CHECKING:
    from rhumbline.start.answers import Answers
    from rhumbline.start.survey import Survey
    from rhumbline.workspace import Workspace


@app.command()
def start(
    exports: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="FILES or FOLDER",
            help="Exports, or a folder of them; copied into inbox/, never moved.",
            show_default=False,
        ),
    ] = None,
    workspace: Annotated[
        Path | None,
        typer.Option(
            "--workspace",
            "-w",
            metavar="DIR",
            help="The workspace, made where it is missing; else the one at hand, or ./my-strategy.",
        ),
    ] = None,
    answers: Annotated[
        Path | None,
        typer.Option(
            "--answers", metavar="FILE", help="Take the answers from this file, and ask nothing."
        ),
    ] = None,
    write_answers: Annotated[
        Path | None,
        typer.Option(
            "--write-answers",
            metavar="FILE",
            help="Write a file of answers to edit, filled with proposals, and ask nothing.",
        ),
    ] = None,
) -> None:
    """Begin with exports: see what they talk about, answer five questions, and get a strategy and a verdict.

    Every question can be skipped and answered later; Ctrl-C loses nothing that was answered.
    Example: `rhumbline start ~/Downloads/exports`
    """  # fmt: skip
    from rhumbline.start.finishing import begin_workspace

    if not (answers or write_answers or _can_ask()):
        raise UserError(
            "There is no terminal to ask in.",
            None,
            "Write the answers into a file: `rhumbline start --write-answers answers.yaml EXPORTS`\n"
            "fills one with proposals, and `rhumbline start --answers answers.yaml` takes it.",
        )
    folder = begin_workspace(workspace)
    survey = _survey(folder, exports or [])
    if write_answers:
        _write_answers(write_answers, survey, folder)
        return
    given = _given(answers, folder) if answers else _ask(survey, folder)
    _finish(folder, survey, given)


def _can_ask() -> bool:
    return sys.stdin.isatty() and sys.stdout.isatty()


def _survey(workspace: "Workspace", exports: list[Path]) -> "Survey":
    """Read the exports, and say in plain words what they hold."""
    from rhumbline.start.new_workspace import zone_of_this_machine
    from rhumbline.start.reading import copy_into_inbox, read_exports
    from rhumbline.start.survey import describe_files, describe_group, survey_exports

    screen = console(soft_wrap=True)
    screen.print(f"The workspace is {escape(str(relative_path(workspace.root)))}/")
    copied = copy_into_inbox(workspace, exports)
    if copied:
        screen.print(f"{len(copied)} files copied into its inbox/; yours stay where they are.")
    zone = zone_of_this_machine()
    read = run_with_spinner("Read the exports", read_exports, workspace, zone)
    survey = run_with_spinner("Look at what they talk about", survey_exports, read, zone)
    for line in describe_files(survey):
        screen.print(escape(line))
    screen.print("\n[bold]Whose posts these are[/]")
    for account in survey.accounts:
        screen.print(f"  {escape(str(account))}")
    screen.print("\n[bold]What they talk about[/]")
    for group in survey.groups:
        screen.print(f"  {escape(describe_group(group, survey.posts))}")
        for example in group.examples:
            screen.print(f"      {escape(_short(example))}", style="dim")
    return survey


def _short(text: str) -> str:
    return text if len(text) <= 90 else f"{text[:89]}…"


def _write_answers(path: Path, survey: "Survey", workspace: "Workspace") -> None:
    """Write the template of answers beside no other file of that name."""
    from rhumbline.start.writing import answers_text

    try:
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(answers_text(survey, survey.today))
    except FileExistsError:
        raise UserError(
            "There is a file of that name already.", str(path), "Name another."
        ) from None
    command = copyable_command("start", "--answers", str(path), workspace=workspace)
    console(soft_wrap=True).print(
        f"\nNow edit [bold]{escape(str(path))}[/], then run [bold]{escape(command)}[/]"
    )


def _given(path: Path, workspace: "Workspace") -> "Answers":
    from rhumbline.start.answers import keep_answers, load_answers

    given = load_answers(path)
    keep_answers(workspace, given)
    return given


def _ask(survey: "Survey", workspace: "Workspace") -> "Answers":
    from rhumbline.cli.start_questions import ask_all

    return ask_all(survey, workspace)


def _finish(workspace: "Workspace", survey: "Survey", answers: "Answers") -> None:
    """Write, lint and judge; say what is left and the next command."""
    from rhumbline.reports.terminal import print_verdict
    from rhumbline.start.drafting import stand
    from rhumbline.start.finishing import judge_answers, write_strategy

    screen = console(soft_wrap=True)
    standing = stand(survey, answers)
    findings = write_strategy(workspace, survey, answers)
    screen.print(f"\nWritten: [bold]{escape(str(relative_path(workspace.strategy)))}[/]")
    wait = Settings().lock_wait_seconds  # type: ignore[call-arg]
    sitting = judge_answers(workspace, survey, answers, run_with_spinner, wait)
    print_verdict(sitting.verdict, workspace)
    screen.print(f"\n[bold]{escape(str(standing))}[/]")
    findings = sitting.findings
    for finding in findings:
        screen.print(f"  {escape(str(finding))}")
    if not findings:
        screen.print("lint has nothing to remark.")
    command = copyable_command("lint" if findings else "run", workspace=workspace)
    screen.print(f"\nWhat next: [bold]{escape(command)}[/]")
