"""Files of formats/: every mistake is told with its line, and names stay unique."""

from pathlib import Path
from typing import get_args

import pytest

from models.formats import DeclaredFormat, KindName
from rhumbline.errors import UserError
from rhumbline.formats import load_formats
from rhumbline.formats.loading import shipped_readers
from rhumbline.ingest.identify import recognise
from rhumbline.opening import open_documents
from rhumbline.readers import READERS
from rhumbline.reading.batch import Kind

GOOD = """\
format: board_posts
platform: board
needs: [permalink, impressions]
columns:
  Link: permalink
  When: published_at
  Words: text
  Seen: impressions
id: [{column: Link}]
"""


def mistakes(tmp_path: Path, text: str) -> list[str]:
    (tmp_path / "board.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(UserError) as caught:
        load_formats(tmp_path)
    assert caught.value.exit_code == 2
    return [line.strip() for line in str(caught.value).splitlines() if "board.yaml:" in line]


def test_a_good_file_is_a_reader_asked_before_those_that_ship(tmp_path: Path) -> None:
    (tmp_path / "board.yaml").write_text(GOOD, encoding="utf-8")
    readers = load_formats(tmp_path)
    assert [reader.format for reader in readers] == [
        "board_posts",
        *(r.format for r in shipped_readers()),
    ]
    assert readers[0].rank < readers[1].rank


@pytest.mark.parametrize("directory", [None, Path("/nowhere/formats")])
def test_without_a_folder_there_is_what_ships(directory: Path | None) -> None:
    assert load_formats(directory) == shipped_readers()


@pytest.mark.parametrize(
    ("wrong", "right", "line", "words"),
    [
        ("impressions\n", "impresions\n", 8, "Did you mean `impressions`?"),
        ("platform: board", "plattform: board", 2, "Did you mean `platform`?"),
        ("platform: board", "platform: The Board", 2, "the-board"),
        ("format: board_posts", "format: Board posts", 1, "board_posts"),
        ("needs: [permalink, impressions]", "needs: [permalink]", 3, "at least 2"),
        ("needs: [permalink, impressions]", "needs: [permalink, reach]", 3, "no column is mapped"),
        ("  When: published_at\n", "", 4, "no column is mapped to `published_at`"),
        ("id: [{column: Link}]", "", 4, "no column is mapped to `native_id`"),
        ("id: [{column: Link}]", "id: [{column: Link, pattern: 'a'}]", 9, "exactly one pair"),
        ("id: [{column: Link}]", "id: [{column: Link, pattern: '(?=a)(b)'}]", 9, "not supported"),
        ("id: [{column: Link}]", "id: [{column: Link, hash: [Link]}]", 9, "one of `column`"),
        ("Words: text", "link: text", 7, "is mapped twice"),
        ("id: [{column", "dates: {zone: Pacific}\nid: [{column", 9, "not a time zone"),
        ("id: [{column", "dates: {format: dd.mm}\nid: [{column", 9, "not a date format"),
        ("id: [{column", "ignored: ['/(/']\nid: [{column", 9, "not a pattern"),
        ("id: [{column", "scale: {text: 2}\nid: [{column", 9, "no name that rows of posts can have here"),
        ("kind: ", "", 1, ""),
    ],
)  # fmt: skip
def test_a_mistake_names_its_line_and_the_cure(
    tmp_path: Path, wrong: str, right: str, line: int, words: str
) -> None:
    if not words:  # a file that is right has no mistakes to say
        (tmp_path / "board.yaml").write_text(GOOD, encoding="utf-8")
        assert load_formats(tmp_path)
        return
    assert wrong in GOOD
    lines = mistakes(tmp_path, GOOD.replace(wrong, right))
    assert any(s.startswith(f"board.yaml:{line}:") and words in s for s in lines), lines


def test_all_mistakes_come_at_once(tmp_path: Path) -> None:
    text = GOOD.replace("platform: board", "platform: B B").replace(
        "Seen: impressions", "Seen: nope"
    )
    text = text.replace("id: [{column: Link}]", "basis: forever")
    assert len(mistakes(tmp_path, text)) >= 2


@pytest.mark.parametrize("text", ["", "- a list", "just words", "a: [", "format: x\n\tneeds: y"])
def test_what_is_no_mapping_is_said(tmp_path: Path, text: str) -> None:
    assert mistakes(tmp_path, text)


def test_two_files_cannot_have_one_name(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(GOOD, encoding="utf-8")
    assert "already the name of one in a.yaml" in mistakes(tmp_path, GOOD)[0]


def test_a_name_that_code_has_is_taken(tmp_path: Path) -> None:
    lines = mistakes(tmp_path, GOOD.replace("board_posts", READERS[0].format))
    assert "Rhumbline itself" in lines[0]


def test_a_workspace_replaces_a_mapping_that_ships(tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text(GOOD.replace("board_posts", "pinterest_pins"), "utf-8")
    pinterest = [reader for reader in load_formats(tmp_path) if reader.format == "pinterest_pins"]
    assert [reader.platform for reader in pinterest] == ["board"]


def test_a_workspace_is_asked_before_what_ships_and_after_code(tmp_path: Path) -> None:
    export = Path(__file__).parent / "shipped" / "pinterest_pins.csv"
    mine = "format: my_pins\nplatform: pinterest\nneeds: [permalink, saves]\ncolumns:\n"
    mine += "  Pin link: permalink\n  Publish date: published_at\n  Saves: saves\nid: [{link: Pin link}]\n"
    (tmp_path / "mine.yaml").write_text(mine, encoding="utf-8")
    with open_documents(export) as documents:
        chosen = recognise(documents[0], READERS, load_formats(tmp_path))
    assert chosen is not None
    assert chosen.format == "my_pins"


def test_two_mappings_of_a_workspace_that_claim_one_file_are_both_named(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(GOOD, encoding="utf-8")
    (tmp_path / "b.yaml").write_text(GOOD.replace("board_posts", "board_more"), encoding="utf-8")
    export = tmp_path / "board.csv"
    export.write_text("Link,When,Words,Seen\na,2026-09-01,b,3\n", encoding="utf-8")
    with (
        open_documents(export) as documents,
        pytest.raises(UserError, match="board_posts and board_more"),
    ):
        recognise(documents[0], READERS, load_formats(tmp_path))


def test_the_kinds_of_a_mapping_are_those_of_the_kernel() -> None:
    assert set(get_args(KindName)) == set(Kind)


def test_editors_get_a_schema_in_which_every_key_is_explained() -> None:
    assert all(
        "description" in about
        for about in DeclaredFormat.model_json_schema()["properties"].values()
    )
