"""The flow `nightly`: a whole night, on the strategy's schedule."""

from datetime import date
from typing import Any

from prefect import flow
from prefect.client.schemas.objects import State

from flows.judge import judge


@flow(name="nightly", flow_run_name="a night under way", log_prints=True)
def nightly(workspace: str | None = None, as_of: date | None = None) -> "State[Any]":
    """Read what arrived, align it with the strategy, check what must hold, and publish.

    The run is red where a check fails, and its message gives the count. `as_of` judges as of
    another day than today.
    """
    return judge(workspace, as_of)
