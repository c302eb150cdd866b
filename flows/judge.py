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
from flows.stages import Stages
from rhumbline.errors import CheckFailed, RhumblineError
from rhumbline.night import raise_for_failure, run_night
from rhumbline.reports.run_texts import stopped_message
from rhumbline.reports.verdict import Verdict
from rhumbline.reports.verdict_rows import read_published_statuses
from rhumbline.settings import Settings
from rhumbline.workspace import Workspace

STAGES: Final = 12
"""The stages of a night, for its progress."""


class Outcome:
    """What the last night of this process came to, whatever becomes of its flow run."""

    def __init__(self) -> None:
        """Begin without one."""
        self.clear()

    def clear(self) -> None:
        """Forget the night before."""
        self.verdict: Verdict | None = None
        self.error: Exception | None = None

    def keep(self, run_stages: Callable[..., Verdict], *args: object) -> Verdict:
        """Run a night, keep its verdict or error, and return or raise it."""
        self.clear()
        try:
            self.verdict = run_stages(*args)
        except Exception as error:
            self.error = error
            raise
        return self.verdict


outcome: Final = Outcome()


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
    stages = Stages("night", STAGES)
    try:
        folder = find_workspace(workspace)
        statuses_before = read_published_statuses(folder)
        verdict = outcome.keep(run_stages, folder, as_of, stages, lock_wait())
    except RhumblineError as error:
        stages.display.show(rename_run, "stopped: " + str(error).splitlines()[0])
        return Failed(message=stopped_message(str(error), stages.failed_at), data=error)
    shown = (folder, verdict, statuses_before, stages.shaped)
    stages.show("Show the verdict", show_verdict, *shown)
    return end_state(verdict, stages.failed_at)


def end_state(verdict: Verdict, failed_at: str | None) -> "State[Any]":
    """Failed with the headline and the failing stage where a check fails, else Completed with it."""
    try:
        return Completed(message=raise_for_failure(verdict).headline)
    except CheckFailed as error:
        return Failed(message=stopped_message(verdict.headline, failed_at), data=error)


def lock_wait() -> float:
    """Seconds to wait for another writer of the workspace."""
    return Settings().lock_wait_seconds  # type: ignore[call-arg]
