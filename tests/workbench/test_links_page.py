"""Short links in the browser: targets are written, and nothing is asked that was not shown and ticked."""

import re
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from rhumbline.links import resolving
from rhumbline.links.asking import Answer
from rhumbline.workspace import Workspace
from tests.links.posts import publish_posts
from tests.workbench.conftest import enter


@pytest.fixture
def published(tmp_path: Path) -> Workspace:
    return publish_posts(tmp_path)


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Answer in place of the network; return what was asked."""
    questions: list[str] = []

    def answer(short: str, _: frozenset[str]) -> Answer:
        questions.append(short)
        if short.startswith("bit.ly"):
            return Answer(short, None, "it answered 404")
        return Answer(short, "https://riverside.example/", None)

    monkeypatch.setattr(resolving.ask_all, "__defaults__", (answer,))
    return questions


def lines_of(workspace: Workspace) -> list[str]:
    path: Path = workspace.root / "links.csv"
    return path.read_text().splitlines() if path.exists() else []


def test_the_page_shows_links_and_sets_media_aside(published: Workspace) -> None:
    page = enter(published).get("/links").text
    assert 'name="target:t.co/two"' in page
    assert 'name="target:t.co/pic"' not in page
    assert "2 set aside" in page
    assert 'value="https://seeds.example/library?utm_source=facebook"' in page


def test_hostile_links_and_texts_are_inert(published: Workspace) -> None:
    page = enter(published).get("/links").text
    assert "<b>hostile" not in page
    assert len(re.findall("<script", page)) == 1


def test_typed_targets_are_written(published: Workspace) -> None:
    client = enter(published)
    client.post(
        "/links", data={"target:t.co/two": "https://riverside.example/a", "target:t.co/x": ""}
    )
    assert lines_of(published) == ["short,target", "https://t.co/two,https://riverside.example/a"]
    page = client.get("/links").text
    assert "links.csv has 1 line more" in page
    assert "target:t.co/two" not in page


@pytest.mark.parametrize("target", ["javascript:alert(1)", "riverside.example", "https://a b"])
def test_what_is_no_address_is_not_written(published: Workspace, target: str) -> None:
    answer = enter(published).post("/links", data={"target:t.co/two": target})
    assert answer.status_code == 400
    assert lines_of(published) == []


def test_nothing_is_asked_before_it_was_shown(
    published: Workspace,
    asked: list[str],
) -> None:
    client = enter(published)
    shown = client.get("/links/ask?host=t.co").text
    assert "https://t.co/two" in shown
    assert "bit.ly" not in shown
    assert asked == []
    form = {"host": ["t.co"], "short": ["t.co/two", "bit.ly/Xy", "evil.example/x"]}
    answer = client.post("/links/ask", data=form)
    assert asked == ["t.co/two"]
    assert "https://riverside.example/" in answer.text
    assert lines_of(published)[1:] == ["https://t.co/two,https://riverside.example/"]


def test_an_answer_that_is_none_is_told_and_not_written(
    published: Workspace,
    asked: list[str],
) -> None:
    form = {"host": ["bit.ly"], "short": ["bit.ly/Xy"]}
    answer = enter(published).post("/links/ask", data=form)
    assert "Not known: it answered 404." in answer.text
    assert lines_of(published) == []


def test_without_a_night_there_is_nothing_to_list(client: TestClient) -> None:
    assert "No post carries a short link" in client.get("/links").text
