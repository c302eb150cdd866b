"""Ties, accounts, schedules and fingerprints: what the parts of a strategy say of themselves."""

from typing import Any

import pytest
from pydantic import ValidationError

from models.strategy import Strategy, Tie, TieKind
from models.strategy_types import Declared
from rhumbline.strategy.file import schema
from rhumbline.strategy.mistakes import PARTS


def a_strategy(**changes: Any) -> Strategy:
    """Return a small strategy with some of its keys replaced."""
    base: dict[str, Any] = {
        "organisation": "Riverside Food Bank",
        "in_force_from": "2026-09-01",
        "timezone": "America/Toronto",
        "why": {"problem": "hunger", "promise": "food"},
        "segments": {"volunteers": {"who": "people with a free Saturday"}},
        "goals": {"staffed": {"statement": "200 volunteers", "why": "the kitchen closes"}},
        "measures": {"signups": a_measure()},
    }
    return Strategy.model_validate(base | changes)


def a_measure(**changes: Any) -> dict[str, Any]:
    """Return a measure with some of its keys replaced."""
    return {
        "goal": "staffed", "segment": "volunteers", "stage": "lead", "tier": "outcome",
        "value": "sum(signups)", "baseline": "20", "target": "200", "by": "2027-06-30", **changes,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("declared", "tie_id"),
    [
        ({"campaign": "Volunteer-2026"}, "m/campaign:volunteer-2026"),
        ({"utm": {"medium": "email", "source": "News"}}, "m/utm:source=news,medium=email"),
        ({"label": "Gute Tat"}, "m/label:gute tat"),
        ({"link": "https://www.Riverside.example/join/"}, "m/link:riverside.example/join"),
        ({"link": "riverside.example/*"}, "m/link:riverside.example/*"),
        ({"mention": "Riverside"}, "m/mention:@riverside"),
        ({"hashtag": "#SeedSwap"}, "m/hashtag:#seedswap"),
        ({"phrase": "seed  library"}, "m/phrase:seed library"),
        ({"account": "riverside"}, "m/account:riverside"),
        ({"type": "Reply"}, "m/type:reply"),
        ({"account": "riverside", "type": "reply"}, "m/account:riverside;type=reply"),
        ({"phrase": "soup", "type": "reply"}, "m/phrase:soup;type=reply"),
        ({"label": "a;type=b"}, "m/label:a%3Btype=b"),
        (
            {"campaign": "c", "platform": "X", "from": "2026-1-1", "until": "2026-12-31"},
            "m/campaign:c;platform=x;from=2026-01-01;until=2026-12-31",
        ),
    ],
)
def test_a_tie_has_a_readable_id(declared: dict[str, Any], tie_id: str) -> None:
    assert Tie.model_validate({"measure": "m", **declared}).tie_id == tie_id


def test_kinds_stand_in_the_order_of_their_strength() -> None:
    strengths = [kind.strength for kind in TieKind]
    assert strengths == sorted(strengths, reverse=True)
    assert TieKind.ACCOUNT.strength == TieKind.TYPE.strength
    assert len(set(strengths)) == len(TieKind) - 1


def test_letters_compare_whatever_their_form() -> None:
    composed, decomposed = ({"measure": "m", "hashtag": tag} for tag in ("JARDÍN", "jardi\u0301n"))
    assert Tie.model_validate(composed).pattern == Tie.model_validate(decomposed).pattern


def test_own_hosts_are_the_sites_and_those_of_link_ties() -> None:
    links = ["shop.example/*", "*.pop-up.example/join", "*volunteer*", "www.riverside.example/a"]
    strategy = a_strategy(
        sites=["https://www.Riverside.example/"],
        ties=[{"measure": "signups", "link": link} for link in links],
    )
    assert strategy.own_hosts == ("riverside.example", "shop.example", "*.pop-up.example")


ACCOUNTS = {
    "facebook": {
        "riverside": {"handles": ["https://facebook.com/RiversideFB/"], "files": ["main/"]},
        "youth": {"name": "Youth Club", "files": ["*_youth.csv"]},
    },
    "x": {"riverside": None},
}


