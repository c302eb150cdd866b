"""The verdict of a night, put together from what its stages returned and what the warehouse holds."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from rhumbline.archive.inbox import Collected
from rhumbline.checks import CheckReport
from rhumbline.ingest.exports import Ingested, Read, refused
from rhumbline.ingest.overdue import MissingExport
from rhumbline.reports.verdict import Cause, Verdict
from rhumbline.warehouse.connection import Warehouse


@dataclass(frozen=True)
class NightResults:
    """What the stages of a night returned."""

    collected: Collected
    ingested: Ingested
    report: CheckReport
    publish_seconds: float | None  # None where nothing was published
    missing: tuple[MissingExport, ...] = ()


def summarise(warehouse: Warehouse, as_of: date, results: NightResults) -> Verdict:
    """The verdict of a night that ran to its end."""
    report = results.report
    counts = warehouse.rows(
        "select alignment, count(*) from core.verdicts group by all order by 2 desc, 1"
    )
    again = tuple(_refused_again(warehouse, results))
    names = {read.name for read in again}
    return Verdict(
        as_of=as_of,
        headline=report.headline,
        counts=dict(counts),
        judged=report.judged,
        failing=report.failing,
        causes=failing_causes(warehouse),
        read=(*results.ingested.files, *again),
        left_alone=results.collected.left_alone,
        known=tuple(file.name for file in results.collected.known if file.name not in names),
        integrity=tuple(str(failure) for failure in report.integrity_failures),
        alignment=tuple(str(failure) for failure in report.alignment_failures),
        warnings=(
            *results.collected.warnings,
            *results.ingested.warnings,
            *map(str, (*report.warnings, *results.missing)),
        ),
        missing_exports=results.missing,
        published=results.publish_seconds is not None,
        publish_seconds=results.publish_seconds,
    )


def _refused_again(warehouse: Warehouse, results: NightResults) -> Iterator[Read]:
    """Files dropped again that were refused before, unless a new mapping read them this night."""
    read_now = {read.export_id for read in results.ingested.files}
    rows = warehouse.rows("select export_id, reason from core.exports where status = 'refused'")
    reasons = dict(rows)
    for file in results.collected.known:
        if file.export_id in reasons and file.export_id not in read_now:
            yield refused(file, f"{_REFUSED_BEFORE}\n{reasons[file.export_id]}")


_REFUSED_BEFORE: Final = "It was refused before, and it is the same file still."


def failing_causes(warehouse: Warehouse) -> tuple[Cause, ...]:
    """Failing activities by likely cause, the largest first, each with an example and a remedy."""
    rows = warehouse.rows(
        """
        select
            cause,
            count(*) as activities,
            arg_min(activity_id, (published_at is null, -epoch(published_at), activity_id)),
            arg_min(coalesce(text, ''), (published_at is null, -epoch(published_at), activity_id)),
            mode(alignment),
            -- A measure that the strategy has given up is no advice.
            mode(suggested_measure_id) filter (
                where suggested_measure_id in (
                    select measure_id
                    from core.measures
                    where strategy_version = (select max(strategy_version) from core.strategies)
                )
            )
        from core.failed_activities
        group by cause
        order by activities desc, cause
        """
    )
    return tuple(
        Cause(cause, count, example, text, _todo(cause, alignment, measure))
        for cause, count, example, text, alignment, measure in rows
    )


_REMEDIES: Final = {  # the beginning of a cause → what to do; {} stands for the rest of the cause
    "unknown campaign ": "Add a tie for campaign {} if it is part of the plan; else decide or waive these.",
    "unknown label ": "Add a tie for label {} if it is part of the plan; else decide or waive these.",
    "unknown measure ": "Correct {} in the plan or the log to a measure of strategy.yaml.",
    "link to an untied page ": "If the page serves a measure, tie it: {{measure: …, link: {}}}.",
    "untied hashtag ": 'If the tag serves a measure, tie it: {{measure: …, hashtag: "{}"}}.',
    "shortened link": "Write where the short links lead into links.csv; nothing is followed offline.",
    "reply": "If replies serve a measure, tie them: {{measure: …, type: reply}}; else waive them by rule.",
}


def _todo(cause: str, alignment: str, measure: str | None) -> str:
    near = f" The nearest measure is {measure}." if measure else ""
    for begins, remedy in _REMEDIES.items():
        if cause.startswith(begins):
            return remedy.format(cause.removeprefix(begins)) + near
    if alignment == "orphaned":
        return f"Add what they name to strategy.yaml, or decide or waive them.{near}"
    return f"Decide or waive them one by one, or stop posting what serves no measure.{near}"
