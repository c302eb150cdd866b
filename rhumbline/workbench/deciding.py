"""Decisions on many posts at once, and a tie taken: judged again once, and taken back as one."""

import secrets
from collections.abc import Sequence
from typing import Final, Literal
from urllib.parse import urlencode

from pydantic import BaseModel, ConfigDict

from models.decision import Action
from rhumbline.decisions.record import Request, record_all
from rhumbline.decisions.taken_back import take_back
from rhumbline.errors import UserError
from rhumbline.strategy.editing.writing import write_inline
from rhumbline.workbench.door import Session
from rhumbline.workbench.judging import change_and_judge
from rhumbline.workbench.tie_lines import add_tie, drop_tie
from rhumbline.workspace import Workspace

_DONE: Final = {
    Action.TIE: "tied to {measure}",
    Action.WAIVE: "waived",
    Action.CONFIRM: "confirmed",
    Action.WITHDRAW: "returned to the rules",
}


class Choice(BaseModel):
    """The form below the posts: which are selected, and what is decided of them."""

    model_config = ConfigDict(frozen=True, str_strip_whitespace=True)

    action: Action
    posts: list[str] = []
    all_of_them: bool = False  # all that the filter leaves, on whatever page
    measure_id: str = ""
    why: str = ""
    owner: str = ""
    expires: str = ""
    decided_by: str = ""


class TakenTie(BaseModel):
    """The form beside a proposed tie."""

    model_config = ConfigDict(frozen=True)

    measure_id: str = ""
    kind: Literal["campaign", "label", "link", "hashtag"]
    value: str

    def as_tie(self) -> dict[str, str]:
        """The tie as strategy.yaml has it. Raises UserError where no measure was chosen."""
        if not self.measure_id:
            raise UserError(
                "A tie leads to a measure.", None, "Go back and choose which one these posts serve."
            )
        return {"measure": self.measure_id, self.kind: self.value}


def decide_together(
    workspace: Workspace, session: Session, activity_ids: Sequence[str], choice: Choice
) -> None:
    """Record a decision on each post as one batch, judge again once, and notify with the counts.

    Raises UserError where no post is selected or the form lacks what the action needs; nothing is
    recorded then.
    """
    if not activity_ids:
        raise UserError("No post is selected.", None, "Go back and select at least one.")
    batch = secrets.token_hex(6)
    is_tie = choice.action == Action.TIE
    is_waiver = choice.action == Action.WAIVE
    requests = [
        Request(
            activity_id,
            choice.action,
            session.decided_by or "",
            measure=choice.measure_id if is_tie else None,
            why=choice.why or None,
            owner=choice.owner if is_waiver else None,
            expires=choice.expires if is_waiver else None,
        )
        for activity_id in dict.fromkeys(activity_ids)
    ]
    judged = change_and_judge(
        workspace, lambda: record_all(workspace, requests, by_rule=len(requests) > 1, batch=batch)
    )
    done = _DONE[choice.action].format(measure=choice.measure_id)
    session.notify(
        f"{_posts(len(judged.changed))} {done}. {judged}", take_back=f"/posts/take-back/{batch}"
    )


def take_back_together(workspace: Workspace, session: Session, batch: str, who: str) -> None:
    """Undo a batch, judge again once, and notify with the counts."""
    judged = change_and_judge(workspace, lambda: take_back(workspace, batch, who))
    session.notify(f"Taken back for {_posts(len(judged.changed))}. {judged}")


def take_tie(workspace: Workspace, session: Session, taken: TakenTie) -> None:
    """Add a tie to the strategy as a correction, judge again once, and notify with the counts."""
    tie = taken.as_tie()
    judged = change_and_judge(workspace, lambda: add_tie(workspace, tie))
    session.notify(
        f"The strategy has one more tie: {write_inline(tie)}. {judged}",
        take_back=f"/posts/drop-tie?{urlencode(taken.model_dump())}",
    )


def take_tie_back(workspace: Workspace, session: Session, taken: TakenTie) -> None:
    """Take a tie out of the strategy, judge again once, and notify with the counts."""
    tie = taken.as_tie()
    judged = change_and_judge(workspace, lambda: drop_tie(workspace, tie))
    session.notify(f"The tie is out of the strategy again: {write_inline(tie)}. {judged}")


def _posts(count: int) -> str:
    return f"{count:,} post{'s' * (count != 1)}"
