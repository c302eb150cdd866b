"""What the judging flows share: run the stages, show the verdict, end red or green."""

import os
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, Final

from prefect.client.schemas.objects import State
from prefect.states import Completed, Failed

from flows.run_logs import set_up_run_logs
from flows.served_process import end_with_serve
from flows.show_verdict import rename_run, show_verdict
from flows.stages import Stages, run_as_task
from rhumbline.errors import CheckFailed, RhumblineError
from rhumbline.night import raise_for_failure, run_night
from rhumbline.reports.verdict import Verdict
from rhumbline.reports.verdict_rows import read_published_statuses
from rhumbline.settings import Settings
from rhumbline.workspace import Workspace

STAGES: Final = 11
"""The stages of a night, for its progress."""
verdicts: list[Verdict] = []
"""The verdicts of the runs in this process, for the command that started one here."""


def find_workspace(given: str | None) -> Workspace:
    """The workspace of a run: the one given, of RHUMBLINE_WORKSPACE, or the nearest parent."""
    folder = given or os.environ.get("RHUMBLINE_WORKSPACE")
    return Workspace.find(Path(folder) if folder else None)


def begin_run() -> None:
    """Set up what every run needs first: readable logs, and an end when `serve` ends."""
    set_up_run_logs()
    end_with_serve()


def judge(
    workspace: str | None, as_of: date | None, run_stages: Callable[..., Verdict] = run_night
) -> "State[Any]":
    """Run a night, show its verdict, and return the state the run ends in, its headline first."""
    begin_run()
    try:
        folder = find_workspace(workspace)
        statuses_before = read_published_statuses(folder)
        stages = Stages("night", STAGES)
        verdict = run_stages(folder, as_of, stages, lock_wait())
        run_as_task(
            "Show the verdict", show_verdict, folder, verdict, statuses_before, stages.shaped
        )
    except RhumblineError as error:
        rename_run("stopped: " + str(error).splitlines()[0])
        return Failed(message=str(error), data=error)
    verdicts.append(verdict)
    return end_state(verdict)


def end_state(verdict: Verdict) -> "State[Any]":
    """Failed with the headline where a check fails, else Completed with it."""
    try:
        return Completed(message=raise_for_failure(verdict).headline)
    except CheckFailed as error:
        return Failed(message=verdict.headline, data=error)


def lock_wait() -> float:
    """Seconds to wait for another writer of the workspace."""
    return Settings().lock_wait_seconds  # type: ignore[call-arg]
