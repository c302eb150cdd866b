"""The questions of `rhumbline start` in a terminal: each can be skipped, each answer is kept at once."""

import getpass
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, Final

import questionary
import typer
from questionary import Choice

from models.strategy import Call, Goal, Segment
from models.strategy_time import zones
from rhumbline.reports.console import console
from rhumbline.start.answers import (
    Answers,
    GroupAnswered,
    MeasureAnswered,
    Waiver,
    WhyAnswered,
    keep_answers,
    kept_answers,
)
from rhumbline.start.drafting import nearest_measure, stand
from rhumbline.start.groups import PostGroup
from rhumbline.start.proposals import MeasureProposed, in_a_year, slug
from rhumbline.start.survey import Survey, describe_group
from rhumbline.workspace import Workspace

_SKIP: Final = "Skip: decide later"
_WAIVE: Final = "Waive them: they need not serve anything"
_STOP: Final = "Enough: leave the rest for later"
_OWN_WORDS: Final = "In my own words"


def ask_all(survey: Survey, workspace: Workspace) -> Answers:
    """Ask every step that was not answered in an earlier sitting, keeping each answer at once.

    Raises typer.Abort on Ctrl-C; what was answered is offered again.
    """
    answers = kept_answers(workspace) or Answers()
    screen = console()
    screen.print("\nEmpty answers skip a question. Ctrl-C stops; what you answered is kept.")
    try:
        if answers != Answers() and not _agree(
            "You answered some questions before. Go on from there?", default=True
        ):
            answers = Answers()
        for is_answered, ask in _STEPS:
            if not is_answered(answers):
                answers = ask(survey, answers)
                keep_answers(workspace, answers)
        return _ask_groups(survey, workspace, answers)
    except KeyboardInterrupt:
        raise typer.Abort from None


def _agree(question: str, *, default: bool) -> bool:
    return bool(questionary.confirm(question, default=default).unsafe_ask())


def _text(question: str, default: str = "", check: Callable[[str], Any] | None = None) -> str:
    """One line, stripped; `check` returns True or what is wrong."""
    validate = (lambda text: not text.strip() or check(text.strip())) if check else None
    asked = questionary.text(question, default=default, validate=validate)
    return str(asked.unsafe_ask()).strip()


def _choose(question: str, choices: Sequence[Choice | str], default: Any = None) -> Any:
    return questionary.select(question, choices=list(choices), default=default).unsafe_ask()


def _choose_many(question: str, choices: Sequence[Choice]) -> list[Any]:
    """Any of the choices, with the space bar; an empty list where there are none."""
    if not choices:
        return []
    return list(questionary.checkbox(question, choices=list(choices)).unsafe_ask())


def _is_day(text: str) -> bool | str:
    try:
        date.fromisoformat(text)
    except ValueError:
        return "Write year-month-day, such as 2027-06-30."
    return True


def _is_number(text: str) -> bool | str:
    try:
        float(text)
    except ValueError:
        return "Write digits, with a point for decimals."
    return True


def _day(question: str, default: date) -> date | None:
    text = _text(question, default.isoformat(), _is_day)
    return date.fromisoformat(text) if text else None


def _list(question: str, default: Sequence[str] = ()) -> tuple[str, ...]:
    text = _text(f"{question} (with commas between)", ", ".join(default))
    return tuple(part.strip() for part in text.split(",") if part.strip())


def _ask_who(_survey: Survey, answers: Answers) -> Answers:
    organisation = _text("What is your organisation called?")
    decided_by = _text("And who are you, for the record of decisions?", getpass.getuser())
    return answers.model_copy(
        update={"organisation": organisation or None, "decided_by": decided_by or None}
    )


def _ask_accounts(survey: Survey, answers: Answers) -> Answers:
    ours = {seen.key: _agree(f"{seen} Yours?", default=True) for seen in survey.accounts}
    return answers.model_copy(update={"accounts": ours})


def _ask_days(survey: Survey, answers: Answers) -> Answers:
    known = lambda text: text in zones() or "Write region and city, such as Europe/Berlin."  # noqa: E731
    zone = _text("Your time zone?", survey.timezone, known) or survey.timezone
    days = survey.days(zone)
    choices = [
        Choice(f"{each.day}: {each.because}; {each.posts:,} posts judged", each.day)
        for each in days
    ]
    chosen = _choose("From which day are posts judged?", [*choices, Choice(_OWN_WORDS, None)])
    if chosen is None:
        chosen = _day("Which day?", days[0].day) or days[0].day
    return answers.model_copy(update={"timezone": zone, "judge_from": chosen})


def _ask_why(_survey: Survey, answers: Answers) -> Answers:
    console().print("\n[bold]1. Why should anyone care?[/]")
    problem = _text("Which problem do you solve, in the words of those who have it?")
    promise = _text("What will be true when it is solved?")
    evidence = _text("What shows that it matters to them? A survey, a waiting list, their words.")
    why = WhyAnswered(
        problem=problem or None, promise=promise or None, evidence=(evidence,) if evidence else ()
    )
    return answers.model_copy(update={"why": why})


def _ask_segments(survey: Survey, answers: Answers) -> Answers:
    console().print("\n[bold]2 and 3. Who are they, by interest, and where do you listen?[/]")
    proposed = [Choice(each.who, name) for name, each in survey.segments.items()]
    names = _choose_many("Whom is it for? The exports suggest:", proposed)
    segments: dict[str, Segment] = {}
    for name in names:
        segments[name] = _segment(survey.segments[name])
    while who := _text("Anyone else? Who, in one sentence (empty: no one)"):
        segments[slug(who)] = _segment(Segment(who=who))
    return answers.model_copy(update={"segments": segments})


