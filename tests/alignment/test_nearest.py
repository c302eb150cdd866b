"""What fails is told the nearest measure, and why that one, and nothing is assumed of it."""

from datetime import timedelta

import pytest

from rhumbline.alignment import align
from tests.alignment.spec import PUBLISHED, TODAY, InForce, Store, version

RULES = """
    {measure: rota, hashtag: "#SaturdayCrew"}
    {measure: donors, link: "riverside.example/give*"}
    """


def suggested(store: Store, rules: InForce) -> list[tuple[str | None, str | None]]:
    align(store.warehouse, [rules], TODAY)
    return [
        (verdict["suggested_measure_id"], verdict["suggestion"])
        for verdict in store.verdicts()
        if verdict["alignment"] in ("untraceable", "orphaned")
    ]


@pytest.mark.parametrize(
    ("text", "near"),
    [
        ("Our Community Gardens", ("rota", "It says “Community Gardens”: interests of weekend.")),
        ("A garden is a start", ("rota", "It says “garden”: interests of weekend.")),
        ("Where is my tax receipt?", ("donors", "It says “receipt”, “tax”: interests of givers.")),
        ("Saturday it is", ("rota", "It says “Saturday”: words of its ties.")),
        ("One dollar more", ("donors", "It says “dollar”: words of its goal.")),
        ("Good morning", (None, None)),
        ("Please give from home", ("donors", "It says “give”: words of its ties.")),
    ],
)  # fmt: skip
def test_words_of_the_strategy_are_near(text: str, near: tuple[str | None, str | None]) -> None:
    store = Store()
    store.add([{"text": text}])
    assert suggested(store, version(RULES)) == [near]


def test_company_is_nearer_than_words() -> None:
    store = Store()
    store.add(
        [
            {"text": "dollars for #soup https://news.example/a"},
            {"text": "#SaturdayCrew #soup"},
            {"text": "#SaturdayCrew #Soup"},
            {"text": "https://riverside.example/give #soup"},
        ]
    )
    (near,) = suggested(store, version(RULES))
    assert near == ("rota", "2 activities with #soup serve it.")


def test_pages_and_sites_that_aligned_activities_share() -> None:
    store = Store()
    store.add(
        [
            {"text": "https://news.example/a?x=1"},
            {"text": "https://news.example/b"},
            {"text": "#SaturdayCrew https://news.example/A"},
        ]
    )
    near = suggested(store, version(RULES))
    assert near == [
        (
            "rota",
            "1 activity with a link to news.example/a serves it. "
            "1 activity with a link to news.example serves it.",
        ),
        ("rota", "1 activity with a link to news.example serves it."),
    ]


def test_a_segment_in_the_log_is_near() -> None:
    store = Store()
    store.add([{"text": "an hour in the forum", "segment_hint": "givers"}])
    assert suggested(store, version(RULES)) == [
        ("donors", "The activity log names givers, the people it is about.")
    ]


def test_what_was_suggested_follows_what_serves_a_measure_now() -> None:
    store, rules = Store(), version(RULES)
    store.add([{"text": "#soup", "published_at": PUBLISHED - timedelta(days=1)}])
    assert suggested(store, rules) == [(None, None)]
    store.add([{"text": "#SaturdayCrew #soup"}], first=1)
    assert suggested(store, rules) == [("rota", "1 activity with #soup serves it.")]
    store.warehouse.run("delete from core.activities where activity_key = 1")
    assert suggested(store, rules) == [(None, None)]
