"""The flow `report`: the scorecard and the results of all checks written anew."""

from functools import partial
from typing import Any, Final

from prefect import flow
from prefect.artifacts import create_markdown_artifact
from prefect.client.schemas.objects import State
from prefect.states import Completed

from flows.judge import begin_run, find_workspace, lock_wait
from flows.show_verdict import rename_run
from flows.stages import Stages
from rhumbline.night import write_report
from rhumbline.reports.artifacts import scorecard_page
from rhumbline.reports.run_texts import report_name

_STAGES: Final = 3


@flow(name="report", flow_run_name="the scorecard under way", log_prints=True)
def report(workspace: str | None = None) -> "State[Any]":
    """Write the scorecard and the results of all checks anew; nothing is read or published."""
    begin_run()
    folder = find_workspace(workspace)
    stages = Stages("report", _STAGES)
    verdict = write_report(folder, stages, lock_wait(), folder.site / "checks")
    page = scorecard_page(folder, verdict)
    stages.display.show(partial(create_markdown_artifact, page, "scorecard", verdict.headline))
    stages.display.show(rename_run, report_name(verdict))
    return Completed(message=f"{folder.site / 'index.html'} is written. {verdict.headline}")
