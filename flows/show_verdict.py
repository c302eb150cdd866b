"""What a flow run shows of a verdict: its name, its artifacts and its events."""

import logging
from typing import Final

from prefect import runtime
from prefect.artifacts import create_markdown_artifact
from prefect.client.orchestration import get_client
from prefect.settings import PREFECT_API_URL

from flows.events import emit_verdict_events
from flows.review_deployment import update_review_form
from rhumbline.marts import Shaped
from rhumbline.reports.artifacts import models_page, promises_page, verdict_page
from rhumbline.reports.failing_page import failing_page
from rhumbline.reports.run_texts import night_name
from rhumbline.reports.verdict import Verdict
from rhumbline.reports.verdict_rows import load_verdict_rows
from rhumbline.server.address import pages_url
from rhumbline.settings import Settings
from rhumbline.workspace import Workspace

log = logging.getLogger("rhumbline")
_NAME_LENGTH: Final = 120


def show_verdict(
    workspace: Workspace, verdict: Verdict, statuses_before: dict[str, str], shaped: Shaped | None
) -> None:
    """Write the run's artifacts, emit its events, and rename it.

    `statuses_before` is each measure's status as it was published before this night.
    """
    settings = Settings()  # type: ignore[call-arg]
    rows = load_verdict_rows(workspace, verdict, settings.failing_shown)
    form = update_review_form(workspace)
    create_markdown_artifact(
        verdict_page(workspace, verdict, rows), key="verdict", description=verdict.headline
    )
    if rows.failing:
        artifact_id = create_markdown_artifact(
            failing_page(workspace, verdict, rows.failing, form),
            key="failing-activities",
            description=f"{verdict.failing} activities fail, each with its remedy",
        )
        _log_link(f"Decide the {verdict.failing:,} that fail", artifact_id)
    create_markdown_artifact(
        promises_page(rows.promises), key="promises", description="What must hold, and whether"
    )
    if shaped is not None:
        create_markdown_artifact(
            models_page(shaped.nodes), key="models", description="How dbt shaped the marts"
        )
    emit_verdict_events(workspace, verdict, rows, statuses_before)
    rename_run(night_name(verdict))


def _log_link(what: str, artifact_id: object) -> None:
    """Write a link to an artifact into the run's log, where one of the pages makes it one to click."""
    if api_url := PREFECT_API_URL.value():
        log.warning("%s: %s/v2/artifacts/artifact/%s", what, pages_url(api_url), artifact_id)


def rename_run(name: str) -> None:
    """Rename the run under way; nothing outside of one."""
    run_id = runtime.flow_run.id
    if run_id:
        with get_client(sync_client=True) as client:
            client.update_flow_run(run_id, name=name[:_NAME_LENGTH])
