"""The states of a workspace's runs: which are due or under way, which were missed, which died."""

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

from flows.review_deployment import find_deployments
from rhumbline.workspace import Workspace

_READING_FLOWS: Final = ("nightly", "on_arrival", "rebuild")
_ALL_FLOWS: Final = (*_READING_FLOWS, "review", "report")
_UNDER_WAY: Final = (StateType.PENDING, StateType.RUNNING, StateType.CANCELLING)
_SOON: Final = timedelta(seconds=15)
_GRACE: Final = timedelta(seconds=30)


def is_inbox_run_due(workspace: Workspace) -> bool:
    """Whether a run that reads inbox/ has begun or is due within seconds."""
    soon = datetime.now(UTC) + _SOON
    return bool(
        _runs(workspace, *_READING_FLOWS, states=_UNDER_WAY)
        or _runs(workspace, *_READING_FLOWS, states=(StateType.SCHEDULED,), before=soon)
    )


def find_last_night(workspace: Workspace) -> FlowRun | None:
    """The last run that ended with a verdict, wherever it was started; None before the first."""
    ended = FlowRunFilterStateType(any_=[StateType.COMPLETED, StateType.FAILED])
    with get_client(sync_client=True) as client:
        runs = client.read_flow_runs(
            flow_filter=FlowFilter(name=FlowFilterName(any_=[*_READING_FLOWS])),
            flow_run_filter=FlowRunFilter(state=FlowRunFilterState(type=ended)),
            sort=FlowRunSort.END_TIME_DESC,
            limit=20,
        )
    ours = (run for run in runs if run.parameters.get("workspace") == str(workspace.root))
    return next(ours, None)


def cancel_missed_nights(workspace: Workspace) -> None:
    """Cancel scheduled nights whose hour passed while `serve` did not run.

    Runs that people asked for, such as decisions, stay due.
    """
    due = _runs(workspace, "nightly", states=(StateType.SCHEDULED,), before=datetime.now(UTC))
    missed: State[Any] = Cancelled(name="Missed", message="Rhumbline was not running at this hour.")
    with get_client(sync_client=True) as client:
        for run in due:
            if run.auto_scheduled:
                client.set_flow_run_state(run.id, missed, force=True)


def mark_dead_runs(workspace: Workspace, grace: timedelta = _GRACE) -> None:
    """Mark runs under way as crashed where their process is gone, as after a kill -9.

    Runs whose state is younger than `grace` are left out, for one that begins has no process yet.
    """
    alive = _run_ids_of_processes()
    cut_off: State[Any] = Crashed(
        message="The process ended without a word, as after kill -9 or a power cut. "
        "Nothing is half done: the next run goes on where this one stopped."
    )
    with get_client(sync_client=True) as client:
        for run in _runs(workspace, *_ALL_FLOWS, states=_UNDER_WAY):
            begun = run.state.timestamp if run.state else None
            is_new = begun and datetime.now(UTC) - begun < grace
            if run.work_pool_name is None and str(run.id) not in alive and not is_new:
                client.set_flow_run_state(run.id, cut_off, force=True)


def _run_ids_of_processes() -> set[str]:
    """The ids of the runs that have a process on this machine, from the processes' environments."""
    environments = (p.info["environ"] or {} for p in psutil.process_iter(["environ"]))
    return {run for each in environments if (run := each.get("PREFECT__FLOW_RUN_ID"))}


def _runs(
    workspace: Workspace,
    *flows: str,
    states: tuple[StateType, ...],
    before: datetime | None = None,
) -> list[FlowRun]:
    """The runs of these flows and this workspace in one of the states, due before a moment if given."""
    ids = [each.id for each in find_deployments(workspace, *flows)]
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
