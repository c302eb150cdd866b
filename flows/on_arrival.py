"""A night by day: reads what arrived in inbox/ as soon as it lies there."""

from typing import Any

from prefect import flow
from prefect.client.schemas.objects import State
from prefect.states import Completed

from flows.judging import begin, judge, lock_wait, workspace_of
from flows.telling import named
from rhumbline.server.inbox_watch import is_worth_a_run


@flow(name="on_arrival", flow_run_name="a look into inbox", log_prints=True)
def on_arrival(workspace: str | None = None) -> "State[Any]":
    """Look into inbox/ and judge what lies there, as the nightly run does.

    What started it is only a nudge. Where an earlier run has read everything, it says so and ends.
    """
    begin()
    where = workspace_of(workspace)
    if not is_worth_a_run(where, lock_wait()):
        named("nothing new in inbox")
        return Completed(message="Nothing new lies in inbox/: an earlier run has read it.")
    return judge(str(where.root), None)
