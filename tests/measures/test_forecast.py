"""Where a measure will be at its deadline: by hand, and by how often bounds hold."""

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rhumbline.measures.expressions.meaning import FLOW, LEVEL, RATIO
from rhumbline.measures.forecast import FEWEST, forecast
from rhumbline.measures.predictive import draw_sums

Path = Callable[[np.random.Generator, int], np.ndarray]


def test_a_sum_that_grows_is_expected_to_go_on_growing() -> None:
    """2, 4 … 24 a week: the line through them gives 650 after thirteen weeks more."""
    ahead = forecast(FLOW, 156.0, [2.0 * week for week in range(1, 13)], elapsed=12, left=13)
    assert ahead.value == pytest.approx(650, rel=0.05)
    assert ahead.low is not None
    assert ahead.low > 500


def test_a_sum_that_dries_up_is_not_expected_at_its_old_pace() -> None:
    weeks = [40.0 - 3 * week for week in range(12)]
    ahead = forecast(FLOW, sum(weeks), weeks, elapsed=12, left=13)
    assert ahead.high is not None
    assert ahead.high < sum(weeks) * 25 / 12


@pytest.mark.parametrize("kind", [FLOW, LEVEL, RATIO])
def test_equal_weeks_leave_bounds_of_some_width(kind: str) -> None:
    ahead = forecast(kind, 120.0, [12.0] * 10, elapsed=10, left=4)
    assert ahead.low is not None
    assert ahead.high is not None
    assert ahead.low < ahead.high


@pytest.mark.parametrize("kind", [FLOW, LEVEL, RATIO])
def test_seven_weeks_are_too_few_to_expect_anything(kind: str) -> None:
    ahead = forecast(kind, 20.0, [8.0, 12.0] * 3 + [None, 9.0], elapsed=8, left=2)
    assert (ahead.value, ahead.low, ahead.high) == (None, None, None)
    assert FEWEST == 8


@pytest.mark.parametrize("left", [0, -3])
def test_at_the_deadline_nothing_is_left_to_expect(left: float) -> None:
    ahead = forecast(FLOW, 20.0, [8.0, 12.0, 0.0], elapsed=3, left=left)
    assert (ahead.value, ahead.low, ahead.high) == (20.0, 20.0, 20.0)


def test_what_is_not_measured_is_not_forecast() -> None:
    assert forecast(FLOW, None, [1.0] * 9, elapsed=9, left=2).value is None


def test_the_same_weeks_give_the_same_forecast() -> None:
    weeks = [3.0, 5, 4, 6, 8, 5, 9, 7, 10]
    assert forecast(FLOW, 57.0, weeks, 9, 6) == forecast(FLOW, 57.0, list(weeks), 9, 6)


@settings(max_examples=30)
@given(
    st.lists(st.integers(0, 1000), min_size=FEWEST, max_size=30),
    st.floats(0.2, 60),
    st.sampled_from([FLOW, LEVEL, RATIO]),
)
def test_bounds_are_in_order_and_finite_whatever_the_weeks(
    weeks: list[int], left: float, kind: str
) -> None:
    value = float(sum(weeks)) if kind == FLOW else float(weeks[-1])
    ahead = forecast(kind, value, [float(week) for week in weeks], len(weeks), left)
    assert ahead.value is not None
    assert ahead.low is not None
    assert ahead.high is not None
    assert ahead.low <= ahead.value <= ahead.high
    assert np.isfinite([ahead.low, ahead.high]).all()
    if kind == FLOW:
        assert ahead.low >= value


def test_a_level_that_wanders_may_end_on_either_side() -> None:
    chance = np.random.default_rng(4)
    level = 500 + np.cumsum(chance.poisson(10, 20) - chance.poisson(10, 20))
    ahead = forecast(LEVEL, float(level[-1]), [float(each) for each in level], 20, 13)
    assert ahead.low is not None
    assert ahead.high is not None
    assert ahead.low < level[-1] < ahead.high


@pytest.mark.slow
@pytest.mark.parametrize(
    "path",
    [
        lambda chance, n: chance.poisson(10, n),
        lambda chance, n: chance.poisson(10 * 1.05 ** np.arange(n)),
        lambda chance, n: chance.poisson(0.3, n),
        lambda chance, n: chance.lognormal(4, 1, n),
    ],
    ids=["steady", "growing", "rare", "gifts"],
)
def test_four_in_five_bounds_hold(path: Path) -> None:
    """Eighty histories each; the wide margin is what eighty can tell. `make calibrate` tries more of them."""
    chance = np.random.default_rng(5)
    held = 0
    for _ in range(80):
        weeks = path(chance, 20).astype(float)
        ahead = forecast(FLOW, weeks[:16].sum(), list(weeks[:16]), 16, 4)
        assert ahead.low is not None
        assert ahead.high is not None
        held += ahead.low - 1e-6 <= weeks.sum() <= ahead.high * (1 + 1e-5)
    assert 0.66 < held / 80 < 0.96


def test_draws_of_rare_counts_are_whole() -> None:
    draws = draw_sums([0.0, 0, 1, 0, 0, 1, 0, 0], 4)
    assert np.equal(draws, np.round(draws)).all()
    assert draws.mean() == pytest.approx(2.5 / 8 * 4, rel=0.15)
