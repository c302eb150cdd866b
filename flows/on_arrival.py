"""The flow `on_arrival`: runs the night's stages when a file arrives in inbox/."""

from typing import Any

from prefect import flow
from prefect.client.schemas.objects import State
from prefect.states import Completed

from flows.display import Display
from flows.judge import begin_run, find_workspace, judge, lock_wait
from flows.show_verdict import rename_run
from rhumbline.server.inbox_watch import is_worth_a_run


@flow(name="on_arrival", flow_run_name="a look into inbox", log_prints=True)
def on_arrival(workspace: str | None = None) -> "State[Any]":
    """Read what lies in inbox/ and judge, as the nightly run does.

    The event that starts it is only a hint: where an earlier run has read everything, this one ends
    without judging.
    """
    begin_run()
    folder = find_workspace(workspace)
    if not is_worth_a_run(folder, lock_wait()):
        Display().show(rename_run, "nothing new in inbox")
        return Completed(message="Nothing new lies in inbox/: an earlier run has read it.")
    return judge(str(folder.root), None)
