"""Laws that hold of every judgement, whatever is posted, declared, planned or decided."""

import unicodedata
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models.strategy import plain
from rhumbline.alignment import align
from rhumbline.alignment.phrases import PhraseBook, find_phrases
from tests.alignment.spec import TODAY, InForce, Store, judged, version
from tests.examples import costly

WORDS = (
    "soup", "SOUP", "soupçon", "seed library", "Seed", "library card", "linseed", "jardín", "jardi\u0301n",
    "#crew", "#Crew", "#crewmates", "＃crew", "@cook", "@cook.", "@cooking", "&amp;", "…", "\n\n", "種子",
    "https://riverside.example/give?utm_campaign=spring", "riverside.example/menu", "https://t.co/AbC",
    "https://other.example/?utm_campaign=old", "(https://riverside.example/give)", "ﬁne", "𝗦𝗼𝘂𝗽",
)  # fmt: skip
TIES = (
    "{measure: rota, phrase: soup}",
    "{measure: donors, phrase: seed library}",
    "{measure: shifts, phrase: library card, from: 2026-10-05}",
    "{measure: rota, phrase: jardín, platform: instagram}",
    '{measure: shifts, hashtag: "#crew"}',
    '{measure: donors, hashtag: "#crewmates"}',
    '{measure: rota, mention: "@cook"}',
    '{measure: rota, link: "riverside.example/*"}',
    "{measure: donors, link: riverside.example/give}",
    "{measure: shifts, campaign: spring}",
    "{measure: rota, label: growers}",
    "{measure: donors, type: reply}",
    "{measure: shifts, phrase: 種子}",
)
MEASURES = ("rota", "shifts", "donors", "gone")

texts = st.lists(st.sampled_from(WORDS), max_size=6).map(" ".join)
posts = st.fixed_dictionaries(
    {
        "text": texts | st.none() | st.text(max_size=30),
        "platform": st.sampled_from(["x", "instagram"]),
        "type": st.sampled_from(["post", "reply"]),
        "published_at": st.none()
        | st.integers(-40, 20).map(
            lambda d: datetime(2026, 10, 1, 12, tzinfo=UTC) + timedelta(days=d)
        ),
        "campaign": st.sampled_from([None, "spring", "Old"]),
        "labels": st.sampled_from([None, [], ["growers"], ["x", "Growers "]]),
        "measure_hint": st.sampled_from([None, None, None, "rota", "nobody"]),
    }
)
declared = st.lists(st.sampled_from(TIES), unique=True, max_size=8).map("\n".join)
many = st.lists(posts, max_size=8)
quick = settings(max_examples=costly(12), suppress_health_check=[HealthCheck.too_slow])
links = pl.DataFrame(
    {
        "short": ["https://t.co/AbC"],
        "target": ["https://riverside.example/give?utm_campaign=spring"],
    }
)


@quick
@given(rows=many, ties=declared)
def test_each_activity_has_one_verdict_and_counts_once_or_not_at_all(
    rows: list[dict[str, Any]], ties: str
) -> None:
    found = judged(version(ties), rows, links=links)
    assert found.verdicts["activity_key"].to_list() == list(range(len(rows)))
    assert not found.traces.select("activity_key", "measure_id").is_duplicated().any()
    primary = found.traces.filter("is_primary")
    aligned = found.verdicts.filter(pl.col("alignment") == "aligned")
    named = ["activity_key", "measure_id", "tie_id", "evidence", "strategy_version"]
    assert primary.select(named).rows() == aligned.select(named).rows()
    assert (primary["rank"] == 1).all()
    for word in ("alignment", "reason", "cause"):
        assert found.verdicts[word].null_count() == 0


@quick
@given(rows=many, ties=declared, data=st.data())
def test_the_order_of_rows_does_not_matter(
    rows: list[dict[str, Any]], ties: str, data: st.DataObject
) -> None:
    keyed = [
        row | {"activity_key": place, "activity_id": f"x:{place}"} for place, row in enumerate(rows)
    ]
    shuffled = data.draw(st.permutations(keyed))
    one, other = (
        judged(version(ties), keyed, links=links),
        judged(version(ties), shuffled, links=links),
    )
    assert one.verdicts.to_dicts() == other.verdicts.to_dicts()
    assert one.traces.to_dicts() == other.traces.to_dicts()
    assert sorted(one.references.rows()) == sorted(other.references.rows())


