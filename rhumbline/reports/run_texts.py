"""The short texts of a flow run: its name in the list of runs, and the message it ends with."""

from models.decision import Decision
from rhumbline.reports.verdict import Verdict


def night_name(verdict: Verdict) -> str:
    """The day, whether the night was good, and the counts."""
    day = verdict.as_of.isoformat()
    if verdict.integrity:
        count = len(verdict.integrity)
        return f"{day} broken: {count} promise{'s' * (count != 1)} of the data"
    refused = f", {len(verdict.refused)} refused" if verdict.refused else ""
    result = "good" if verdict.is_good else "failed"
    return f"{day} {result}: {verdict.failing} of {verdict.judged} fail{refused}"


def report_name(verdict: Verdict) -> str:
    """The day of a scorecard written anew, and its counts."""
    return f"{verdict.as_of} scorecard: {verdict.failing} of {verdict.judged} fail"


def decision_text(decision: Decision) -> str:
    """What was decided on which activity, and by whom."""
    measure = f" to {decision.measure}" if decision.action == "tie" else ""
    return f"{decision.action} {decision.activity_id}{measure}, by {decision.decided_by}"


def decision_name(decision: Decision, failing: int | None) -> str:
    """What was decided, and how many activities fail now, where that is known."""
    count = "" if failing is None else f": {failing} fail"
    return f"{decision_text(decision)}{count}"


def decision_message(
    decision: Decision, headline: str | None, before: int | None, after: int | None
) -> str:
    """What was decided, the new headline, and how many fewer or more activities fail than before."""
    return f"Recorded: {decision_text(decision)}. {headline}{_change(before, after)}"


def _change(before: int | None, after: int | None) -> str:
    if before is None or after is None:
        return ""
    if before == after:
        return "; as many as before."
    return f"; {abs(before - after)} {'fewer' if after < before else 'more'} than before."
