"""The review form as JSON Schema: its fields, its texts, and the strategy's measures to choose from."""

from collections.abc import Sequence
from typing import Any, Final

from models.strategy import Strategy

ACTIONS: Final = ("tie", "waive", "confirm", "withdraw")
_ACTION_HELP: Final = (
    "Tie it to a measure; waive it, with a reason and an owner; confirm a suspect trace; "
    "or withdraw an earlier decision."
)


def review_form(strategy: Strategy) -> dict[str, Any]:
    """The parameters of the flow `review`, for Prefect to draw a form from."""
    fields = {
        "activity_id": _text("Activity", "Its id, platform:native id, as in the failing list."),
        "action": _choice("Action", _ACTION_HELP, ACTIONS) | {"default": "tie"},
        "measure": _choice("Measure", _measures_by_goal(strategy), list(strategy.measures)),
        "why": _text("Why", "The reason, for whoever reads the decision in a year."),
        "owner": _text("Owner", "Who answers for a waiver."),
        "expires": _text("Expires", "The last day a waiver or tie holds.") | {"format": "date"},
        "decided_by": _text("Decided by", "Your name; it is kept with the decision.")
        | {"minLength": 1},
    }
    return {
        "title": "Parameters",
        "type": "object",
        "properties": {
            name: field | {"position": place} for place, (name, field) in enumerate(fields.items())
        },
        "required": ["activity_id", "action", "decided_by"],
        "definitions": {},
    }


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
