"""Posts: narrowed, decided many at once, judged again once, and taken back as one."""

import re
from datetime import date
from urllib.parse import urlsplit

import httpx
import pytest
from fastapi.testclient import TestClient

from models.decision import Action
from rhumbline.decisions.record import Request, read, record
from rhumbline.warehouse.access import open_published
from rhumbline.workbench.post_filter import PostFilter
from rhumbline.workbench.post_list import web_address
from rhumbline.workbench.tie_lines import add_tie, drop_tie
from rhumbline.workspace import Workspace
from tests.workbench.conftest import enter


def failing(workspace: Workspace) -> dict[str, str]:
    """Return failing activity → cause, as published."""
    with open_published(workspace) as published:
        rows = published.rows("select activity_id, cause from core.failed_activities order by 1")
    return dict(rows)


def notices(page: str) -> str:
    """Return the texts of the notices on a page."""
    return " ".join(re.findall(r'class="notice[^>]*>\s*<p>(.*?)</p>', page, re.DOTALL))


def follow(client: TestClient, answer: httpx.Response) -> str:
    """Return the page that a form leads to."""
    assert answer.status_code == 303, answer.text
    page: str = client.get(answer.headers["location"]).text
    return page


def test_all_posts_of_a_cause_are_tied_with_one_judgement_and_taken_back_as_one(
    judged: Workspace,
) -> None:
    client = enter(judged)
    before = failing(judged)
    cause = max(before.values(), key=list(before.values()).count)
    alike = {name for name, each in before.items() if each == cause}
    assert len(alike) > 1
    address = PostFilter(state="failing", cause=cause).address()
    form = {
        "all_of_them": "yes",
        "action": "tie",
        "measure_id": "volunteer-signups",
        "decided_by": "Ana",
    }
    page = follow(client, client.post(f"/posts/decide?{urlsplit(address).query}", data=form))
    after = len(before) - len(alike)
    assert notices(page) == (
        f"{len(alike)} posts tied to volunteer-signups. {len(before)} → {after} fail."
    )
    assert set(failing(judged)) == before.keys() - alike
    assert "Take it back" in client.get("/posts?state=aligned").text  # on a later page too
    (back,) = set(re.findall(r'action="(/posts/take-back/\w+)"', page))
    page = follow(client, client.post(back))
    assert "Take it back" not in page
    assert f"{after} → {len(before)} fail." in notices(page)
    assert failing(judged) == before
    assert client.post(back).status_code == 400  # it is taken back already


def test_what_was_decided_before_a_batch_holds_again_after_it(judged: Workspace) -> None:
    client = enter(judged)
    one = next(iter(failing(judged)))
    record(judged, Request(one, "waive", "Bo", why="a greeting", owner="Bo", expires="2027-01-31"))
    form = {"posts": [one], "action": "tie", "measure_id": "volunteer-signups", "decided_by": "Ana"}
    page = follow(client, client.post("/posts/decide", data=form))
    (back,) = set(re.findall(r'action="(/posts/take-back/\w+)"', page))
    client.post(back)
    restored = read(judged)[-1]
    assert (restored.action, restored.why, restored.owner) == (Action.WAIVE, "a greeting", "Bo")
    assert restored.expires == date(2027, 1, 31)
    assert restored.decided_by == "Ana"


def test_many_are_waived_with_reason_owner_and_last_day(judged: Workspace) -> None:
    client = enter(judged)
    some = list(failing(judged))[:3]
    form: dict[str, object] = {
        "posts": some,
        "action": "waive",
        "decided_by": "Ana",
        "why": "small talk",
        "owner": "Bo",
    }
    refused = client.post("/posts/decide", data=form)
    assert refused.status_code == 400
    assert "needs the day it expires" in refused.text
    assert read(judged) == []
    form["expires"] = "2027-01-31"
    page = follow(client, client.post("/posts/decide", data=form))
    assert "3 posts waived." in notices(page)
    assert len({decision.batch for decision in read(judged)}) == 1
    assert {decision.decided_by for decision in read(judged)} == {"Ana"}


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ({"action": "tie", "measure_id": "volunteer-signups"}, "No post is selected."),
        ({"action": "tie", "posts": ["x:0"], "measure_id": "volunteer-signups"}, "No activity x:0"),
        ({"action": "bless", "posts": ["x:0"]}, "action"),
        ({"action": "tie", "posts": ["<script>x</script>"]}, "&lt;script&gt;"),
    ],
)
def test_what_a_form_lacks_is_said_and_nothing_is_decided(
    judged: Workspace, form: dict[str, object], words: str
) -> None:
    answer = enter(judged).post("/posts/decide", data={"decided_by": "Ana", **form})
    assert answer.status_code == 400
    assert words in answer.text
    assert "<script>x" not in answer.text
    assert read(judged) == []