@pytest.mark.parametrize(
    ("platform", "told", "expected"),
    [
        ("facebook", {"named": "@riversidefb"}, ("riverside",)),
        ("facebook", {"named": "YOUTH CLUB"}, ("youth",)),
        ("facebook", {"named": "somebody else", "path": "main/a.csv"}, ()),
        ("facebook", {"path": "main/2026/Jan.csv"}, ("riverside",)),
        ("facebook", {"path": "main\\Jan.csv"}, ("riverside",)),
        ("facebook", {"path": "main/Jan_youth.csv"}, ("riverside", "youth")),
        ("facebook", {"path": "elsewhere/Jan.csv"}, ()),
        ("facebook", {}, ()),
        ("x", {"path": "elsewhere/Jan.csv"}, ("riverside",)),
        ("x", {"named": "@other"}, ()),
        ("tiktok", {"path": "main/Jan.csv"}, ()),
    ],
)
def test_whose_an_export_is(platform: str, told: dict[str, str], expected: tuple[str, ...]) -> None:
    assert a_strategy(accounts=ACCOUNTS).accounts_matching(platform, **told) == expected


@pytest.mark.parametrize(
    ("written", "days"),
    [("daily", 1), ("Weekly", 7), ("monthly", 31), ("10 days", 10), ("every 3 days", 3), (5, 5)],
)
def test_how_often_an_export_is_expected(written: str | int, days: int) -> None:
    assert a_strategy(expected_exports={"x": written}).expected_exports == {"x": days}


@pytest.mark.parametrize(
    ("written", "cron"),
    [("06:00", "0 6 * * *"), ("6:30", "30 6 * * *"), ("*/15 5-7 * * 1,3", "*/15 5-7 * * 1,3")],
)
def test_the_schedule_as_cron(written: str, cron: str) -> None:
    assert a_strategy(schedule=written).cron == cron


@pytest.mark.parametrize(
    "written", ["24:00", "6", "0 25 * * *", "0 6 * *", "0 6 * * mon", "* * * * 8"]
)
def test_what_is_no_schedule(written: str) -> None:
    with pytest.raises(ValidationError, match="not a schedule"):
        a_strategy(schedule=written)


@pytest.mark.parametrize(
    "changes",
    [
        {"measures": {"signups": a_measure(target="300")}},
        {"measures": {"signups": a_measure(value="sum(comments)")}},
        {"measures": {"signups": a_measure(segment="others")}},
        {"measures": {"signups": a_measure(label="Volunteers")}},
        {"measures": {"signups": a_measure(direction="down")}},
        {"goals": {"staffed": {"statement": "300 volunteers", "why": "the kitchen closes"}}},
    ],
)
def test_a_fingerprint_changes_with_the_meaning(changes: dict[str, Any]) -> None:
    assert a_strategy(**changes).fingerprint("signups") != a_strategy().fingerprint("signups")


@pytest.mark.parametrize(
    "changes",
    [
        {"measures": {"signups": a_measure(by="2028-06-30")}},
        {"measures": {"signups": a_measure(baseline="25")}},
        {"measures": {"signups": a_measure(), "other": a_measure(target="1")}},
        {"goals": {"staffed": {"statement": "200\n  volunteers", "why": "the kitchen closes"}}},
        {"ties": [{"measure": "signups", "type": "reply"}], "in_force_from": "2027-01-01"},
    ],
)
def test_a_fingerprint_survives_what_leaves_the_meaning_alone(changes: dict[str, Any]) -> None:
    assert a_strategy(**changes).fingerprint("signups") == a_strategy().fingerprint("signups")


def test_a_strategy_is_frozen() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        a_strategy().organisation = "Another"


def test_every_part_of_the_file_is_known_to_the_messages() -> None:
    assert set(PARTS.values()) == {
        part for part in Declared.__subclasses__() if part.__module__.startswith("models.strategy")
    }


def test_every_key_of_the_schema_has_a_description() -> None:
    described = schema()
    parts = {"Strategy": described, **described["$defs"]}
    silent = [
        f"{name}.{key}"
        for name, part in parts.items()
        for key, value in part.get("properties", {}).items()
        if not value.get("description")
    ]
    assert silent == []
    assert described["additionalProperties"] is False
