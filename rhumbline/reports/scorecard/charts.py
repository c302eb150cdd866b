"""The shapes of the charts, in hundredths of their box: bars on the way to a target, and lines over weeks.

The templates draw them as SVG without texts, which stretch to any width; labels stand beside them.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from rhumbline.reports.scorecard.measures import MeasureCard, WeekOfMeasure

_HEADROOM: Final = 1.06  # of the highest figure, so that no line lies on the box's edge


@dataclass(frozen=True)
class Bar:
    """A bar from the start to the target: the part that is done, and where a steady pace would be."""

    done: float
    pace: float | None


@dataclass(frozen=True)
class Line:
    """A line over weeks to the day of the target; y runs from the top, as in SVG."""

    points: tuple[str, ...]  # stretches of "x,y x,y"; a week without a figure interrupts them
    pace: str  # the straight line from the start to the target
    target: float | None  # its height
    today: float
    low: float  # the figure at the foot of the box
    high: float  # the figure at its top
    begins: date
    ends: date


def bar_of(card: MeasureCard) -> Bar:
    """The bar of a measure; empty where nothing is known."""
    done, pace = card.share_of_way(card.reached), card.share_of_way(card.pace)
    return Bar(_hundredths(done or 0.0), None if pace is None else _hundredths(pace))


def line_of(card: MeasureCard) -> Line | None:
    """The line of a measure; None where no week tells of it."""
    known = [week.reached for week in card.weeks if week.reached is not None]
    if not known or card.begins is None:
        return None
    ends = max(card.due_on or card.as_of, card.as_of)
    start = 0.0 if card.is_limit else card.start
    figures = [*known, *(each for each in (start, card.target) if each is not None)]
    low = min(0.0, *figures)
    box = _Box(card.begins, ends, low, max(figures) * _HEADROOM or 1.0)
    return Line(
        points=tuple(box.stretches(card.weeks, card.as_of)),
        pace=_pace_line(box, card, start),
        target=None if card.target is None else box.y(card.target),
        today=box.x(card.as_of),
        low=low,
        high=max(figures),
        begins=card.begins,
        ends=ends,
    )


def _pace_line(box: "_Box", card: MeasureCard, start: float | None) -> str:
    if start is None or card.target is None or card.due_on is None:
        return ""
    return f"{box.point(box.begins, start)} {box.point(card.due_on, card.target)}"


@dataclass(frozen=True)
class _Box:
    """Days and figures, and where they lie in a box of a hundred by a hundred."""

    begins: date
    ends: date
    low: float
    high: float

    def x(self, moment: date) -> float:
        days = (self.ends - self.begins).days or 1
        return round(max(0.0, min(100.0, 100 * (moment - self.begins).days / days)), 2)

    def y(self, figure: float) -> float:
        return round(100 - 100 * (figure - self.low) / (self.high - self.low or 1.0), 2)

    def point(self, moment: date, figure: float) -> str:
        return f"{self.x(moment):g},{self.y(figure):g}"

    def stretches(self, weeks: tuple[WeekOfMeasure, ...], as_of: date) -> list[str]:
        """The points of the weeks' ends; a single one is doubled, so that it is drawn at all."""
        stretches: list[list[str]] = [[]]
        for week in weeks:
            if week.reached is None:
                stretches.append([])
            else:
                sunday = min(week.week + timedelta(days=6), as_of)
                stretches[-1].append(self.point(sunday, week.reached))
        return [" ".join(each if len(each) > 1 else each * 2) for each in stretches if each]


def _hundredths(share: float) -> float:
    return round(100 * max(0.0, min(1.0, share)), 2)
