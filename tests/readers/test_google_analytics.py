"""Google Analytics: cutting stacked tables, folding hosts, and claiming no one else's file."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.platforms import PLATFORMS
from rhumbline.opening import open_documents
from rhumbline.readers.google_analytics import READERS
from rhumbline.readers.google_analytics.stacked import split_tables
from rhumbline.reading.batch import Kind
from rhumbline.reading.networks import platform_of_source
from rhumbline.reading.provenance import Provenance

(REPORTS,) = READERS
RULE = "# ----------------------------------------"
NAMES = st.text(st.characters(categories=["L", "N"], include_characters="#/ -"), min_size=1)
CELLS = NAMES.filter(lambda name: bool(name.strip()))
TABLES = st.lists(
    st.tuples(
        st.sampled_from(["Session source / medium", "Landing page", "City", "Event name"]),
        st.lists(st.tuples(CELLS, st.integers(0, 10**6)), max_size=5),
    ),
    min_size=1,
    max_size=6,
)


def written(tables: list[tuple[str, list[tuple[str, int]]]]) -> Iterator[list[str]]:
    """The rows of a snapshot with these tables, each of a month of its own."""
    yield from ([RULE], ["# Reports snapshot"], ["# Account: A"], ["# Property: P"], [RULE])
    for number, (report, rows) in enumerate(tables, 1):
        yield from (
            ["#  "],
            [f"# Start date: 2026{number:02}01"],
            [f"# End date: 2026{number:02}28"],
        )
        yield [report, "Sessions"]
        for name, count in rows:
            yield [name, str(count)]
        yield []


@given(TABLES)
def test_every_table_is_found_with_all_its_rows(
    tables: list[tuple[str, list[tuple[str, int]]]],
) -> None:
    found = split_tables(enumerate(written(tables), 1))
    assert [(t.header[0], [(r[0], int(r[1])) for _, r in t.rows]) for t in found.tables] == tables
    months = [date(2026, number, 1) for number in range(1, len(tables) + 1)]
    assert [t.period and t.period[0] for t in found.tables] == months
    assert found.property == "P"


@pytest.mark.parametrize(
    ("source", "network"),
    [
        ("facebook.com", "facebook"),
        ("m.facebook.com", "facebook"),
        ("lm.facebook.com", "facebook"),
        ("facebook", "facebook"),
        ("l.instagram.com", "instagram"),
        ("ig", "instagram"),
        ("lnkd.in", "linkedin"),
        ("com.linkedin.android", "linkedin"),
        ("t.co", "x"),
        ("twitter.com", "x"),
        ("x.com", "x"),
        ("youtu.be", "youtube"),
        ("m.youtube.com", "youtube"),
        ("l.threads.com", "threads"),
        ("pinterest.co.uk", "pinterest"),
        ("old.reddit.com", "reddit"),
        ("go.bsky.app", "bluesky"),
        ("mastodon.social", "mastodon"),
        ("us1.list-manage.com", "mailchimp"),
        ("linked-in", "linkedin"),
        ("facebook_page", "facebook"),
        ("constant contact", "constant-contact"),
        ("google", None),
        ("newsletter", None),
        ("netflix.com", None),
        ("notfacebook.com", None),
        ("facebook.com.example.org", None),
        ("linktr.ee", None),
        ("(direct)", None),
        (None, None),
    ],
)
def test_a_host_belongs_to_its_network_alone(source: str | None, network: str | None) -> None:
    assert pl.select(platform_of_source(pl.lit(source, pl.String))).item() == network


@given(
    st.sampled_from([(each.id, host) for each in PLATFORMS.values() for host in each.hosts]),
    st.text("abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=8),
)
def test_a_name_beside_a_host_is_not_the_host(network_host: tuple[str, str], other: str) -> None:
    network, host = network_host[0], network_host[1].replace("*", "com")
    assert pl.select(platform_of_source(pl.lit(f"{other}.{host}"))).item() == network
    assert pl.select(platform_of_source(pl.lit(f"{host}.{other}.example"))).item() is None


def claimed(text: str, folder: Path, name: str = "export.csv") -> bool:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    with open_documents(path) as (document,):
        return REPORTS.claims(document)


@pytest.mark.parametrize(
    "header",
    [
        "Campaign name,Impressions,Link clicks,Conversions,Amount spent (CAD)",
        "Date,Impressions,Views,Revenue",
        "date,source,campaign,signups",
        "Page,Total followers,New followers",
        "Event name,Starts,Guests",
        "Top queries,Clicks,Impressions,CTR,Position",
    ],
)
def test_the_tables_of_others_are_left_to_them(header: str, tmp_path: Path) -> None:
    row = ",".join("1" for _ in header.split(","))
    assert not claimed(f"{header}\n{row}\n", tmp_path)


def test_a_comment_block_without_a_table_of_google_is_not_claimed(tmp_path: Path) -> None:
    assert not claimed(f"{RULE}\n# Notes\n{RULE}\nname,amount\nrice,3\n", tmp_path)


def test_an_empty_snapshot_has_no_rows_and_is_claimed(tmp_path: Path) -> None:
    head = f"{RULE}\n# Report\n{RULE}\n# Start date: 20260901\n# End date: 20260930\n"
    assert claimed(f"{head}Nth day,Users\n\n", tmp_path)


def test_two_columns_of_people_are_not_added(tmp_path: Path) -> None:
    path = tmp_path / "export.csv"
    path.write_text("Session source / medium,Total users,Active users\nig / social,9,7\n")
    with open_documents(path) as (document,):
        (part,) = REPORTS.read(document, Provenance(path.name))
    assert part.kind is Kind.TRAFFIC
    assert part.rows["users"].to_list() == [7]
