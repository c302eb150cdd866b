"""The flow `review`: a person's decision, submitted as a form, recorded and judged at once."""

from dataclasses import replace
from datetime import date
from typing import Any

from prefect import flow
from prefect.client.schemas.objects import State
from prefect.states import Completed, Failed

from flows.judge import begin_run, find_workspace, judge
from flows.show_verdict import rename_run
from flows.stages import Tasks
from rhumbline.decisions.record import Request, record_all
from rhumbline.errors import UserError
from rhumbline.night import Step, judge_again
from rhumbline.reports.review_form import refuse_incomplete
from rhumbline.reports.run_texts import decision_message, decision_name
from rhumbline.reports.verdict import Verdict
from rhumbline.reports.verdict_rows import count_published_failures, read_failing_of_cause
from rhumbline.workspace import Workspace


@flow(name="review", flow_run_name="a decision under way", log_prints=True)
def review(
    action: str,
    decided_by: str,
    activity_id: str | None = None,
    cause: str | None = None,
    measure: str | None = None,
    why: str | None = None,
    owner: str | None = None,
    expires: str | None = None,
    post: str | None = None,
    workspace: str | None = None,
) -> "State[Any]":
    """Record your decision on a post, or on all posts that fail for a cause, and judge again at once.

    The run is green when the decision is recorded, whatever still fails; its message has the new
    count. A decision that is not valid is refused with the reason, and nothing is recorded. What
    lies in inbox/ is left to the next night.
    """
    begin_run()
    folder = find_workspace(workspace)
    tasks = Tasks()
    request = Request(activity_id or "", action, decided_by, measure, why, owner, expires)
    try:
        refuse_incomplete(request, cause)
        activities = read_failing_of_cause(folder, cause) if cause else [request.activity_id]
        requests = [replace(request, activity_id=each) for each in activities]
        before = count_published_failures(folder)
        decisions = tasks("Record the decision", record_all, folder, requests)
    except UserError as error:
        tasks.display.show(rename_run, f"refused: {action} {activity_id or cause}")
        return Failed(message=str(error), data=error)
    judged = judge(str(folder.root), None, judge_stored)
    after = count_published_failures(folder)
    tasks.display.show(rename_run, decision_name(decisions, after))
    headline = (judged.message or "").split("\n")[0]
    return Completed(message=decision_message(decisions, headline, before, after))


def judge_stored(workspace: Workspace, _: date | None, step: Step, wait: float) -> Verdict:
    """Judge what is stored, as of the last night, with the decisions as they are now."""
    return judge_again(workspace, step=step, wait=wait)
