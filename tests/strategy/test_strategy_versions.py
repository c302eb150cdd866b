"""Versions: a correction, a new version, no change, or an error that names both dates."""

from datetime import date, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from rhumbline.errors import BadStrategy
from rhumbline.strategy.file import Change, DeclaredVersion, change, in_force

SEPTEMBER, OCTOBER = date(2026, 9, 1), date(2026, 10, 1)
STORED = [DeclaredVersion(SEPTEMBER, "a"), DeclaredVersion(OCTOBER, "b")]
DAYS = st.dates(date(2020, 1, 1), date(2030, 1, 1))
VERSIONS = st.lists(
    st.builds(DeclaredVersion, DAYS, st.sampled_from("abc")),
    unique_by=lambda each: each.in_force_from,
).map(lambda each: sorted(each, key=lambda version: version.in_force_from))


@pytest.mark.parametrize(
    ("stored", "new", "expected"),
    [
        ([], DeclaredVersion(OCTOBER, "a"), Change.NEW_VERSION),
        (STORED, DeclaredVersion(OCTOBER, "b"), Change.UNCHANGED),
        (STORED, DeclaredVersion(OCTOBER, "c"), Change.CORRECTION),
        (STORED, DeclaredVersion(OCTOBER, "a"), Change.CORRECTION),
        (STORED, DeclaredVersion(date(2026, 10, 2), "b"), Change.NEW_VERSION),
        (
            [*STORED, DeclaredVersion(OCTOBER, "c")],
            DeclaredVersion(OCTOBER, "b"),
            Change.CORRECTION,
        ),
        ([*STORED, DeclaredVersion(OCTOBER, "c")], DeclaredVersion(OCTOBER, "c"), Change.UNCHANGED),
    ],
)
def test_what_a_file_is_to_the_stored_versions(
    stored: list[DeclaredVersion], new: DeclaredVersion, expected: Change
) -> None:
    assert change(stored, new) is expected


def test_a_date_before_the_last_version_names_both() -> None:
    with pytest.raises(BadStrategy) as caught:
        change(STORED, DeclaredVersion(SEPTEMBER, "a"))
    assert "2026-09-01" in str(caught.value)
    assert "2026-10-01" in str(caught.value)


@given(VERSIONS, st.builds(DeclaredVersion, DAYS, st.sampled_from("abc")))
def test_what_was_taken_is_unchanged_when_it_comes_again(
    stored: list[DeclaredVersion], new: DeclaredVersion
) -> None:
    assume(not stored or new.in_force_from >= stored[-1].in_force_from)
    change(stored, new)
    assert change([*stored, new], new) is Change.UNCHANGED


@given(VERSIONS, DAYS)
def test_the_version_in_force_is_the_latest_that_had_begun(
    stored: list[DeclaredVersion], day: date
) -> None:
    begun = [version.in_force_from for version in stored]
    judge = in_force(begun, day)
    assert judge == next((each for each in reversed(begun) if each <= day), None)


@given(VERSIONS.filter(bool))
def test_every_day_from_the_first_version_on_has_one_judge(stored: list[DeclaredVersion]) -> None:
    begun = [version.in_force_from for version in stored]
    assert in_force(begun, begun[0]) == begun[0]
    assert in_force(begun, begun[0] - timedelta(days=1)) is None
