"""What holds for every Meta export, whatever a spreadsheet did to it."""

import csv
import io
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import polars as pl
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from rhumbline.ingest.inspect import inspect
from rhumbline.readers.meta.instagram_download.entries import repair_text
from rhumbline.reading.date_order import restore_month_first
from rhumbline.reading.dates import Order, parse_moments
from rhumbline.reading.numbers import parse_numbers
from rhumbline.reading.rounded_ids import recover_ids

HERE = Path(__file__).parent
PACIFIC = ZoneInfo("America/Los_Angeles")
IDS = st.integers(10**14, 10**18 - 1).map(str)
MINUTES = st.datetimes(datetime(2012, 1, 1), datetime(2030, 12, 31)).map(
    lambda moment: moment.replace(second=0, microsecond=0)
)


def in_column(cell: str, link: str | None) -> str | None:
    (native,) = recover_ids(pl.Series([cell]), pl.Series([link], dtype=pl.String)).to_list()
    return None if native is None else str(native)


def excel_number(native: str) -> str:
    return native[:15] + "0" * (len(native) - 15) + ".00"


def scientific(native: str, digits: int) -> str:
    return f"{float(native):.{digits - 1}E}"


@given(native=IDS)
def test_a_whole_id_stays_as_it_is(native: str) -> None:
    assume(not native.endswith("000000"))
    assert in_column(native, None) == native
    assert in_column(f"5189900001_{native}", None) == native
    assert in_column(f'="{native}"', None) == native


@given(native=IDS, digits=st.integers(4, 15))
def test_a_rounded_id_is_recovered_from_its_link(native: str, digits: int) -> None:
    shown = scientific(native, digits)
    assume(len(shown.split("E")[0].rstrip("0").replace(".", "")) >= 3)
    assert in_column(shown, native) == native
    assert in_column(excel_number(native), native) == native


@given(native=IDS, other=IDS, digits=st.integers(6, 10))
def test_a_rounded_id_is_never_taken_from_a_link_to_something_else(
    native: str, other: str, digits: int
) -> None:
    assume(other[:4] != native[:4])
    assert in_column(scientific(native, digits), other) is None


@given(natives=st.lists(st.integers(10**16, 10**17 - 1).map(str), min_size=2, max_size=9))
def test_a_column_of_rounded_ids_is_seen_without_a_decimal_point(natives: list[str]) -> None:
    shown = pl.Series([native[:15] + "00" for native in natives])
    assert recover_ids(shown, pl.Series([None] * len(natives), dtype=pl.String)).to_list() == (
        [None] * len(natives)
    )


@given(natives=st.lists(st.integers(10**16, 10**18), min_size=20, max_size=40, unique=True))
def test_a_column_of_ids_that_a_program_held_as_floats_is_seen(natives: list[int]) -> None:
    """No zeros give them away: 17935189202838003 has become 17935189202838004."""
    lost = pl.Series([None] * len(natives), dtype=pl.String)
    shown = pl.Series([str(int(float(native))) for native in natives])
    assert recover_ids(shown, lost).null_count() == len(natives)
    odd = pl.Series([str(native | 1) for native in natives])
    assert recover_ids(odd, lost).to_list() == odd.to_list()


@given(natives=st.lists(st.integers(10**15, 9 * 10**15).map(str), min_size=6, max_size=9))
def test_a_program_that_reads_rounded_ids_makes_them_no_truer(natives: list[str]) -> None:
    """1213499430137060.00 is a spreadsheet's, and 1213499430137060.0 what pandas makes of it."""
    shown = pl.Series([f"{native[:15]}0.0" for native in natives])
    lost = pl.Series([None] * len(natives), dtype=pl.String)
    assert recover_ids(shown, lost).null_count() == len(natives)


def test_an_id_that_was_rounded_and_written_out_again_is_none() -> None:
    for cell in ("100000000000000", "1122300000000000.0", "17935000000000000"):
        assert in_column(cell, None) is None
    assert in_column("1122300000000000.0", "1122345678901234") == "1122345678901234"


def test_a_power_of_ten_is_the_number_it_stands_for_or_no_id() -> None:
    assert in_column("7.650260942419480E+14", None) == "765026094241948"
    assert in_column("7.65E+14", "765026094241948") == "765026094241948"
    assert in_column("7.650260942419481E+14", None) is None
    assert in_column("1.2345E+2", "12345") is None


@given(local=MINUTES)
def test_publish_times_are_pacific_and_stored_in_utc(local: datetime) -> None:
    spelled = pl.Series([local.strftime("%m/%d/%Y %H:%M")])
    moment = parse_moments(spelled, str(PACIFIC), fallback=Order.MONTH_FIRST)["published_at"][0]
    back = moment.astimezone(PACIFIC).replace(tzinfo=None)
    skipped = timedelta(hours=1) if back != local else timedelta(0)
    assert back - skipped == local


