"""Writes strategy.yaml from answers, with a comment for each step, and a file of answers to fill in."""

import io
from collections.abc import Iterator
from datetime import date
from typing import Any, Final

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.scalarstring import DoubleQuotedScalarString

from rhumbline.start.answers import Answers
from rhumbline.start.drafting import MISSING, draft, grouped_ties
from rhumbline.start.proposals import in_a_year
from rhumbline.start.survey import Survey, describe_group

_STEPS: Final = {
    "organisation": "Why you post, for whom, and what would show that it works.\n"
    "Written by `rhumbline start`. Every key is explained in docs/strategy.md; `rhumbline lint` says\n"
    "what is still missing, line by line.",
    "in_force_from": "The day from which posts are judged: what was published before is shown, never\n"
    "judged. Keep it to correct the strategy; write a later one when the course changes.",
    "why": "Step 1. Why should anyone care?",
    "segments": "Steps 2 and 3. Who are these people, by interest, and where do you listen to them?",
    "goals": "What is to change? Who, what change, how much, by when.",
    "measures": "Step 4. What would show that it moves?",
    "calls": "Step 5. What do you invite people to do?",
    "ties": "How a post is known to serve a measure. Among equals of one goal, the first wins.",
    "accounts": "Your accounts. One that is not here waits until you say whose it is.",
    "not_ours": "Accounts in the exports that are others'. Their posts are kept, and not judged.",
}


def strategy_text(survey: Survey, answers: Answers) -> str:
    """strategy.yaml: every part under the question it answers."""
    parts = draft(survey, answers)
    parts["ties"] = _ties(survey, answers)
    pieces = ["# yaml-language-server: $schema=./strategy.schema.json\n#"]
    for key, value in parts.items():
        comment = _commented(_STEPS[key]) if key in _STEPS else ""
        pieces.append(f"{comment}{_dumped({key: _as_yaml(value)})}")
    pieces.append(
        "# What fails the night: posts that serve no measure, and what share of them may.\n"
        "policy: {untraceable: fail, tolerance: 0}\n"
    )
    return "\n".join(pieces)


def _ties(survey: Survey, answers: Answers) -> CommentedSeq:
    """The ties, one a line, each group's under what its posts share and how many they are."""
    ties = CommentedSeq()
    for answer, matches in grouped_ties(survey, answers):
        group = survey.group(answer.group)
        if group is not None:
            words = f"\n{describe_group(group, survey.posts)}"
            ties.yaml_set_comment_before_after_key(len(ties), before=words, indent=2)
        for match in matches:
            tie = CommentedMap(
                (key, text if key == "measure" else DoubleQuotedScalarString(text))
                for key, text in match.items()
            )
            tie.fa.set_flow_style()
            ties.append(tie)
    return ties


def _as_yaml(value: Any) -> Any:
    """Plain data for ruamel: short lists and empty groups on one line, signs of YAML's in quotes."""
    if isinstance(value, CommentedSeq):
        return value
    if isinstance(value, dict):
        made = CommentedMap((key, _as_yaml(each)) for key, each in value.items())
        if not value:
            made.fa.set_flow_style()
        return made
    if isinstance(value, list | tuple):
        listed = CommentedSeq(_as_yaml(each) for each in value)
        if sum(len(str(each)) for each in value) < 60:
            listed.fa.set_flow_style()
        return listed
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value


def _dumped(value: Any) -> str:
    yaml = YAML()
    yaml.width = 4096
    yaml.representer.ignore_aliases = lambda *_: True  # a date that stands twice is written twice
    yaml.indent(mapping=2, sequence=4, offset=2)
    stream = io.StringIO()
    yaml.dump(value, stream)
    return stream.getvalue()


def _commented(text: str) -> str:
    return "".join(f"# {line}".rstrip() + "\n" for line in text.splitlines())


def answers_text(survey: Survey, today: date) -> str:
    """A file of answers, filled with what the exports suggest, for a person to edit."""
    return "\n".join(_answer_parts(survey, today)) + "\n"


def _answer_parts(survey: Survey, today: date) -> Iterator[str]:
    deadline = in_a_year(today)
    yield _commented(
        "Answers for `rhumbline start --answers THIS-FILE`. Edit what does not fit; leave out what you\n"
        "cannot answer yet, `rhumbline lint` asks for it later. docs/start.md explains every key."
    )
    yield _dumped({"organisation": MISSING["organisation"], "decided_by": "<your name>"})
    yield _commented("Days and deadlines are in this zone.") + _dumped(
        {"timezone": survey.timezone}
    )
    days = [f"{each.day}: {each.because}, {each.posts:,} posts" for each in survey.days()]
    yield _commented("\n".join(["The day from which posts are judged. To choose from:", *days]))
    yield _dumped({"judge_from": survey.days()[0].day})
    accounts = "\n".join(
        ["Which of these accounts are yours? true or false.", *map(str, survey.accounts)]
    )
    yield _commented(accounts) + _dumped({"accounts": {each.key: True for each in survey.accounts}})
    yield _commented("Step 1. Why should anyone care?")
    yield _dumped({"why": {key: MISSING[key] for key in ("problem", "promise", "evidence")}})
    who = "Steps 2 and 3. Who are they, by interest, and where do you listen to them?"
    others = [
        f"The exports also suggest: {each.who}" for each in list(survey.segments.values())[1:]
    ]
    yield _commented("\n".join([who, *others]))
    yield _dumped({"segments": _as_yaml(_segments(survey))})
    yield _commented(
        "What is to change? Who, what change, how much, by when; and who answers for it."
    )
    goal = {"statement": "<who, what change, how much, by when>", "why": "<what happens if not>"}
    yield _dumped({"goals": {"first-goal": goal | {"owner": "<who answers for it>"}}})
    told = [f"{each.name}: {each.words}, {each.per_month:,.0f} a month" for each in survey.measures]
    yield _commented(
        "\n".join(["Step 4. What would show that it moves? The exports can tell:", *told])
    )
    yield _dumped({"measures": _as_yaml(_measures(survey, deadline))})
    yield _commented("Step 5. What do you invite people to do?")
    calls = {name: call.model_dump(exclude_none=True) for name, call in survey.calls.items()}
    yield _dumped({"calls": _as_yaml(calls)})
    yield _commented(
        "What is each group of posts for? `serves:` names a measure above. Or waive it:\n"
        f"waive: {{why: a reason, owner: who answers for it, expires: {deadline}}}\n"
        "Left empty, it is skipped."
    )
    yield "groups:"
    for group in survey.groups:
        lines = [
            describe_group(group, survey.posts),
            *(f"  {text[:100]}" for text in group.examples),
        ]
        asked = "serves:" if group.can_be_tied else "waive:"
        entry = _dumped([CommentedMap(group=group.key)])
        yield "".join(f"  # {line}\n" for line in lines) + f"{entry}    {asked}"


def _segments(survey: Survey) -> dict[str, Any]:
    chosen = dict(list(survey.segments.items())[:1])
    return {
        name: each.model_dump(mode="json", exclude_defaults=True) for name, each in chosen.items()
    }


def _measures(survey: Survey, deadline: date) -> dict[str, Any]:
    return {
        each.name: {"goal": "first-goal", "baseline": 0, "target": each.target(12), "by": deadline}
        for each in survey.measures[:3]
    }
