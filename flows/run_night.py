"""A night as a flow run in the process of a command, which gets the verdict."""

from datetime import date

from flows.deployments import register_review_form
from flows.judge import verdicts
from flows.nightly import nightly
from rhumbline.errors import CheckFailed
from rhumbline.reports.verdict import Verdict
from rhumbline.workspace import Workspace


def run_night_as_flow(workspace: Workspace, as_of: date | None, api_url: str | None) -> Verdict:
    """Run a night as a flow run in this process; its verdict, good or not.

    Where no server answers (`api_url` is None), Prefect starts one of the workspace's own for as
    long; the review form is registered with it, so that a later `serve` answers the links to it.
    Raises UserError as the night does. `prepare_environment` must have been called before this
    module is imported.
    """
    if api_url is None:
        register_review_form(workspace)
    verdicts.clear()
    try:
        nightly(str(workspace.root), as_of)
    except CheckFailed:
        if not verdicts:
            raise
    return verdicts[-1]