def test_a_proposed_line_cures_as_many_as_it_says_and_is_taken_back(judged: Workspace) -> None:
    client = enter(judged)
    text = judged.strategy.read_bytes()
    before = failing(judged)
    page = client.get("/posts?state=failing&words=soup").text
    (cures, *_) = re.findall(r"This line cures (\d+) posts?:", page)
    kind, value = re.findall(r'name="(?:kind|value)" value="([^"]+)"', page)[:2]
    form = {"kind": kind, "value": value, "measure_id": "volunteer-signups"}
    page = follow(client, client.post("/posts/tie?state=failing", data=form))
    assert f"{len(before)} → {len(before) - int(cures)} fail." in notices(page)
    (back,) = re.findall(r'action="(/posts/drop-tie[^"]+)"', page)
    client.post(back.replace("&amp;", "&"))
    assert judged.strategy.read_bytes() == text
    assert failing(judged) == before


def test_a_tie_is_added_and_dropped_without_touching_another_line(workspace: Workspace) -> None:
    before = workspace.strategy.read_text().splitlines()
    tie = {"measure": "volunteer-signups", "hashtag": "#NewTag"}
    add_tie(workspace, tie)
    added = [line for line in workspace.strategy.read_text().splitlines() if line not in before]
    assert len(added) == 1
    drop_tie(workspace, tie)
    assert workspace.strategy.read_text().splitlines() == before


def test_posts_are_narrowed_by_each_of_the_parts(judged: Workspace) -> None:
    client = enter(judged)

    def count(address: str) -> int:
        (found,) = re.findall(r"<h1>([\d,]+) post", client.get(address).text)
        return int(found.replace(",", ""))

    everything = count("/posts")
    assert count("/posts?state=failing") == len(failing(judged))
    page = client.get("/posts").text
    (platforms,) = re.findall(r'name="platform">(.*?)</select>', page, re.DOTALL)
    named = re.findall(r'value="([^"]+)"', platforms)
    assert sum(count(f"/posts?platform={name}") for name in named) == everything
    months = re.findall(r'<option value="(\d{4}-\d\d)">', page)
    assert sum(count(f"/posts?month={month}") for month in months) == everything
    assert 0 < count("/posts?words=volunteer") < everything
    assert count("/posts?words=nothing+says+this") == 0
    assert count("/posts?month=2026-13&state=nonsense") == everything


@pytest.mark.parametrize("words", ["'", '"; drop table core.verdicts; --', "%", "\\", "\x00"])
def test_words_are_looked_for_and_never_run(judged: Workspace, words: str) -> None:
    client = enter(judged)
    parameters = {"words": words, "cause": words, "platform": words, "measure": words}
    assert client.get("/posts", params=parameters).status_code == 200


def test_a_hostile_post_is_text_on_its_page(judged: Workspace) -> None:
    import duckdb

    with duckdb.connect(judged.published) as published:
        published.execute(
            "update core.activities set text = '<img src=x onerror=alert(1)>\u202egnp', "
            "permalink = 'javascript:alert(1)', account = '\"><script>alert(2)</script>'"
        )
    page = enter(judged).get("/posts").text
    assert "&lt;img src=x" in page
    assert "<img" not in page
    assert "javascript:" not in page
    assert "\u202e" not in page
    assert "<script>" not in page


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "data:text/html,x", "//evil", "http://[", "", None]
)
def test_only_web_addresses_become_links(address: str | None) -> None:
    assert web_address(address) is None


def test_posts_say_what_to_do_where_nothing_is_published(client: TestClient) -> None:
    assert "Nothing is judged yet." in client.get("/posts").text


def test_who_decides_is_asked_for_the_first_decision_only(judged: Workspace) -> None:
    client = enter(judged)
    assert 'name="decided_by"' in client.get("/posts").text
    client.post("/who", data={"decided_by": "Ana"})
    assert 'name="decided_by"' not in client.get("/posts").text
