"""What posts talk about, in whatever language: cues, groups, and what none of them may be."""

from typing import Final

import pytest

from models.strategy import TieKind
from rhumbline.start.groups import group_posts
from rhumbline.start.reading import find_references
from tests.start.conftest import SOUP, posts

_LANGUAGES: Final = {
    "es": ("banco de alimentos", "El {} abre hoy en la plaza", "Gracias al {} por las manzanas rojas",
           "Visita nuestro {} del barrio viejo"),
    "pl": ("bank żywności", "Nasz {} czeka na wolontariuszy", "Jabłka oddał {} z Krakowa",
           "Dzieci odwiedziły {} wczoraj rano"),
    "ar": ("بنك الطعام", "يفتح {} أبوابه صباحا", "وزع {} الخبز الساخن", "زار الأطفال {} في المدينة"),
    "ja": ("料理教室", "土曜の{}は楽しい", "公園で{}をひらきます", "子ども向け{}のおしらせ"),
    "de": ("tafel laden", "Der {} öffnet in Köln", "Äpfel brachte der {} nach Hause", "Kinder malen im {}"),
}  # fmt: skip
_OTHERS: Final = (
    "Alpha bravo charlie", "Delta echo foxtrot", "Golf hotel india", "Juliet kilo lima",
    "Mike november oscar", "Papa quebec romeo", "Sierra tango uniform", "Victor whiskey xray",
)  # fmt: skip


@pytest.mark.parametrize("language", _LANGUAGES)
def test_a_recurring_phrase_is_found_in_every_language(language: str) -> None:
    phrase, *patterns = _LANGUAGES[language]
    activities = posts(*(pattern.format(phrase) for pattern in patterns), *_OTHERS)
    groups = group_posts(activities, find_references(activities))
    patterns_found = {cue.pattern for group in groups for cue in group.cues}
    assert any(found in phrase or phrase in found for found in patterns_found), patterns_found


def test_a_text_posted_on_two_platforms_makes_no_phrase() -> None:
    activities = posts(*["An evening of quiet lanterns"] * 2, *_OTHERS)
    groups = group_posts(activities, find_references(activities))
    assert [group for group in groups if group.kind in ("phrase", "words", "theme")] == []


def test_campaigns_links_and_hashtags_are_groups_with_their_posts() -> None:
    activities = posts(
        "Join https://riverside.example/volunteer/now?utm_campaign=crew #SaturdayCrew",
        "Again https://riverside.example/volunteer/then?utm_campaign=crew #SaturdayCrew",
        "Give at https://riverside.example/give/1", "And https://riverside.example/give/2", *_OTHERS,
    )  # fmt: skip
    groups = group_posts(activities, find_references(activities))
    assert [(group.key, sorted(group.rows)) for group in groups][:2] == [
        ("campaign:crew", [0, 1]),
        ("link:riverside.example/give*", [2, 3]),
    ]


def test_links_of_shorteners_and_platforms_are_no_group() -> None:
    activities = posts(
        "Look https://t.co/abc1", "Look https://t.co/abc2", "https://x.com/i/1", *_OTHERS
    )
    groups = group_posts(activities, find_references(activities))
    assert [group for group in groups if group.kind == "link"] == []


def test_what_covers_over_a_third_comes_last_and_says_so() -> None:
    activities = posts(*(f"{text} #Everywhere" for text in _OTHERS), *SOUP)
    tied = [g for g in group_posts(activities, find_references(activities)) if g.can_be_tied]
    assert [group.is_wide for group in tied] == [False] * (len(tied) - 1) + [True]
    assert tied[-1].name == "#Everywhere"


def test_no_group_is_tied_by_an_account_or_a_type() -> None:
    activities = posts("@a Yes", "@b No", "@c Perhaps", *SOUP)
    groups = group_posts(activities, find_references(activities))
    kinds = {cue.kind for group in groups for cue in group.cues}
    assert kinds <= {TieKind.HASHTAG, TieKind.PHRASE}
    (replies,) = [group for group in groups if group.kind == "reply"]
    assert (replies.can_be_tied, sorted(replies.rows)) == (False, [0, 1, 2])


def test_each_group_has_two_different_examples() -> None:
    activities = posts(*SOUP, *_OTHERS)
    first = group_posts(activities, find_references(activities))[0]
    assert len(set(first.examples)) == 2


def test_exports_without_words_have_no_groups_of_words() -> None:
    activities = posts("", "  ", "https://t.co/a")
    groups = group_posts(activities, find_references(activities))
    assert [(group.kind, len(group.rows)) for group in groups] == [("wordless", 3)]
