"""The deployments of a workspace: its flows with their schedule, trigger and forms."""

import re
from collections.abc import Sequence
from datetime import timedelta
from typing import Any, Final

from prefect import Flow
from prefect.client.orchestration import get_client
from prefect.client.schemas.actions import DeploymentScheduleCreate
from prefect.client.schemas.filters import DeploymentFilter, DeploymentFilterName
from prefect.client.schemas.responses import DeploymentResponse
from prefect.client.schemas.schedules import CronSchedule
from prefect.deployments.runner import RunnerDeployment, VersionType  # type: ignore[attr-defined]
from prefect.events import DeploymentEventTrigger
from prefect.types.entrypoint import EntrypointType
from prefect.utilities.callables import ParameterSchema

from flows.events import ARRIVED, WORKSPACE, slug
from flows.nightly import nightly
from flows.on_arrival import on_arrival
from flows.rebuild import rebuild
from flows.report import report
from flows.review import review
from models.strategy import Strategy
from rhumbline import __version__
from rhumbline.reports.review_form import review_form
from rhumbline.strategy.file import load
from rhumbline.workspace import Workspace

FLOWS: Final[tuple[Flow[..., Any], ...]] = (nightly, on_arrival, review, rebuild, report)


def make_deployments(workspace: Workspace, strategy: Strategy) -> list[RunnerDeployment]:
    """The deployments to register; registering the same again changes nothing.

    Each is named as its flow; the folder's name is added where another workspace has that name on a
    shared server.
    """
    known = _registered(workspace)
    return [
        _nightly(workspace, strategy, known),
        _deployment(workspace, on_arrival, known, triggers=[arrival_trigger(workspace)]),
        _deployment(workspace, review, known, schema=review_form(strategy)),
        _deployment(workspace, rebuild, known),
        _deployment(workspace, report, known),
    ]


def register_review_form(workspace: Workspace) -> None:
    """Register the deployment of `review` alone, so that artifacts can link to it before `serve` runs."""
    strategy = load(workspace.strategy).strategy
    _deployment(workspace, review, _registered(workspace), schema=review_form(strategy)).apply()


def _registered(workspace: Workspace) -> dict[str, DeploymentResponse | None]:
    """The name for each flow's deployment → the deployment registered under it, if there is one."""
    names = [flow.name for flow in FLOWS]
    own = {name: f"{name}-{slug(workspace.root.name)}" for name in names}
    wanted = DeploymentFilter(name=DeploymentFilterName(any_=[*names, *own.values()]))
    with get_client(sync_client=True) as client:
        existing = {each.name: each for each in client.read_deployments(deployment_filter=wanted)}
    taken = {n for n in names if n in existing and not _is_of(workspace, existing[n])}
    chosen = (own[name] if name in taken else name for name in names)
    return {name: existing.get(name) for name in chosen}


def _is_of(workspace: Workspace, deployment: DeploymentResponse) -> bool:
    return bool(deployment.parameters.get("workspace") == str(workspace.root))


def _nightly(
    workspace: Workspace, strategy: Strategy, known: dict[str, DeploymentResponse | None]
) -> RunnerDeployment:
    """The night on the strategy's schedule; a schedule that a person paused stays paused."""
    before = _named(nightly, known)[1]
    paused = bool(before and before.schedules and not any(s.active for s in before.schedules))
    clock = CronSchedule(cron=strategy.cron, timezone=strategy.timezone)
    schedule = DeploymentScheduleCreate(schedule=clock, active=not paused)
    return _deployment(workspace, nightly, known, schedules=[schedule])


def _deployment(
    workspace: Workspace,
    flow: Flow[..., Any],
    known: dict[str, DeploymentResponse | None],
    *,
    schema: dict[str, Any] | None = None,
    schedules: Sequence[DeploymentScheduleCreate] = (),
    triggers: Sequence[DeploymentEventTrigger] = (),
) -> RunnerDeployment:
    deployment = RunnerDeployment.from_flow(
        flow,
        name=_named(flow, known)[0],
        description=_one_paragraph(flow.description),
        parameters={"workspace": str(workspace.root)},
        schedules=list(schedules) or None,
        triggers=list(triggers),
        tags=["rhumbline"],
        version=__version__,
        version_type=VersionType.SIMPLE,
        entrypoint_type=EntrypointType.MODULE_PATH,
    )
    form = schema or _without_workspace(deployment._parameter_openapi_schema)
    deployment._parameter_openapi_schema = ParameterSchema.model_validate(form)
    return deployment


def _named(
    flow: Flow[..., Any], known: dict[str, DeploymentResponse | None]
) -> tuple[str, DeploymentResponse | None]:
    return next((n, d) for n, d in known.items() if n == flow.name or n.startswith(f"{flow.name}-"))


def _one_paragraph(text: str | None) -> str | None:
    return re.sub(r"(?<!\n)\n(?!\n)", " ", text) if text else None


def _without_workspace(schema: ParameterSchema) -> dict[str, Any]:
    """The form without the field `workspace`: the deployment sets it, and nobody should change it."""
    form = schema.model_dump(exclude_unset=True)
    form["properties"] = {k: v for k, v in form["properties"].items() if k != "workspace"}
    return form


def arrival_trigger(workspace: Workspace) -> DeploymentEventTrigger:
    """A trigger that starts a run for every event of exports in this inbox."""
    return DeploymentEventTrigger(
        name=f"Exports arrived in {workspace.root.name}",
        description="Starts on_arrival, which looks itself at what lies in inbox/.",
        expect={ARRIVED},
        match={WORKSPACE: str(workspace.root)},
        threshold=1,
        within=timedelta(0),
        parameters={"workspace": str(workspace.root)},
    )
