"""Decisions: what people said of activities, appended to decisions.jsonl and copied into core."""

import hashlib
import json
import logging
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Final

import polars as pl
from filelock import FileLock
from pydantic import ValidationError

from models.decision import Action, Decision
from models.strategy import Strategy
from rhumbline.errors import UserError
from rhumbline.strategy.file import load
from rhumbline.warehouse.access import open_published
from rhumbline.warehouse.connection import Warehouse
from rhumbline.workspace import Workspace

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

log = logging.getLogger("rhumbline")
_DECISION: Final = pl.Schema({
    "decision_id": pl.String(), "position": pl.Int32(), "decided_at": pl.Datetime("us", "UTC"),
    "decided_by": pl.String(), "action": pl.String(), "activity_id": pl.String(),
    "measure_id": pl.String(), "reason": pl.String(), "owner": pl.String(), "expires": pl.Date(),
    "fingerprint": pl.String(), "batch": pl.String(),
})  # fmt: skip


@dataclass(frozen=True)
class Request:
    """A decision as a person asks for it, not checked yet; `place` is where they wrote it."""

    activity_id: str
    action: str
    decided_by: str
    measure: str | None = None
    why: str | None = None
    owner: str | None = None
    expires: str | date | None = None
    place: str | None = None


def record(workspace: Workspace, request: Request) -> Decision:
    """Check one decision and append it. Raises UserError for what it lacks."""
    return record_all(workspace, [request])[0]


def record_all(
    workspace: Workspace,
    requests: Sequence[Request],
    *,
    by_rule: bool = False,
    batch: str | None = None,
) -> list[Decision]:
    """Check decisions and append them together, all or none; `batch` is kept with each.

    Raises UserError listing every one that is not good: an unknown activity, measure or action, a
    waiver without reason or owner, a waiver by rule without an expiry, nobody who decided.
    """
    ground = _Ground(
        load(workspace.strategy).strategy,
        _activities(workspace, [r.activity_id for r in requests]),
        _tied(workspace),
        by_rule=by_rule,
        batch=batch,
    )
    checked = [(request, ground.checked(request)) for request in requests]
    bad = [f"{r.place or r.activity_id}: {said}" for r, said in checked if isinstance(said, str)]
    good = [said for _, said in checked if isinstance(said, Decision)]
    if bad or not good:
        raise UserError(
            "\n".join(bad) or "There is nothing to decide.",
            None,
            "Nothing was recorded. Correct this and run it again."
            if bad
            else "Name activities, choose them by a condition, or fill in action or measure in a file.",
        )
    append_decisions(workspace, good)
    return good


@dataclass(frozen=True)
class _Ground:
    """What requests are checked against."""

    strategy: Strategy
    known: set[str]
    tied: dict[str, str]
    by_rule: bool
    batch: str | None

    def checked(self, request: Request) -> Decision | str:
        """The decision, or what is wrong with the request in words."""
        action = (request.action or "").strip().lower()
        measure = request.measure or None
        if action == Action.CONFIRM:
            measure = self.tied.get(request.activity_id)
        objection = self._objection(request, action, measure)
        return objection or self._decision(request, Action(action), measure)

    def _objection(self, request: Request, action: str, measure: str | None) -> str | None:
        if action not in list(Action):
            return f"'{request.action}' is not an action; say {', '.join(Action)}."
        if request.activity_id not in self.known:
            return f"No activity {request.activity_id} is stored."
        if action == Action.CONFIRM and measure is None:
            return "There is no decision on it to confirm."
        if action == Action.TIE and measure not in self.strategy.measures:
            known = ", ".join(self.strategy.measures)
            says = f"'{measure}' is not a measure" if measure else "`tie` needs a measure"
            return f"{says}; there are {known}."
        if self.by_rule and action == Action.WAIVE and not request.expires:
            return "A waiver of many at once needs the day it expires."
        return None

    def _decision(self, request: Request, action: Action, measure: str | None) -> Decision | str:
        known = measure in self.strategy.measures
        try:
            return Decision(
                activity_id=request.activity_id,
                action=action,
                decided_by=request.decided_by or "",
                decided_at=datetime.now(UTC),
                measure=measure,
                why=request.why or None,
                owner=request.owner or None,
                expires=request.expires or None,  # type: ignore[arg-type]
                fingerprint=self.strategy.fingerprint(measure) if measure and known else None,
                batch=self.batch,
            )
        except ValidationError as error:
            return "; ".join(map(_said, error.errors())) + "."


