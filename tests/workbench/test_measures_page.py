"""Measures in the browser: in words, with their weeks and posts, and every line of every file behind them."""

import re

import pytest
from fastapi.testclient import TestClient

from rhumbline.warehouse.access import open_published
from rhumbline.workspace import Workspace
from tests.workbench.conftest import enter


@pytest.fixture
def at_work(judged_once: Workspace) -> TestClient:
    """Return a client of a workspace that was judged, which the test leaves as it is."""
    return enter(judged_once)


def test_measures_are_listed_in_words(at_work: TestClient) -> None:
    page = at_work.get("/measures").text
    assert "People who signed up, added up" in page
    assert "sum(" not in page
    assert "200 weekend volunteers on the rota" in page


def test_a_measure_has_its_line_weeks_and_posts(at_work: TestClient) -> None:
    page = at_work.get("/measures/volunteer-talk").text
    assert "The line to its target" in page
    assert "Its weeks" in page
    assert "<svg" in page
    assert page.count("<main") == 1
    assert 'href="/strategy/measures/volunteer-talk"' in page
    assert at_work.get("/measures/styles.css").headers["content-type"].startswith("text/css")


def test_every_line_behind_a_measure_adds_up_to_its_value(
    at_work: TestClient, judged_once: Workspace
) -> None:
    page = at_work.get("/measures/volunteer-talk/lines").text
    told = re.findall(r'data-label="Counts">([\d,.]+)</td>', page)
    with open_published(judged_once) as published:
        value = published.one(
            "select value from core.measure_values where measure_id = 'volunteer-talk'"
        )
    assert told
    assert sum(float(each.replace(",", "")) for each in told) == value
    assert re.search(r"\.csv, line \d+", page)


def test_a_measure_that_is_not_there_says_so(at_work: TestClient) -> None:
    assert at_work.get("/measures/nobody").status_code == 400
    assert "No line of a file" in at_work.get("/measures/nobody/lines").text


def test_without_a_night_the_page_says_how_to_begin(client: TestClient) -> None:
    for path in ("/measures", "/measures/volunteer-talk", "/measures/volunteer-talk/lines"):
        assert client.get(path).status_code == 200
