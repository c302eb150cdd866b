"""Where a measure will be at its deadline, by hand."""

from math import sqrt

import pytest

from rhumbline.measures.expressions.meaning import FLOW, LEVEL, RATIO
from rhumbline.measures.forecast import forecast, t80


def test_a_flow_goes_on_at_its_pace_and_may_stray_by_its_spread() -> None:
    ahead = forecast(FLOW, 30.0, [8.0, 10.0, 12.0], elapsed=3, left=2)
    # The weeks spread by 2 around 10; two to come, and a pace known from three of them.
    width = 1.885618 * 2 * sqrt(2 + 2**2 / 3)
    assert ahead.value == 50.0
    assert (ahead.low, ahead.high) == pytest.approx((50 - width, 50 + width))


def test_a_flow_that_only_grows_never_falls_below_what_it_is() -> None:
    assert forecast(FLOW, 30.0, [0.0, 0.0, 30.0], elapsed=3, left=1).low == 30.0
    fell = forecast(FLOW, 30.0, [-5.0, 0.0, 35.0], elapsed=3, left=1).low
    assert fell is not None
    assert fell < 30.0


@pytest.mark.parametrize("kind", [FLOW, LEVEL, RATIO])
def test_two_weeks_say_nothing_of_a_spread(kind: str) -> None:
    ahead = forecast(kind, 20.0, [8.0, 12.0], elapsed=2, left=2)
    assert ahead.value is not None
    assert (ahead.low, ahead.high) == (None, None)


@pytest.mark.parametrize("left", [0, -3])
def test_at_the_deadline_nothing_is_left_to_expect(left: float) -> None:
    ahead = forecast(FLOW, 20.0, [8.0, 12.0, 0.0], elapsed=3, left=left)
    assert (ahead.value, ahead.low, ahead.high) == (20.0, 20.0, 20.0)


def test_what_is_not_measured_is_not_forecast() -> None:
    assert forecast(FLOW, None, [1.0, 2.0, 3.0], elapsed=3, left=2).value is None


def test_a_level_goes_on_along_its_line() -> None:
    ahead = forecast(LEVEL, 130.0, [100.0, 110.0, 120.0, 130.0], elapsed=4, left=3)
    assert (ahead.value, ahead.low, ahead.high) == pytest.approx((160.0, 160.0, 160.0))


def test_a_ratio_stays_and_may_stray_by_the_spread_of_its_weeks() -> None:
    ahead = forecast(RATIO, 0.5, [0.4, 0.5, 0.6], elapsed=3, left=9)
    width = 1.885618 * 0.1 / sqrt(3)
    assert (ahead.value, ahead.low, ahead.high) == pytest.approx((0.5, 0.5 - width, 0.5 + width))


def test_students_t_narrows_towards_the_normal_one() -> None:
    widths = [t80(freedom) for freedom in range(1, 60)]
    assert widths == sorted(widths, reverse=True)
    assert widths[0] == pytest.approx(3.0777, abs=1e-4)
    assert t80(100_000) == pytest.approx(1.2816, abs=1e-4)
