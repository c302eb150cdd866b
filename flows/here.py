"""A night as a flow run in the process of a command, its verdict handed back."""

from datetime import date

from flows.deployments import register_form
from flows.judging import heard
from flows.nightly import nightly
from rhumbline.errors import CheckFailed
from rhumbline.reports.verdict import Verdict
from rhumbline.workspace import Workspace


def run_here(workspace: Workspace, as_of: date | None, address: str | None) -> Verdict:
    """The verdict of a night that is a flow run in this process, red or green.

    Where no server answers (`address` is None), Prefect starts one of the workspace's own for as
    long; the review form is registered with it, for `serve` to answer later. Raises UserError as
    the night does. The environment must have been prepared before this module was imported.
    """
    if address is None:
        register_form(workspace)
    heard.clear()
    try:
        nightly(str(workspace.root), as_of)
    except CheckFailed:
        if not heard:
            raise
    return heard[-1]
