"""Text of strangers inside markdown stays text, whatever it is."""

import html
import re
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rhumbline.reports.markdown import escape, form_link, table, web_link

_ESCAPED = re.compile(r"\\([" + re.escape(string.punctuation) + "])")


def _read(markdown: str) -> str:
    """Return what a page shows of escaped markdown."""
    kept = markdown.replace("<!-- -->", "")
    return html.unescape(_ESCAPED.sub(r"\1", kept))


@given(st.text(st.characters(exclude_categories=["C", "Z"], include_characters=" ")))
def test_what_is_shown_is_what_was_written(text: str) -> None:
    assert _read(escape(text)) == " ".join(text.split())


@given(st.text())
def test_no_mark_is_left_without_its_escape(text: str) -> None:
    kept = escape(text).replace("<!-- -->", "")
    assert not re.search(r"[<>\n\r]", kept)
    bare = re.sub(r"\\.", "", kept)
    assert not set(bare) & set("`*_[]()|#~!$")
    assert re.fullmatch(r"(?s)(?:[^&]|&(?:amp|lt|gt);)*", bare)


@pytest.mark.parametrize(
    ("text", "markdown"),
    [
        ("<script>alert(1)</script>", r"&lt;script&gt;alert\(1\)&lt;/script&gt;"),
        ("[a](http://e.x)", r"\[a\]\(http<!-- -->://e.x\)"),
        ("www.e.x", "ww<!-- -->w.e.x"),
        ("me@e.x", "me<!-- -->@e.x"),
        ("thank you @riverside", "thank you @riverside"),
        ("=cmd|'/C calc'!A0", r"=cmd\|'/C calc'\!A0"),
        ("one\n\ntwo\tthree", "one two three"),
        ("right\u202eleft", "rightleft"),
        ("&amp;", "&amp;amp;"),
    ],
)
def test_escapes(text: str, markdown: str) -> None:
    assert escape(text) == markdown


def test_long_texts_are_cut_before_they_are_escaped() -> None:
    assert escape("*" * 10, 4) == r"\*\*\*…"
    assert escape(None) == ""


@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", "data:text/html,x", "", None, "http://[half", "//e.x", "ftp://e.x"],
)
def test_only_web_pages_are_linked(address: str | None) -> None:
    assert web_link("post", address) == ""


def test_no_address_ends_its_link() -> None:
    assert (
        web_link("post", "https://e.x/a) [b](c d|e")
        == "[post](https://e.x/a%29%20%5Bb%5D%28c%20d%7Ce)"
    )


def test_parameters_are_whole_in_a_link_to_a_form() -> None:
    filled = form_link("decide", "deployments/deployment/1/run", activity_id="x:1", why="a b)|")
    assert filled == (
        "[decide](../../deployments/deployment/1/run?parameters="
        "%7B%22activity_id%22%3A%20%22x%3A1%22%2C%20%22why%22%3A%20%22a%20b%29%7C%22%7D)"
    )


def test_a_table_has_a_line_per_row() -> None:
    assert table(("a", "b"), [("1", "2")]) == "| a | b |\n| --- | --- |\n| 1 | 2 |"