@quick
@given(rows=many, ties=declared)
def test_evidence_is_in_the_text(rows: list[dict[str, Any]], ties: str) -> None:
    found = judged(version(ties), rows, links=links)
    for key, kind, evidence in found.traces.select("activity_key", "kind", "evidence").iter_rows():
        row = rows[key]
        written = " ".join(evidence.split(" → ")[0].split())
        if kind in ("phrase", "hashtag", "mention", "link", "utm"):
            assert written in " ".join((row["text"] or "").split())
        elif kind == "campaign":
            assert written == row["campaign"] or written in (row["text"] or "")
        elif kind == "label":
            assert evidence in row["labels"]
        else:
            assert evidence in (row["type"], row["measure_hint"])


@quick
@given(rows=many, ties=declared, more=st.sampled_from(TIES))
def test_a_tie_more_never_leaves_fewer_traces(
    rows: list[dict[str, Any]], ties: str, more: str
) -> None:
    if more in ties:
        return
    before, after = (judged(version(each), rows).traces for each in (ties, f"{ties}\n{more}"))
    pairs = set(before.select("activity_key", "measure_id").rows())
    assert pairs <= set(after.select("activity_key", "measure_id").rows())


def _is_word(sign: str) -> bool:
    return (
        sign == "_" or unicodedata.category(sign)[0] in "LM" or unicodedata.category(sign) == "Nd"
    )


def _stands(text: str, phrase: str) -> bool:
    """The rule for words of spaced scripts, letter by letter."""
    at = text.find(phrase)
    while at >= 0:
        before, after = text[:at][-1:], text[at + len(phrase) :][:1]
        goes_on = before and _is_word(before) and _is_word(phrase[0])
        if not goes_on and not (after and _is_word(after) and _is_word(phrase[-1])):
            return True
        at = text.find(phrase, at + 1)
    return False


signs = st.text("aAbBíi\u0301 \n!-_'ﬁ１2Å", min_size=1, max_size=12)


@settings(max_examples=400)
@given(said=st.lists(signs, max_size=5), asked=st.lists(signs, min_size=1, max_size=5))
def test_phrases_are_found_as_one_would_by_hand(said: list[str], asked: list[str]) -> None:
    patterns = [folded for each in asked if (folded := plain(each))]
    rows = pl.DataFrame(
        {"row": range(len(said)), "text": said}, schema={"row": pl.UInt32, "text": pl.String}
    )
    phrases = pl.DataFrame(
        {"claim": range(len(patterns)), "pattern": patterns},
        schema={"claim": pl.UInt32, "pattern": pl.String},
    )
    found = set(find_phrases(rows, PhraseBook.of(phrases)).select("row", "claim").iter_rows())
    assert found == {
        (row, claim)
        for row, text in enumerate(said)
        for claim, pattern in enumerate(patterns)
        if _stands(plain(text), pattern)
    }


# What may happen between two nights, each a change of the workspace.


