"""The deployments of a workspace on a server, and the form of `review`, kept as strategy.yaml is."""

from uuid import UUID

from prefect.client.orchestration import get_client
from prefect.client.schemas.actions import DeploymentUpdate
from prefect.client.schemas.filters import FlowFilter, FlowFilterName
from prefect.client.schemas.responses import DeploymentResponse

from rhumbline.reports.review_form import review_form
from rhumbline.strategy.file import load
from rhumbline.workspace import Workspace


def update_review_form(workspace: Workspace) -> UUID | None:
    """Bring the review deployment's form up to date; its id, or None where it is not deployed."""
    deployments = find_deployments(workspace, "review")
    if not deployments:
        return None
    form = review_form(load(workspace.strategy).strategy)
    if deployments[0].parameter_openapi_schema != form:
        with get_client(sync_client=True) as client:
            update = DeploymentUpdate(parameter_openapi_schema=form)
            client.update_deployment(deployments[0].id, update)
    return deployments[0].id


def find_deployments(workspace: Workspace, *flow_names: str) -> list[DeploymentResponse]:
    """The deployments of these flows that are about this workspace, the latest first."""
    flow_filter = FlowFilter(name=FlowFilterName(any_=[*flow_names]))
    with get_client(sync_client=True) as client:
        deployments = client.read_deployments(flow_filter=flow_filter)
    ours = [each for each in deployments if each.parameters.get("workspace") == str(workspace.root)]
    return sorted(ours, key=lambda each: str(each.updated), reverse=True)
