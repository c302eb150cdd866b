"""Today: the state in one sentence, and what to do next."""

import html
import re

from fastapi.testclient import TestClient

from rhumbline.workspace import Workspace
from tests.workbench.conftest import enter
from tests.workbench.test_posts import failing


def test_today_says_how_many_fail_and_leads_to_each_cause(judged: Workspace) -> None:
    client = enter(judged)
    page = client.get("/").text
    causes = failing(judged)
    assert f"Decide on {len(causes)} posts</a>" in page
    assert 'class="scorecard"' in page
    for address in re.findall(r'href="(/posts\?[^"]*cause=[^"]+)"', page):
        shown = client.get(html.unescape(address)).text
        assert re.search(r"<h1>\d+ posts? fail", shown)


def test_the_scorecard_keeps_to_the_content_policy(judged: Workspace) -> None:
    client = enter(judged)
    page = client.get("/").text
    assert not re.search(r"<[^>]+\sstyle=|<style|\son\w+=", page)
    (measure, *_) = re.findall(r'href="(/measures/[^"]+)">', page)
    assert client.get(measure).status_code == 200


def test_today_tells_of_files_that_wait(judged: Workspace) -> None:
    (judged.inbox / "more.csv").write_text("a,b\n")
    assert "1 file in the inbox" in enter(judged).get("/").text


def test_today_says_how_to_begin_where_nothing_is_published(client: TestClient) -> None:
    page = client.get("/").text
    assert "Nothing is judged yet." in page
    assert 'href="/inbox"' in page


def test_what_another_version_published_is_told_and_harms_nothing(judged: Workspace) -> None:
    import duckdb

    with duckdb.connect(judged.published) as published:
        published.execute("alter table core.verdicts drop column cause")
    client = enter(judged)
    answer = client.get("/posts")
    assert answer.status_code == 409
    assert "another version of Rhumbline" in answer.text
    assert client.get("/inbox").status_code == 200
