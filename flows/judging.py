"""What every judging flow does: run the night's stages, tell what they found, then end red or green."""

import os
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from prefect.client.schemas.objects import State
from prefect.states import Completed, Failed

from flows.stages import Stages, as_task, end_with_serve, log_plainly
from flows.telling import named, tell
from rhumbline.errors import CheckFailed, RhumblineError
from rhumbline.night import night, raise_for_failure
from rhumbline.reports.details import standings
from rhumbline.reports.verdict import Verdict
from rhumbline.settings import Settings
from rhumbline.workspace import Workspace

STAGES = 9
heard: list[Verdict] = []
"""The verdicts told in this process, for the command that ran a flow in it."""


def workspace_of(given: str | None) -> Workspace:
    """The workspace a run is about: named, of RHUMBLINE_WORKSPACE, or the nearest parent."""
    named_folder = given or os.environ.get("RHUMBLINE_WORKSPACE")
    return Workspace.find(Path(named_folder) if named_folder else None)


def begin() -> None:
    """What every run of ours does first."""
    log_plainly()
    end_with_serve()


def judge(
    workspace: str | None, as_of: date | None, running: Callable[..., Verdict] = night
) -> "State[Any]":
    """Run a night and tell it; the state the run ends in, its headline first."""
    begin()
    try:
        where = workspace_of(workspace)
        before = standings(where)
        stages = Stages("night", STAGES)
        verdict = running(where, as_of, stages, lock_wait())
        as_task("Tell what the night found", tell, where, verdict, before, stages.shaped)
    except RhumblineError as error:
        named("stopped: " + str(error).splitlines()[0])
        return Failed(message=str(error), data=error)
    heard.append(verdict)
    return ending(verdict)


def ending(verdict: Verdict) -> "State[Any]":
    """Red with the count as its message where a check fails, else green."""
    try:
        return Completed(message=raise_for_failure(verdict).headline)
    except CheckFailed as error:
        return Failed(message=verdict.headline, data=error)


def lock_wait() -> float:
    """Seconds to wait for another writer."""
    return Settings().lock_wait_seconds  # type: ignore[call-arg]
