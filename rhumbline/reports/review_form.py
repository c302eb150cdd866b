"""The review form as JSON Schema: its fields, its texts, and the strategy's measures to choose from."""

from collections.abc import Sequence
from typing import Any, Final

from models.strategy import Strategy
from rhumbline.decisions.record import Request
from rhumbline.errors import UserError

ACTIONS: Final = ("tie", "waive", "confirm", "withdraw")
_ACTION_HELP: Final = (
    "Tie needs a measure. Waive needs why and an owner. Confirm says that a decision still holds, "
    "withdraw takes one back; both need nothing more."
)


def review_form(strategy: Strategy) -> dict[str, Any]:
    """The parameters of the flow `review`, for Prefect to draw a form from.

    A link fills in the post's words and what is known of it, so that nobody decides on an id.
    """
    fields = {
        "post": _text("Post", "Its words, and why it fails. To be read: changing it does nothing."),
        "action": _choice("Action", _ACTION_HELP, ACTIONS) | {"default": "tie"},
        "measure": _choice("Measure", _measures_by_goal(strategy), list(strategy.measures)),
        "decided_by": _text("Decided by", "Your name; it is kept with the decision.")
        | {"minLength": 1},
        "why": _text("Why", "Needed to waive: the reason, for whoever reads it in a year."),
        "owner": _text("Owner", "Needed to waive: who answers for it."),
        "expires": _text("Expires", "Needed to waive all posts of a cause: the last day it holds.")
        | {"format": "date"},
        "activity_id": _text("Activity", "The post's id, platform:native id, as in the list."),
        "cause": _text("Cause", "In place of an id: decides all posts that fail for this cause."),
    }
    return {
        "title": "Parameters",
        "type": "object",
        "properties": {
            name: field | {"position": place} for place, (name, field) in enumerate(fields.items())
        },
        "required": ["action", "decided_by"],
        "definitions": {},
    }


def refuse_incomplete(request: Request, cause: str | None) -> None:
    """Raise UserError naming every field of the form that the action still needs, in plain words.

    `cause` stands for all posts that fail for it, in place of the request's activity.
    """
    missing = [name for name, value in _needed(request, cause).items() if not value]
    if request.activity_id and cause:
        missing.append("Activity or Cause alone, not both")
    if missing:
        raise UserError(
            f"To {request.action}, the form needs {'; '.join(missing)}.",
            None,
            "Nothing was recorded. Go back to the list, open the form again, and fill that in.",
        )


def _needed(request: Request, cause: str | None) -> dict[str, object]:
    """What a form must hold for its action, in words → what it holds."""
    needed: dict[str, object] = {
        "Activity, the post it is about (or Cause, for all posts of one)": request.activity_id
        or cause
    }
    if request.action == "tie":
        needed["Measure, which it serves"] = request.measure
    if request.action == "waive":
        needed["Why, the reason"] = request.why
        needed["Owner, who answers for it"] = request.owner
        if cause:
            needed["Expires, since a waiver of many posts ends"] = request.expires
    return needed


def _text(title: str, description: str) -> dict[str, Any]:
    return {"title": title, "type": "string", "description": description}


def _choice(title: str, description: str, choices: Sequence[str]) -> dict[str, Any]:
    return _text(title, description) | {"enum": list(choices)}


def _measures_by_goal(strategy: Strategy) -> str:
    """The measures to choose from, listed by goal."""
    measures_of_goals = (
        (goal.statement, [name for name, m in strategy.measures.items() if m.goal == goal_id])
        for goal_id, goal in strategy.goals.items()
    )
    listed = (f"{goal}: {', '.join(names)}" for goal, names in measures_of_goals if names)
    return f"Needed to tie. {' · '.join(listed)}"
