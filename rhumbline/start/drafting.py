"""The strategy that answers make: its ties, and what of it would still judge which posts how."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import polars as pl
from pydantic import ValidationError

from models.metrics import Tier
from models.strategy import Stage, Strategy, TieKind, plain, plain_link
from rhumbline.alignment import AlignmentInputs, judge_batch
from rhumbline.errors import UserError
from rhumbline.start.answers import Answers, GroupAnswered
from rhumbline.start.groups import PostGroup
from rhumbline.start.survey import Survey

_KINDS: Final = (
    TieKind.CAMPAIGN, TieKind.LABEL, TieKind.LINK, TieKind.HASHTAG, TieKind.PHRASE,
)  # fmt: skip
PEOPLE: Final = "people-who-care"  # the segment of measures while nobody was named
MISSING: Final = {
    "organisation": "<the name of your organisation>",
    "problem": "<the problem you exist to solve, in the words of those who have it>",
    "promise": "<what will be true when it is solved>",
    "evidence": "<what shows that it matters to them>",
    "who": "<who they are, in one sentence>",
}


@dataclass(frozen=True)
class AnswersStanding:
    """How the posts stand by the answers so far; each post is in one of the counts."""

    traced: int
    waived: int
    left: int  # serves nothing yet, or two goals at once
    before: int  # published before the day to judge from
    not_ours: int
    ambiguous: int = 0  # among those left: equally strong ties lead to different goals

    @property
    def judged(self) -> int:
        """Posts of ours that are judged."""
        return self.traced + self.waived + self.left

    def __str__(self) -> str:
        """The share that traces, and apart from it what is waived, left, older and others'."""
        share = self.traced / self.judged if self.judged else 0.0
        parts = [
            f"{self.traced:,} of {self.judged:,} posts trace ({share:.0%})",
            f"{self.waived:,} waived" if self.waived else "",
            f"{self.left:,} left to decide"
            + f" ({self.ambiguous:,} of them serve two goals)" * bool(self.ambiguous),
            f"{self.before:,} older" if self.before else "",
            f"{self.not_ours:,} not yours" if self.not_ours else "",
        ]
        return " · ".join(filter(None, parts))


def ties_of(survey: Survey, answer: GroupAnswered) -> Iterator[dict[str, str]]:
    """What the ties of a group match. Raises UserError for a group that is none and names no tie."""
    group = survey.group(answer.group)
    if group is not None:
        for cue in group.cues:
            yield {str(cue.kind): cue.pattern}
        return
    kind, _, pattern = answer.group.partition(":")
    if kind not in _KINDS or not pattern.strip():
        raise UserError(
            f"There is no group `{answer.group}`.",
            None,
            f"Write what its posts share: {', '.join(_KINDS)}, a colon, and the text to match.",
        )
    yield {kind: pattern.strip()}


def draft(survey: Survey, answers: Answers) -> dict[str, Any]:
    """The strategy as plain data; what was skipped holds a <placeholder>, which lint reports."""
    why = answers.why
    return {
        "organisation": answers.organisation or MISSING["organisation"],
        "in_force_from": answers.judge_from or survey.days(answers.timezone)[0].day,
        "timezone": answers.timezone or survey.timezone,
        "why": {
            "problem": why.problem or MISSING["problem"],
            "promise": why.promise or MISSING["promise"],
            "evidence": list(why.evidence) or [MISSING["evidence"]],
        },
        "segments": _segments(answers),
        "goals": {name: _plain(each) for name, each in answers.goals.items()},
        "measures": {name: _measure(survey, answers, name) for name in answers.measures},
        "calls": {name: _plain(each) for name, each in answers.calls.items()},
        "ties": [tie for _, ties in grouped_ties(survey, answers) for tie in ties],
        "accounts": _accounts(survey, answers),
        "not_ours": [key for key, is_ours in answers.accounts.items() if not is_ours],
    }


def grouped_ties(
    survey: Survey, answers: Answers
) -> Iterator[tuple[GroupAnswered, list[dict[str, str]]]]:
    """The answers that tie, each with its ties; a thing that two groups share is tied once."""
    tied: set[tuple[str, str]] = set()
    for answer in answers.groups:
        ties = []
        for match in ties_of(survey, answer) if answer.serves else ():
            ((kind, pattern),) = match.items()
            same = (kind, plain_link(pattern) if kind == TieKind.LINK else plain(pattern))
            if same not in tied:
                tied.add(same)
                ties.append({"measure": str(answer.serves), **match})
        if ties:
            yield answer, ties


def _segments(answers: Answers) -> dict[str, Any]:
    """The people named; where none are and a measure needs some, a place to name them."""
    named = {name: _plain(each) for name, each in answers.segments.items()}
    return named or ({PEOPLE: {"who": MISSING["who"]}} if answers.measures else {})


