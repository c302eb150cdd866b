"""Taking back what was decided together: each activity returns to what was decided of it before."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

from models.decision import Action, Decision
from rhumbline.decisions.record import append_decisions, read
from rhumbline.errors import UserError
from rhumbline.workspace import Workspace


def take_back(workspace: Workspace, batch: str, decided_by: str) -> list[Decision]:
    """Append what undoes a batch, and return it: the decision before it once more, or a withdrawal.

    An activity that was decided again since is left as it is. Raises UserError where that is true
    of all, and where there is no such batch.
    """
    undoing = list(_undoing(read(workspace), batch, decided_by))
    if not undoing:
        raise UserError(
            "There is nothing to take back.",
            None,
            "It was taken back already, or each of these posts was decided again since.",
        )
    append_decisions(workspace, undoing)
    return undoing


def _undoing(decisions: Sequence[Decision], batch: str, decided_by: str) -> Iterator[Decision]:
    latest: dict[str, Decision] = {}
    before: dict[str, Decision] = {}
    for decision in decisions:
        latest[decision.activity_id] = decision
        if decision.batch != batch:
            before[decision.activity_id] = decision
    for activity_id, decision in latest.items():
        if decision.batch != batch:
            continue
        withdrawal = Decision(
            activity_id=activity_id,
            action=Action.WITHDRAW,
            decided_by=decided_by,
            decided_at=datetime.now(UTC),
            batch=f"{batch}-back",
        )
        earlier = before.get(activity_id)
        if earlier is None or earlier.action is Action.WITHDRAW:
            yield withdrawal
        else:
            now = withdrawal.model_dump(include={"decided_by", "decided_at", "batch"})
            yield earlier.model_copy(update=now)
