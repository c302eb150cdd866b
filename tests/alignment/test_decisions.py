"""What people decide outranks every rule, and what becomes of it when the strategy changes."""

from datetime import date, timedelta
from typing import Any

import polars as pl

from rhumbline.alignment import align
from tests.alignment.spec import TODAY, InForce, Store, judged, version

RULES = '{measure: donors, hashtag: "#give"}'


def decided(action: str = "tie", **said: Any) -> dict[str, Any]:
    return {
        "text": "hello",
        "decision_id": "d1",
        "action": action,
        "decided_by": "Ana",
        **said,
    }


def one(version_: InForce, row: dict[str, Any]) -> dict[str, Any]:
    result = judged(version_, [row])
    return result.verdicts.row(0, named=True) | {
        "traces": result.traces.select("measure_id", "kind", "is_primary").rows()
    }


def test_a_decision_outranks_the_rules_and_they_stay_visible() -> None:
    result = one(
        version(RULES), decided(text="#give", decided_measure="rota", decided_because="it drew six")
    )
    assert (result["alignment"], result["measure_id"]) == ("aligned", "rota")
    assert result["evidence"] == "Ana: it drew six"
    assert result["tie_id"] == "rota/decision:d1"
    assert result["reason"] == "Ana decided that it serves rota."
    assert result["traces"] == [("rota", "decision", True), ("donors", "hashtag", False)]


def test_a_changed_measure_makes_it_suspect_and_it_keeps_its_measure() -> None:
    then = version(RULES, target=200).strategy.fingerprint("rota")
    row = decided(decided_measure="rota", decided_fingerprint=then)
    assert one(version(RULES, target=200), row)["alignment"] == "aligned"
    result = one(version(RULES, target=300), row)
    assert (result["alignment"], result["measure_id"]) == ("suspect", "rota")
    assert result["traces"] == [("rota", "decision", True)]
    assert "changed since" in result["reason"]
    now = version(RULES, target=300).strategy.fingerprint("rota")
    confirmed = decided("confirm", decided_measure="rota", decided_fingerprint=now)
    assert one(version(RULES, target=300), confirmed)["alignment"] == "aligned"


def test_a_measure_that_is_gone_makes_it_orphaned_whatever_the_rules_say() -> None:
    result = one(version(RULES), decided(text="#give", decided_measure="patrons"))
    assert result["alignment"] == "orphaned"
    assert result["cause"] == "unknown measure patrons, decided"
    assert result["measure_id"] is None
    assert result["traces"] == [("donors", "hashtag", False)]


def test_a_waiver_holds_through_its_last_day() -> None:
    row = decided("waive", owner="Bo", decided_because="a greeting")
    assert one(version(RULES), row)["alignment"] == "waived"
    assert one(version(RULES), row | {"expires": TODAY})["reason"] == (
        "Bo waived it: a greeting. Until 2026-11-01."
    )
    lapsed = one(version(RULES), row | {"expires": TODAY - timedelta(days=1)})
    assert (lapsed["alignment"], lapsed["cause"]) == ("untraceable", "waiver expired")
    assert lapsed["reason"].startswith("The waiver by Bo expired on 2026-10-31. No tie matches")
    cured = one(version(RULES), row | {"text": "#give", "expires": date(2026, 1, 1)})
    assert (cured["alignment"], cured["measure_id"]) == ("aligned", "donors")


def test_a_waived_activity_counts_for_nothing() -> None:
    result = one(version(RULES), decided("waive", text="#give", owner="Bo", decided_because="test"))
    assert result["measure_id"] is None
    assert result["traces"] == [("donors", "hashtag", False)]


def test_a_decision_of_now_may_name_a_measure_of_now() -> None:
    """An old activity may be given to a measure that only the present strategy has."""
    store = Store()
    store.add([{"text": "hello", "published_at": None}, {"text": "hello"}])
    old = version(RULES, begins="2026-09-01")
    new = version(
        RULES,
        begins="2026-10-20",
        more="\n  later: {goal: funded, segment: givers, stage: lead, tier: impact}",
    )
    row = {
        "decision_id": "d1", "position": 1, "decided_at": date(2026, 10, 21), "decided_by": "Ana",
        "action": "tie", "activity_id": "x:1", "measure_id": "later",
        "fingerprint": new.strategy.fingerprint("later"),
    }  # fmt: skip
    store.warehouse.append("core.decisions", pl.DataFrame([row]))
    align(store.warehouse, [old, new], TODAY)
    result = store.verdicts()[1]
    assert (result["alignment"], result["measure_id"]) == ("aligned", "later")
    assert result["strategy_version"] == "2026-10-20"


def _decide(store: Store, position: int, **said: Any) -> None:
    row = {
        "decision_id": f"d{position}",
        "position": position,
        "decided_at": date(2026, 10, 21),
        "decided_by": "Ana",
        "activity_id": "x:0",
        **said,
    }
    schema = {"measure_id": pl.String, "expires": pl.Date, "owner": pl.String, "reason": pl.String}
    store.warehouse.append("core.decisions", pl.DataFrame([row], schema_overrides=schema))


def test_the_latest_word_wins_and_withdrawing_returns_to_the_rules() -> None:
    store, rules = Store(), version(RULES)
    store.add([{"text": "hello"}, {"text": "hello"}])

    def stands(as_of: date = TODAY) -> tuple[int, str]:
        aligned = align(store.warehouse, [rules], as_of)
        return aligned.judged, store.verdicts()[0]["alignment"]

    assert stands() == (2, "untraceable")
    _decide(store, 1, action="tie", measure_id="rota")
    assert stands() == (1, "aligned")
    _decide(store, 2, action="waive", owner="Bo", reason="a joke", expires=date(2026, 11, 5))
    assert stands() == (1, "waived")
    assert stands(date(2026, 11, 5)) == (0, "waived")
    assert stands(date(2026, 11, 6)) == (1, "untraceable")
    assert stands(date(2026, 11, 7)) == (0, "untraceable")
    _decide(store, 3, action="waive", owner="Bo", reason="a joke")
    assert stands(date(2026, 11, 7)) == (1, "waived")
    _decide(store, 4, action="withdraw")
    assert stands(date(2026, 11, 7)) == (1, "untraceable")
    _decide(store, 5, action="tie", measure_id="rota", activity_id="x:gone")
    assert stands(date(2026, 11, 7)) == (0, "untraceable")
