"""Short links nobody resolved: which are listed, which set aside, and what is written into links.csv."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from rhumbline.archive.own_rows import append_rows
from rhumbline.cli.commands import app
from rhumbline.errors import UserError
from rhumbline.links import resolving
from rhumbline.links.asking import Answer
from rhumbline.links.resolving import links_to_ask, list_short_links, note_targets
from rhumbline.workspace import Workspace
from tests.links.posts import publish_posts


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return publish_posts(tmp_path)


def test_links_are_listed_with_their_posts_and_what_the_exports_tell(workspace: Workspace) -> None:
    links = {link.short: link for link in list_short_links(workspace)}
    assert {short for short, link in links.items() if link.is_media} == {"t.co/pic", "t.co/photo"}
    assert [post.activity_id for post in links["t.co/two"].posts] == ["x:3", "x:4"]
    assert links["t.co/two"].failing == 2
    assert links["t.co/one"].target == "https://seeds.example/library?utm_source=facebook"
    assert links["t.co/one"].told_by == "facebook"
    assert links["bit.ly/Xy"].target is None


def test_a_link_is_no_media_where_nobody_says_how_often_it_was_clicked(
    workspace: Workspace,
) -> None:
    links = {link.short: link for link in list_short_links(workspace)}
    assert not links["t.co/unsaid"].is_media


def test_what_links_csv_resolves_is_listed_no_more_and_what_it_leads_to_is(
    workspace: Workspace,
) -> None:
    (workspace.root / "links.csv").write_text(
        "short,target\nhttps://t.co/two,https://bit.ly/onward\n"
    )
    listed = {link.short: len(link.posts) for link in list_short_links(workspace)}
    assert "t.co/two" not in listed
    assert listed["bit.ly/onward"] == 0


def test_only_known_shorteners_and_named_hosts_are_asked(workspace: Workspace) -> None:
    links = list_short_links(workspace)
    asked = {link.short for link in links_to_ask(links, [])}
    assert {"t.co/two", "bit.ly/Xy"} <= asked
    assert not {"t.co/pic", "t.co/one"} & asked
    assert "t.co/pic" in {link.short for link in links_to_ask(links, [], with_media=True)}


def run(workspace: Workspace, *arguments: str, typed: str | None = None) -> tuple[int, str]:
    result = CliRunner().invoke(
        app, ["links", "--workspace", str(workspace.root), *arguments], input=typed
    )
    return result.exit_code, result.output


def test_the_command_shows_the_list_and_sets_media_aside(workspace: Workspace) -> None:
    code, output = run(workspace)
    assert code == 0
    assert "https://t.co/two" in output
    assert "https://t.co/pic" not in output
    assert "2 more are set aside" in output


def test_nothing_is_asked_before_somebody_says_yes(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def question(short: str, _: frozenset[str]) -> Answer:
        asked.append(short)
        return Answer(short, f"https://riverside.example/{len(asked)}", None)

    monkeypatch.setattr(resolving.ask_all, "__defaults__", (question,))
    code, output = run(workspace, "--resolve", typed="n\n")
    assert (code, asked) == (0, [])
    assert "t.co  " in output
    code, output = run(workspace, "--resolve", "--yes")
    assert code == 0
    assert set(asked) >= {"t.co/two", "bit.ly/Xy"}
    written = (workspace.root / "links.csv").read_text()
    assert "https://t.co/two,https://riverside.example/" in written
    assert {link.short for link in list_short_links(workspace)}.isdisjoint(asked)


def test_fill_writes_only_what_the_exports_tell(workspace: Workspace) -> None:
    code, _ = run(workspace, "--fill")
    assert code == 0
    assert (workspace.root / "links.csv").read_text().splitlines() == [
        "short,target",
        "https://t.co/one,https://seeds.example/library?utm_source=facebook",
    ]


def test_the_list_as_csv_guards_formulas_and_has_a_line_for_each_link(workspace: Workspace) -> None:
    code, output = run(workspace, "--csv")
    assert code == 0
    assert output.splitlines()[0] == "short,target,posts,failing,is_media,latest_activity_id,text"
    assert len(output.splitlines()) == 1 + len(list_short_links(workspace))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (None, b"short,target\nhttps://t.co/a,https://riverside.example/\n"),
        (b"short,target", b"short,target\nhttps://t.co/a,https://riverside.example/\n"),
        (
            b"\xef\xbb\xbfTarget;Note;Short\r\nx;;y\r\n",
            b"\xef\xbb\xbfTarget;Note;Short\r\nx;;y\r\nhttps://riverside.example/;;https://t.co/a\r\n",
        ),
        (
            "short\ttarget\n".encode("utf-16"),
            "short\ttarget\nhttps://t.co/a\thttps://riverside.example/\n".encode("utf-16"),
        ),
    ],
)
def test_a_line_is_added_in_the_manner_of_the_file(
    tmp_path: Path, before: bytes | None, after: bytes
) -> None:
    if before is not None:
        (tmp_path / "links.csv").write_bytes(before)
    note_targets(Workspace(tmp_path), [("t.co/a", "https://riverside.example/")])
    assert (tmp_path / "links.csv").read_bytes() == after


def test_a_file_without_the_columns_is_left_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "plan.csv").write_text("day,what\n")
    with pytest.raises(UserError, match="has no column date"):
        append_rows(Workspace(tmp_path), "plan", ["date"], [{"date": "2026-10-01"}])
    assert (tmp_path / "plan.csv").read_text() == "day,what\n"
