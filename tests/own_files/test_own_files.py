"""activities.csv, plan.csv, outcomes.csv and links.csv as people keep and spreadsheets save them."""

import random
from importlib.resources import files
from pathlib import Path
from typing import Any, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rhumbline.errors import BadExport, UserError
from rhumbline.opening import open_documents
from rhumbline.readers.own.rows import TEMPLATES, Role
from rhumbline.readers.own.tables import (
    PLANNED_POST,
    READERS,
    SHORT_LINK,
    read_links,
    read_own,
    read_plan,
)
from rhumbline.reading.batch import Batch, Kind
from rhumbline.reading.provenance import Provenance
from tests.readers.workbooks import xlsx

TORONTO = Provenance("activities.csv", timezone="America/Toronto")
OwnRole = Literal["activities", "outcomes"]


def own(tmp_path: Path, role: OwnRole, text: str | bytes) -> Batch:
    file = tmp_path / f"{role}.csv"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    (part,) = read_own(file, role, TORONTO)
    assert part.seen == part.rows.height + part.rejected.height
    return part


def log(*lines: str) -> str:
    return "\n".join([",".join(TEMPLATES["activities"]), *lines, ""])


def only_reason(part: Batch) -> str:
    (refused,) = part.rejected.to_dicts()
    return str(refused["reason"])


def test_a_line_of_the_log_is_an_activity(tmp_path: Path) -> None:
    line = "2026-09-05,Listening,,Gardeners' group,weekend-volunteers,heard,1.5,40,cad,3,two calls"
    part = own(tmp_path, "activities", log(line))
    row = part.rows.row(0, named=True)
    assert part.kind is Kind.POSTS
    assert {k: row[k] for k in ("platform", "type", "text", "segment_hint", "measure_hint")} == {
        "platform": "log",
        "type": "listening",
        "text": "Gardeners' group\ntwo calls",
        "segment_hint": "weekend-volunteers",
        "measure_hint": "heard",
    }
    assert (row["hours"], row["cost"], row["currency"], row["people"]) == (1.5, 40.0, "CAD", 3)
    assert str(row["published_at"]) == "2026-09-05 04:00:00+00:00"
    assert (row["published_zone"], row["published_precision"]) == ("America/Toronto", "day")


SAVED = {
    "with a byte-order mark": ("\ufeff" + log("2026-09-05,call,,Bakery,,,2,,,,")).encode(),
    "with semicolons and decimal commas": (
        b"date;type;platform;title;segment;measure;hours;cost;currency;people;notes\r\n"
        b"2026-09-05;call;;Bakery;;;2,0;;;;\r\n"
    ),
    "with a time of midnight": log("2026-09-05 00:00:00,call,,Bakery,,,2,,,,").encode(),
    "with spaces and capitals": (
        b" Date , TYPE ,Platform,title,Segment,measure,hours,cost,currency,people,notes\n"
        b" 2026-09-05 , Call ,, Bakery  ,,, 2 ,,,,\n"
    ),
    "in UTF-16": log("2026-09-05,call,,Bakery,,,2,,,,").encode("utf-16"),
    "everything quoted": "\n".join(
        ",".join(f'"{cell}"' for cell in line.split(","))
        for line in log("2026-09-05,call,,Bakery,,,2,,,,").splitlines()
    ).encode(),
    "with a dotted date": log("05.09.2026,call,,Bakery,,,2,,,,").encode(),
    "with a written date": log('"September 5, 2026",call,,Bakery,,,2,,,,').encode(),
    "with columns of another order": b"hours,title,type,date\n2,Bakery,call,2026-09-05\n",
    "with an empty line and a remark": log(
        "", "# 2026-01-01,call", "2026-09-05,call,,Bakery,,,2,,,,"
    ).encode(),
}  # fmt: skip


@pytest.mark.parametrize("saved", SAVED.values(), ids=SAVED.keys())
def test_however_it_is_saved_it_is_the_same_activity(tmp_path: Path, saved: bytes) -> None:
    plain = own(tmp_path, "activities", log("2026-09-05,call,,Bakery,,,2,,,,")).rows
    again = own(tmp_path, "activities", saved).rows
    assert again.drop("line").to_dicts() == plain.drop("line").to_dicts()


def test_a_workbook_is_read_too(tmp_path: Path) -> None:
    file = tmp_path / "activities.xlsx"
    file.write_bytes(xlsx({"Log": [["date", "type", "title"], ["2026-09-05", "call", "Bakery"]]}))
    (part,) = read_own(file, "activities", TORONTO)
    assert part.rows["text"].to_list() == ["Bakery"]


def test_an_hour_can_be_corrected_without_becoming_another_activity(tmp_path: Path) -> None:
    before = own(tmp_path, "activities", log("2026-09-05,call,,Bakery,,,2,,,,"))
    after = own(tmp_path, "activities", log("2026-09-05,call,,Bakery,,signups,3,10,CAD,,paid"))
    assert before.rows["native_id"].to_list() == after.rows["native_id"].to_list()


