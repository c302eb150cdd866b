"""The bounds of a segment's share of an audience, against every way in which its people can be."""

from datetime import UTC, datetime
from itertools import combinations, product

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rhumbline.measures.segment_fit import Audiences

WHOSE = {"platform": "linkedin", "account": "r", "audience": "followers"}
NOON = datetime(2026, 10, 12, 12, tzinfo=UTC)


def audience(
    people: int | None, **facets: dict[str, tuple[float | None, float | None]]
) -> Audiences:
    """An audience of so many people, and what is told of each facet: value → (count, share)."""
    rows = [
        {
            **WHOSE,
            "observed_at": NOON,
            "facet": facet,
            "value": value,
            "count": count,
            "share": share,
        }
        for facet, values in facets.items()
        for value, (count, share) in values.items()
    ]
    told = pl.DataFrame(
        rows,
        schema={
            "platform": pl.String, "account": pl.String, "audience": pl.String,
            "observed_at": pl.Datetime("us", "UTC"), "facet": pl.String, "value": pl.String,
            "count": pl.Float64, "share": pl.Float64,
        },
    )  # fmt: skip
    totals = told.head(1).select(*WHOSE, "observed_at", total=pl.lit(people, pl.Float64))
    return Audiences(told, totals)


def bounds(told: Audiences, **facets: str) -> tuple[float, float]:
    """The least and the most of the audience that can be of all these values."""
    fitted = told.fit({facet: [value] for facet, value in facets.items()})
    (row,) = fitted.select("share_low", "share_high").rows()
    return row


def possible(people: int, sizes: list[tuple[int, int]]) -> set[int]:
    """How many can be in all of several groups, each of least to most so many: every way is tried."""
    groups = [
        [set(group) for size in range(low, high + 1) for group in combinations(range(people), size)]
        for low, high in sizes
    ]
    return {len(set.intersection(*each)) for each in product(*groups)}


@given(
    people=st.integers(1, 5),
    facets=st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), min_size=1, max_size=3),
)
def test_counted_facets_leave_what_can_be_and_no_more(
    people: int, facets: list[tuple[int, int]]
) -> None:
    """Of each facet so many match and so many are of another value; the rest the platform does not place."""
    told, sizes = {}, []
    for number, (matching, others) in enumerate(facets):
        known = min(matching, people)
        apart = min(others, people - known)
        told[f"f{number}"] = {"ours": (float(known), None), "theirs": (float(apart), None)}
        sizes.append((known, people - apart))
    found = possible(people, sizes)
    asked = dict.fromkeys(told, "ours")
    assert bounds(audience(people, **told), **asked) == pytest.approx(  # type: ignore[arg-type]
        (min(found) / people, max(found) / people)
    )


def test_shares_of_a_large_audience_are_taken_as_told() -> None:
    told = audience(
        4000,
        a={"ours": (None, 0.7), "theirs": (None, 0.3)},
        b={"ours": (None, 0.6), "x": (None, 0.4)},
    )
    assert bounds(told, a="ours", b="ours") == pytest.approx((0.3, 0.6))


def test_a_share_of_a_small_audience_has_wilsons_interval() -> None:
    """8 of 10, by the formula with z = 1.96: (0.4902, 0.9433), as Wilson's own tables have it."""
    told = audience(10, a={"ours": (None, 0.8), "theirs": (None, 0.2)})
    assert bounds(told, a="ours") == pytest.approx((0.4902, 0.9433), abs=1e-4)


def test_a_facet_that_is_not_told_leaves_the_lower_bound_at_nothing() -> None:
    told = audience(4000, a={"ours": (None, 0.7), "theirs": (None, 0.3)})
    assert bounds(told, a="ours", b="ours") == pytest.approx((0.0, 0.7))
