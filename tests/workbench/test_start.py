"""Start in the browser: the form of the answers, kept as they are sent, and the strategy they make."""

import html
import re
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from rhumbline.start.answers import kept_answers
from rhumbline.start.new_workspace import init
from rhumbline.strategy.file import load
from rhumbline.workspace import Workspace
from tests.start.conftest import write_export
from tests.workbench.conftest import enter


@pytest.fixture
def begun(tmp_path: Path) -> Workspace:
    """Return a new workspace with an export in its inbox."""
    init(tmp_path / "new", timezone="UTC")
    workspace = Workspace(tmp_path / "new")
    write_export(workspace.inbox / "posts.csv")
    return workspace


_FIELDS = {
    "organisation": "Riverside", "decided_by": "Amina", "timezone": "UTC",
    "judge_from": "2026-09-19", "account:x/riverside": "yes", "problem": "Hunger.",
    "promise": "No hunger.", "evidence": "412 households asked, 88 got nothing.",
    "who": "people with a free Saturday", "listens_at:own": "#riverside",
    "statement:1": "200 volunteers by June", "why:1": "the kitchen closes", "owner:1": "Amina",
    "measure:link-clicks": "1", "target:link-clicks": "200", "by:link-clicks": "2027-06-30",
    "invite:1": "Cook with us", "where:1": "riverside.example",
}  # fmt: skip


def _page(client: TestClient) -> str:
    answer = client.get("/start")
    assert answer.status_code == 200
    return str(answer.text)


def test_without_exports_it_leads_to_the_inbox(tmp_path: Path) -> None:
    init(tmp_path / "new", timezone="UTC")
    assert 'href="/inbox"' in _page(enter(Workspace(tmp_path / "new")))


def test_a_strategy_written_by_hand_is_left_alone(workspace: Workspace) -> None:
    assert "was edited by hand" in _page(enter(workspace))


def test_answers_are_kept_and_shown_again(begun: Workspace) -> None:
    client = enter(begun)
    assert "Say in step 4" in _page(client)
    assert client.post("/start", data=_FIELDS | {"action": "keep"}).headers["location"] == "/start"
    answers = kept_answers(begun)
    assert answers is not None
    assert answers.measures["link-clicks"].target == 200
    page = html.unescape(_page(client))
    assert "0 of 5 posts trace (0%) · 5 left to decide" in page
    assert 'value="412 households asked, 88 got nothing."' in page
    assert "They serve: 200 volunteers by June (link-clicks)" in page


@pytest.mark.slow
def test_answers_become_a_strategy_and_a_verdict(begun: Workspace) -> None:
    client = enter(begun)
    client.post("/start", data=_FIELDS)
    groups = re.findall(r'name="(group:[^"]+)"', _page(client))
    chosen = {html.unescape(name): "link-clicks" for name in groups if "reply" not in name}
    waived = {"group:reply": "waive", "waive_why": "answers", "waive_owner": "Amina",
              "waive_expires": "2027-01-01"}  # fmt: skip
    answer = client.post("/start", data=_FIELDS | chosen | waived | {"action": "judge"})
    assert answer.headers["location"] == "/"
    assert "1 waived" in html.unescape(client.get("/").text)
    strategy = load(begun.strategy).strategy
    assert (strategy.organisation, bool(strategy.ties)) == ("Riverside", True)


def test_an_answer_that_cannot_be_taken_is_told_and_nothing_is_kept(begun: Workspace) -> None:
    client = enter(begun)
    answer = client.post("/start", data=_FIELDS | {"timezone": "Mars"})
    assert (answer.status_code, "timezone" in answer.text) == (400, True)
    assert kept_answers(begun) is None


def test_hostile_answers_stay_text(begun: Workspace) -> None:
    client = enter(begun)
    client.post("/start", data=_FIELDS | {"organisation": '"><script>alert(1)</script>'})
    assert "<script>alert" not in _page(client)
