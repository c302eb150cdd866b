"""The stories told in stages, with or without Prefect: a night, a rebuild, a report."""

import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Protocol, TypeVar

from rhumbline.alignment import align
from rhumbline.archive.inbox import Collected, collect_inbox
from rhumbline.archive.journal import NightJudged, append_to_journal, read_journal
from rhumbline.archive.listing import list_inbox
from rhumbline.archive.notes import has_exports
from rhumbline.archive.own_files import restore_own_files
from rhumbline.checks import CheckReport, demand_sweep, run_checks
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
from rhumbline.ingest.aside import bring_back, set_aside
from rhumbline.ingest.exports import Ingested, ingest_exports
from rhumbline.ingest.overdue import missing_exports
from rhumbline.ingest.own_files import ingest_own_files, note_own_files
from rhumbline.marts import Shaped, build_marts, read_compiled
from rhumbline.measures import measure_progress
from rhumbline.reports.site import write_site, write_site_for_sharing
from rhumbline.reports.summary import NightResults, summarise
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
    """Runs one stage under a name a person reads: with a log line, a spinner, or as a Prefect task."""

    def __call__(self, name: str, stage: Callable[..., T], *args: object) -> T:
        """Run `stage(*args)` once and return what it returns."""
        ...


def log_and_run(name: str, stage: Callable[..., T], *args: object) -> T:
    """Write the stage's name to the log, then run it."""
    log.info("%s", name)
    return stage(*args)


def run_night(
    workspace: Workspace,
    as_of: date | None = None,
    step: Step = log_and_run,
    wait: float = LOCK_WAIT_SECONDS,
    *,
    afresh: bool = False,
) -> Verdict:
    """Read new exports, align all activities, check, publish, and return the verdict.

    With `afresh` the warehouse begins empty. Raises UserError where the night cannot begin: a broken
    strategy, an empty inbox while nothing is stored, a busy or unreadable warehouse, marts that were
    not compiled since their models changed. A bad file does not stop it; a failed check is in the
    verdict, and `raise_for_failure` raises it.
    """
    marts = read_compiled()
    with open_for_writing(workspace, wait, afresh=afresh) as warehouse:
        versions = step("Read the strategy", store_strategy, workspace, warehouse)
        today = as_of or workspace.today(versions[-1].strategy.zone)
        strategy = versions[-1].strategy
        collected = step("Collect the inbox", collect_arrivals, workspace)
        ingested = step("Read the exports", ingest_arrivals, workspace, warehouse, versions)
        step("Form what changed between exports", derive_events, warehouse)
        unknown = step("Set aside what is others'", set_aside, warehouse, strategy)
        ingested = replace(ingested, warnings=(*ingested.warnings, *unknown))
        step("Align activities with the strategy", align, warehouse, versions, today)
        step("Measure what was aimed at", measure_progress, warehouse, versions, today)
        shaped = step("Shape the marts", build_marts, warehouse, marts, today)
        report = step("Check what must hold", check_promises, warehouse, versions, today, shaped)
        step("Note the night in the journal", note_night, workspace, today)
        seconds = step("Publish", publish_if_sound, workspace, warehouse, report)
        missing = missing_exports(warehouse, strategy, today)
        verdict = summarise(
            warehouse, today, NightResults(collected, ingested, report, seconds, missing)
        )
        step("Write the site", write_site, workspace, warehouse, verdict)
        if Settings().checks_page:  # type: ignore[call-arg]
            step("Write the results of the checks", report.data_docs, workspace.site / "checks")
        return verdict


def rebuild(
    workspace: Workspace, step: Step = log_and_run, wait: float = LOCK_WAIT_SECONDS
) -> Verdict:
    """Run a night over an empty warehouse, from archive/ and decisions.jsonl, as of the last night.

    Own files that the workspace lost are first put back from the archive.
    """
    restore_own_files(workspace)
    as_of = read_journal(workspace).last_night
    return run_night(workspace, as_of, step, wait, afresh=True)


def judge_again(
    workspace: Workspace,
    change: Callable[[], object] = lambda: None,
    step: Step = log_and_run,
    wait: float = LOCK_WAIT_SECONDS,
) -> Verdict:
    """Make a change of decisions or of the strategy, judge what is stored with it, and publish.

    As of the last night, so that what differs is due to the change alone; the inbox is not looked
    at. The writer's lock is held over the change as well: where another process writes for longer
    than `wait` seconds, WarehouseBusy is raised and nothing is changed.
    """
    marts = read_compiled()
    with open_for_writing(workspace, wait) as warehouse:
        change()
        versions = step("Read the strategy", store_strategy, workspace, warehouse)
        strategy = versions[-1].strategy
        today = read_journal(workspace).last_night or workspace.today(strategy.zone)
        bring_back(warehouse)
        unknown = step("Set aside what is others'", set_aside, warehouse, strategy)
        step("Align activities with the strategy", align, warehouse, versions, today)
        step("Measure what was aimed at", measure_progress, warehouse, versions, today)
        shaped = step("Shape the marts", build_marts, warehouse, marts, today)
        report = step("Check what must hold", check_promises, warehouse, versions, today, shaped)
        seconds = step("Publish", publish_if_sound, workspace, warehouse, report)
        missing = missing_exports(warehouse, strategy, today)
        ingested = Ingested(warnings=unknown)
        verdict = summarise(
            warehouse, today, NightResults(Collected(), ingested, report, seconds, missing)
        )
        step("Write the site", write_site, workspace, warehouse, verdict)
        return verdict


