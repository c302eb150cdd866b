"""Laws of every strategy: it survives being written down, and its ties are told apart."""

import string
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from models.strategy import Strategy, Tie
from rhumbline.strategy.file import canonical, content_hash, dump, loads

SOME_TEXT = st.text(
    st.characters(exclude_categories=["C", "Zl", "Zp"]), min_size=1, max_size=20
).filter(str.strip)
IDS = st.text(string.ascii_lowercase + "0123456789-_.", min_size=1, max_size=8).map("a".__add__)
DAYS = st.dates(date(2000, 1, 1), date(2100, 1, 1)).map(date.isoformat)
NUMBERS = st.floats(-1e9, 1e9, allow_nan=False).map(str)
WORDS = st.text(string.ascii_letters + ";,%=/:", min_size=1, max_size=6)
MATCHES = st.one_of(
    st.fixed_dictionaries({"campaign": SOME_TEXT}),
    st.fixed_dictionaries({"label": SOME_TEXT}),
    st.fixed_dictionaries({"phrase": SOME_TEXT}),
    st.fixed_dictionaries({"hashtag": IDS}),
    st.fixed_dictionaries({"mention": IDS}),
    st.fixed_dictionaries({"link": IDS.map("riverside.example/".__add__)}),
    st.fixed_dictionaries(
        {"utm": st.fixed_dictionaries({"source": WORDS}, optional={"medium": WORDS})}
    ),
    st.fixed_dictionaries({"account": WORDS}),
    st.fixed_dictionaries({"type": IDS}),
)
NARROWING = st.fixed_dictionaries(
    {}, optional={"platform": IDS, "account": WORDS, "type": IDS, "from": DAYS}
)


@st.composite
def strategies(draw: st.DrawFn) -> Strategy:
    """Draw a strategy as the file would declare it, its references known."""
    goals = draw(
        st.dictionaries(
            IDS,
            st.fixed_dictionaries({"statement": SOME_TEXT, "why": SOME_TEXT}),
            min_size=1,
            max_size=2,
        )
    )
    segments = draw(
        st.dictionaries(
            IDS,
            st.fixed_dictionaries({"who": SOME_TEXT, "interests": st.lists(SOME_TEXT, max_size=2)}),
            min_size=1,
            max_size=2,
        )
    )
    measure = st.fixed_dictionaries(
        {
            "goal": st.sampled_from(sorted(goals)),
            "segment": st.sampled_from(sorted(segments)),
            "stage": st.sampled_from(["listen", "participate", "lead"]),
            "tier": st.sampled_from(["output", "out_take", "outcome", "impact"]),
        },
        optional={
            "value": SOME_TEXT,
            "baseline": NUMBERS,
            "target": NUMBERS,
            "by": DAYS,
            "unit": SOME_TEXT,
        },
    )
    measures = draw(st.dictionaries(IDS, measure, min_size=1, max_size=2))
    ties = draw(
        st.lists(
            st.builds(
                lambda match, narrowing, name: {**narrowing, **match, "measure": name},
                MATCHES,
                NARROWING,
                st.sampled_from(sorted(measures)),
            ),
            max_size=4,
        )
    )
    unique = {Tie.model_validate(tie).tie_id: tie for tie in ties}
    return Strategy.model_validate({
        "organisation": draw(SOME_TEXT), "in_force_from": draw(DAYS), "timezone": "Europe/Berlin",
        "why": {"problem": draw(SOME_TEXT), "promise": draw(SOME_TEXT)},
        "goals": goals, "segments": segments, "measures": measures, "ties": list(unique.values()),
        "expected_exports": draw(st.dictionaries(IDS, st.integers(1, 366), max_size=2)),
    })  # fmt: skip


@given(strategies())
def test_a_strategy_written_down_reads_back_as_itself(strategy: Strategy) -> None:
    assert loads(dump(strategy)).strategy == strategy


@given(strategies())
def test_the_canonical_text_is_the_strategy(strategy: Strategy) -> None:
    again = Strategy.model_validate_json(canonical(strategy))
    assert again == strategy
    assert content_hash(again) == content_hash(strategy)


def as_compared(tie: Tie) -> tuple[object, ...]:
    """Return all that tells one tie from another, from its fields and not from its id."""
    narrowed = [(tie.account or "").lower(), tie.platform, tie.type, tie.from_, tie.until]
    return (tie.measure, tie.kind, tie.pattern, *narrowed)


@given(
    st.lists(
        st.builds(lambda m, n: Tie.model_validate({**n, **m, "measure": "a"}), MATCHES, NARROWING),
        max_size=6,
    )
)
def test_two_ties_share_an_id_only_where_they_say_the_same(ties: list[Tie]) -> None:
    ids = {tie.tie_id for tie in ties}
    assert len(ids) == len({as_compared(tie) for tie in ties})


@given(strategies())
def test_the_order_of_ties_leaves_their_ids_alone(strategy: Strategy) -> None:
    turned = strategy.model_copy(update={"ties": strategy.ties[::-1]})
    assert {tie.tie_id for tie in turned.ties} == {tie.tie_id for tie in strategy.ties}
