"""A person's decision on an activity, submitted as a form: recorded, then judged at once."""

from typing import Any

from prefect import flow
from prefect.client.schemas.objects import State
from prefect.states import Completed, Failed

from flows.judging import begin, judge, workspace_of
from flows.stages import as_task
from flows.telling import named
from models.decision import Decision
from rhumbline.decisions.record import Request, record
from rhumbline.errors import UserError
from rhumbline.reports.details import failing_as_published


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
    count. What is not good is refused with the reason, and nothing is recorded.
    """
    begin()
    where = workspace_of(workspace)
    asked = Request(activity_id, action, decided_by, measure, why, owner, expires)
    before = failing_as_published(where)
    try:
        decision = as_task("Record the decision", record, where, asked)
    except UserError as error:
        named(f"refused: {action} {activity_id}")
        return Failed(message=str(error), data=error)
    judged = judge(str(where.root), None)
    after = failing_as_published(where)
    named(f"{_said(decision)}: {after} fail")
    return Completed(
        message=f"Recorded: {_said(decision)}. {judged.message}{_change(before, after)}"
    )


def _said(decision: Decision) -> str:
    to = f" to {decision.measure}" if decision.action == "tie" else ""
    return f"{decision.action} {decision.activity_id}{to}, by {decision.decided_by}"


def _change(before: int, after: int) -> str:
    """How many fewer or more fail than before."""
    if before == after:
        return "; as many as before."
    return f"; {abs(before - after)} {'fewer' if after < before else 'more'} than before."
