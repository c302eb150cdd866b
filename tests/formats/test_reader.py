"""What a mapping can say, each on a table that needs it."""

from pathlib import Path
from typing import Any

import pytest

from rhumbline.formats import load_formats
from rhumbline.opening import open_documents
from rhumbline.reading.batch import Batch
from rhumbline.reading.provenance import Provenance

POSTS = """\
format: board_posts
platform: board
needs: [permalink, published_at]
columns: {Link: permalink, When: published_at, Words: text, Seen: impressions}
id: [{column: Link}]
"""


def read(tmp_path: Path, mapping: str, table: str) -> Batch:
    folder = tmp_path / "formats"
    folder.mkdir()
    (folder / "board.yaml").write_text(mapping, encoding="utf-8")
    export = tmp_path / "board.csv"
    export.write_text(table, encoding="utf-8")
    reader = load_formats(folder)[0]
    with open_documents(export) as documents:
        assert reader.claims(documents[0])
        (part,) = reader.read(documents[0], Provenance("board.csv", timezone="Europe/Berlin"))
    assert part.seen == part.rows.height + part.rejected.height
    return part


def only(part: Batch, *names: str) -> list[dict[str, Any]]:
    assert part.rejected.to_dicts() == []
    return part.rows.select(names).to_dicts()


def test_dates_by_a_format_of_ones_own_in_a_zone_of_ones_own(tmp_path: Path) -> None:
    mapping = POSTS + "dates: {format: ['%d|%m|%Y %H.%M', '%d|%m|%Y'], zone: America/New_York}\n"
    part = read(tmp_path, mapping, "Link,When\na,04|07|2026 20.15\nb,05|07|2026\nc,2026-07-06\n")
    assert [str(moment) for moment in part.rows["published_at"]] == [
        "2026-07-05 00:15:00+00:00", "2026-07-05 04:00:00+00:00",
    ]  # fmt: skip
    assert part.rows["published_precision"].to_list() == ["minute", "day"]
    assert part.rejected["reason"].to_list() == ["'2026-07-06' is not written as the mapping says."]


@pytest.mark.parametrize(
    ("order", "day"), [("day first", "2026-04-03"), ("month first", "2026-03-04")]
)
def test_the_order_of_day_and_month_can_be_declared(tmp_path: Path, order: str, day: str) -> None:
    part = read(
        tmp_path, POSTS + f"dates: {{order: {order}, zone: UTC}}\n", "Link,When\na,03/04/2026\n"
    )
    assert str(part.rows["published_at"][0].date()) == day


def test_a_date_that_may_be_either_is_refused_where_nothing_tells(tmp_path: Path) -> None:
    part = read(tmp_path, POSTS, "Link,When\na,03/04/2026\n")
    assert "day/month or month/day" in part.rejected["reason"][0]


def test_numbers_with_a_comma(tmp_path: Path) -> None:
    mapping = POSTS + "numbers: {decimal: ',', missing: [no data]}\n"
    part = read(
        tmp_path,
        mapping,
        'Link,When,Seen\na,2026-07-04,1.234\nb,2026-07-04,"2.001,0"\nc,2026-07-04,No data\n',
    )
    assert only(part, "impressions") == [
        {"impressions": 1234},
        {"impressions": 2001},
        {"impressions": None},
    ]


def test_thousands_with_a_comma_where_a_point_is_declared(tmp_path: Path) -> None:
    mapping = POSTS + "numbers: {decimal: point}\n"
    part = read(tmp_path, mapping, 'Link,When,Seen\na,2026-07-04,"12,40"\n')
    assert only(part, "impressions") == [{"impressions": 1240}]


def test_a_figure_that_is_none_rejects_its_row(tmp_path: Path) -> None:
    part = read(tmp_path, POSTS, "Link,When,Seen\na,2026-07-04,Tuesday\nb,2026-07-04,5\n")
    assert part.rejected.to_dicts() == [
        {"line": 2, "sheet": "", "reason": "impressions is 'Tuesday', not a number."}
    ]


def test_an_id_by_pattern_then_by_another_column(tmp_path: Path) -> None:
    mapping = POSTS.replace(
        "[{column: Link}]", "[{column: Link, pattern: '/p/(\\d+)'}, {column: Number}]"
    )
    part = read(
        tmp_path, mapping, "Link,When,Number\nx/p/17,2026-07-04,\nx,2026-07-04,18\nx,2026-07-04,\n"
    )
    assert part.rows["native_id"].to_list() == ["17", "18"]
    assert part.rejected["reason"].to_list() == ["The row has no id."]


def test_an_id_that_a_spreadsheet_rounded_rejects_its_row(tmp_path: Path) -> None:
    mapping = POSTS.replace("column: Link", "column: Number")
    part = read(tmp_path, mapping, "Link,When,Number\na,2026-07-04,1.78E+17\n")
    assert part.rejected["reason"].to_list() == ["The id '1.78E+17' was damaged by a spreadsheet."]


def test_an_id_by_hash_is_the_same_however_the_table_is_saved(tmp_path: Path) -> None:
    mapping = POSTS.replace("{column: Link}", "{hash: [When, Words]}")
    first = read(tmp_path, mapping, "Link,When,Words\na,2026-07-04,Hello  there\n")
    (tmp_path / "formats" / "board.yaml").unlink()
    (tmp_path / "formats").rmdir()
    again = read(tmp_path, mapping, "Words;Link;When\nhello there;a;04.07.2026\n")
    assert first.rows["native_id"].to_list() == again.rows["native_id"].to_list()