def _segment(proposed: Segment) -> Segment:
    interests = _list(f"{proposed.who}: what do they care about?", proposed.interests)
    listens_at = _list("Where do you listen to them? Hashtags, groups, places", proposed.listens_at)
    return proposed.model_copy(update={"interests": interests, "listens_at": listens_at})


def _ask_goals(survey: Survey, answers: Answers) -> Answers:
    console().print("\n[bold]4. What is to change, and what would show that it moves?[/]")
    goals: dict[str, Goal] = {}
    measures: dict[str, MeasureAnswered] = {}
    while statement := _text("A change you want: who, what, how much, by when (empty: no more)"):
        why = _text("What happens if it is not reached?")
        owner = _text("Who answers for it?", answers.decided_by or "")
        name = slug(statement)
        goals[name] = Goal(
            statement=statement, why=why or "<what happens if not>", owner=owner or None
        )
        left = [each for each in survey.measures if each.name not in measures]
        shown = [
            Choice(f"{each.words} ({each.per_month:,.0f} a month so far)", each) for each in left
        ]
        for each in _choose_many("What would show that it moves?", shown):
            measures[each.name] = _measure(each, name, owner, answers, survey)
    return answers.model_copy(update={"goals": goals, "measures": measures})


def _measure(
    proposed: MeasureProposed, goal: str, owner: str, answers: Answers, survey: Survey
) -> MeasureAnswered:
    by = _day(f"{proposed.words}: by which day?", in_a_year(survey.today))
    start = answers.judge_from or survey.today
    months = ((by - start).days if by else 365) / 30.44
    question = "How many are wanted by then, from the day that judging begins?"
    target = _text(question, str(proposed.target(months)), _is_number)
    segments = answers.segments
    segment = next(iter(segments), None)
    if len(segments) > 1:
        segment = _choose("Of whom?", [Choice(each.who, key) for key, each in segments.items()])
    return MeasureAnswered(
        goal=goal, segment=segment, target=float(target) if target else None, by=by,
        owner=owner or None,
    )  # fmt: skip


def _ask_calls(survey: Survey, answers: Answers) -> Answers:
    console().print("\n[bold]5. What do you invite people to do?[/]")
    calls: dict[str, Call] = {}
    for name, proposed in survey.calls.items():
        if invite := _text(f"Your posts lead to {proposed.where}. What do people do there?"):
            calls[name] = Call(invite=invite, where=proposed.where)
    while invite := _text("What else do you invite people to do? (empty: nothing)"):
        where = _text("Where?")
        calls[slug(invite)] = Call(invite=invite, where=where or None)
    return answers.model_copy(update={"calls": calls})


_Step = tuple[Callable[[Answers], bool], Callable[[Survey, Answers], Answers]]
_STEPS: Final[tuple[_Step, ...]] = (
    (lambda answers: answers.organisation is not None, _ask_who),
    (lambda answers: bool(answers.accounts), _ask_accounts),
    (lambda answers: answers.judge_from is not None, _ask_days),
    (lambda answers: answers.why != WhyAnswered(), _ask_why),
    (lambda answers: bool(answers.segments), _ask_segments),
    (lambda answers: bool(answers.goals), _ask_goals),
    (lambda answers: bool(answers.calls), _ask_calls),
)


def _ask_groups(survey: Survey, workspace: Workspace, answers: Answers) -> Answers:
    """Ask what each group of posts is for, showing after each how many posts trace."""
    screen = console()
    screen.print("\n[bold]What is each group of posts for?[/]")
    for group in survey.groups:
        if answers.of_group(group.key) is not None:
            continue
        screen.print(f"\n[dim]{stand(survey, answers)}[/]")
        screen.print(describe_group(group, survey.posts), markup=False)
        for example in group.examples:
            screen.print(f"    {example[:160]}", style="dim", markup=False)
        answer = _ask_group(group, answers, survey)
        if answer is None:
            break
        answers = answers.with_group(answer)
        keep_answers(workspace, answers)
    screen.print(f"\n[bold]{stand(survey, answers)}[/]")
    return answers


def _label(survey: Survey, name: str, measure: MeasureAnswered) -> str:
    words = next((each.words for each in survey.measures if each.name == name), name)
    return measure.label or words


def _ask_group(group: PostGroup, answers: Answers, survey: Survey) -> GroupAnswered | None:
    """What a group is for; None where the person has had enough."""
    measures = [
        Choice(f"They serve: {_label(survey, name, each)}", name)
        for name, each in answers.measures.items()
        if group.can_be_tied
    ]
    near = nearest_measure(survey, answers, group) if measures else None
    chosen = _choose("What are they for?", [*measures, _WAIVE, _SKIP, _STOP], near)
    if chosen == _STOP:
        return None
    if chosen == _WAIVE:
        why = _text("Why need they not serve anything?")
        owner = _text("Who answers for that?", answers.decided_by or "")
        expires = _day("Until which day does that hold?", in_a_year(survey.today))
        if why and owner and expires:
            waiver = Waiver(why=why, owner=owner, expires=expires)
            return GroupAnswered(group=group.key, waive=waiver)
        console().print("A waiver needs a reason, an owner and a day: skipped.")
    return GroupAnswered(group=group.key, serves=chosen if chosen in answers.measures else None)