@pytest.mark.parametrize(
    "other",
    ["2026-09-06,call,,Bakery,,,,,,,", "2026-09-05,visit,,Bakery,,,,,,,", "2026-09-05,call,,Mill,,,,,,,",
     "2026-09-05,call,x,Bakery,,,,,,,", "2026-09-05 14:00,call,,Bakery,,,,,,,"],
)  # fmt: skip
def test_another_day_type_place_or_title_is_another_activity(tmp_path: Path, other: str) -> None:
    part = own(tmp_path, "activities", log("2026-09-05,call,,Bakery,,,,,,,", other))
    assert part.rows["native_id"].n_unique() == 2


cells = st.sampled_from(["", "a", "b"])
lines = st.lists(
    st.tuples(
        st.sampled_from(["2026-09-05", "2026-09-06"]), cells, cells, st.sampled_from(["", "1", "2"])
    ),
    min_size=1,
    max_size=8,
)


@given(lines, st.randoms(use_true_random=False))
def test_the_order_of_lines_changes_nothing(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, ...]], chance: random.Random
) -> None:
    folder = tmp_path_factory.mktemp("log")
    written = [f"{day},call,{place},{title},,,{hours},,,," for day, place, title, hours in rows]
    shuffled = chance.sample(written, len(written))
    known = [_by_id(own(folder, "activities", log(*each))) for each in (written, shuffled)]
    assert known[0] == known[1]
    assert len(known[0]) == len(rows)


def _by_id(part: Batch) -> dict[str, Any]:
    return {row["native_id"]: {**row, "line": None} for row in part.rows.to_dicts()}


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("05/09/2026,call,,Bakery,,,,,,,", "may be day/month or month/day"),
        ("31/02/2026,call,,Bakery,,,,,,,", "is not a date"),
        ("soon,call,,Bakery,,,,,,,", "'soon' is not a date"),
        (",call,,Bakery,,,,,,,", "The date is empty"),
        ("2026-09-05,,,,,signups,,,,,", "neither type nor title"),
        ("2026-09-05,call,,,,,two,,,,", "hours is 'two', not a number"),
        ("2026-09-05,call,,,,,-1,,,,", "less than nothing"),
        ("2026-09-05,call,,,,,,much,,,", "cost is 'much', not a number"),
        ("2026-09-05,call,,,,,,5,dollars,,", "write its three letters"),
        ("2026-09-05,call,,,,,,,,many,", "people is 'many'"),
        ("2026-09-05,call,,,,,,,,,,extra", "more cells than the header"),
    ],
)
def test_a_bad_line_is_rejected_with_its_reason(tmp_path: Path, line: str, reason: str) -> None:
    part = own(tmp_path, "activities", log("2026-09-04,call,,Mill,,,,,,,", line))
    assert part.rows.height == 1
    assert part.rejected["line"].to_list() == [3]
    assert reason in only_reason(part)


def test_dates_that_others_of_the_column_explain_are_read(tmp_path: Path) -> None:
    part = own(
        tmp_path, "activities", log("05/09/2026,call,,A,,,,,,,", "25/09/2026,call,,B,,,,,,,")
    )
    assert [str(day) for day in part.rows["published_at"].dt.date()] == ["2026-09-05", "2026-09-25"]


@pytest.mark.parametrize(
    ("said", "hours"),
    [("1.5", 1.5), ("1,5", 1.5), ("1:30", 1.5), ("01:30:00", 1.5), ("1h30", 1.5), ("90 min", 1.5),
     ("2 h", 2.0), ("2 hours", 2.0), ("0", 0.0), ("", None)],
)  # fmt: skip
def test_hours_as_people_write_them(tmp_path: Path, said: str, hours: float | None) -> None:
    part = own(tmp_path, "activities", log(f'2026-09-05,call,,A,,,"{said}",,,,'))
    assert part.rows["hours"].to_list() == [hours]


@pytest.mark.parametrize(
    ("said", "cost", "currency"),
    [("40", 40.0, None), ("$40.50", 40.5, None), ("40,50 €", 40.5, None), ("CAD 40", 40.0, "CAD"),
     ("1,250.50", 1250.5, None), ("28 eur", 28.0, "EUR"), ("-5", -5.0, None)],
)  # fmt: skip
def test_money_as_people_write_it(
    tmp_path: Path, said: str, cost: float, currency: str | None
) -> None:
    row = own(tmp_path, "activities", log(f'2026-09-05,call,,A,,,,"{said}",,,')).rows.row(
        0, named=True
    )
    assert (row["cost"], row["currency"]) == (cost, currency)


