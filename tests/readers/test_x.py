"""X: what holds for any tweet activity, whatever its language and its spreadsheet."""

import csv
import io
from datetime import UTC, datetime, timedelta
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rhumbline.ingest.identify import recognise
from rhumbline.ingest.provenance import settle
from rhumbline.opening import open_documents
from rhumbline.readers import READERS
from rhumbline.readers.x.activity import DAY_ORDER, DAYS, TWEET_ORDER, TWEETS
from rhumbline.readers.x.content import CONTENT
from rhumbline.readers.x.table import XTable
from rhumbline.reading.ids import moment_of_id
from rhumbline.reading.networks import ID_CLOCKS
from rhumbline.reading.provenance import Provenance
from rhumbline.reading.reader import Reader

COUNTS = (
    "impressions", "engagements", "engagement rate", "retweets", "replies", "likes",
    "user profile clicks", "url clicks", "hashtag clicks", "detail expands", "permalink clicks",
    "app opens", "app installs", "follows", "email tweet", "dial phone", "media views",
    "media engagements",
)  # fmt: skip
PAID = tuple(f"promoted {name}" for name in COUNTS)
TWEET_HEADERS = ("tweet id", "tweet permalink", "tweet text", "time", *COUNTS, *PAID)
DAY_HEADERS = ("date", "tweets published", *COUNTS, *PAID)
HEADERS = st.lists(
    st.text("éñцыあ漢abcdefgh ", min_size=3, max_size=12).filter(str.strip),
    min_size=len(TWEET_HEADERS),
    max_size=len(TWEET_HEADERS),
    unique_by=str.strip,
)
MOMENTS = st.datetimes(datetime(2011, 1, 1), datetime(2024, 6, 1), timezones=st.just(UTC))


def id_of(moment: datetime) -> str:
    ms = (moment - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(milliseconds=1)
    return str((ms - ID_CLOCKS["x"].epoch_ms) << 22)


def read(folder: Path, name: str, rows: list[list[str]]) -> pl.DataFrame:
    text = io.StringIO()
    csv.writer(text, quoting=csv.QUOTE_ALL).writerows(rows)
    path = folder / name
    path.write_text(text.getvalue(), encoding="utf-8", newline="")
    with open_documents(path) as (document,):
        reader = recognise(document, READERS)
        assert reader is not None
        assert {column.fate for column in reader.columns(document)} <= {"mapped", "ignored"}
        return pl.concat(part.rows for part in reader.read(document, Provenance(name)))


def tweet(moment: datetime, text: str) -> list[str]:
    number = id_of(moment)
    counts = [str(float(n)) for n in range(18)]
    said = moment.strftime("%Y-%m-%d %H:%M +0000")
    link = f"https://twitter.com/RiversideFood/status/{number}"
    return [number, link, text, said, *counts, *["-"] * 18]


@settings(max_examples=12, deadline=None)
@given(HEADERS, st.lists(MOMENTS, min_size=1, max_size=4))
def test_tweets_read_alike_in_any_language(
    tmp_path_factory: pytest.TempPathFactory, headers: list[str], moments: list[datetime]
) -> None:
    folder = tmp_path_factory.mktemp("x")
    rows = [tweet(moment, f"Soup {n}") for n, moment in enumerate(moments)]
    english = read(folder, "en.csv", [list(TWEET_HEADERS), *rows])
    assert read(folder, "other.csv", [headers, *rows]).equals(english)
    padded = [[*row, "", ""] for row in [headers, [""] * len(headers), *rows]]
    assert read(folder, "padded.csv", padded).drop("line").equals(english.drop("line"))
    assert english["published_at"].to_list() == [
        moment.replace(microsecond=moment.microsecond // 1000 * 1000) for moment in moments
    ]


@given(MOMENTS)
def test_an_id_holds_its_moment_to_the_millisecond(moment: datetime) -> None:
    told = pl.select(moment_of_id(pl.lit(id_of(moment)), ID_CLOCKS["x"])).item()
    assert timedelta() <= moment - told < timedelta(milliseconds=1)


@pytest.mark.parametrize(
    ("reader", "headers", "order"),
    [(TWEETS, TWEET_HEADERS, TWEET_ORDER), (DAYS, DAY_HEADERS, DAY_ORDER)],
)
def test_every_english_header_stands_where_its_field_is_read_by_position(
    reader: XTable, headers: tuple[str, ...], order: tuple[str, ...]
) -> None:
    assert tuple(reader.fields.get(name, "") for name in headers) == order
    assert {name for name in headers if name not in reader.fields} <= reader.ignored


def test_a_day_differs_from_a_tweet_by_its_width() -> None:
    assert (len(TWEET_ORDER), len(DAY_ORDER)) == (40, 38)


@pytest.mark.parametrize(
    ("reader", "name", "account", "first"),
    [
        (TWEETS, "tweet_activity_metrics___jo_food___20211201_20220101_en.csv", "__jo_food__", "2021-12-01"),
        (TWEETS, "tweet_activity_metrics_food_20211201_20220101_pt (2).csv", "food", "2021-12-01"),
        (TWEETS, "twitter_activity_metrics_20150901_20151001.csv", None, "2015-09-01"),
        (DAYS, "daily_tweet_activity_metrics_food_1_20210801_20210901_en.csv", "food_1", "2021-08-01"),
        (CONTENT, "account_analytics_content_20241114_20250212.csv", None, "2024-11-14"),
        (CONTENT, "account_analytics_content_2026-04-19_2026-05-16 (1).csv", None, "2026-04-19"),
    ],
)  # fmt: skip
def test_a_name_tells_account_and_period(
    tmp_path: Path, reader: Reader, name: str, account: str | None, first: str
) -> None:
    path = tmp_path / "any.csv"
    path.write_text("Date\n", encoding="utf-8")
    with open_documents(path) as (document,):
        provenance = settle(Provenance(name), reader, document)
    assert provenance.account == account
    assert provenance.period is not None
    assert str(provenance.period[0]) == first


def test_the_videos_of_an_overview_leave_no_row(tmp_path: Path) -> None:
    days = [
        ["Date", "Views", "Watch Time (ms)", "Completion Rate", "Average Watch Time (ms)"],
        ["Wed, Aug 12, 2026", "35", "98765", "41.20", "2822"],
    ]
    videos = [
        ["Your videos"],
        ["Uploaded on", "Video ID"],
        ["Jan 17, 2026", "13_2012345678901234567"],
    ]
    rows = read(
        tmp_path, "video.csv", [["Video Overview", "", "", "", ""], *days, [""] * 5, *videos]
    )
    assert rows["video_views"].to_list() == [35]
