"""The flow `review`: a person's decision, submitted as a form, recorded and judged at once."""

from typing import Any

from prefect import flow
from prefect.client.schemas.objects import State
from prefect.states import Completed, Failed

from flows.judge import begin_run, find_workspace, judge
from flows.show_verdict import rename_run
from flows.stages import Tasks
from rhumbline.decisions.record import Request, record
from rhumbline.errors import UserError
from rhumbline.reports.run_texts import decision_message, decision_name
from rhumbline.reports.verdict_rows import count_published_failures


@flow(name="review", flow_run_name="{action} {activity_id}", log_prints=True)
def review(
    activity_id: str,
    action: str,
    decided_by: str,
    measure: str | None = None,
    why: str | None = None,
    owner: str | None = None,
    expires: str | None = None,
    workspace: str | None = None,
) -> "State[Any]":
    """Record your decision on an activity, and judge again at once.

    The run is green when the decision is recorded, whatever still fails; its message has the new
    count. A decision that is not valid is refused with the reason, and nothing is recorded.
    """
    begin_run()
    folder = find_workspace(workspace)
    request = Request(activity_id, action, decided_by, measure, why, owner, expires)
    before = count_published_failures(folder)
    tasks = Tasks()
    try:
        decision = tasks("Record the decision", record, folder, request)
    except UserError as error:
        tasks.display.show(rename_run, f"refused: {action} {activity_id}")
        return Failed(message=str(error), data=error)
    judged = judge(str(folder.root), None)
    after = count_published_failures(folder)
    tasks.display.show(rename_run, decision_name(decision, after))
    return Completed(message=decision_message(decision, judged.message, before, after))
