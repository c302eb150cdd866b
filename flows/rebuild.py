"""The flow `rebuild`: the warehouse made anew from the archive."""

from collections.abc import Callable
from datetime import date
from typing import Any

from prefect import flow
from prefect.client.schemas.objects import State

from flows.judge import judge
from rhumbline import night
from rhumbline.reports.verdict import Verdict
from rhumbline.workspace import Workspace


@flow(name="rebuild", flow_run_name="a rebuild under way", log_prints=True)
def rebuild(workspace: str | None = None) -> "State[Any]":
    """Build the warehouse anew from archive/, decisions.jsonl and the strategy alone.

    Its verdict is that of the last night, as of the same day.
    """
    return judge(workspace, None, _rebuild)


def _rebuild(
    workspace: Workspace, _as_of: date | None, step: Callable[..., Any], wait: float
) -> Verdict:
    """Rebuild as of the last night, whatever day is given."""
    return night.rebuild(workspace, step, wait)
