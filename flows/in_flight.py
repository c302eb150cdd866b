"""Runs that are due, under way, over or left behind: who is about to look, and who died."""

from datetime import UTC, datetime, timedelta
from typing import Any, Final, cast

import psutil
from prefect.client.orchestration import get_client
from prefect.client.schemas.filters import (
    DeploymentFilter,
    DeploymentFilterId,
    FlowFilter,
    FlowFilterName,
    FlowRunFilter,
    FlowRunFilterExpectedStartTime,
    FlowRunFilterState,
    FlowRunFilterStateType,
)
from prefect.client.schemas.objects import FlowRun, State, StateType
from prefect.client.schemas.sorting import FlowRunSort
from prefect.states import Cancelled, Crashed
from prefect.types import DateTime

from flows.review_form import deployments_of
from rhumbline.workspace import Workspace

_READS: Final = ("nightly", "on_arrival", "rebuild")
_UNDER_WAY: Final = (StateType.PENDING, StateType.RUNNING, StateType.CANCELLING)
_SOON: Final = timedelta(seconds=15)
_SETTLES: Final = timedelta(seconds=30)


def is_about_to_look(workspace: Workspace) -> bool:
    """Whether a run that reads inbox/ is due or has begun: it will see what lies there."""
    soon = datetime.now(UTC) + _SOON
    return bool(
        _runs(workspace, *_READS, states=_UNDER_WAY)
        or _runs(workspace, *_READS, states=(StateType.SCHEDULED,), before=soon)
    )


def last_night(workspace: Workspace) -> FlowRun | None:
    """The last run that ended with a verdict, wherever it was started; None before the first."""
    over = FlowRunFilterStateType(any_=[StateType.COMPLETED, StateType.FAILED])
    with get_client(sync_client=True) as client:
        found = client.read_flow_runs(
            flow_filter=FlowFilter(name=FlowFilterName(any_=[*_READS])),
            flow_run_filter=FlowRunFilter(state=FlowRunFilterState(type=over)),
            sort=FlowRunSort.END_TIME_DESC,
            limit=20,
        )
    ours = (run for run in found if run.parameters.get("workspace") == str(workspace.root))
    return next(ours, None)


def skip_the_missed(workspace: Workspace) -> None:
    """Cancel nights whose hour passed while nothing ran; what arrived since is read on arrival.

    Decisions and other runs that people asked for stay due.
    """
    due = _runs(workspace, "nightly", states=(StateType.SCHEDULED,), before=datetime.now(UTC))
    missed: State[Any] = Cancelled(name="Missed", message="Rhumbline was not running at this hour.")
    with get_client(sync_client=True) as client:
        for run in due:
            if run.auto_scheduled:
                client.set_flow_run_state(run.id, missed, force=True)


def end_the_dead(workspace: Workspace, settled: timedelta = _SETTLES) -> None:
    """Mark runs as crashed whose process is gone, after a kill -9 or a power cut.

    Those whose state is younger than `settled` are left: a run that begins has no process yet.
    """
    alive = _run_ids_of_processes()
    cut_off: State[Any] = Crashed(
        message="The process ended without a word, as after kill -9 or a power cut. "
        "Nothing is half done: the next run goes on where this one stopped."
    )
    names = ("nightly", "on_arrival", "review", "rebuild", "report")
    with get_client(sync_client=True) as client:
        for run in _runs(workspace, *names, states=_UNDER_WAY):
            begun = run.state.timestamp if run.state else None
            is_new = begun and datetime.now(UTC) - begun < settled
            if run.work_pool_name is None and str(run.id) not in alive and not is_new:
                client.set_flow_run_state(run.id, cut_off, force=True)


def _run_ids_of_processes() -> set[str]:
    """The runs that processes of this machine are about, as their environment says."""
    environments = (p.info["environ"] or {} for p in psutil.process_iter(["environ"]))
    return {run for each in environments if (run := each.get("PREFECT__FLOW_RUN_ID"))}


def _runs(
    workspace: Workspace,
    *flows: str,
    states: tuple[StateType, ...],
    before: datetime | None = None,
) -> list[FlowRun]:
    """The runs of this workspace's deployments in one of these states, due before a moment."""
    ids = [each.id for each in deployments_of(workspace, *flows)]
    if not ids:
        return []
    wanted = FlowRunFilter(
        state=FlowRunFilterState(type=FlowRunFilterStateType(any_=[*states])),
        expected_start_time=FlowRunFilterExpectedStartTime(before_=cast("DateTime", before))
        if before
        else None,
    )
    of_ours = DeploymentFilter(id=DeploymentFilterId(any_=ids))
    with get_client(sync_client=True) as client:
        return list(
            client.read_flow_runs(flow_run_filter=wanted, deployment_filter=of_ours, limit=200)
        )


def _before(moment: datetime) -> FlowRunFilterExpectedStartTime:
    return FlowRunFilterExpectedStartTime(before_=cast("DateTime", moment))
