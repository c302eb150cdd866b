"""The night: its stages, and the story they make, written once and run with or without Prefect."""

import logging
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Protocol, TypeVar

from rhumbline.alignment import align
from rhumbline.archive.inbox import Collected, collect_inbox, files_waiting
from rhumbline.archive.journal import append_to_journal, read_journal
from rhumbline.archive.notes import has_exports
from rhumbline.archive.own_files import restore_own_files
from rhumbline.checks import CheckReport, run_checks
from rhumbline.decisions.record import load_decisions
from rhumbline.errors import (
    AlignmentFailed,
    CheckFailed,
    IntegrityFailed,
    NothingToJudge,
    UserError,
)
from rhumbline.events import derive_events
from rhumbline.formats import load_formats
from rhumbline.ingest.exports import Read, ingest_exports
from rhumbline.ingest.overdue import missing_exports
from rhumbline.ingest.own_files import ingest_own_files, note_as_they_are
from rhumbline.marts import Shaped, build_marts
from rhumbline.measures import measure_progress
from rhumbline.reports.site import write_site
from rhumbline.reports.summary import Done, summarise
from rhumbline.reports.verdict import Verdict
from rhumbline.settings import Settings
from rhumbline.strategy.versions import (
    Version,
    adopt_strategy,
    archived_versions,
    store_versions,
)
from rhumbline.warehouse.access import open_for_writing
from rhumbline.warehouse.connection import Warehouse
from rhumbline.warehouse.lock import LOCK_WAIT_SECONDS
from rhumbline.warehouse.publication import publish
from rhumbline.workspace import Workspace

log = logging.getLogger("rhumbline")
T = TypeVar("T")


class Step(Protocol):
    """Runs one stage under a name a person reads: plainly, with a spinner, or as a Prefect task."""

    def __call__(self, name: str, stage: Callable[..., T], *args: object) -> T:
        """What the stage returns."""
        ...


def plainly(name: str, stage: Callable[..., T], *args: object) -> T:
    """Run the stage and say so in the log."""
    log.info("%s", name)
    return stage(*args)


def night(
    workspace: Workspace,
    as_of: date | None = None,
    step: Step = plainly,
    wait: float = LOCK_WAIT_SECONDS,
    *,
    afresh: bool = False,
) -> Verdict:
    """Read tonight's exports, align them, check them, publish them, and say whether the night is good.

    Raises UserError where it cannot begin: a broken strategy, an empty inbox while nothing is
    stored, a busy or unreadable warehouse. A bad file does not stop it; a failed check is in the
    verdict, for `judged` to raise.
    """
    with open_for_writing(workspace, wait, afresh=afresh) as warehouse:
        versions = step("Read the strategy", strategy_in_force, workspace, warehouse)
        today = as_of or datetime.now(versions[-1].strategy.zone).date()
        collected = step("Collect the inbox", collect_arrivals, workspace, versions)
        read = step("Read the exports", ingest, workspace, warehouse, versions)
        step("Form what changed between exports", derive_events, warehouse)
        step("Align activities with the strategy", align, warehouse, versions, today)
        step("Measure what was aimed at", measure_progress, warehouse, versions, today)
        shaped = step("Shape the marts", build_marts, warehouse, workspace.state, today)
        report = step("Check what must hold", check_promises, warehouse, versions, today, shaped)
        seconds = step("Publish", publish_if_sound, workspace, warehouse, report, today)
        missing = missing_exports(warehouse, versions[-1].strategy, today)
        done = Done(collected, read, report, seconds, missing)
        verdict = summarise(warehouse, today, done)
        step("Write the site", write_site, workspace, warehouse, verdict)
        return verdict


def rebuild(workspace: Workspace, step: Step = plainly, wait: float = LOCK_WAIT_SECONDS) -> Verdict:
    """A night over an empty warehouse, as of the last one: what archive/ and the decisions hold.

    Own files that the workspace lost are put back from the archive first.
    """
    restore_own_files(workspace)
    nights = [line["as_of"] for line in read_journal(workspace) if line["what"] == "night"]
    last = date.fromisoformat(nights[-1]) if nights else None
    return night(workspace, last, step, wait, afresh=True)


