"""A night as a flow run in the process of a command, which gets its verdict."""

from datetime import date

from flows.deployments import register_review_form
from flows.display import SERVER_TROUBLE, give_up_server
from flows.judge import lock_wait, outcome
from flows.nightly import nightly
from rhumbline.errors import RhumblineError
from rhumbline.night import Step, run_night
from rhumbline.reports.verdict import Verdict
from rhumbline.workspace import Workspace


def run_night_as_flow(
    workspace: Workspace, as_of: date | None, api_url: str | None, step: Step
) -> Verdict:
    """Run a night as a flow run in this process; its verdict, good or not.

    Where no server answers (`api_url` is None), Prefect starts one of the workspace's own for as
    long; the review form is registered with it, so that a later `serve` answers the links to it.
    Where the server goes away, the night goes on without it, from its beginning by `step` if it had
    none. Raises UserError as the night does. `prepare_environment` must have been called before
    this module is imported.
    """
    outcome.clear()
    try:
        if api_url is None:
            register_review_form(workspace)
        nightly(str(workspace.root), as_of)
    except RhumblineError:  # raised by Prefect for a run that ends red
        if outcome.verdict is None:
            raise
    except SERVER_TROUBLE as error:
        if outcome.error is not None:
            raise
        give_up_server(error)
    return outcome.verdict or run_night(workspace, as_of, step, lock_wait())