class Workspace:
    """What is stored and declared, changed step by step, to be aligned as it grows and at once."""

    def __init__(self) -> None:
        self.posts: dict[int, dict[str, Any]] = {}
        self.versions: list[InForce] = [version(TIES[4])]
        self.decisions: list[dict[str, Any]] = []
        self.links: list[tuple[str, str]] = []
        self.plan: list[dict[str, Any]] = []
        self.as_of = TODAY
        self.next = 0

    def post(self, rows: list[dict[str, Any]]) -> None:
        for row in rows:
            self.posts[self.next] = row
            self.next += 1

    def edit(self, row: dict[str, Any]) -> None:
        if self.posts:
            self.posts[min(self.posts)] = row

    def remove(self, place: int) -> None:
        if self.posts:
            del self.posts[sorted(self.posts)[place % len(self.posts)]]

    def correct(self, ties: str, target: int) -> None:
        begins = self.versions[-1].name
        self.versions[-1] = version(ties, begins, target=target)

    def begin(self, ties: str) -> None:
        last = self.versions[-1].strategy.in_force_from
        self.versions.append(version(ties, (last + timedelta(days=15)).isoformat()))

    def lead(self, short: str, target: str) -> None:
        self.links = [*(link for link in self.links if link[0] != short), (short, target)]

    def announce(self, day: int, text: str, measure: str) -> None:
        row = {"date": date(2026, 10, 1) + timedelta(days=day), "text": text, "measure": measure}
        self.plan.append(row | {"line": len(self.plan) + 2})

    def decide(self, place: int, action: str, measure: str, expires: int, target: int) -> None:
        strategy = version(target=target).strategy
        said = {
            "action": action,
            "activity_id": f"x:{place}",
            "measure_id": measure if action in ("tie", "confirm") else None,
            "fingerprint": strategy.fingerprint(measure) if measure in strategy.measures else None,
            "owner": "Bo",
            "expires": TODAY + timedelta(days=expires) if action == "waive" else None,
        }
        self.decisions.append(said)

    def wait(self, days: int) -> None:
        self.as_of += timedelta(days=days)

    def bring(self, store: Store) -> None:
        """Make a store hold what this holds, as intake and the other modules would."""
        warehouse = store.warehouse
        for table in ("activities", "decisions", "links", "plan"):
            warehouse.run(f"delete from core.{table}")
        for key, row in self.posts.items():
            store.add([row | {"platform": "x"}], first=key)
        self._append(
            store, "decisions", [
                {"decision_id": f"d{n}", "position": n, "decided_at": TODAY, "decided_by": "Ana", **said}
                for n, said in enumerate(self.decisions)
            ],
        )  # fmt: skip
        led = [{"short": s, "target": t, "line": n} for n, (s, t) in enumerate(self.links)]
        self._append(store, "links", [row | {"export_id": "e"} for row in led])
        self._append(store, "plan", [row | {"export_id": "e"} for row in self.plan])

    def _append(self, store: Store, table: str, rows: Sequence[dict[str, Any]]) -> None:
        if rows:
            frame = pl.DataFrame(rows, infer_schema_length=None)
            store.warehouse.append(f"core.{table}", frame)


steps: st.SearchStrategy[tuple[str, tuple[Any, ...]]] = st.one_of(
    st.tuples(st.just("post"), st.tuples(many)),
    st.tuples(st.just("edit"), st.tuples(posts)),
    st.tuples(st.just("remove"), st.tuples(st.integers(0, 9))),
    st.tuples(st.just("correct"), st.tuples(declared, st.sampled_from([200, 300]))),
    st.tuples(st.just("begin"), st.tuples(declared)),
    st.tuples(
        st.just("lead"),
        st.tuples(
            st.sampled_from(["t.co/AbC", "https://riverside.example/give"]),
            st.sampled_from(
                ["https://riverside.example/menu?utm_campaign=spring", "https://other.example"]
            ),
        ),
    ),
    st.tuples(
        st.just("announce"),
        st.tuples(st.integers(-3, 3), st.sampled_from(WORDS), st.sampled_from(MEASURES)),
    ),
    st.tuples(
        st.just("decide"),
        st.tuples(
            st.integers(0, 5),
            st.sampled_from(["tie", "waive", "confirm", "withdraw"]),
            st.sampled_from(MEASURES),
            st.integers(-1, 3),
            st.sampled_from([200, 300]),
        ),
    ),
    st.tuples(st.just("wait"), st.tuples(st.integers(1, 2))),
)

CONTENT = {
    "verdicts": "select * exclude (activity_key) from core.verdicts order by all",
    "traces": "select * exclude (activity_key) from core.traces order by all",
    "references": """
        select activity_id, kind, reference, is_own, is_shortened
        from core.activity_references inner join core.activities using (activity_key)
        order by all
    """,
}


def _content(store: Store) -> dict[str, list[Any]]:
    return {name: store.warehouse.rows(query) for name, query in CONTENT.items()}


@pytest.mark.slow
@settings(max_examples=costly(5), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(steps=st.lists(steps, min_size=2, max_size=7))
def test_night_after_night_is_the_same_as_at_once(
    steps: list[tuple[str, tuple[Any, ...]]],
) -> None:
    grown, here = Store(), Workspace()
    here.post([{"text": word} for word in WORDS[:4]])
    for name, arguments in [("wait", (0,)), *steps]:
        change: Callable[..., None] = getattr(here, name)
        change(*arguments)
        here.bring(grown)
        align(grown.warehouse, here.versions, here.as_of)
    assert align(grown.warehouse, here.versions, here.as_of).judged == 0
    at_once = Store()
    here.bring(at_once)
    align(at_once.warehouse, here.versions, here.as_of)
    assert _content(grown) == _content(at_once)
