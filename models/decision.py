"""A decision: what a person said of one activity. Decisions are never erased."""

from datetime import date, datetime
from enum import StrEnum
from typing import Self

from pydantic import BaseModel, ConfigDict, model_validator


class Action(StrEnum):
    """What a person can say of an activity."""

    TIE = "tie"  # it serves this measure
    WAIVE = "waive"  # it need not serve any measure: why, who answers for it, until when
    CONFIRM = "confirm"  # what was decided still holds, though the measure has changed
    WITHDRAW = "withdraw"  # forget what was decided; the rules judge again


class Decision(BaseModel):
    """One line of decisions.jsonl."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    activity_id: str
    action: Action
    decided_by: str
    decided_at: datetime
    measure: str | None = None
    why: str | None = None
    owner: str | None = None
    expires: date | None = None
    fingerprint: str | None = None
    """The measure's fingerprint when it was decided; where it has changed, the activity is suspect."""
    batch: str | None = None
    """What decisions taken together share, so that they can be taken back together."""

    @model_validator(mode="after")
    def _says_what_it_needs(self) -> Self:
        if not self.activity_id or not self.decided_by:
            raise ValueError("a decision names its activity and who took it")
        if self.action in (Action.TIE, Action.CONFIRM) and not self.measure:
            raise ValueError(f"`{self.action}` needs a measure")
        if self.action is Action.WAIVE and not (self.why and self.owner):
            raise ValueError("`waive` needs a reason (why) and an owner who answers for it")
        return self
