"""How often judgements of measures hold: simulated, counted, and written into docs/measures.md.

`make calibrate` runs it. Each row is a way in which things may go; each figure the share of made-up
histories, in percent, that were called a hamster wheel ("stop"), or that ended within their bounds.
"""

import argparse
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from bench.forecasts import forecast_table
from rhumbline.measures.hamster_wheels import WheelAnswer, judge_wheel

PAGE: Final = Path(__file__).resolve().parent.parent / "docs" / "measures.md"
_BEGIN: Final = "<!-- calibration of {}: written by make calibrate -->"
_END: Final = "<!-- end -->"
Figures = NDArray[np.floating[Any]]
_FIRST, _LAST = 12, 26  # weeks: of the weekly looks
History = tuple[Figures, Figures]


class SimulatedCourse(NamedTuple):
    """A way in which effort and outcome go, and how often it may or should be called a wheel."""

    words: str
    make: Callable[[np.random.Generator, int], History]
    goal_12: str
    goal_26: str
    goal_ever: str = ""


def _line(first: float, last: float, weeks: int) -> Figures:
    return np.linspace(first, last, weeks)


def _noise(chance: np.random.Generator, weeks: int) -> History:
    return chance.poisson(8, weeks) * 1.0, chance.poisson(10, weeks) * 1.0


def _proportional(chance: np.random.Generator, weeks: int) -> History:
    effort = chance.poisson(_line(4, 12, weeks))
    return effort * 1.0, chance.poisson(effort) * 1.0


def _in_step(chance: np.random.Generator, weeks: int) -> History:
    return (
        chance.poisson(_line(4, 12, weeks)) * 1.0,
        chance.poisson(_line(6, 18, weeks)) * 1.0,
    )


def _flat(chance: np.random.Generator, weeks: int) -> History:
    return _line(4, 12, weeks).round(), chance.poisson(10, weeks) * 1.0


def _flat_beside_noisy_effort(chance: np.random.Generator, weeks: int) -> History:
    return chance.poisson(_line(4, 12, weeks)) * 1.0, chance.poisson(10, weeks) * 1.0


def _by_half(chance: np.random.Generator, weeks: int) -> History:
    return _line(4, 12, weeks).round(), chance.poisson(_line(7, 13, weeks)) * 1.0


COURSES: Final = (
    SimulatedCourse(
        "neither effort nor outcome moves, both vary by chance", _noise, "≤ 5", "≤ 5", "≤ 10"
    ),
    SimulatedCourse("the outcome is in proportion to effort", _proportional, "≤ 1", "≤ 1"),
    SimulatedCourse(
        "the outcome rises 6 → 18 with time, in step with noisy effort 4 → 12",
        _in_step,
        "≤ 2",
        "≤ 2",
        "≤ 5",
    ),
    SimulatedCourse("effort 4 → 12, the outcome stays at 10", _flat, "≥ 65", "≥ 90"),
    SimulatedCourse(
        "the same with effort that varies by chance (Poisson)",
        _flat_beside_noisy_effort,
        "≥ 65",
        "≥ 90",
    ),
    SimulatedCourse("effort 4 → 12, the outcome grows by half, 7 → 13", _by_half, "≤ 20", "≤ 20"),
)


def share_of_stops(course: SimulatedCourse, weeks: int, histories: int) -> float:
    """Percent of `histories` of that many weeks that are called a wheel at their end."""
    chance = np.random.default_rng(weeks)
    answers = [_answer(*course.make(chance, weeks)) for _ in range(histories)]
    return 100 * answers.count(WheelAnswer.STOP) / histories


def share_ever_stopped(course: SimulatedCourse, histories: int) -> float:
    """Percent of `histories` of 26 weeks that any weekly look from week 12 on calls a wheel."""
    chance = np.random.default_rng(1)
    stopped = 0
    for _ in range(histories):
        effort, outcome = course.make(chance, _LAST)
        stopped += any(
            _answer(effort[:weeks], outcome[:weeks]) is WheelAnswer.STOP
            for weeks in range(_FIRST, _LAST + 1)
        )
    return 100 * stopped / histories


def _answer(effort: Figures, outcome: Figures) -> WheelAnswer:
    return judge_wheel(effort.tolist(), outcome.tolist()).answer


def table(histories: int) -> Iterator[str]:
    """The lines of the table in markdown."""
    yield f"{histories:,} histories each; percent called a wheel, with the goal."
    yield ""
    yield "| how it goes | at 12 weeks | at 26 weeks | ever, looking weekly from week 12 to 26 |"
    yield "|---|---|---|---|"
    for course in COURSES:
        at = [share_of_stops(course, weeks, histories) for weeks in (_FIRST, _LAST)]
        ever = share_ever_stopped(course, max(1, histories // 4)) if course.goal_ever else None
        yield (
            f"| {course.words} | {at[0]:.1f} ({course.goal_12}) | {at[1]:.1f} ({course.goal_26}) | "
            + ("" if ever is None else f"{ever:.1f} ({course.goal_ever})")
            + " |"
        )


def write(what: str, lines: list[str]) -> None:
    """Put a table between its marks in docs/measures.md."""
    mark = _BEGIN.format(what)
    before, marked, rest = PAGE.read_text(encoding="utf-8").partition(mark)
    if not marked:
        raise SystemExit(f"{PAGE} has no line {mark}")
    after = rest.partition(_END)[2]
    PAGE.write_text("\n".join([before + mark, *lines, _END]) + after, encoding="utf-8")


def main() -> None:
    """Simulate, print and write."""
    parser = argparse.ArgumentParser(prog="python -m bench.calibrate", description=__doc__)
    parser.add_argument("--histories", type=int, default=4000)
    histories = parser.parse_args().histories
    for what, lines in (
        ("wheels", list(table(histories))),
        ("forecasts", list(forecast_table(max(1, histories // 4)))),
    ):
        print("\n".join(lines), end="\n\n")
        write(what, lines)


if __name__ == "__main__":
    main()
