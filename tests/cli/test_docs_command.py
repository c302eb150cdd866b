"""`rhumbline docs`: the dictionary's address, what to run where it was not made, and pages of the manual."""

from pathlib import Path

import pytest
import typer.testing

from rhumbline.cli import docs
from rhumbline.cli.commands import app
from rhumbline.errors import UserError

REPOSITORY = Path(__file__).resolve().parents[2]


def run(*arguments: str) -> typer.testing.Result:
    """Run the command as a program reads it."""
    return typer.testing.CliRunner().invoke(app, ["docs", *arguments])


def test_where_the_dictionary_was_not_made_it_says_what_to_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(docs, "files", lambda _: tmp_path)
    error = run("--print").exception
    assert isinstance(error, UserError)
    assert "make docs-site" in str(error)


def test_it_prints_where_the_dictionary_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = tmp_path / "docs" / "index.html"
    page.parent.mkdir()
    page.touch()
    monkeypatch.setattr(docs, "files", lambda _: tmp_path)
    assert run("--print").output.splitlines()[0] == page.as_uri()


def test_a_page_of_the_manual_is_printed_whole() -> None:
    page = (REPOSITORY / "docs" / "glossary.md").read_text(encoding="utf-8")
    assert run("glossary").output == page


def test_an_unknown_page_lists_the_known_ones() -> None:
    error = run("glosary").exception
    assert isinstance(error, UserError)
    assert "glossary" in str(error)
