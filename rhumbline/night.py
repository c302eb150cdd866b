"""The night: its stages, and the story they make, written once and run with or without Prefect."""

import logging
from collections.abc import Callable
from datetime import date, datetime
from typing import Protocol, TypeVar

from rhumbline.alignment import align
from rhumbline.checks import CheckReport, check
from rhumbline.collecting import (
    Collected,
    collect,
    has_exports,
    restore_own_files,
    waiting,
)
from rhumbline.decisions import load_decisions
from rhumbline.errors import AlignmentFailed, CheckFailed, IntegrityFailed, NothingToJudge
from rhumbline.expected import missing_exports
from rhumbline.formats import load_formats
from rhumbline.increments import form
from rhumbline.intake import Read, read_exports
from rhumbline.journal import journal, note_in_journal
from rhumbline.measures import measure
from rhumbline.own_intake import note_as_they_are, read_own_files
from rhumbline.report import write_site
from rhumbline.settings import Settings
from rhumbline.shaping import Shaped, shape
from rhumbline.summary import Done, summarise
from rhumbline.verdict import Verdict
from rhumbline.versions import Version, adopt, store
from rhumbline.warehouse import LOCK_WAIT_SECONDS, Warehouse, publish, writing
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
    with writing(workspace, wait, afresh=afresh) as warehouse:
        versions = step("Read the strategy", strategy_in_force, workspace, warehouse)
        today = as_of or datetime.now(versions[-1].strategy.zone).date()
        collected = step("Collect the inbox", arrivals, workspace, versions)
        read = step("Read the exports", exports, workspace, warehouse, versions)
        step("Form what changed between exports", form, warehouse)
        step("Align activities with the strategy", align, warehouse, versions, today)
        step("Measure what was aimed at", measure, warehouse, versions, today)
        shaped = step("Shape the marts", shape, warehouse, workspace.state, today)
        report = step("Check what must hold", promises, warehouse, versions, today, shaped)
        seconds = step("Publish", publish_if_sound, workspace, warehouse, report, today)
        missing = missing_exports(warehouse, versions[-1].strategy, today)
        done = Done(collected, read, report, seconds, missing)
        verdict = summarise(warehouse, today, done)
        step("Write the site", write_site, workspace, warehouse, verdict)
        return verdict


def rebuilt(workspace: Workspace, step: Step = plainly, wait: float = LOCK_WAIT_SECONDS) -> Verdict:
    """A night over an empty warehouse, as of the last one: what archive/ and the decisions hold.

    Own files that the workspace lost are put back from the archive first.
    """
    restore_own_files(workspace)
    nights = [line["as_of"] for line in journal(workspace) if line["what"] == "night"]
    last = date.fromisoformat(nights[-1]) if nights else None
    return night(workspace, last, step, wait, afresh=True)


def strategy_in_force(workspace: Workspace, warehouse: Warehouse) -> tuple[Version, ...]:
    """The versions of the strategy in force, stored in core with the decisions people took."""
    versions = adopt(workspace)
    store(warehouse, versions)
    load_decisions(workspace, warehouse)
    return versions


def arrivals(workspace: Workspace, versions: tuple[Version, ...]) -> Collected:
    """What lay in the inbox, moved to the archive, and the own files as they are now.

    Raises NothingToJudge where nothing lies there and nothing was ever archived.
    """
    if not waiting(workspace) and not has_exports(workspace):
        raise NothingToJudge(
            "The inbox is empty and nothing was ever read.",
            str(workspace.inbox),
            "Download an export from a platform and drop it there; docs/formats.md says where to click.",
        )
    note_as_they_are(workspace, versions[-1].strategy)
    return collect(workspace, Settings().settle_seconds)  # type: ignore[call-arg]


def exports(
    workspace: Workspace, warehouse: Warehouse, versions: tuple[Version, ...]
) -> list[Read]:
    """Every archived export and own file that is not in core yet, read or refused."""
    strategy = versions[-1].strategy
    declared = load_formats(workspace.formats)
    read = read_exports(workspace, warehouse, strategy, declared)
    return read + read_own_files(workspace, warehouse, strategy)


def promises(
    warehouse: Warehouse, versions: tuple[Version, ...], as_of: date, shaped: Shaped
) -> CheckReport:
    """Every suite of expectations over the warehouse; results and failing activities in core."""
    policy = versions[-1].strategy.policy
    return check(warehouse, as_of=as_of, policy=policy, shaped=shaped)


def publish_if_sound(
    workspace: Workspace, warehouse: Warehouse, report: CheckReport, as_of: date
) -> float | None:
    """Publish unless integrity failed; the seconds the copy took, or None."""
    last = [line for line in journal(workspace) if line["what"] == "night"][-1:]
    if not last or last[0]["as_of"] != as_of.isoformat():
        note_in_journal(workspace, what="night", as_of=as_of.isoformat())
    return None if report.integrity_failures else publish(workspace, warehouse)


def judged(verdict: Verdict) -> Verdict:
    """The verdict itself where the night is good.

    Raises IntegrityFailed or AlignmentFailed, the headline first, where it is not.
    """
    if verdict.is_good:
        return verdict
    error: type[CheckFailed] = IntegrityFailed if verdict.integrity else AlignmentFailed
    raise error("\n".join([verdict.headline, *verdict.integrity, *verdict.alignment]))
