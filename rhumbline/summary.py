"""From the checked warehouse to the verdict: counts, failing activities by likely cause, what to do."""

from datetime import date

from rhumbline.checks import CheckReport
from rhumbline.collecting import Collected
from rhumbline.intake import Read
from rhumbline.verdict import Cause, Verdict
from rhumbline.warehouse import Warehouse


def summarise(
    warehouse: Warehouse,
    as_of: date,
    report: CheckReport,
    collected: Collected,
    read: list[Read],
    publish_seconds: float | None,
) -> Verdict:
    """The verdict of a night that ran to its end."""
    counts = warehouse.rows(
        "select alignment, count(*) from core.verdicts group by all order by 2 desc, 1"
    )
    return Verdict(
        as_of=as_of,
        headline=report.headline,
        counts=dict(counts),
        judged=report.judged,
        failing=report.failing,
        causes=causes(warehouse),
        read=tuple(read),
        left_alone=collected.left_alone,
        integrity=tuple(str(failure) for failure in report.integrity_failures),
        alignment=tuple(str(failure) for failure in report.alignment_failures),
        warnings=tuple(str(warning) for warning in report.warnings),
        published=publish_seconds is not None,
        publish_seconds=publish_seconds or 0.0,
    )


def causes(warehouse: Warehouse) -> tuple[Cause, ...]:
    """Failing activities by likely cause, the largest first, each with an example and a remedy."""
    rows = warehouse.rows(
        """
        select
            cause,
            count(*) as activities,
            arg_min(activity_id, (published_at is null, -epoch(published_at), activity_id)),
            arg_min(coalesce(text, ''), (published_at is null, -epoch(published_at), activity_id)),
            mode(alignment),
            mode(suggested_measure_id)
        from core.failed_activities
        group by cause
        order by activities desc, cause
        """
    )
    return tuple(
        Cause(cause, count, example, text, _todo(alignment, measure))
        for cause, count, example, text, alignment, measure in rows
    )


def _todo(alignment: str, measure: str | None) -> str:
    near = f" The nearest measure is {measure}." if measure else ""
    if alignment == "orphaned":
        return (
            "Add the campaign, label or measure to strategy.yaml if it is part of the plan; "
            f"else decide or waive these posts.{near}"
        )
    return (
        "Add a tie to strategy.yaml that catches them, decide them one by one, "
        f"or stop posting what serves no measure.{near}"
    )
