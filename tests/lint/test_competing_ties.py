"""Which ties can claim the same activity with equal strength."""

from fnmatch import fnmatchcase
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.strategy import Tie
from rhumbline.lint.competing_ties import can_both_claim, competing_pairs, globs_meet


def tie(**declared: Any) -> Tie:
    """Return a tie of a measure `m`."""
    return Tie.model_validate({"measure": "m", **declared})


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ({"campaign": "spring"}, {"campaign": "Spring"}, True),
        ({"campaign": "spring"}, {"campaign": "autumn"}, False),
        ({"campaign": "spring", "platform": "x"}, {"campaign": "spring"}, True),
        ({"campaign": "a", "platform": "x"}, {"campaign": "a", "platform": "facebook"}, False),
        ({"campaign": "a", "platform": "x"}, {"campaign": "a", "platform": "twitter"}, True),
        ({"campaign": "a", "until": "2026-1-31"}, {"campaign": "a", "from": "2026-2-1"}, False),
        ({"campaign": "a", "until": "2026-2-1"}, {"campaign": "a", "from": "2026-2-1"}, True),
        ({"utm": {"source": "a"}}, {"utm": {"medium": "b"}}, True),
        ({"utm": {"source": "a"}}, {"utm": {"source": "a", "medium": "b"}}, True),
        ({"utm": {"source": "a"}}, {"utm": {"source": "b", "medium": "b"}}, False),
        ({"phrase": "seed library"}, {"phrase": "our Seed Library"}, True),
        ({"phrase": "seed library"}, {"phrase": "linseed library"}, False),
        ({"phrase": "seed library"}, {"phrase": "soup"}, False),
        ({"hashtag": "#SeedSwap"}, {"hashtag": "seedswap"}, True),
        ({"hashtag": "#SeedSwap"}, {"hashtag": "#SeedSwapMeet"}, False),
        ({"link": "a.example/*"}, {"link": "a.example/join"}, False),
        ({"link": "a.example/*b"}, {"link": "a.example/c*"}, True),
        ({"link": "https://www.a.example/"}, {"link": "a.example"}, True),
        ({"account": "a"}, {"type": "reply"}, True),
        ({"account": "a", "type": "post"}, {"type": "reply"}, False),
        ({"account": "a"}, {"account": "b"}, False),
        ({"type": "reply"}, {"type": "reply", "platform": "x"}, True),
    ],
)
def test_what_can_claim_the_same(
    one: dict[str, Any], other: dict[str, Any], expected: bool
) -> None:
    assert can_both_claim(tie(**one), tie(**other)) is expected
    assert can_both_claim(tie(**other), tie(**one)) is expected


def test_only_ties_of_one_strength_are_rivals() -> None:
    ties = [tie(campaign="a"), tie(hashtag="a"), tie(account="a"), tie(type="post")]
    assert list(competing_pairs(ties)) == [(2, 3)]


GLOBS = st.text("ab*", max_size=4)
TEXTS = ["".join(signs) for length in range(9) for signs in product("ab", repeat=length)]


@given(GLOBS, GLOBS)
def test_patterns_meet_exactly_where_some_text_matches_both(one: str, other: str) -> None:
    """Eight letters are enough: each pattern asks for four at most."""
    matched = any(fnmatchcase(text, one) and fnmatchcase(text, other) for text in TEXTS)
    assert globs_meet(one, other) == matched


@given(st.text("abc/.*", max_size=30), st.text("abc/.*", max_size=30))
def test_meeting_is_mutual(one: str, other: str) -> None:
    assert globs_meet(one, other) == globs_meet(other, one)
