"""The bench races on exports that are what X writes, and on a strategy with every kind of tie."""

from pathlib import Path

import polars as pl
import pytest

from bench import links, posts, workspace
from models.strategy_ties import DECLARED_KINDS, TieKind
from rhumbline.strategy.file import loads

COUNT = 2_500


@pytest.fixture(scope="module")
def export(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("bench") / "account_analytics_content_2024-07-01_2026-06-30.csv"
    posts.write(path, COUNT)
    return path


@pytest.fixture(scope="module")
def rows(export: Path) -> pl.DataFrame:
    return pl.read_csv(export, infer_schema=False)


def test_an_export_is_the_same_byte_for_byte_each_time(export: Path, tmp_path: Path) -> None:
    posts.write(tmp_path / "again.csv", COUNT)
    assert (tmp_path / "again.csv").read_bytes() == export.read_bytes()


def test_an_export_has_no_bom_no_crlf_and_quotes_only_what_needs_it(export: Path) -> None:
    header, first, *_ = export.read_bytes().split(b"\n")
    assert header == posts.HEADER.encode()
    assert b',"Tue, Jun 30, 2026",' in first
    assert b"\r" not in export.read_bytes()
    assert 300 < export.stat().st_size / COUNT < 350


def test_ids_fall_never_repeat_and_hold_the_day_of_their_row(rows: pl.DataFrame) -> None:
    ids = rows["Post id"].cast(pl.Int64)
    moment = pl.from_epoch((pl.col("Post id").cast(pl.Int64) // 2**22) + 1_288_834_974_657, "ms")
    assert ids.is_sorted(descending=True)
    assert ids.is_unique().all()
    assert rows.select(moment.dt.strftime("%a, %b %-d, %Y") == pl.col("Date")).to_series().all()
    assert rows.select(moment.dt.date().min().cast(str)).item() == posts.FIRST_DAY


def test_every_short_link_leads_somewhere(rows: pl.DataFrame) -> None:
    used = rows["Post text"].str.extract(r"(https://t\.co/\w+)").drop_nulls().unique()
    assert len(used) > 500
    assert set(used) <= links.TARGETS.keys()


def test_the_strategy_has_150_phrases_and_40_other_ties_of_every_kind() -> None:
    strategy = loads(workspace.strategy()).strategy
    kinds = [tie.kind for tie in strategy.ties]
    assert set(kinds) == set(DECLARED_KINDS)
    assert (kinds.count(TieKind.PHRASE), len(kinds)) == (150, 190)
