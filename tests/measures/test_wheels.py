"""Does more work bring more? By hand, and by weeks made at random."""

from math import log

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rhumbline.measures.growth import growth_of
from rhumbline.measures.hamster_wheels import WheelAnswer, judge_wheel

RISING = st.integers(8, 40).map(lambda n: [float(week) for week in range(1, n + 1)])


@given(RISING, st.integers(5, 500))
def test_an_outcome_that_stays_the_same_beside_rising_effort_is_a_wheel(
    effort: list[float], outcome: int
) -> None:
    assert judge_wheel(effort, [float(outcome)] * len(effort)).answer is WheelAnswer.STOP


@given(RISING)
def test_reported_zeros_beside_rising_effort_are_a_wheel(effort: list[float]) -> None:
    assert judge_wheel(effort, [0.0] * len(effort)).answer is WheelAnswer.STOP


@given(RISING, st.integers(1, 50))
def test_an_outcome_in_proportion_to_effort_is_fine(effort: list[float], each: int) -> None:
    assert judge_wheel(effort, [each * week for week in effort]).answer is WheelAnswer.FINE


@pytest.mark.parametrize("weeks", [0, 1, 7])
def test_fewer_than_eight_weeks_are_too_few(weeks: int) -> None:
    wheel = judge_wheel([float(week) for week in range(weeks)], [1.0] * weeks)
    assert (wheel.answer, wheel.known_after) == (WheelAnswer.TOO_EARLY, 8)


def test_effort_that_does_not_grow_is_no_wheel() -> None:
    assert (
        judge_wheel([5.0] * 12, [9.0, 7, 8, 6, 7, 5, 4, 6, 3, 2, 2, 1]).answer is WheelAnswer.FINE
    )


def test_effort_that_rises_and_falls_by_chance_is_too_early_and_says_when_it_may_be_known() -> None:
    effort = [2.0, 5, 1, 4, 3, 6, 2, 5, 3, 6]
    wheel = judge_wheel(effort, [9.0] * 10)
    assert wheel.answer is WheelAnswer.TOO_EARLY
    assert wheel.known_after is not None
    assert wheel.known_after > len(effort)


def test_an_outcome_that_grew_somewhat_less_is_watched_and_not_stopped() -> None:
    effort = [4.0, 5, 5, 6, 7, 8, 8, 9, 10, 11, 11, 12]
    outcome = [3.0, 5, 2, 4, 5, 3, 4, 5, 4, 5, 5, 4]
    assert judge_wheel(effort, outcome).answer is WheelAnswer.WATCH


def test_a_net_that_may_be_negative_is_too_early_rather_than_guessed() -> None:
    assert (
        judge_wheel([float(n) for n in range(1, 13)], [-1.0] * 12).answer is WheelAnswer.TOO_EARLY
    )


def test_growth_is_the_last_week_by_the_first() -> None:
    growth = growth_of([100 * 1.1**week for week in range(11)], are_counts=False)
    assert growth is not None
    assert growth.ratio == pytest.approx(1.1**10, rel=0.01)
    assert growth.per_week == pytest.approx(100 * (1.1**10 - 1) / 10, rel=0.02)


@pytest.mark.parametrize("mean", [2, 10, 100])
def test_the_error_of_growth_is_as_large_as_it_says(mean: int) -> None:
    """Of counts that do not grow at all, one in twenty exceeds the bound that nineteen in twenty keep."""
    chance = np.random.default_rng(11)
    sure = [
        growth.surely_exceeds(0.0) > 0.95
        for weeks in chance.poisson(mean, (800, 16))
        if (growth := growth_of(weeks.tolist(), are_counts=True)) is not None
    ]
    assert 0.02 < sum(sure) / len(sure) < 0.08


def test_a_tenth_more_effort_needs_no_outcome() -> None:
    effort = [10.0, 10, 10, 10, 10, 10, 11, 11, 11, 11, 11, 11]
    growth = growth_of(effort, are_counts=True)
    assert growth is not None
    assert growth.log_ratio < log(1.25)
    assert judge_wheel(effort, [5.0] * 12).answer is WheelAnswer.FINE