def _plain(part: Any) -> dict[str, Any]:
    return dict(part.model_dump(mode="json", by_alias=True, exclude_defaults=True))


_MEASURE: Final = (
    "goal", "segment", "stage", "tier", "value", "baseline", "target", "by", "owner", "label",
)  # fmt: skip


def _measure(survey: Survey, answers: Answers, name: str) -> dict[str, Any]:
    """A measure as it is written: what was not answered is as the proposal of that name has it."""
    given = answers.measures[name].model_dump(exclude_none=True)
    proposed = next((each for each in survey.measures if each.name == name), None)
    known: dict[str, Any] = {
        "segment": next(iter(answers.segments), PEOPLE),
        "stage": Stage.PARTICIPATE,
        "tier": Tier.OUT_TAKE,
    }
    if proposed is not None:
        label = proposed.words[:1].upper() + proposed.words[1:]
        known |= {
            "stage": proposed.stage, "tier": proposed.tier, "value": proposed.value, "label": label,
        }  # fmt: skip
    known |= given
    known |= {"stage": str(known["stage"]), "tier": str(known["tier"])}
    return {key: known[key] for key in _MEASURE if key in known}


def _accounts(survey: Survey, answers: Answers) -> dict[str, dict[str, dict[str, Any]]]:
    """The accounts that are ours by platform, under names without spaces where they have some."""
    ours: dict[str, dict[str, dict[str, Any]]] = {}
    for seen in survey.accounts:
        if answers.accounts.get(seen.key, True) and seen.account:
            ours.setdefault(seen.platform, {})[seen.account] = {}
    return ours


def as_strategy(survey: Survey, answers: Answers) -> Strategy:
    """The drafted strategy, to judge with. Raises UserError where an answer cannot stand in one."""
    drafted = draft(survey, answers)
    try:
        return Strategy.model_validate(drafted)
    except ValidationError as error:
        lines = [f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors()]
        raise UserError("\n".join(["These answers make no strategy:", *lines])) from None


@dataclass(frozen=True)
class _Drafted:
    strategy: Strategy
    name: str = "draft"


def stand(survey: Survey, answers: Answers) -> AnswersStanding:
    """How the posts stand by the answers so far, judged as a night would."""
    strategy = as_strategy(survey, answers)
    posts = with_standing(survey, answers, strategy)
    counts = dict(posts.group_by("standing").len().iter_rows())
    left = posts.filter(pl.col("standing") == "left")
    ambiguous = left.filter(pl.col("alignment") == "ambiguous").height
    traced, waived, undecided, before, not_ours = (
        int(counts.get(name, 0)) for name in ("traced", "waived", "left", "before", "not_ours")
    )
    return AnswersStanding(traced, waived, undecided, before, not_ours, ambiguous)


def nearest_measure(survey: Survey, answers: Answers, group: PostGroup) -> str | None:
    """The measure that most posts of a group serve already, to be proposed; None where none do."""
    posts = with_standing(survey, answers, as_strategy(survey, answers))
    served = posts.filter(pl.col("row").is_in(list(group.rows)) & (pl.col("standing") == "traced"))[
        "measure_id"
    ].drop_nulls()
    return str(served.mode().sort().first()) if len(served) else None


def with_standing(survey: Survey, answers: Answers, strategy: Strategy) -> pl.DataFrame:
    """The posts with `standing` (traced, waived, left, before or not_ours) and `measure_id`."""
    activities = survey.exports.activities
    local = pl.col("published_at").dt.convert_time_zone(strategy.timezone).dt.date()
    is_before = (local < strategy.in_force_from).fill_null(value=False)
    inputs = AlignmentInputs.of([_Drafted(strategy)], date.today())
    judged = judge_batch(activities.drop("row"), inputs).verdicts.select(
        "activity_key", "alignment", "measure_id"
    )
    waived = [row for answer in answers.groups if answer.waive for row in _rows(survey, answer)]
    theirs = [
        seen
        for seen in survey.accounts
        if strategy.disowns(seen.platform, seen.account)
        or not strategy.knows_account(seen.platform, seen.account)
    ]
    is_theirs = pl.lit(value=False)
    for seen in theirs:
        is_theirs |= (pl.col("platform") == seen.platform) & pl.col("account").eq_missing(
            pl.lit(seen.account)
        )
    return activities.join(judged, on="activity_key", how="left").with_columns(
        standing=pl.when(is_theirs)
        .then(pl.lit("not_ours"))
        .when(is_before)
        .then(pl.lit("before"))
        .when(pl.col("alignment") == "aligned")
        .then(pl.lit("traced"))
        .when(pl.col("row").is_in(waived))
        .then(pl.lit("waived"))
        .otherwise(pl.lit("left"))
    )


def _rows(survey: Survey, answer: GroupAnswered) -> frozenset[int]:
    group = survey.group(answer.group)
    return group.rows if group else frozenset()
