"""The payloads of a night's events: what each tells whoever listens, as plain values."""

from typing import Any

from rhumbline.ingest.exports import Read
from rhumbline.ingest.overdue import MissingExport
from rhumbline.reports.verdict import Verdict
from rhumbline.reports.verdict_rows import FailingActivity, MeasureStanding


def file_payload(read: Read) -> dict[str, Any]:
    """Of a file that was read or refused: its name, its counts of rows, and what is known of it."""
    details = {
        "platform": read.platform,
        "kind": read.kind,
        "account": read.account,
        "reason": read.reason,
    }
    known = {name: value for name, value in details.items() if value}
    return {"file": read.name, "rows": read.rows, "rejected": read.rejected, **known}


def alignment_payload(verdict: Verdict) -> dict[str, Any]:
    """Of a night: the headline and the counts behind it."""
    return {
        "headline": verdict.headline,
        "as_of": verdict.as_of.isoformat(),
        "judged": verdict.judged,
        "failing": verdict.failing,
        "alignments": verdict.counts,
        "published": verdict.published,
    }


def activity_payload(activity: FailingActivity) -> dict[str, Any]:
    """Of an activity that fails: why, and the measure suggested for it."""
    return {
        "reason": activity.reason,
        "alignment": activity.alignment,
        "permalink": activity.permalink,
        "suggested_measure": activity.suggested_measure_id,
    }


def measure_payload(measure: MeasureStanding) -> dict[str, Any]:
    """Of a measure that was reached or went out of reach: its value, target and due date."""
    return {
        "value": measure.value,
        "target": measure.target,
        "progress": measure.progress,
        "by": measure.due_on.isoformat() if measure.due_on else None,
    }


def missing_export_payload(missing: MissingExport) -> dict[str, Any]:
    """Of an export that was expected and did not come: how often it should, and when it last did."""
    return {
        "platform": missing.platform,
        "every_days": missing.every_days,
        "last": missing.last.isoformat() if missing.last else None,
        "message": str(missing),
    }