@given(days=st.lists(st.dates(date(2015, 1, 1), date(2029, 12, 31)), min_size=1, max_size=20))
def test_dates_that_a_day_first_spreadsheet_turned_are_turned_back(days: list[date]) -> None:
    plain = [day.strftime("%m/%d/%Y") for day in days]
    assume(any(day.day > 12 for day in days))
    for form in ("{1}.{0}.{2}", "{2}-{0}-{1}"):  # the month is read as the day
        turned = [
            text if day.day > 12 else form.format(*text.split("/")[::-1][1:], text[-4:])
            for text, day in zip(plain, days, strict=True)
        ]
        read = parse_moments(
            restore_month_first(pl.Series(turned)), "UTC", fallback=Order.MONTH_FIRST
        )
        assert [m.date() for m in read["published_at"]] == days


@given(text=st.text())
def test_mojibake_is_repaired(text: str) -> None:
    assume("\ud800" not in text)
    garbled = text.encode("utf-8", "surrogatepass").decode("latin-1")
    if not any(0xD800 <= ord(c) <= 0xDFFF for c in text):
        assert repair_text(garbled) == text


@pytest.mark.parametrize(
    "cell", ["3.апр", "03. Apr", "3. Apr", "Apr-03", "3-Apr", "03.04.2025", "4/3/2025", "3月4日"]
)
def test_a_figure_that_became_a_month_is_no_number(cell: str) -> None:
    assert parse_numbers(pl.Series([cell]))[1].to_list() == [True]


CONTENT = [
    "facebook_content/doubled-views/Feb-01-2025_Nov-30-2025_613000000000001.csv",
    "instagram_content/collaboration/Dec-01-2024_Mar-31-2025_1019000000000001.csv",
    "facebook_videos/video-level/Oct-31-2025_Dec-30-2025_1664278361000001.csv",
]


@pytest.mark.parametrize("name", CONTENT)
@given(random=st.randoms(use_true_random=False))
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_order_of_columns_means_nothing(name: str, random: object, tmp_path: Path) -> None:
    text = (HERE / name).read_text(encoding="utf-8-sig")
    rows = list(csv.reader(io.StringIO(text, newline="")))
    rows = [row + [""] * (len(rows[0]) - len(row)) for row in rows]
    order = list(range(len(rows[0])))
    random.shuffle(order)  # type: ignore[attr-defined]
    views = [i for i in order if rows[0][i] == "Views"]
    places = sorted(order.index(i) for i in views)  # of two Views the first stays the first
    for place, column in zip(places, sorted(views), strict=True):
        order[place] = column
    shuffled = tmp_path / Path(name).name
    with shuffled.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([row[i] for i in order] for row in rows)
    same = ("posts", "rejected", "first_published", "last_published", "metrics", "account")
    got, want = inspect(shuffled), inspect(HERE / name)
    assert {k: got[k] for k in same} == {k: want[k] for k in same}


GLUED = next((HERE / "facebook_insights_posts" / "post-level-csv").glob("*.csv"))


def glued(tmp_path: Path, added: str) -> Path:
    """Two exports put together by position: the second has one kind of action more."""
    header, descriptions, *rows = csv.reader(io.StringIO(GLUED.read_text(encoding="utf-8-sig")))
    width, first = len(header), header.index("Lifetime Post Stories by action type - comment")
    padded = [row + [""] * (width - len(row)) for row in rows]
    shifted = [[*row[:first], added, *row[first:]] for row in padded]
    for row in shifted:
        row[0] = row[0].replace("92283", "92299")
        row[1] = row[1].replace("92283", "92299")
    path = tmp_path / GLUED.name
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([header, descriptions, *padded, *shifted])
    return path


@pytest.mark.parametrize("added", ["", "5"])
def test_rows_of_two_exports_glued_together_publish_no_shifted_figure(
    tmp_path: Path, added: str
) -> None:
    got, alone = inspect(glued(tmp_path, added)), inspect(GLUED)
    assert (got["posts"], got["rejected"]) == (2 * alone["posts"], 0)
    for known in ("reactions", "comments", "shares", "clicks", "link_clicks"):
        assert got["metrics"][known] == alone["metrics"][known]  # of the second export unknown
    assert got["metrics"]["impressions"] == 2 * alone["metrics"]["impressions"]
    (remark,) = got["remarks"]
    assert remark.startswith("From line 6 on rows have more cells than the header")


def test_more_people_than_stories_say_that_columns_are_shifted(tmp_path: Path) -> None:
    text = GLUED.read_text(encoding="utf-8-sig")
    assert inspect(GLUED)["remarks"] == []
    shifted = tmp_path / GLUED.name
    shifted.write_text(text.replace(",371,371,0,1116,", ",1116,371,0,371,"), encoding="utf-8-sig")
    (remark,) = inspect(shifted)["remarks"]
    assert remark.startswith("Rows that say what cannot be, such as more people than stories: 1.")


def test_a_cell_far_beyond_the_header_is_seen(tmp_path: Path) -> None:
    wide = tmp_path / "post.csv"
    text = (HERE / CONTENT[1]).read_text(encoding="utf-8-sig")
    header, row, *_ = csv.reader(io.StringIO(text, newline=""))
    row = row + [""] * (len(header) - len(row)) + ["", "", "7"]
    with wide.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header, row])
    assert "more cells than the header's" in inspect(wide)["rejections"][0]["reason"]
