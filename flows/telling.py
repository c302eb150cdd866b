"""What a flow run shows of a verdict: its name and its artifacts; events tell the rest."""

from typing import Final

from prefect import runtime
from prefect.artifacts import create_markdown_artifact
from prefect.client.orchestration import get_client

from flows.events import emit_of
from flows.review_form import review_deployment
from rhumbline.marts import Shaped
from rhumbline.reports.artifacts import failing_page, models_page, promises_page, verdict_page
from rhumbline.reports.details import load_details
from rhumbline.reports.verdict import Verdict
from rhumbline.settings import Settings
from rhumbline.workspace import Workspace

_NAME_LENGTH: Final = 120


def tell(
    workspace: Workspace, verdict: Verdict, before: dict[str, str], shaped: Shaped | None
) -> None:
    """Name the run, write its artifacts, and emit its events.

    `before` is each measure's status as it was published before this night.
    """
    settings = Settings()  # type: ignore[call-arg]
    details = load_details(workspace, verdict, settings.failing_shown)
    form = review_deployment(workspace)
    create_markdown_artifact(
        verdict_page(workspace, verdict, details), key="verdict", description=verdict.headline
    )
    if details.failing:
        create_markdown_artifact(
            failing_page(workspace, verdict, details.failing, form),
            key="failing-activities",
            description=f"{verdict.failing} activities fail, each with its remedy",
        )
    create_markdown_artifact(
        promises_page(details.promises), key="promises", description="What must hold, and whether"
    )
    if shaped is not None:
        create_markdown_artifact(
            models_page(shaped.nodes), key="models", description="How dbt shaped the marts"
        )
    emit_of(workspace, verdict, details, before)
    named(run_name(verdict))


def run_name(verdict: Verdict) -> str:
    """Date, verdict and counts, as they stand in a list of runs."""
    day = verdict.as_of.isoformat()
    if verdict.integrity:
        count = len(verdict.integrity)
        return f"{day} broken: {count} promise{'s' * (count != 1)} of the data"
    refused = f", {len(verdict.refused)} refused" if verdict.refused else ""
    word = "good" if verdict.is_good else "failed"
    return f"{day} {word}: {verdict.failing} of {verdict.judged} fail{refused}"


def named(name: str) -> None:
    """Rename the run under way."""
    run = runtime.flow_run.id
    if run:
        with get_client(sync_client=True) as client:
            client.update_flow_run(run, name=name[:_NAME_LENGTH])