def test_the_network_of_a_row_and_the_id_in_its_link(tmp_path: Path) -> None:
    mapping = POSTS.replace("{column: Link}", "{link: Link}")
    mapping += "network: {column: [Net, Netz], values: {blue: bluesky}}\n"
    table = (
        "Link,When,Netz\nhttps://x.com/a/status/123,2026-07-04,Twitter\n"
        "https://bsky.app/profile/a/post/3kab,2026-07-04,Blue\nhttps://new.example/1,2026-07-04,New Place\n"
    )
    part = read(tmp_path, mapping, table)
    assert part.rows.select("platform", "native_id").rows() == [("x", "123"), ("bluesky", "3kab")]
    assert part.rejected["line"].to_list() == [4]


def test_types_by_rule_and_by_default(tmp_path: Path) -> None:
    rules = "type: {default: note, rules: [{column: Sort, matches: '^reel', is: video}]}\n"
    part = read(tmp_path, POSTS + rules, "Link,When,Sort\na,2026-07-04,Reel 9:16\nb,2026-07-04,\n")
    assert part.rows["type"].to_list() == ["video", "note"]


def test_columns_of_dates_and_figures_can_be_looked_at_as_text(tmp_path: Path) -> None:
    mapping = POSTS.replace("{column: Link}", "{column: When}") + (
        "type: {rules: [{column: Seen, matches: '^0$', is: draft}]}\n"
        "skip: [{column: Seen, matches: '^99$'}]\n"
    )
    part = read(
        tmp_path, mapping, "Link,When,Seen\na,2026-07-04,0\nb,2026-07-05,7\nc,2026-07-06,99\n"
    )
    assert only(part, "type", "impressions") == [
        {"type": "draft", "impressions": 0},
        {"type": "post", "impressions": 7},
    ]
    assert part.rows["native_id"].n_unique() == 2


def test_totals_are_no_rows(tmp_path: Path) -> None:
    mapping = POSTS + "skip: [{column: Link, matches: '^(sum|total)'}]\n"
    part = read(tmp_path, mapping, "Link,When,Seen\na,2026-07-04,5\nTotal,,5\n")
    assert (part.rows.height, part.seen) == (1, 1)


def test_constants_labels_and_both_of_title_and_body(tmp_path: Path) -> None:
    mapping = POSTS.replace("Words: text", "Title: text, Body: text, Tags: labels")
    mapping += "constants: {account: '@riverside', campaign: soup}\n"
    part = read(
        tmp_path,
        mapping,
        'Link,When,Title,Body,Tags\na,2026-07-04,Soup,At noon,"a, b,"\nb,2026-07-04,Soup,,\n',
    )
    assert only(part, "account", "campaign", "text", "labels") == [
        {
            "account": "@riverside",
            "campaign": "soup",
            "text": "Soup\nAt noon",
            "labels": ["a", "b"],
        },
        {"account": "@riverside", "campaign": "soup", "text": "Soup", "labels": None},
    ]


def test_a_day_of_an_account(tmp_path: Path) -> None:
    mapping = "format: board_days\nplatform: board\nkind: daily\nneeds: [date, followers]\n"
    mapping += "columns: {Day: date, Fans: followers, Minutes: watch_seconds}\n"
    mapping += "scale: {watch_seconds: 60}\nbasis: day\n"
    part = read(tmp_path, mapping, "Day,Fans,Minutes\n4 July 2026,12,1.5\n")
    assert only(part, "date", "followers", "watch_seconds")[0] | {"date": ""} == {
        "date": "", "followers": 12, "watch_seconds": 90.0,
    }  # fmt: skip
    assert str(part.rows["date"][0]) == "2026-07-04"


def test_an_audience_in_shares(tmp_path: Path) -> None:
    mapping = "format: board_audience\nplatform: board\nkind: audience\nneeds: [value, share]\n"
    mapping += (
        "columns: {Town: value, Part: share}\nconstants: {audience: followers, facet: location}\n"
    )
    part = read(tmp_path, mapping, "Town,Part\nRiverside,35%\nElsewhere,0.65\n")
    assert part.rows.select("facet", "value").rows() == [
        ("location", "Riverside"),
        ("location", "Elsewhere"),
    ]
    assert part.rows["share"].to_list() == pytest.approx([0.35, 0.65])


def test_outcomes(tmp_path: Path) -> None:
    mapping = "format: board_gifts\nplatform: board\nkind: conversions\nneeds: [date, value]\n"
    mapping += "columns: {Day: date, Gift: value, Campaign: campaign}\n"
    mapping += "constants: {name: donations, currency: CAD}\n"
    part = read(
        tmp_path, mapping, "Day,Gift,Campaign\n2026-07-04,25.50,soup\n2026-07-04,much,soup\n"
    )
    assert part.rows.select("name", "value", "currency", "campaign").rows() == [
        ("donations", 25.5, "CAD", "soup")
    ]
    assert part.rejected["reason"].to_list() == ["value is 'much', not a number."]


def test_a_file_that_is_known_and_of_no_use(tmp_path: Path) -> None:
    mapping = "format: board_rates\nplatform: board\nkind: other\nneeds: [Rate, Device]\n"
    mapping += "ignored: [Rate, /^dev/]\n"
    part = read(tmp_path, mapping, "Device,Rate\nDesktop,98\n")
    assert (str(part.kind), part.seen) == ("other", 1)
