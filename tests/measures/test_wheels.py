"""Slopes and how sure they are, by hand."""

from statistics import median

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rhumbline.measures.hamster_wheels import confidence_of_rise, theil_sen


def test_one_wild_week_does_not_turn_the_slope() -> None:
    assert theil_sen([1, 2, 3, 4, 5, 6]) == 1
    assert theil_sen([1, 2, 3, 400, 5, 6]) == 1


def test_the_slopes_of_the_demonstration() -> None:
    assert theil_sen([2, 3, 4, 6, 8, 10]) == pytest.approx(5 / 3)
    assert theil_sen([20, 16, 14, 12, 9, 7]) == -2.5


def test_how_sure_a_rise_is() -> None:
    assert confidence_of_rise([1, 2, 3, 4, 5, 6]) == pytest.approx(
        0.9957, abs=1e-4
    )  # S 15, variance 28.33
    assert confidence_of_rise([6, 5, 4, 3, 2, 1]) == pytest.approx(0.0043, abs=1e-4)
    assert confidence_of_rise([3, 3, 3, 3, 3]) == 0.5


@given(st.lists(st.integers(0, 50), min_size=5, max_size=12))
def test_a_rise_and_a_fall_are_two_sides(figures: list[int]) -> None:
    backward = list(reversed(figures))
    assert confidence_of_rise([float(f) for f in figures]) + confidence_of_rise(
        [float(f) for f in backward]
    ) == pytest.approx(1)
    assert theil_sen(figures) == pytest.approx(-theil_sen(backward))


@given(st.lists(st.integers(0, 50), min_size=2, max_size=9))
def test_the_slope_is_the_median_of_all_slopes_between_weeks(figures: list[int]) -> None:
    slopes = [
        (figures[later] - figures[earlier]) / (later - earlier)
        for earlier in range(len(figures))
        for later in range(earlier + 1, len(figures))
    ]
    assert theil_sen(figures) == pytest.approx(median(slopes))
