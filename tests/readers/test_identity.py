"""Ids: those networks gave, found in addresses, and those made of what a row says."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rhumbline.opening.delimited import _separator
from rhumbline.reading.ids import hash_rows, number_repeats
from rhumbline.reading.networks import id_in_link, platform_named


@pytest.mark.parametrize(
    ("platform", "link", "native_id"),
    [
        ("x", "https://x.com/riverside/status/1963909600000000000?s=20", "1963909600000000000"),
        ("x", "https://twitter.com/riverside/statuses/17", "17"),
        ("facebook", "https://www.facebook.com/riverside/posts/922830000000001", "922830000000001"),
        ("facebook", "https://www.facebook.com/photo.php?fbid=103&set=a.1", "103"),
        ("instagram", "https://www.instagram.com/reel/C8abc-DEF_1/", "C8abc-DEF_1"),
        ("linkedin", "https://linkedin.com/feed/update/urn:li:ugcPost:740600000000001", "740600000000001"),
        ("linkedin", "https://www.linkedin.com/posts/riverside_soup-is-on", None),
        ("youtube", "https://www.youtube.com/watch?v=-lrtJbfBrEs&t=1", "-lrtJbfBrEs"),
        ("youtube", "https://youtu.be/-lrtJbfBrEs", "-lrtJbfBrEs"),
        ("youtube", "https://www.youtube.com/shorts/-lrtJbfBrEs", "-lrtJbfBrEs"),
        ("tiktok", "https://www.tiktok.com/@riverside/video/7582987424800820493", "7582987424800820493"),
        ("threads", "https://www.threads.net/@riverside/post/C8abc_DEF", "C8abc_DEF"),
        ("pinterest", "https://www.pinterest.ca/pin/ten-soups--9876/", "9876"),
        ("bluesky", "https://bsky.app/profile/riverside.example/post/3kabc", "3kabc"),
        ("bluesky", "at://did:plc:abc/app.bsky.feed.post/3kabc", "3kabc"),
        ("reddit", "https://www.reddit.com/r/riverside/comments/1abcde/soup/", "1abcde"),
        ("mastodon", "https://mastodon.example/@riverside/112380", "112380"),
        ("soupbook", "https://soupbook.example/posts/5", None),
    ],
)  # fmt: skip
def test_the_id_of_a_post_stands_in_its_address(
    platform: str, link: str, native_id: str | None
) -> None:
    assert pl.select(id_in_link(pl.lit(platform), pl.lit(link))).item() == native_id


@pytest.mark.parametrize(
    ("name", "platform"),
    [("Twitter", "x"), (" X ", "x"), ("LinkedIn Page", "linkedin"), ("linkedin_page", "linkedin"),
     ("TikTok", "tiktok"), ("Soup Book!", "soup-book"), ("Élan", "élan"), (None, None)],
)  # fmt: skip
def test_networks_are_known_by_many_names(name: str | None, platform: str | None) -> None:
    assert pl.select(platform_named(pl.lit(name, pl.String))).item() == platform


def test_a_hash_never_changes() -> None:
    # An id of an earlier version must be found again by every later one.
    rows = pl.DataFrame({"day": ["2026-09-05"], "title": ["Open kitchen"]})
    assert hash_rows(rows).to_list() == ["f1eae0b620735643"]


@given(st.lists(st.text(max_size=8), min_size=2, max_size=4))
def test_a_hash_is_of_cells_and_not_of_their_spelling(cells: list[str]) -> None:
    row = pl.DataFrame({str(i): [cell] for i, cell in enumerate(cells)})
    other = pl.DataFrame({str(i): [f"  {cell} "] for i, cell in enumerate(cells)})
    assert hash_rows(row).to_list() == hash_rows(other).to_list()


def test_cells_do_not_run_into_each_other() -> None:
    rows = pl.DataFrame({"a": ["ab", "a"], "b": ["c", "bc"]})
    assert hash_rows(rows).n_unique() == 2


def test_equal_ids_are_numbered_by_rank_and_not_by_place() -> None:
    ids, rank = pl.Series(["a", "b", "a", "a"]), pl.Series(["3", "1", "1", "2"])
    assert number_repeats(ids, rank).to_list() == ["a-3", "b", "a", "a-2"]


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("date,text\n2026-09-05,bring; a; knife; an; apron\n", ","),
        ("short;target\nt.co/a;https://a.example/?a=1,2,3\n", ";"),
        ("a\tb\tc\n1, 2\t3\t4\n", "\t"),
        ('"a","b"\n"one, two, three; four; five; six","7"\n', ","),
        ("# Start date: 20260901; daily; ok\nday,users\n1,2\n", ","),
        ("Send Rates\nStatus,Rate\nOpen,46\n", ","),
        ("only one column\nsoup\n", ","),
        ("", ","),
    ],
)
def test_the_separator_is_what_the_rows_agree_on(text: str, mark: str) -> None:
    assert _separator(text) == mark
