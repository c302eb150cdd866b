"""The questions of `rhumbline start` in a terminal: each can be skipped, each answer is kept at once."""

import getpass
from collections.abc import Callable, Iterator, Sequence
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
_ANOTHER_DAY: Final = "Another day"


def ask_all(survey: Survey, workspace: Workspace) -> Answers:
    """Ask what no earlier sitting answered, keeping each answer as soon as it is given.

    Raises typer.Abort on Ctrl-C; what was answered is not asked again.
    """
    answers = kept_answers(workspace) or Answers()
    console().print("\nEmpty answers skip a question. Ctrl-C stops; what you answered is kept.")
    try:
        if answers != Answers() and not _agree(
            "You answered some questions before. Go on from there?", default=True
        ):
            answers = Answers()
        for ask in _STEPS:
            for answered in ask(survey, answers):
                answers = answered
                keep_answers(workspace, answers)
    except KeyboardInterrupt:
        raise typer.Abort from None
    return answers


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


def _is_zone(text: str) -> bool | str:
    return text in zones() or "Write region and city, such as Europe/Berlin."


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


def _ask_who(_survey: Survey, answers: Answers) -> Iterator[Answers]:
    if answers.organisation is None:
        answers = answers.with_(organisation=_text("What is your organisation called?") or None)
        yield answers
    if answers.decided_by is None:
        name = _text("And who are you, for the record of decisions?", getpass.getuser())
        yield answers.with_(decided_by=name or None)


def _ask_accounts(survey: Survey, answers: Answers) -> Iterator[Answers]:
    for seen in survey.accounts:
        if seen.key not in answers.accounts:
            is_ours = _agree(f"{seen} Yours?", default=True)
            answers = answers.with_(accounts=answers.accounts | {seen.key: is_ours})
            yield answers


def _ask_days(survey: Survey, answers: Answers) -> Iterator[Answers]:
    if answers.timezone is None:
        zone = _text("Your time zone?", survey.timezone, _is_zone) or survey.timezone
        answers = answers.with_(timezone=zone)
        yield answers
    if answers.judge_from is None:
        days = survey.days(answers.timezone)
        choices = [
            Choice(f"{each.day}: {each.because}; {each.posts:,} posts judged", each.day)
            for each in days
        ]
        chosen = _choose("From which day are posts judged?", [*choices, _ANOTHER_DAY])
        if chosen == _ANOTHER_DAY:
            chosen = _day("Which day?", days[0].day) or days[0].day
        yield answers.with_(judge_from=chosen)


_WHY: Final = {
    "problem": "Which problem do you solve, in the words of those who have it?",
    "promise": "What will be true when it is solved?",
    "evidence": "What shows that it matters to them? A survey, a waiting list, their own words.",
}


def _ask_why(_survey: Survey, answers: Answers) -> Iterator[Answers]:
    console().print("\n[bold]1. Why should anyone care?[/]")
    for part, question in _WHY.items():
        if not getattr(answers.why, part) and (text := _text(question)):
            why = answers.why.model_dump() | {part: text}
            answers = answers.with_(why=WhyAnswered.model_validate(why))
            yield answers


def _ask_segments(survey: Survey, answers: Answers) -> Iterator[Answers]:
    console().print("\n[bold]2 and 3. Who are they, by interest, and where do you listen?[/]")
    proposed = [Choice(each.who, name) for name, each in survey.segments.items()]
    question = "Whom is it for? The exports suggest (space chooses):"
    chosen = [] if answers.segments else _choose_many(question, proposed)
    for name in chosen:
        answers = answers.with_(segments=answers.segments | {name: _segment(survey.segments[name])})
        yield answers
    while who := _text("Anyone else? Who, in one sentence (empty: no one)"):
        answers = answers.with_(segments=answers.segments | {slug(who): _segment(Segment(who=who))})
        yield answers


def _segment(proposed: Segment) -> Segment:
    interests = _list(f"{proposed.who}: what do they care about?", proposed.interests)
    listens_at = _list("Where do you listen to them? Hashtags, groups, places", proposed.listens_at)
    return proposed.model_copy(update={"interests": interests, "listens_at": listens_at})


def _ask_goals(survey: Survey, answers: Answers) -> Iterator[Answers]:
    console().print("\n[bold]4. What is to change, and what would show that it moves?[/]")
    measured = {measure.goal for measure in answers.measures.values()}
    for name in answers.goals.keys() - measured:
        yield from (again := list(_ask_measures(survey, answers, name)))
        answers = again[-1] if again else answers
    while statement := _text("A change you want: who, what, how much, by when (empty: no more)"):
        why = _text("What happens if it is not reached?") or "<what happens if it is not reached>"
        owner = _text("Who answers for it?", answers.decided_by or "") or None
        name = slug(statement)
        goal = Goal(statement=statement, why=why, owner=owner)
        answers = answers.with_(goals=answers.goals | {name: goal})
        yield answers
        for answered in _ask_measures(survey, answers, name):
            answers = answered
            yield answers


def _ask_measures(survey: Survey, answers: Answers, goal: str) -> Iterator[Answers]:
    """Ask what would show that a goal is reached, of what no other goal is measured by."""
    left = [each for each in survey.measures if each.name not in answers.measures]
    shown = [Choice(f"{each.words} ({each.per_month:,.0f} a month so far)", each) for each in left]
    question = f"What would show that it moves: {answers.goals[goal].statement}? (space chooses)"
    for each in _choose_many(question, shown):
        measure = _measure(each, goal, answers.goals[goal].owner, answers, survey)
        answers = answers.with_(measures=answers.measures | {each.name: measure})
        yield answers


def _measure(
    proposed: MeasureProposed, goal: str, owner: str | None, answers: Answers, survey: Survey
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
        owner=owner,
    )  # fmt: skip


def _ask_calls(survey: Survey, answers: Answers) -> Iterator[Answers]:
    console().print("\n[bold]5. What do you invite people to do?[/]")
    for name, proposed in survey.calls.items():
        question = f"Your posts lead to {proposed.where}. What do people do there?"
        if name not in answers.calls and (invite := _text(question)):
            call = Call(invite=invite, where=proposed.where)
            answers = answers.with_(calls=answers.calls | {name: call})
            yield answers
    while invite := _text("What else do you invite people to do? (empty: nothing)"):
        call = Call(invite=invite, where=_text("Where?") or None)
        answers = answers.with_(calls=answers.calls | {slug(invite): call})
        yield answers


def _ask_groups(survey: Survey, answers: Answers) -> Iterator[Answers]:
    """Ask what each group of posts is for, showing before each how many posts trace."""
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
        yield answers
    screen.print(f"\n[bold]{stand(survey, answers)}[/]")


def _label(survey: Survey, answers: Answers, name: str) -> str:
    """A measure as a person chooses it: the goal it is evidence for, and what is counted."""
    measure = answers.measures[name]
    words = next((each.words for each in survey.measures if each.name == name), name)
    return f"{answers.goals[measure.goal].statement[:80]} (seen in {measure.label or words})"


def _ask_group(group: PostGroup, answers: Answers, survey: Survey) -> GroupAnswered | None:
    """What a group is for; None where the person has had enough."""
    measures = [
        Choice(f"They serve: {_label(survey, answers, name)}", name)
        for name in answers.measures
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


_Step = Callable[[Survey, Answers], Iterator[Answers]]
_STEPS: Final[tuple[_Step, ...]] = (
    _ask_who, _ask_accounts, _ask_days, _ask_why, _ask_segments, _ask_goals, _ask_calls, _ask_groups,
)  # fmt: skip
