"""YouTube Studio: words that mean one thing, names of folders, and days that are told once."""

import csv
import io
import zipfile
from datetime import date, timedelta
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rhumbline.ingest.identify import recognise
from rhumbline.ingest.provenance import settle
from rhumbline.opening import open_documents
from rhumbline.readers import READERS
from rhumbline.readers.youtube import words
from rhumbline.readers.youtube.content import CONTENT
from rhumbline.reading.batch import Batch, Kind
from rhumbline.reading.cells import map_headers
from rhumbline.reading.provenance import Provenance

VIEWS = st.lists(st.integers(0, 10**7), min_size=1, max_size=40)


def parts_of(path: Path) -> list[Batch]:
    with open_documents(path) as documents:
        found = [(recognise(document, READERS), document) for document in documents]
        return [
            part
            for reader, document in found
            if reader is not None
            for part in reader.read(document, Provenance(path.name))
        ]


def csv_of(*rows: list[object]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue()


@settings(max_examples=25, deadline=None)
@given(VIEWS, st.integers(1, 3), st.sampled_from(["Content", "Geography", "Traffic source"]))
def test_a_zip_tells_each_day_of_the_channel_once(
    tmp_path_factory: pytest.TempPathFactory, views: list[int], series: int, by: str
) -> None:
    days = [date(2026, 3, 1) + timedelta(days=n) for n in range(len(views))]
    plotted = [
        [day, f"{n}A", seen] for n in range(series) for day, seen in zip(days, views, strict=True)
    ]
    path = tmp_path_factory.mktemp("youtube") / "Content 2026-03-01_2026-04-09 Riverside.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("Chart data.csv", csv_of(["Date", by, "Views"], *plotted))
        archive.writestr(
            "Totals.csv", csv_of(["Date", "Views"], *map(list, zip(days, views, strict=True)))
        )
    parts = parts_of(path)
    daily = pl.concat(part.rows for part in parts if part.kind is Kind.DAILY)
    assert daily["video_views"].to_list() == views
    assert set(daily["date"]) == set(days) == set().union(*(part.days for part in parts))
    assert sum(part.seen for part in parts) == len(views) * (series + 1)


def test_a_word_means_one_thing() -> None:
    fields = {**words.METRICS, **words.VIDEO}
    named = [
        (name, ours) for ours, spelled in fields.items() for name in map_headers({ours: spelled})
    ]
    twice = [name for name, _ in named if len({ours for n, ours in named if n == name}) > 1]
    assert twice == []
    assert words.IGNORED.isdisjoint(map_headers(fields))
    dimensions = map_headers({**words.FACETS, **words.OTHERS, **words.DATE})
    assert dimensions.keys().isdisjoint(map_headers(fields) | dict.fromkeys(words.IGNORED, ""))


def test_the_folder_a_zip_was_unpacked_to_tells_account_and_period(tmp_path: Path) -> None:
    path = tmp_path / "Table data.csv"
    path.write_text("Content,Video title,Video publish time,Views\n", encoding="utf-8")
    folder = "youtube/Content 2026-05-28_2026-08-26 Riverside Food Bank"
    with open_documents(path) as (document,):
        provenance = settle(Provenance(path.name, folder=folder), CONTENT, document)
    assert provenance.account == "Riverside Food Bank"
    assert provenance.period == (date(2026, 5, 28), date(2026, 8, 26))


@pytest.mark.parametrize(
    "text",
    [
        "Date,Views\nRiverside,Total\n",  # no day
        "Date,Impressions,Likes,Engagements\n2026-01-01,1,2,3\n",  # counts that YouTube does not give
        "Date,Likes,Shares\n2026-01-01,1,2\n",  # counts that everybody gives
        "sep=,\nDate,Views\n2026-01-01,3\n",  # Meta's
        "Page,Views\n/,3\n",
        "Date,Amount spent (USD)\n2026-01-01,3\n",
        "Country,Spend (USD),CTR (%)\nTotal,3,1\nCA,3,1\n",
        "Country code,Views\nCA,3\n",  # no totals
        "Date,Campaign,Cost (CAD)\n2026-01-01,CA,3\n",
        "Date,Page,Views\n2026-01-01,/,3\n",
    ],
)
def test_what_is_not_youtubes_is_left_to_others(tmp_path: Path, text: str) -> None:
    assert claims(tmp_path, text) == []
    assert claims(tmp_path, "Date,Views\n2026-01-01,3\n") == ["youtube_days"]


def claims(folder: Path, text: str) -> list[str]:
    path = folder / "export.csv"
    path.write_text(text, encoding="utf-8")
    with open_documents(path) as (document,):
        return [r.format for r in READERS if r.platform == "youtube" and r.claims(document)]
