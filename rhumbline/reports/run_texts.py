"""The short texts of a flow run: its name in the list of runs, and the message it ends with."""

from collections.abc import Sequence

from models.decision import Decision
from rhumbline.checks import CheckReport
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


def failing_headline(result: object) -> str | None:
    """The headline of a stage's result where that is checks which fail the night; else None."""
    if isinstance(result, CheckReport) and (result.integrity_failures or result.alignment_failures):
        return result.headline
    return None


def stopped_message(text: str, stage: str | None) -> str:
    """Why a run ended red, and on a line of its own the stage that it failed at."""
    return f"{text}\nFailed at the stage “{stage}”." if stage else text


def decision_text(decisions: Sequence[Decision]) -> str:
    """What was decided on which activity, or on how many, and by whom."""
    first = decisions[0]
    measure = f" to {first.measure}" if first.action == "tie" else ""
    what = first.activity_id if len(decisions) == 1 else f"{len(decisions):,} activities"
    return f"{first.action} {what}{measure}, by {first.decided_by}"


def decision_name(decisions: Sequence[Decision], failing: int | None) -> str:
    """What was decided, and how many activities fail now, where that is known."""
    count = "" if failing is None else f": {failing} fail"
    return f"{decision_text(decisions)}{count}"


def decision_message(
    decisions: Sequence[Decision], headline: str | None, before: int | None, after: int | None
) -> str:
    """What was decided, the new headline, and how many fewer or more activities fail than before."""
    return f"Recorded: {decision_text(decisions)}. {headline}{_change(before, after)}"


def _change(before: int | None, after: int | None) -> str:
    if before is None or after is None:
        return ""
    if before == after:
        return "; as many as before."
    return f"; {abs(before - after)} {'fewer' if after < before else 'more'} than before."
