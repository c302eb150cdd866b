"""The scorecard written anew, as a flow."""

from typing import Any

from prefect import flow
from prefect.artifacts import create_markdown_artifact
from prefect.client.schemas.objects import State
from prefect.states import Completed

from flows.judging import begin, lock_wait, workspace_of
from flows.stages import Stages
from flows.telling import named
from rhumbline.night import write_report
from rhumbline.reports.artifacts import scorecard_page


@flow(name="report", flow_run_name="the scorecard under way", log_prints=True)
def report(workspace: str | None = None) -> "State[Any]":
    """Write the scorecard and the results of all checks anew; nothing is read or published."""
    begin()
    where = workspace_of(workspace)
    verdict = write_report(where, Stages("report", 3), lock_wait(), where.site / "checks")
    create_markdown_artifact(
        scorecard_page(where, verdict), key="scorecard", description=verdict.headline
    )
    named(f"{verdict.as_of} scorecard: {verdict.failing} of {verdict.judged} fail")
    return Completed(message=f"{where.site / 'index.html'} is written. {verdict.headline}")