def test_outcomes_count_what_came_of_it(tmp_path: Path) -> None:
    head = ",".join(TEMPLATES["outcomes"])
    lines = (
        "2026-09-05,signups,3,,newsletter,email,volunteer-2026,,\n2026-09-06,donations,,CAD,,,,,\n"
    )
    part = own(tmp_path, "outcomes", f"{head}\n{lines}")
    assert part.kind is Kind.CONVERSIONS
    assert part.rows.select("name", "value", "source", "campaign").rows() == [
        ("signups", 3.0, "newsletter", "volunteer-2026")
    ]
    assert "value is empty" in only_reason(part)


def test_a_plan_says_what_is_to_come(tmp_path: Path) -> None:
    file = tmp_path / "plan.csv"
    file.write_text(
        "date,platform,text,link,measure\n"
        "2026-09-05,Twitter,Cooks wanted; bring; a; knife; an; apron,,volunteer-signups\n"
        "2026-09-06,,,https://riverside.example/give,donations\n"
        "2026-09-07,x,Soup,,\n2026-09-08,x,,,donations\n07/08/2026,x,Soup,,donations\n"
    )
    plan, refused = read_plan(file)
    assert plan.schema == PLANNED_POST
    assert plan.select("line", "platform", "text", "measure").rows() == [
        (2, "x", "Cooks wanted; bring; a; knife; an; apron", "volunteer-signups"),
        (3, None, None, "donations"),
    ]
    reasons = ["names no measure", "neither text nor link", "day/month or month/day"]
    assert refused["line"].to_list() == [4, 5, 6]
    assert all(r in said for r, said in zip(reasons, refused["reason"], strict=True))


def test_links_lead_somewhere(tmp_path: Path) -> None:
    file = tmp_path / "links.csv"
    file.write_text(
        "Short ; Target\nt.co/abc;https://riverside.example/join?a=1,2,3\n"
        "https://t.co/abc/;https://riverside.example/join?a=1,2,3\nT.CO/abc;https://elsewhere.example\n"
        "t.co/x;\nsoup;riverside.example\nt.co/y;www.riverside.example\n"
        "https://t.co/Abc;https://elsewhere.example\n"
    )
    links, refused = read_links(file)
    assert links.schema == SHORT_LINK
    assert links["line"].to_list() == [2, 3, 7, 8]
    assert refused["line"].to_list() == [4, 5, 6]
    assert "leads elsewhere in a line above" in refused["reason"][0]


@pytest.mark.parametrize("content", [b"", b"\n\n", b"\xef\xbb\xbf"])
def test_a_file_with_nothing_in_it_is_no_mistake(tmp_path: Path, content: bytes) -> None:
    for role in TEMPLATES:
        file = tmp_path / f"{role}.csv"
        file.write_bytes(content)
        assert _nothing_in(file, role)


def test_the_templates_are_no_mistake_and_have_the_columns_that_are_read(tmp_path: Path) -> None:
    for role, columns in TEMPLATES.items():
        file = tmp_path / f"{role}.csv"
        file.write_text((files("rhumbline.start.new_workspace") / f"{role}.csv").read_text("utf-8"))
        assert file.read_text().splitlines()[0] == ",".join(columns)
        assert _nothing_in(file, role)


def _nothing_in(file: Path, role: Role) -> bool:
    if role == "activities" or role == "outcomes":  # noqa: PLR1714 (mypy narrows by it)
        return sum(part.seen for part in read_own(file, role, TORONTO)) == 0
    kept, refused = read_plan(file) if role == "plan" else read_links(file)
    return kept.is_empty() and refused.is_empty()


@pytest.mark.parametrize("role", TEMPLATES)
def test_a_file_without_its_header_says_what_the_header_must_be(tmp_path: Path, role: Role) -> None:
    file = tmp_path / f"{role}.csv"
    file.write_text("one,two\n1,2\n")
    with pytest.raises(UserError) as caught:
        _nothing_in(file, role)
    assert ",".join(TEMPLATES[role]) in str(caught.value)


def test_the_inbox_knows_them_by_their_headers_alone(tmp_path: Path) -> None:
    for role, columns in TEMPLATES.items():
        file = tmp_path / "download.csv"
        file.write_text(",".join(columns).upper() + "\n")
        with open_documents(file) as documents:
            assert [r.format for r in READERS if r.claims(documents[0])] == [f"own_{role}"]
        file.write_text(",".join((*columns, "extra")) + "\n")
        with open_documents(file) as documents:
            assert [r.format for r in READERS if r.claims(documents[0])] == []


@pytest.mark.parametrize("role", ["plan", "links"])
def test_a_plan_or_links_in_the_inbox_are_told_where_they_belong(
    tmp_path: Path, role: Role
) -> None:
    file = tmp_path / "download.csv"
    file.write_text(",".join(TEMPLATES[role]) + "\n")
    with open_documents(file) as documents:
        (reader,) = (r for r in READERS if r.claims(documents[0]))
        with pytest.raises(BadExport, match=f"beside strategy.yaml as {role}.csv"):
            list(reader.read(documents[0], TORONTO))
