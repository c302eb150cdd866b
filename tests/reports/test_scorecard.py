"""The scorecard says in words what holds, and no text of a post does anything but stand there."""

import pytest

from rhumbline.reports.scorecard import Links, measure_body, scorecard_body
from rhumbline.reports.scorecard.charts import bar_of, line_of
from rhumbline.reports.scorecard.words import (
    cures_most,
    number,
    pace,
    verdict_sentence,
    way,
    without_handles,
)
from tests.reports.cards import details, goal, measure, scorecard, week

LINKS = Links(lambda name: f"/measures/{name}", "/", "/failing")


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({}, "1 of 1 goal is on course or reached; 18 of 85 posts serve no measure."),
        (
            {"failing": 0, "goals": (goal(measure(state="behind")),)},
            "0 of 1 goal is on course or reached; all 85 posts serve a measure or were set aside.",
        ),
        ({"goals": (), "failing": 1, "judged": 1}, "1 of 1 post serves no measure."),
        ({"goals": (), "judged": 0}, "No post has been judged yet."),
        (
            {"contradictions": ("Rows are lost.",)},
            "The data contradict themselves, so nothing new was published.",
        ),
    ],
    ids=["failing", "all served", "one post", "nothing judged", "broken"],
)
def test_one_sentence_says_it_all(changes: dict[str, object], sentence: str) -> None:
    assert verdict_sentence(scorecard(**changes)) == sentence


@pytest.mark.parametrize(
    ("changes", "words", "steady"),
    [
        ({}, "70 of 200 by 30 June 2027", "A steady pace would be at 45.2 today."),
        ({"state": "not measured"}, "No data; the target is 200 by 30 June 2027", ""),
        ({"reached": 210.0, "state": "reached"}, "210 of 200 by 30 June 2027", ""),
        (
            {"direction": "down", "is_flow": True},
            "70 so far, at most 200 by 30 June 2027",
            "A steady pace would be at most 45.2 today.",
        ),
        (
            {"direction": "down", "is_flow": False, "due_on": None, "pace": None},
            "70, to come down to 200",
            "",
        ),
    ],
    ids=["up", "no data", "reached", "a limit", "a level that falls"],
)
def test_the_way_of_a_measure_is_told_in_words(
    changes: dict[str, object], words: str, steady: str
) -> None:
    card = measure(**changes)
    assert (way(card), pace(card)) == (words, steady)


def test_a_bar_runs_from_the_start_to_the_target() -> None:
    bar = bar_of(measure(start=20.0, reached=65.0, pace=110.0, target=200.0))
    assert (bar.done, bar.pace) == (25.0, 50.0)
    assert bar_of(measure(reached=500.0)).done == 100.0
    assert bar_of(measure(reached=None, pace=None)).done == 0.0


def test_a_week_that_nobody_told_interrupts_the_line() -> None:
    line = line_of(measure(weeks=(week(0, 30.0), week(1, 40.0), week(2, None), week(3, 60.0))))
    assert line is not None
    assert [len(points.split()) for points in line.points] == [2, 2]
    assert line_of(measure(weeks=(week(0, None),))) is None


def test_what_is_not_known_is_a_dash_and_nought_is_nought() -> None:
    assert (number(None), number(0), number(45.03), number(1234567.0)) == (
        "–", "0", "45", "1,234,567",
    )  # fmt: skip


def test_no_forecast_and_no_stop_is_said_before_their_record_is_known() -> None:
    page = scorecard_body(scorecard(), LINKS)
    assert "forecasts count once their record is known" in page
    assert "Whether to stop is not said here" in page
    assert "271 CAD" in page


def test_the_page_says_through_which_day_it_is_complete_and_who_is_ahead() -> None:
    page = scorecard_body(scorecard(), LINKS)
    assert "Complete through 3 October 2026 (X; Facebook through 12 October 2026)." in page


def test_few_causes_are_named_as_the_place_to_begin() -> None:
    assert cures_most(scorecard()) == "The first cause is behind 10 of 18: begin there."


def test_every_measure_leads_to_its_page() -> None:
    page = scorecard_body(scorecard(), LINKS)
    assert page.count('href="/measures/volunteer-signups"') == 3
    assert 'href="/failing"' in page


HOSTILE = "</style><script>alert(1)</script>\x1b[2J\x9b31m\u202egnp.exe\x00 =cmd|'/C calc'!A0"


def test_a_hostile_text_stays_text() -> None:
    card = scorecard(measure=measure(note=HOSTILE), organisation=HOSTILE, warnings=(HOSTILE,))
    pages = (
        scorecard_body(card, LINKS)
        + measure_body(card, measure(note=HOSTILE), details(HOSTILE), LINKS)
    )  # fmt: skip
    assert "<script" not in pages
    assert not {"\x1b", "\x9b", "\u202e", "\x00"} & set(pages)
    assert "&lt;script&gt;alert(1)" in pages


def test_only_a_web_address_becomes_a_link() -> None:
    posts = details().posts
    harmful = details(posts=(type(posts[0])(**(vars(posts[0]) | {"permalink": "javascript:x"})),))
    card = scorecard()
    assert "javascript:" not in measure_body(card, card.measures[0], harmful, LINKS)


def test_for_sharing_leaves_out_texts_handles_addresses_and_file_names() -> None:
    card = scorecard()
    pages = scorecard_body(card, LINKS, for_sharing=True) + measure_body(
        card, card.measures[0], details(), LINKS, for_sharing=True
    )
    for left_out in ("Soup today", "handle", "someone", "x.com", ".csv", "x:1"):
        assert left_out not in pages, left_out
    assert "9 October 2026" in pages
    assert "They mention @…" in pages


def test_a_handle_is_left_out_with_its_dots() -> None:
    assert without_handles("to @a.b_c and @D, x@y.org") == "to @… and @…, x@…"


def test_a_measure_says_which_posts_have_no_figure_yet() -> None:
    card = scorecard()
    page = measure_body(card, card.measures[0], details(untold_posts=3, all_posts=60), LINKS)
    assert "3 posts have no figure yet." in page
    assert "1 of 60." in page
    assert "Start</dt><dd>20, on 7 September 2026" in page
