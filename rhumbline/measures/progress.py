"""Where a measure stands: how much of its way is done, where it should be, and a status in words."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from models.strategy import Measure, Policy
from rhumbline.measures.expressions.meaning import FLOW
from rhumbline.measures.forecast import FEWEST, Forecast, forecast
from rhumbline.measures.weekly_values import WeeklyValues
from rhumbline.measures.weeks import Span

REACHED, ON_COURSE, BEHIND, ADRIFT = "reached", "on course", "behind", "adrift"
NOT_MEASURED: Final = "not measured"
_FEW: Final = 10  # rows of data below which a figure is said to rest on few
_EPSILON: Final = 1e-9


@dataclass(frozen=True)
class Course:
    """The straight way from where a measure begins to its target."""

    kind: str
    baseline: float
    target: float
    begins: date
    by: date

    @property
    def way(self) -> float:
        """From baseline to target; negative where down is good."""
        return self.target - self.baseline

    def progress(self, value: float) -> float | None:
        """How much of the way is done, 1 is all of it: the value of a flow does not include the baseline."""
        if not self.way:
            return None
        return (value if self.kind == FLOW else value - self.baseline) / self.way

    def share(self, day: date) -> float:
        """How much of the time is over, 0 to 1."""
        whole = (self.by - self.begins).days
        return min(1.0, max(0.0, (day - self.begins).days / whole)) if whole > 0 else 1.0

    def expected(self, day: date) -> float:
        """Where a straight line is on a day, as a value of the measure."""
        on_line = self.way * self.share(day)
        return on_line if self.kind == FLOW else self.baseline + on_line


@dataclass(frozen=True)
class MeasureProgress:
    """The value, progress and forecast of a measure on one day; None where nothing was reported."""

    value: float | None
    progress: float | None
    expected_today: float | None
    forecast: Forecast
    status: str
    note: str | None


def course_of(measure: Measure, kind: str, begins: date) -> Course | None:
    """The course of a measure, or None where it has no baseline, target or date."""
    if measure.baseline is None or measure.target is None or measure.by is None:
        return None
    return Course(kind, measure.baseline, measure.target, begins, measure.by)


def standing_of(
    course: Course | None, kind: str, values: WeeklyValues, span: Span, policy: Policy
) -> MeasureProgress:
    """Where a measure stands at the end of its span."""
    today = span.ends
    if course is None:
        return MeasureProgress(
            values.value,
            None,
            None,
            Forecast(None),
            NOT_MEASURED,
            "It has no baseline, target or date.",
        )
    elapsed, left = (today - span.begins).days / 7, (course.by - today).days / 7
    ahead = forecast(kind, values.value, whole_weeks(values, span), elapsed, left)
    return MeasureProgress(
        values.value,
        None if values.value is None else course.progress(values.value),
        course.expected(today),
        ahead,
        _status(course, values, ahead, today, policy),
        _note(values, span, policy),
    )


def whole_weeks(values: WeeklyValues, span: Span) -> list[float | None]:
    """The values of the weeks within the span; of the first week a day may be missing."""
    last = span.ends - timedelta(days=6)
    return [
        value
        for monday, value in zip(span.weeks, values.in_week, strict=True)
        if (span.begins - monday).days <= 1 and monday <= last
    ]


def _status(
    course: Course, values: WeeklyValues, ahead: Forecast, today: date, policy: Policy
) -> str:
    done = None if values.value is None else course.progress(values.value)
    if done is None or is_silent(values, today, policy):
        return NOT_MEASURED
    if done >= 1 - _EPSILON:
        return REACHED
    if today < course.by:
        if done >= course.share(today) - _EPSILON:
            return ON_COURSE
        best = ahead.high if course.way > 0 else ahead.low
        if best is None or (course.progress(best) or 0.0) >= 1 - _EPSILON:
            return BEHIND
    return ADRIFT


def is_silent(values: WeeklyValues, today: date, policy: Policy) -> bool:
    """Whether nothing told of it for longer than the policy allows."""
    observed = values.observed_on
    return observed is None or (today - observed).days > policy.not_measured_after_days


def _note(values: WeeklyValues, span: Span, policy: Policy) -> str | None:
    remarks = []
    rows, observed = sum(values.rows), values.observed_on
    if observed and is_silent(values, span.ends, policy):
        remarks.append(f"No data for {(span.ends - observed).days} days.")
    if not rows:
        remarks.append("Nothing tells of it yet.")
    elif rows < _FEW:
        remarks.append(f"Few data: {rows} row{'s' if rows > 1 else ''}.")
    weeks = sum(value is not None for value in whole_weeks(values, span))
    if rows and weeks < FEWEST:
        remarks.append(f"Too early to forecast: {weeks} of {FEWEST} whole weeks.")
    if values.high is not None and values.value is not None:
        remarks.append(
            f"Between {values.value:,.0f} and {values.high:,.0f}: facets cannot be crossed."
        )
    return " ".join(remarks) or None
