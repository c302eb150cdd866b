"""The form of the start page: from the fields of a browser to the answers of a sitting."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from pydantic import ValidationError

from rhumbline.errors import UserError
from rhumbline.start.answers import Answers
from rhumbline.start.proposals import slug
from rhumbline.start.survey import Survey

GOALS: Final = 3  # rows of goals and of calls that the form offers
WAIVED: Final = "waive"  # what a group's field holds where its posts need not serve anything


def read_form(fields: Mapping[str, str], survey: Survey, before: Answers) -> Answers:
    """The answers that the fields give; groups stay as answered before where the form had none.

    Raises UserError with what is wrong, in words, for an answer that cannot be taken.
    """
    goals = dict(_goals(fields))
    whole = {
        "organisation": fields.get("organisation") or None,
        "decided_by": fields.get("decided_by") or None,
        "timezone": fields.get("timezone") or None,
        "judge_from": fields.get("another_day") or fields.get("judge_from") or None,
        "accounts": {
            seen.key: fields.get(f"account:{seen.key}") != "no" for seen in survey.accounts
        },
        "why": _why(fields),
        "segments": dict(_segments(fields, survey)),
        "goals": dict(goals.values()),
        "measures": dict(_measures(fields, survey, goals)),
        "calls": dict(_calls(fields)),
    }
    kept = {each["group"]: each for each in _kept_groups(before, whole["measures"])}
    answered = {each["group"]: each for each in _groups(fields, survey)}
    try:
        return Answers.model_validate(whole | {"groups": list((kept | answered).values())})
    except ValidationError as error:
        lines = [f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors()]
        raise UserError("\n".join(lines), None, "Go back and correct it.") from None


def _why(fields: Mapping[str, str]) -> dict[str, Any]:
    evidence = fields.get("evidence")
    return {
        "problem": fields.get("problem") or None,
        "promise": fields.get("promise") or None,
        "evidence": [evidence] if evidence else [],
    }


def _segments(fields: Mapping[str, str], survey: Survey) -> Iterator[tuple[str, dict[str, Any]]]:
    for name, proposed in survey.segments.items():
        if fields.get(f"segment:{name}"):
            listed = _lists(fields, name)
            audience = {facet: list(values) for facet, values in proposed.audience.items()}
            yield name, {"who": proposed.who, "audience": audience} | listed
    if who := fields.get("who"):
        yield slug(who), {"who": who} | _lists(fields, "own")


def _lists(fields: Mapping[str, str], name: str) -> dict[str, Any]:
    return {
        key: [part.strip() for part in fields.get(f"{key}:{name}", "").split(",") if part.strip()]
        for key in ("interests", "listens_at")
    }


def _goals(fields: Mapping[str, str]) -> Iterator[tuple[str, tuple[str, dict[str, Any]]]]:
    """Per row of the form the name of its goal and what it says."""
    for row in map(str, range(1, GOALS + 1)):
        if statement := fields.get(f"statement:{row}"):
            goal = {
                "statement": statement,
                "why": fields.get(f"why:{row}") or "<what happens if it is not reached>",
                "owner": fields.get(f"owner:{row}") or None,
            }
            yield row, (slug(statement), goal)


def _measures(
    fields: Mapping[str, str], survey: Survey, goals: Mapping[str, tuple[str, Any]]
) -> Iterator[tuple[str, dict[str, Any]]]:
    for proposed in survey.measures:
        row = fields.get(f"measure:{proposed.name}", "")
        if row in goals:
            name, goal = goals[row]
            yield (
                proposed.name,
                {
                    "goal": name,
                    "owner": goal["owner"],
                    "target": fields.get(f"target:{proposed.name}") or None,
                    "by": fields.get(f"by:{proposed.name}") or None,
                },
            )


def _calls(fields: Mapping[str, str]) -> Iterator[tuple[str, dict[str, Any]]]:
    for row in range(1, GOALS + 1):
        if invite := fields.get(f"invite:{row}"):
            yield slug(invite), {"invite": invite, "where": fields.get(f"where:{row}") or None}


def _kept_groups(before: Answers, measures: Any) -> Iterator[dict[str, Any]]:
    """What was answered of groups before, but for those whose measure is no more."""
    for each in before.groups:
        if each.serves is None or each.serves in measures:
            yield each.model_dump()


def _groups(fields: Mapping[str, str], survey: Survey) -> Iterator[dict[str, Any]]:
    for group in survey.groups:
        chosen = fields.get(f"group:{group.key}")
        if chosen is None:
            continue
        answer: dict[str, Any] = {"group": group.key}
        if chosen == WAIVED:
            answer["waive"] = {
                "why": fields.get("waive_why", ""),
                "owner": fields.get("waive_owner", ""),
                "expires": fields.get("waive_expires", ""),
            }
        elif chosen:
            answer["serves"] = chosen
        yield answer
