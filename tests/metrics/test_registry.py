"""The registry knows what every figure that is read counts, and docs/metrics.md tells people."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

import pytest

from docs.generate import data_dictionary, metrics
from docs.generate.__main__ import write_pages
from models.metric_sources import PAGES, same_definition, sources, sources_of
from models.metrics import BY_NAME, NAMES, Basis
from rhumbline.formats.loading import shipped_readers
from rhumbline.opening import open_documents
from rhumbline.readers import READERS
from rhumbline.reading.batch import SCHEMAS, Batch, Kind
from rhumbline.reading.provenance import Provenance
from rhumbline.reading.reader import Reader

TESTS = Path(__file__).parents[1]
EXPORTS = sorted(
    [p for p in (TESTS / "readers").glob("*/*/*") if p.name != "expect.yaml" and p.is_file()]
    + [*(TESTS / "formats" / "shipped").glob("*.csv")]
)
TOOLS = {"sprout", "buffer", "hootsuite", "metricool"}  # what they say of a network is theirs
SITE = {name for name, dtype in SCHEMAS[Kind.TRAFFIC].items() if dtype.is_numeric()} - {"line"}


def figures(export: Path) -> Iterator[tuple[str, str, Basis]]:
    """The platform, metric and basis of everything that readers get out of an export."""
    with open_documents(export) as documents:
        for document in documents:
            for reader in (r for r in (*READERS, *shipped_readers()) if r.claims(document)):
                provenance = Provenance(export.name, observed_at=datetime(2026, 9, 1, tzinfo=UTC))
                for part in reader.read(document, provenance):
                    yield from figures_of(part, reader, reader.platform_of(document))


def figures_of(part: Batch, reader: Reader, platform: str) -> Iterator[tuple[str, str, Basis]]:
    metrics_given = [n for n in NAMES if n in part.rows.columns and part.rows[n].count()]
    named = part.rows["platform"].drop_nulls().unique() if "platform" in part.rows.columns else ()
    for metric in metrics_given:
        basis = Basis.DAY if part.kind is Kind.DAILY else reader.bases.get(metric, reader.basis)
        for whose in {platform} if reader.platform in TOOLS else {*named} or {platform}:
            yield whose, metric, basis


@pytest.mark.parametrize("export", EXPORTS, ids=lambda path: "/".join(path.parts[-3:-1]))
def test_the_registry_knows_every_figure_that_is_read(export: Path) -> None:
    known = {(row.platform, row.metric, basis) for row in sources() for basis in row.bases}
    assert set(figures(export)) - known == set()


def test_every_row_names_a_metric_we_have_and_a_page_we_list() -> None:
    for row in sources():
        assert row.metric in (SITE if row.platform == "google-analytics" else BY_NAME)
        assert row.page in ("", *PAGES)
        assert row.meaning
        assert row.bases


def test_every_figure_of_a_site_is_in_the_registry() -> None:
    assert {row.metric for row in sources() if row.platform == "google-analytics"} == SITE


def test_every_page_is_named_by_a_row() -> None:
    assert {row.page for row in sources() if row.page} == set(PAGES)


def test_dates_are_dates_and_definitions_follow_each_other() -> None:
    for row in sources():
        assert all(re.fullmatch(r"(\d{4}(-\d\d(-\d\d)?)?)?", day) for day in (row.since, row.until))
        assert not (row.since and row.until) or row.since < row.until
        rows = sources_of(row.platform, row.metric)
        for earlier, later in pairwise(rows):
            assert earlier.until == later.since


@pytest.mark.parametrize(
    ("platform", "metric", "one", "other", "same"),
    [
        ("youtube", "video_views", "2024-12-01", "2025-03-30", True),
        ("youtube", "video_views", "2025-03-30", "2025-03-31", False),
        ("youtube", "video_views", "2025-04-01", "2026-04-01", True),
        ("x", "reactions", "2014-01-01", "2016-01-01", False),
        ("linkedin", "impressions", "2014-01-01", "2026-01-01", True),
        ("mastodon", "impressions", "2024-01-01", "2026-01-01", True),
    ],
)
def test_a_changed_definition_is_told_from_the_same_one(
    platform: str, metric: str, one: str, other: str, *, same: bool
) -> None:
    assert same_definition(platform, metric, one, other) is same


@pytest.mark.parametrize(
    ("platform", "metric", "day"),
    [
        ("facebook", "impressions", "2025-11-15"),
        ("instagram", "impressions", "2025-04-21"),
        ("instagram", "video_views", "2025-04-21"),
    ],
)
def test_what_a_platform_retired_has_a_last_day(platform: str, metric: str, day: str) -> None:
    assert [row.until for row in sources_of(platform, metric)] == [day]


def test_the_committed_page_is_what_the_registry_says() -> None:
    assert metrics.PAGE.read_text("utf-8") == metrics.page(), "run `make docs`"


def test_one_command_writes_all_generated_pages(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages = (metrics, data_dictionary)
    for module in pages:
        monkeypatch.setattr(module, "PAGE", tmp_path / module.PAGE.name)
    write_pages()
    assert [module.PAGE.read_text("utf-8") for module in pages] == [m.page() for m in pages]


def test_no_row_of_the_page_breaks_its_table() -> None:
    tables = re.findall(r"(?:^\|.*\n)+", metrics.page(), re.MULTILINE)
    for table in tables:
        widths = {len(re.findall(r"(?<!\\)\|", line)) for line in table.splitlines()}
        assert len(widths) == 1
