"""The night as a Prefect flow: every stage a task, the verdict an artifact, the failure raised last."""

from datetime import date
from typing import Any

from prefect import flow
from prefect.client.schemas.objects import State

from flows.judging import judge


@flow(name="nightly", flow_run_name="a night under way", log_prints=True)
def nightly(workspace: str | None = None, as_of: date | None = None) -> "State[Any]":
    """Read what arrived, align it with the strategy, check what must hold, publish, and tell.

    The run is red where a check fails, and its message is the count. `as_of` judges as of another
    day than today.
    """
    return judge(workspace, as_of)
