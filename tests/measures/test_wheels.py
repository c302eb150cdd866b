"""Slopes and how sure they are, by hand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rhumbline.fit import frechet, wilson
from rhumbline.wheels import rising, theil_sen


def test_one_wild_week_does_not_turn_the_slope() -> None:
    assert theil_sen([1, 2, 3, 4, 5, 6]) == 1
    assert theil_sen([1, 2, 3, 400, 5, 6]) == 1


def test_the_slopes_of_the_demonstration() -> None:
    assert theil_sen([2, 3, 4, 6, 8, 10]) == pytest.approx(5 / 3)
    assert theil_sen([20, 16, 14, 12, 9, 7]) == -2.5


def test_how_sure_a_rise_is() -> None:
    assert rising([1, 2, 3, 4, 5, 6]) == pytest.approx(0.9957, abs=1e-4)  # S 15, variance 28.33
    assert rising([6, 5, 4, 3, 2, 1]) == pytest.approx(0.0043, abs=1e-4)
    assert rising([3, 3, 3, 3, 3]) == 0.5


@given(st.lists(st.integers(0, 50), min_size=5, max_size=12))
def test_a_rise_and_a_fall_are_two_sides(figures: list[int]) -> None:
    backward = list(reversed(figures))
    assert rising([float(f) for f in figures]) + rising(
        [float(f) for f in backward]
    ) == pytest.approx(1)
    assert theil_sen(figures) == pytest.approx(-theil_sen(backward))


def test_wilsons_interval_of_a_small_sample() -> None:
    assert wilson(8, 10) == pytest.approx((0.4902, 0.9433), abs=1e-4)
    assert wilson(0, 0) == (0.0, 1.0)


def test_bounds_of_what_is_in_all_of_several_shares() -> None:
    assert frechet([(0.7, 0.7), (0.6, 0.6)]) == pytest.approx((0.3, 0.6))
    assert frechet([(0.2, 0.2), (0.3, 0.3)]) == pytest.approx((0.0, 0.2))
    assert frechet([(0.2, 0.4)]) == pytest.approx((0.2, 0.4))


@given(st.lists(st.tuples(*[st.booleans()] * 3), min_size=1, max_size=30))
def test_the_bounds_hold_whatever_the_people_are(people: list[tuple[bool, bool, bool]]) -> None:
    shares = [sum(person[n] for person in people) / len(people) for n in range(3)]
    low, high = frechet([(share, share) for share in shares])
    both = sum(all(person) for person in people) / len(people)
    assert low - 1e-9 <= both <= high + 1e-9
