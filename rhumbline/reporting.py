"""The pages of the last night written anew, without reading, aligning or publishing anything."""

from datetime import date
from pathlib import Path

from rhumbline.checks import CheckReport, check
from rhumbline.collecting import Collected
from rhumbline.errors import UserError
from rhumbline.journal import journal
from rhumbline.night import Step, plainly
from rhumbline.report import write_site
from rhumbline.summary import Done, summarise
from rhumbline.verdict import Verdict
from rhumbline.versions import Version, archived
from rhumbline.warehouse import LOCK_WAIT_SECONDS, Warehouse, writing
from rhumbline.workspace import Workspace


def reported(
    workspace: Workspace,
    step: Step = plainly,
    wait: float = LOCK_WAIT_SECONDS,
    data_docs: Path | None = None,
) -> Verdict:
    """The verdict on what is stored, as of the last night, with site/ written anew.

    With `data_docs`, the results of all checks as a page in that folder as well. Raises UserError
    where no night was ever judged.
    """
    nights = [line["as_of"] for line in journal(workspace) if line["what"] == "night"]
    if not nights:
        raise UserError(
            "No night was judged yet.",
            str(workspace.root),
            "Drop exports into inbox/ and run `rhumbline run`.",
        )
    as_of = date.fromisoformat(nights[-1])
    with writing(workspace, wait) as warehouse:
        versions = archived(workspace)
        report = step("Check what must hold", _checked, warehouse, versions, as_of)
        nothing_new = Collected((), (), ())
        verdict = summarise(warehouse, as_of, Done(nothing_new, (), report, None))
        step("Write the site", write_site, workspace, warehouse, verdict)
        if data_docs is not None:
            step("Write the results of the checks", report.data_docs, data_docs)
    return verdict


def _checked(warehouse: Warehouse, versions: tuple[Version, ...], as_of: date) -> CheckReport:
    return check(warehouse, as_of=as_of, policy=versions[-1].strategy.policy)