def write_report(
    workspace: Workspace,
    step: Step = log_and_run,
    wait: float = LOCK_WAIT_SECONDS,
    data_docs: Path | None = None,
    *,
    for_sharing: bool = False,
) -> Verdict:
    """Check what is stored as of the last night, write site/ anew, and return the verdict.

    With `data_docs`, the results of all checks are written to that folder as a page; `for_sharing`
    writes site-for-sharing/ too. Raises UserError where no night was ever judged.
    """
    as_of = read_journal(workspace).last_night
    if as_of is None:
        raise UserError(
            "No night was judged yet.",
            str(workspace.root),
            "Drop exports into inbox/ and run `rhumbline run`.",
        )
    with open_for_writing(workspace, wait) as warehouse:
        versions = archived_versions(workspace)
        report = step("Check what must hold", check_stored, warehouse, versions, as_of)
        verdict = summarise(warehouse, as_of, NightResults(Collected(), Ingested(), report, None))
        step("Write the site", write_site, workspace, warehouse, verdict)
        if for_sharing:
            step("Write the site for sharing", write_site_for_sharing, workspace, warehouse, as_of)
        if data_docs is not None:
            step("Write the results of the checks", report.data_docs, data_docs)
    return verdict


def store_strategy(workspace: Workspace, warehouse: Warehouse) -> tuple[Version, ...]:
    """Store the strategy's versions and people's decisions in core; return the versions in force."""
    versions = adopt_strategy(workspace)
    store_versions(warehouse, versions)
    load_decisions(workspace, warehouse)
    return versions


def collect_arrivals(workspace: Workspace) -> Collected:
    """Move what lies in inbox/ to archive/, and archive the own files as they are now.

    Raises NothingToJudge where nothing lies there and nothing was ever archived.
    """
    listing = list_inbox(workspace)
    if not listing.files and not has_exports(workspace):
        others = f" Only files are taken, not {', '.join(listing.not_taken)}."
        raise NothingToJudge(
            "The inbox is empty and nothing was ever read." + others * bool(listing.not_taken),
            str(workspace.inbox),
            "Download an export from a platform and drop it there; docs/formats.md says where to click.",
        )
    note_own_files(workspace)
    return collect_inbox(workspace, Settings().settle_seconds)  # type: ignore[call-arg]


def ingest_arrivals(
    workspace: Workspace, warehouse: Warehouse, versions: tuple[Version, ...]
) -> Ingested:
    """Read or refuse every archived export and own file that is not in core yet.

    What was set aside is first brought back, so that it is compared with what arrived.
    """
    bring_back(warehouse)
    strategy = versions[-1].strategy
    declared = load_formats(workspace.formats)
    ingested = ingest_exports(workspace, warehouse, strategy, declared)
    own_files = ingest_own_files(workspace, warehouse, strategy)
    return replace(ingested, files=(*ingested.files, *own_files))


def check_promises(
    warehouse: Warehouse, versions: tuple[Version, ...], as_of: date, shaped: Shaped
) -> CheckReport:
    """Run every suite of expectations; store the results and the failing activities in core."""
    policy = versions[-1].strategy.policy
    return run_checks(warehouse, as_of=as_of, policy=policy, shaped=shaped)


def check_stored(warehouse: Warehouse, versions: tuple[Version, ...], as_of: date) -> CheckReport:
    """Run all checks again, on every row that is stored; the tests of the marts are not run again."""
    demand_sweep(warehouse)
    return run_checks(warehouse, as_of=as_of, policy=versions[-1].strategy.policy)


def note_night(workspace: Workspace, as_of: date) -> None:
    """Add the night's day to the journal, for a rebuild to judge as of; a repeated day adds nothing."""
    if read_journal(workspace).last_night != as_of:
        append_to_journal(workspace, NightJudged(as_of))


def publish_if_sound(
    workspace: Workspace, warehouse: Warehouse, report: CheckReport
) -> float | None:
    """Publish unless integrity failed; the seconds the copy took, or None."""
    return None if report.integrity_failures else publish(workspace, warehouse)


def raise_for_failure(verdict: Verdict) -> Verdict:
    """Return the verdict where the night is good.

    Raises IntegrityFailed or AlignmentFailed, the headline first, where it is not.
    """
    if verdict.is_good:
        return verdict
    error: type[CheckFailed] = IntegrityFailed if verdict.integrity else AlignmentFailed
    raise error("\n".join([verdict.headline, *verdict.integrity, *verdict.alignment]))