def write_report(
    workspace: Workspace,
    step: Step = plainly,
    wait: float = LOCK_WAIT_SECONDS,
    data_docs: Path | None = None,
) -> Verdict:
    """The verdict on what is stored, as of the last night, with site/ written anew.

    With `data_docs`, the results of all checks as a page in that folder as well. Raises UserError
    where no night was ever judged.
    """
    nights = [line["as_of"] for line in read_journal(workspace) if line["what"] == "night"]
    if not nights:
        raise UserError(
            "No night was judged yet.",
            str(workspace.root),
            "Drop exports into inbox/ and run `rhumbline run`.",
        )
    as_of = date.fromisoformat(nights[-1])
    with open_for_writing(workspace, wait) as warehouse:
        versions = archived_versions(workspace)
        report = step("Check what must hold", check_again, warehouse, versions, as_of)
        nothing_new = Collected((), (), ())
        verdict = summarise(warehouse, as_of, Done(nothing_new, (), report, None))
        step("Write the site", write_site, workspace, warehouse, verdict)
        if data_docs is not None:
            step("Write the results of the checks", report.data_docs, data_docs)
    return verdict


def check_again(warehouse: Warehouse, versions: tuple[Version, ...], as_of: date) -> CheckReport:
    """The results of all checks on what is stored, without a new run of the marts' tests."""
    return run_checks(warehouse, as_of=as_of, policy=versions[-1].strategy.policy)


def strategy_in_force(workspace: Workspace, warehouse: Warehouse) -> tuple[Version, ...]:
    """The versions of the strategy in force, stored in core with the decisions people took."""
    versions = adopt_strategy(workspace)
    store_versions(warehouse, versions)
    load_decisions(workspace, warehouse)
    return versions


def collect_arrivals(workspace: Workspace, versions: tuple[Version, ...]) -> Collected:
    """What lay in the inbox, moved to the archive, and the own files as they are now.

    Raises NothingToJudge where nothing lies there and nothing was ever archived.
    """
    if not files_waiting(workspace) and not has_exports(workspace):
        raise NothingToJudge(
            "The inbox is empty and nothing was ever read.",
            str(workspace.inbox),
            "Download an export from a platform and drop it there; docs/formats.md says where to click.",
        )
    note_as_they_are(workspace, versions[-1].strategy)
    return collect_inbox(workspace, Settings().settle_seconds)  # type: ignore[call-arg]


def ingest(workspace: Workspace, warehouse: Warehouse, versions: tuple[Version, ...]) -> list[Read]:
    """Every archived export and own file that is not in core yet, read or refused."""
    strategy = versions[-1].strategy
    declared = load_formats(workspace.formats)
    read = ingest_exports(workspace, warehouse, strategy, declared)
    return read + ingest_own_files(workspace, warehouse, strategy)


def check_promises(
    warehouse: Warehouse, versions: tuple[Version, ...], as_of: date, shaped: Shaped
) -> CheckReport:
    """Every suite of expectations over the warehouse; results and failing activities in core."""
    policy = versions[-1].strategy.policy
    return run_checks(warehouse, as_of=as_of, policy=policy, shaped=shaped)


def publish_if_sound(
    workspace: Workspace, warehouse: Warehouse, report: CheckReport, as_of: date
) -> float | None:
    """Publish unless integrity failed; the seconds the copy took, or None."""
    last = [line for line in read_journal(workspace) if line["what"] == "night"][-1:]
    if not last or last[0]["as_of"] != as_of.isoformat():
        append_to_journal(workspace, what="night", as_of=as_of.isoformat())
    return None if report.integrity_failures else publish(workspace, warehouse)


def raise_for_failure(verdict: Verdict) -> Verdict:
    """The verdict itself where the night is good.

    Raises IntegrityFailed or AlignmentFailed, the headline first, where it is not.
    """
    if verdict.is_good:
        return verdict
    error: type[CheckFailed] = IntegrityFailed if verdict.integrity else AlignmentFailed
    raise error("\n".join([verdict.headline, *verdict.integrity, *verdict.alignment]))
