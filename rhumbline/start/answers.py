"""What a person answered in a sitting: as a file of their own, and kept in .rhumbline/ between sittings."""

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Final, Self

from pydantic import BeforeValidator, Field, ValidationError, model_validator

from models.metrics import Tier
from models.strategy import Call, Goal, Segment, Stage
from models.strategy_time import Zone
from models.strategy_types import Day, Declared, Id, NoneAsEmpty, Number, Sentences, Text, refusal
from rhumbline.errors import UserError
from rhumbline.strategy.yaml import Mistake, decode, parse
from rhumbline.workspace import Workspace


class WhyAnswered(Declared):
    """Step 1: why anyone should care, as far as it was answered."""

    problem: Text | None = None
    """What is wrong, in the words of those who have it."""
    promise: Text | None = None
    """What will be true when it is solved."""
    evidence: Sentences = ()
    """What shows that it matters to them."""


class MeasureAnswered(Declared):
    """What would show that it moves: one measure, as far as it was answered."""

    goal: Id
    """The goal it gives evidence for."""
    segment: Id | None = None
    """The people it is about; the first of them unless it is written."""
    value: Text | None = None
    """How it is computed; not needed where the measure bears the name that `start` proposes."""
    stage: Stage | None = None
    """listen, participate or lead; as proposed unless it is written."""
    tier: Tier | None = None
    """output, out_take, outcome or impact; as proposed unless it is written."""
    baseline: Number | None = 0.0
    """Where it stood before."""
    target: Number | None = None
    """How much is wanted."""
    by: Day | None = None
    """By when."""
    owner: Text | None = None
    """Who answers for it."""
    label: Text | None = None
    """What reports call it."""


class Waiver(Declared):
    """Why posts need not serve anything: the reason, who answers for it, until when."""

    why: Text
    """The reason."""
    owner: Text
    """Who answers for it."""
    expires: Day
    """The last day it holds."""


class GroupAnswered(Declared):
    """What a group of posts is for: a measure it serves, or a waiver; skipped where neither is."""

    group: Text
    """The group, such as hashtag:#SaturdayCrew."""
    serves: Id | None = None
    """The measure its posts serve."""
    waive: Waiver | None = None
    """Why they need not serve any."""

    @model_validator(mode="after")
    def _is_one_or_the_other(self) -> Self:
        if self.serves and self.waive:
            raise refusal("a group serves a measure or is waived, not both", "Take one out.")
        return self


def _entries(value: object) -> object:
    return () if value is None else value


class Answers(Declared):
    """All that `rhumbline start` asks; whatever is missing was skipped, and lint reports it later."""

    organisation: Text | None = None
    """The organisation's name."""
    decided_by: Text | None = None
    """Who answers, for the record of decisions."""
    timezone: Zone | None = None
    """The organisation's time zone."""
    judge_from: Day | None = None
    """The day from which posts are judged."""
    accounts: Annotated[dict[Text, bool], NoneAsEmpty] = Field(default_factory=dict)
    """Each account of the exports, as platform/account: true where it is yours."""
    why: Annotated[WhyAnswered, NoneAsEmpty] = WhyAnswered()
    """Step 1."""
    segments: Annotated[dict[Id, Segment], NoneAsEmpty] = Field(default_factory=dict)
    """Steps 2 and 3: who they are, by interest, and where you listen to them."""
    goals: Annotated[dict[Id, Goal], NoneAsEmpty] = Field(default_factory=dict)
    """What is to change."""
    measures: Annotated[dict[Id, MeasureAnswered], NoneAsEmpty] = Field(default_factory=dict)
    """Step 4: what would show that it moves."""
    calls: Annotated[dict[Id, Call], NoneAsEmpty] = Field(default_factory=dict)
    """Step 5: what people are invited to do."""
    groups: Annotated[tuple[GroupAnswered, ...], BeforeValidator(_entries)] = ()
    """What each group of posts is for."""

    @model_validator(mode="after")
    def _names_what_it_declares(self) -> Self:
        for name, measure in self.measures.items():
            if measure.goal not in self.goals:
                raise _undeclared(f"measure `{name}`", "goal", measure.goal, self.goals)
            if measure.segment and measure.segment not in self.segments:
                raise _undeclared(f"measure `{name}`", "segment", measure.segment, self.segments)
        for each in self.groups:
            if each.serves and each.serves not in self.measures:
                raise _undeclared(f"group `{each.group}`", "measure", each.serves, self.measures)
        return self

    def with_(self, **answers: object) -> "Answers":
        """The answers with these in place of what was there."""
        return self.model_copy(update=answers)

    def of_group(self, key: str) -> GroupAnswered | None:
        """What was answered for a group, None where it was not asked about yet."""
        return next((each for each in self.groups if each.group == key), None)

    def with_group(self, answer: GroupAnswered) -> "Answers":
        """The answers with one for a group, in place of an earlier one."""
        others = tuple(each for each in self.groups if each.group != answer.group)
        return self.model_copy(update={"groups": (*others, answer)})


def _undeclared(what: str, kind: str, asked: str, known: Iterable[str]) -> Exception:
    names = ", ".join(known) or "none yet"
    return refusal(f"{what} names the {kind} `{asked}`", f"It is none of those declared: {names}.")


_KEPT: Final = "start.json"


def load_answers(path: Path) -> Answers:
    """Read an answers file. Raises UserError with every mistake in it, each with its line."""
    try:
        text = decode(path.read_bytes())
    except OSError as error:
        why = error.strerror or str(error)
        raise UserError(f"The answers cannot be read: {why}.", str(path), _BEGIN) from None
    mistakes = [text] if isinstance(text, Mistake) else []
    if not isinstance(text, Mistake):
        document = parse(text)
        mistakes = list(document.mistakes)
        try:
            if not mistakes:
                return Answers.model_validate(document.data or {})
        except ValidationError as error:
            for detail in error.errors(include_url=False):
                place = tuple(step for step in detail["loc"] if step != "[key]")
                name = ".".join(map(str, place)) or "the file"
                mistakes.append(Mistake(document.line(place), f"{name}: {detail['msg']}", ""))
    listed = [f"  {path.name}:{m.line}: {m.what} {m.next_step}".rstrip() for m in mistakes]
    raise UserError("\n".join(["The answers have mistakes:", *listed]), str(path), _CORRECT)


_BEGIN: Final = "Write one to fill in with `rhumbline start --write-answers answers.yaml EXPORTS`."
_CORRECT: Final = "Correct the file; docs/start.md explains every key."


def keep_answers(workspace: Workspace, answers: Answers) -> None:
    """Keep the answers so far in .rhumbline/, for the next sitting; a crash keeps those before."""
    workspace.state.mkdir(parents=True, exist_ok=True)
    path = workspace.state / _KEPT
    new = path.with_suffix(".new")
    new.write_text(answers.model_dump_json(exclude_defaults=True, indent=1), encoding="utf-8")
    new.replace(path)


def kept_answers(workspace: Workspace) -> Answers | None:
    """The answers of an earlier sitting; None where there are none that can be read."""
    try:
        return Answers.model_validate_json((workspace.state / _KEPT).read_bytes())
    except (OSError, ValidationError):
        return None
