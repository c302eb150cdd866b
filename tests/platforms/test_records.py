"""The records of platforms are complete, and no two of them claim the same."""

import re
from collections import Counter
from pathlib import Path

import polars as pl
import pytest

from models.metric_sources import sources
from models.platforms import IDS_BY_NAME, PLATFORMS, Platform, folded_name
from rhumbline.formats.loading import shipped_readers
from rhumbline.readers import READERS

FIGURE_OF = Path(__file__).resolve().parents[2] / "dbt_like" / "macros" / "figure_of.sql"
RECORDS = pytest.mark.parametrize("record", PLATFORMS.values(), ids=lambda each: each.id)


def test_every_platform_that_is_read_or_explained_has_a_record() -> None:
    named = {reader.platform for reader in (*READERS, *shipped_readers())}
    named |= {row.platform for row in sources()}
    assert named - PLATFORMS.keys() == set()


def test_no_two_platforms_share_a_name_a_host_or_an_app() -> None:
    names = [{each.id, folded_name(each.name), *each.aliases} for each in PLATFORMS.values()]
    hosts = [{*each.hosts, *each.shorteners, *each.apps} for each in PLATFORMS.values()]
    for claimed in (names, hosts):
        counts = Counter(name for group in claimed for name in group)
        assert [name for name, count in counts.items() if count > 1] == []


def test_a_name_means_one_platform_whatever_divides_its_words() -> None:
    for name in ("Google Analytics", "google-analytics", "GOOGLE_ANALYTICS"):
        assert IDS_BY_NAME[folded_name(name)] == "google-analytics"


@RECORDS
def test_names_are_written_as_they_compare(record: Platform) -> None:
    assert re.fullmatch("[a-z0-9]+(-[a-z0-9]+)*", record.id)
    assert [folded_name(alias) for alias in record.aliases] == list(record.aliases)


@RECORDS
def test_patterns_run_in_polars(record: Platform) -> None:
    link = pl.Series(["https://example.org/"])
    assert link.str.extract(record.id_in_link or "()").len() == 1
    assert re.compile(record.id_in_link or "()").groups == 1
    assert record.handle is None or record.handle.startswith("^@")
    assert pl.Series(["@riverside"]).str.contains(record.handle or "@").all()


@RECORDS
def test_the_staging_model_knows_the_metrics_that_say_how_often_a_post_was_shown(
    record: Platform,
) -> None:
    known = re.findall(r"when '(\w+)' then \1\n", FIGURE_OF.read_text(encoding="utf-8"))
    assert len(known) == 4
    assert set(record.shown_as) <= set(known)
    assert len(record.shown_as) <= 3  # more than the model looks at