def _said(error: "ErrorDetails") -> str:
    field = f"{error['loc'][0]}: " if error["loc"] else ""
    return field + str(error["msg"]).removeprefix("Value error, ")


def _activities(workspace: Workspace, asked: Iterable[str]) -> set[str]:
    """Which of the activities are stored."""
    frame = pl.DataFrame({"activity_id": list(asked)}, schema={"activity_id": pl.String})
    with open_published(workspace) as published, published.seeing(asked=frame):
        rows = published.rows(
            "select activity_id from core.activities semi join asked using (activity_id)"
        )
    return {activity_id for (activity_id,) in rows}


def _tied(workspace: Workspace) -> dict[str, str]:
    """activity → the measure it was last decided to serve."""
    tied: dict[str, str] = {}
    for decision in read(workspace):
        if decision.action is Action.WITHDRAW:
            tied.pop(decision.activity_id, None)
        elif decision.measure:
            tied[decision.activity_id] = decision.measure
    return tied


def append_decisions(workspace: Workspace, decisions: Sequence[Decision]) -> None:
    """Append lines and see them to the disk; a line that a crash cut is ended first."""
    workspace.state.mkdir(parents=True, exist_ok=True)
    text = "".join(d.model_dump_json(exclude_none=True) + "\n" for d in decisions)
    with FileLock(workspace.state / "decisions.lock"), workspace.decisions.open("a+b") as file:
        if file.seek(0, os.SEEK_END):
            file.seek(-1, os.SEEK_END)
            if file.read(1) != b"\n":
                file.write(b"\n")
        file.write(text.encode())
        file.flush()
        os.fsync(file.fileno())


def read(workspace: Workspace) -> list[Decision]:
    """All decisions in the order they were taken.

    A damaged last line, which a crash leaves, is passed over with a warning and stays where it is;
    any other damaged line raises UserError with its number.
    """
    if not workspace.decisions.is_file():
        return []
    # Not splitlines: a reason may hold signs that end a line for it and not for JSON.
    lines = workspace.decisions.read_text(encoding="utf-8", errors="replace").split("\n")
    decisions = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            decisions.append(Decision.model_validate_json(line))
        except ValidationError as error:
            if _is_cut(line):
                log.warning(
                    "%s:%d was cut off and is passed over.", workspace.decisions.name, number
                )
                continue
            raise UserError(
                f"Line {number} is not a decision: {error.errors()[0]['msg']}.",
                f"{workspace.decisions}:{number}",
                "Correct the line, or take it out; decisions are otherwise never edited.",
            ) from None
    return decisions


def _is_cut(line: str) -> bool:
    """Whether a line is the beginning of one, as a crash leaves it, and not some other mistake."""
    try:
        json.loads(line)
    except ValueError:
        return line.startswith("{") and not line.rstrip().endswith("}")
    return False


def _id(position: int, decision: Decision) -> str:
    """The id of a decision; its batch is left out, so that ids of earlier versions stay."""
    text = f"{position} {decision.model_dump_json(exclude={'batch'})}"
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def load_decisions(workspace: Workspace, warehouse: Warehouse) -> int:
    """Make core.decisions the copy of decisions.jsonl; how many there are."""
    rows = [
        {
            "decision_id": _id(n, d),
            "position": n,
            "decided_at": d.decided_at.astimezone(UTC),
            "decided_by": d.decided_by,
            "action": str(d.action),
            "activity_id": d.activity_id,
            "measure_id": d.measure,
            "reason": d.why,
            "owner": d.owner,
            "expires": d.expires,
            "fingerprint": d.fingerprint,
            "batch": d.batch,
        }
        for n, d in enumerate(read(workspace), 1)
    ]
    with warehouse.transaction():
        warehouse.replace("core.decisions", pl.DataFrame(rows, schema=_DECISION, orient="row"))
    return len(rows)
