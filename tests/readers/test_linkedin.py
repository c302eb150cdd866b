"""LinkedIn: what its fixtures cannot show one by one."""

from collections.abc import Sequence
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rhumbline.ingest.inspect import inspect
from rhumbline.readers.linkedin.page_content import count_once
from rhumbline.readers.linkedin.words import parse_company_size, post_id
from tests.readers.linkedin_books import built
from tests.readers.workbooks import xlsx

COUNTS = st.none() | st.integers(0, 1000)
POSTS = st.lists(
    st.tuples(st.sampled_from("abc"), st.sampled_from(["organic", "sponsored", "total"]), COUNTS),
    max_size=12,
)


@pytest.mark.parametrize(("path", "content"), list(built()), ids=lambda v: getattr(v, "name", ""))
def test_a_workbook_is_what_its_rows_say(path: Path, content: bytes) -> None:
    """`python -m tests.readers.linkedin_books` writes them anew."""
    assert path.read_bytes() == content


@pytest.mark.parametrize(
    ("address", "number"),
    [
        ("/feed/update/urn:li:activity:7301111111111111111", "7301111111111111111"),
        ("/feed/update/urn%3Ali%3Ashare%3A7302222222222222222", "7302222222222222222"),
        ("/feed/update/urn%3Ali%3AugcPost%3A7303333333333333333", "7303333333333333333"),
        ("/posts/ines-m_a-share-7304444444444444444-Ab1c", "7304444444444444444"),
        ("/posts/ines-activity-7305555555555555555-q?utm_source=x", "7305555555555555555"),
        ("/pulse/why-seeds-ines-moreau-abc1f", None),
    ],
)
def test_every_spelling_of_an_address_gives_its_id(address: str, number: str | None) -> None:
    assert pl.select(post_id(pl.lit(f"https://www.linkedin.com{address}"))).item() == number


def rows(posts: Sequence[tuple[str, str, int | None]]) -> pl.DataFrame:
    schema = {"native_id": pl.String, "part": pl.String, "impressions": pl.Int64}
    return pl.DataFrame(posts, schema=schema, orient="row").with_columns(
        campaign=pl.lit(None, pl.String), line=pl.int_range(pl.len())
    )


@given(POSTS)
def test_a_post_is_count_once_and_never_more_than_its_total(
    posts: list[tuple[str, str, int | None]],
) -> None:
    folded = count_once(rows(posts))
    assert folded["native_id"].to_list() == list(dict.fromkeys(post for post, _, _ in posts))
    for post, impressions in folded.select("native_id", "impressions").iter_rows():
        first: dict[str, int | None] = {}
        for other, part, count in posts:
            if other == post:
                first.setdefault(part, count)
        total = first.pop("total", None)
        parts = [n for n in first.values() if n is not None]
        assert impressions == (total if total is not None else sum(parts) if parts else None)


@given(POSTS)
def test_nothing_told_stays_nothing_told(posts: list[tuple[str, str, int | None]]) -> None:
    silent = [(post, part, None) for post, part, _ in posts]
    assert count_once(rows(silent))["impressions"].null_count() == len({p for p, _, _ in posts})


@pytest.mark.parametrize(
    ("said", "size"),
    [
        ("11-50", "11-50"),
        ("1", "1"),
        ("10,001+ employees", "10001+"),
        ("1.001–5.000 Beschäftigte", "1001-5000"),
        ("5001-10,000 empleados", "5001-10000"),
        ("2025-02-10 00:00:00", "2-10"),  # American Excel
        ("2025-10-02 00:00:00", "2-10"),  # British Excel
        ("10-Feb", "2-10"),
        ("02.okt", "2-10"),
        ("1950-11-01 00:00:00", "11-50"),
        ("Nov-50", "11-50"),
        ("Myself only", "Myself only"),
    ],
)
def test_a_company_size_is_no_date(said: str, size: str) -> None:
    assert parse_company_size(said) == size


def test_rankings_and_a_single_post_are_known_when_saved_alone(tmp_path: Path) -> None:
    link = "https://www.linkedin.com/feed/update/urn:li:activity:7309830000000000001"
    ranked = ["Post URL", "Post publish date", "Engagements", None]
    book = xlsx({"TOP POSTS": [[*ranked, *ranked[:2], "Impressions"],
                               [link, "3/24/2025", 90, None, link, "3/24/2025", 3195]]})  # fmt: skip
    (tmp_path / "Top posts.xlsx").write_bytes(book)
    found = inspect(tmp_path / "Top posts.xlsx")
    assert (found["format"], found["metrics"]) == (
        "linkedin_personal",
        {"impressions": 3195, "engagements": 90},
    )
    (tmp_path / "post.csv").write_text(
        f"Post URL,{link}\nImpressions,1200\nReactions,12\n", "utf-8"
    )
    found = inspect(tmp_path / "post.csv")
    assert (found["format"], found["metrics"]) == (
        "linkedin_single_post",
        {"impressions": 1200, "reactions": 12},
    )
