"""Start: what the exports talk about, the five questions, and the strategy that the answers make."""

import threading
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from rhumbline.archive.listing import list_inbox
from rhumbline.archive.notes import has_exports
from rhumbline.night import log_and_run
from rhumbline.start.answers import Answers, keep_answers, kept_answers
from rhumbline.start.drafting import stand
from rhumbline.start.finishing import judge_answers, may_write, write_strategy
from rhumbline.start.new_workspace import zone_of_this_machine
from rhumbline.start.proposals import in_a_year
from rhumbline.start.reading import read_exports
from rhumbline.start.survey import Survey, describe_files, describe_group, survey_exports
from rhumbline.workbench.door import Session
from rhumbline.workbench.frame import InSession, InWorkspace, Tab, redirect, render
from rhumbline.workbench.pages.who import suggest_name
from rhumbline.workbench.start_form import GOALS, WAIVED, read_form
from rhumbline.workspace import Workspace

router = APIRouter()
TAB = Tab("Start", "/start", router)
_WAIT_SECONDS: Final = 30.0  # for another writer


class SurveyKeeper:
    """Keeps the survey of a workspace until other exports lie there."""

    def __init__(self) -> None:
        """Begin without one."""
        self._lock = threading.Lock()
        self._of: tuple[str, ...] = ()
        self._survey: Survey | None = None

    def survey(self, workspace: Workspace) -> Survey:
        """The survey of what is archived and what waits; reads it where anything is new."""
        with self._lock:
            waiting = list_inbox(workspace).files
            if self._survey is None or waiting or self._of != _archived(workspace):
                zone = zone_of_this_machine()
                self._survey = survey_exports(read_exports(workspace, zone), zone)
                self._of = _archived(workspace)
            return self._survey


def _archived(workspace: Workspace) -> tuple[str, ...]:
    """The files that are archived in a workspace, by the notes beside them."""
    notes = sorted(path.name for path in workspace.archive.glob("*.json"))
    return (str(workspace.root), *notes)


_KEEPER: Final = SurveyKeeper()


async def _read_fields(request: Request) -> dict[str, str]:
    form = await request.form()
    return {name: value.strip() for name, value in form.items() if isinstance(value, str)}


Fields = Annotated[dict[str, str], Depends(_read_fields)]


@router.get("/start")
def show_start(request: Request, workspace: InWorkspace) -> Response:
    """What the exports hold and the form of the answers so far; what to do where it cannot begin."""
    if not may_write(workspace):
        return render(request, "start.html", survey=None, is_written=True)
    if not (has_exports(workspace) or list_inbox(workspace).files):
        return render(request, "start.html", survey=None, is_written=False)
    survey = _KEEPER.survey(workspace)
    answers = kept_answers(workspace) or Answers()
    return render(
        request,
        "start.html",
        survey=survey,
        answers=answers,
        goals=list(answers.goals.items()),
        calls=list(answers.calls.values()),
        rows=range(1, GOALS + 1),
        waived=WAIVED,
        standing=stand(survey, answers) if answers.measures else None,
        files=list(describe_files(survey)),
        describe=describe_group,
        deadline=in_a_year(survey.today),
        suggested_name=suggest_name(),
    )


@router.post("/start")
async def take_answers(
    request: Request, workspace: InWorkspace, session: InSession, fields: Fields
) -> Response:
    """Keep the answers; where it is asked for, write the strategy and judge."""
    return redirect(await run_in_threadpool(_take, workspace, session, fields))


def _take(workspace: Workspace, session: Session, fields: dict[str, str]) -> str:
    """Keep the answers, and return the page to go on to."""
    survey = _KEEPER.survey(workspace)
    answers = read_form(fields, survey, kept_answers(workspace) or Answers())
    keep_answers(workspace, answers)
    if fields.get("action") != "judge":
        session.notify("Kept. What you left open can be answered later.")
        return "/start"
    write_strategy(workspace, survey, answers)
    sitting = judge_answers(workspace, survey, answers, log_and_run, _WAIT_SECONDS)
    for finding in sitting.findings:
        session.notify(str(finding), is_good=False)
    session.notify(f"strategy.yaml is written. {stand(survey, answers)}.")
    return "/"
