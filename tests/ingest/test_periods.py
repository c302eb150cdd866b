"""Which periods of a campaign count: no money is lost, and none is counted twice."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from rhumbline.ingest.periods import TOLD_AGAIN, Period, remark_on_periods

START = date(2026, 1, 1)
NOW = datetime(2026, 9, 1, tzinfo=UTC)


def period(number: int, first: int, last: int, observed: int = 0, line: int = 2) -> Period:
    return Period(
        number,
        START + timedelta(first),
        START + timedelta(last),
        NOW + timedelta(observed),
        f"export-{number}",
        line,
    )


PERIODS = st.lists(
    st.tuples(st.integers(0, 20), st.integers(0, 9), st.integers(0, 3)), min_size=1, max_size=9
).map(
    lambda drawn: [
        period(number, first, first + longer, observed)
        for number, (first, longer, observed) in enumerate(drawn)
    ]
)


def counted(periods: list[Period]) -> list[Period]:
    remarks = remark_on_periods(periods)
    return [each for each in periods if remarks[each.number] is None]


def covered(periods: list[Period]) -> int:
    return sum(each.days for each in periods)


def test_months_add_up_whenever_their_files_were_written() -> None:
    for march_later in (0, 9):
        months = [period(1, 0, 30, march_later), period(2, 31, 60)]
        assert counted(months) == months


def test_the_same_days_count_once_as_told_last() -> None:
    again = [period(1, 0, 30, observed=1), period(2, 0, 30, observed=0)]
    assert remark_on_periods(again) == {1: None, 2: TOLD_AGAIN}


def test_a_quarter_counts_before_two_of_its_months() -> None:
    remarks = remark_on_periods([period(1, 0, 89), period(2, 0, 30, 5), period(3, 31, 58, 5)])
    assert remarks[1] is None
    assert remarks[2] == "Its days overlap a longer period that counts: 2026-01-01 to 2026-03-31."


def test_three_months_count_before_one_longer_period_across_them() -> None:
    months = [period(1, 0, 30), period(2, 31, 58), period(3, 59, 89)]
    assert counted([*months, period(4, 20, 69)]) == months


@given(periods=PERIODS)
def test_what_counts_does_not_overlap_and_no_set_covers_more(periods: list[Period]) -> None:
    chosen = sorted(counted(periods), key=lambda each: each.first)
    assert all(a.last < b.first for a, b in pairwise(chosen))
    best = 0
    for mask in range(2 ** len(periods)):
        some = [each for at, each in enumerate(periods) if mask >> at & 1]
        some.sort(key=lambda each: each.first)
        if all(a.last < b.first for a, b in pairwise(some)):
            best = max(best, covered(some))
    assert covered(chosen) == best


@given(periods=PERIODS, chance=st.randoms(use_true_random=False))
def test_the_order_of_arrival_decides_nothing(periods: list[Period], chance: object) -> None:
    shuffled = list(periods)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert remark_on_periods(shuffled) == remark_on_periods(periods)


def test_every_period_that_does_not_count_says_why() -> None:
    periods = [period(1, 0, 30), period(2, 10, 20), period(3, 0, 30, 1)]
    remarks = remark_on_periods(periods)
    assert set(remarks) == {1, 2, 3}
    assert [each.number for each in periods if remarks[each.number] is None] == [3]
