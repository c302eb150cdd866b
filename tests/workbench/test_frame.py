"""The frame of every page: hostile texts are inert, errors are plain, and who decides is asked once."""

import re

import pytest
from fastapi.testclient import TestClient

from rhumbline.workspace import Workspace
from tests.workbench.conftest import enter

HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>"


def test_a_hostile_name_is_shown_as_text(client: TestClient) -> None:
    client.post("/who", data={"decided_by": HOSTILE})
    page = client.get("/").text
    assert "&lt;script&gt;" in page
    assert "<img" not in page
    assert len(re.findall("<script", page)) == 1  # our own, by its address


def test_a_name_loses_the_characters_that_hide_or_turn_it(client: TestClient) -> None:
    client.post("/who", data={"decided_by": "A\u202en\u2066a\x00"})
    assert "Ana decides" in client.get("/").text


def test_who_decides_is_asked_once(client: TestClient) -> None:
    client.post("/who", data={"decided_by": "  Ana   Silva "})
    assert "Ana Silva decides" in client.get("/").text


def test_nobody_decides_without_a_name(client: TestClient) -> None:
    answer = client.post("/who", data={"decided_by": "   "})
    assert answer.status_code == 400
    assert "it is asked once" in answer.text


def test_a_page_that_is_not_there_says_so(client: TestClient) -> None:
    answer = client.get("/nowhere")
    assert answer.status_code == 404
    assert "There is no such page." in answer.text


def test_the_pages_open_with_a_broken_strategy(workspace: Workspace) -> None:
    workspace.strategy.write_text("organisation: [")
    assert "riverside" in enter(workspace).get("/").text


@pytest.mark.parametrize("form", [{}, {"decided": "x"}])
def test_a_form_that_lacks_something_is_refused_in_plain_words(
    client: TestClient, form: dict[str, str]
) -> None:
    answer = client.post("/who", data=form)
    assert answer.status_code == 400
    assert "decided_by" in answer.text
