"""The review form: its fields and choices follow strategy.yaml, wherever the deployment was made."""

from typing import Any, Final
from uuid import UUID

from prefect.client.orchestration import get_client
from prefect.client.schemas.actions import DeploymentUpdate
from prefect.client.schemas.filters import FlowFilter, FlowFilterName
from prefect.client.schemas.responses import DeploymentResponse

from models.strategy import Strategy
from rhumbline.strategy.file import load
from rhumbline.workspace import Workspace

ACTIONS: Final = ("tie", "waive", "confirm", "withdraw")
_MEANING: Final = (
    "Tie it to a measure; waive it, with a reason and an owner; confirm a suspect trace; "
    "or withdraw an earlier decision."
)


def form(strategy: Strategy) -> dict[str, Any]:
    """The parameters of the review flow as JSON Schema, with the measures there are to choose."""
    fields = {
        "activity_id": _text("Activity", "Its id, platform:native id, as the failing list has it."),
        "action": _choice("Action", _MEANING, ACTIONS) | {"default": "tie"},
        "measure": _choice("Measure", _measures(strategy), list(strategy.measures)),
        "why": _text("Why", "The reason, for whoever reads the decision in a year."),
        "owner": _text("Owner", "Who answers for a waiver."),
        "expires": _text("Expires", "The last day a waiver or tie holds.") | {"format": "date"},
        "decided_by": _text("Decided by", "Your name. A decision is kept with it, for good.")
        | {"minLength": 1},
    }
    return {
        "title": "Parameters",
        "type": "object",
        "properties": {
            name: field | {"position": place} for place, (name, field) in enumerate(fields.items())
        },
        "required": ["activity_id", "action", "decided_by"],
        "definitions": {},
    }


def _text(title: str, description: str) -> dict[str, Any]:
    return {"title": title, "type": "string", "description": description}


def _choice(title: str, description: str, choices: Any) -> dict[str, Any]:
    return _text(title, description) | {"enum": list(choices)}


def _measures(strategy: Strategy) -> str:
    """What there is to choose, goal by goal."""
    of_goal = (
        (goal.statement, [name for name, m in strategy.measures.items() if m.goal == goal_id])
        for goal_id, goal in strategy.goals.items()
    )
    said = (f"{statement}: {', '.join(names)}" for statement, names in of_goal if names)
    return f"Needed to tie. {' · '.join(said)}"


def review_deployment(workspace: Workspace) -> UUID | None:
    """The workspace's review deployment on this server, its form brought up to date; None if none."""
    found = deployments_of(workspace, "review")
    if not found:
        return None
    fresh = form(load(workspace.strategy).strategy)
    if found[0].parameter_openapi_schema != fresh:
        with get_client(sync_client=True) as client:
            update = DeploymentUpdate(parameter_openapi_schema=fresh)
            client.update_deployment(found[0].id, update)
    return found[0].id


def deployments_of(workspace: Workspace, *flows: str) -> list[DeploymentResponse]:
    """The deployments of these flows that are about this workspace, the latest first."""
    with get_client(sync_client=True) as client:
        found = client.read_deployments(flow_filter=FlowFilter(name=FlowFilterName(any_=[*flows])))
    ours = [each for each in found if each.parameters.get("workspace") == str(workspace.root)]
    return sorted(ours, key=lambda each: str(each.updated), reverse=True)
