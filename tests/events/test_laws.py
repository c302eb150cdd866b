"""Laws of changes: they add up, and neither the order of arrival nor the nights between matter."""

from pathlib import Path

import duckdb
from hypothesis import given, settings
from hypothesis import strategies as st

from rhumbline.events import derive_events
from rhumbline.reports.questions import read_question
from rhumbline.warehouse.connection import Warehouse, in_utc
from rhumbline.warehouse.migrations import migrate
from tests.events.conftest import day, tell
from tests.examples import costly

FIGURES = st.fixed_dictionaries(
    {name: st.none() | st.integers(0, 9) for name in ("reactions", "saves")}
)
# Exports of one account: the day of each, what it says of two posts, and which tool made it.
EXPORTS = st.lists(
    st.tuples(
        st.integers(0, 20),
        st.dictionaries(st.sampled_from(("x:1", "x:2")), FIGURES, min_size=1),
        st.sampled_from(("x_content", "sprout_posts")),
    ),
    min_size=1,
    max_size=6,
)


def formed(
    exports: list[tuple[str, int, dict[str, dict[str, int | None]], str]], nights: set[int]
) -> list[tuple[object, ...]]:
    """First figures and changes, derived after each export whose place is in `nights`, and at the end."""
    with duckdb.connect() as connection:
        warehouse = Warehouse(in_utc(connection), Path(":memory:"))
        migrate(warehouse)
        for place, (name, at, posts, format_) in enumerate(exports):
            told = {post: dict(figures) for post, figures in posts.items()}
            tell(warehouse, name, day(at), told, format_=format_)  # type: ignore[arg-type]
            if place in nights:
                derive_events(warehouse)
        derive_events(warehouse)
        sql = read_question("first-figures")
        first_figures = warehouse.rows(
            f"select activity_id, metric, export_id, figure from ({sql}) order by all"
        )
        return first_figures + warehouse.rows(
            """
            select activity_id, metric, export_id, delta, * exclude (activity_key)
            from core.metric_changes
            order by all
            """
        )


@settings(max_examples=costly(8))
@given(told=EXPORTS, data=st.data())
def test_any_order_of_arrival_and_any_nights_give_the_same_changes(
    told: list[tuple[int, dict[str, dict[str, int | None]], str]], data: st.DataObject
) -> None:
    exports = [(f"e{place}", *each) for place, each in enumerate(told)]
    shuffled = data.draw(st.permutations(exports))
    nights = data.draw(st.sets(st.integers(0, len(exports))))
    assert formed(list(shuffled), nights) == formed(exports, set())


@settings(max_examples=costly(8))
@given(told=EXPORTS)
def test_first_figures_and_changes_add_up_to_the_latest_figure_that_is_told(
    told: list[tuple[int, dict[str, dict[str, int | None]], str]],
) -> None:
    exports = [(f"e{place}", *each) for place, each in enumerate(told)]
    sums: dict[tuple[object, object], float] = {}
    for post, metric, _export, figure, *_ in formed(exports, set()):
        sums[post, metric] = sums.get((post, metric), 0.0) + float(str(figure))
    latest: dict[tuple[object, object], float] = {}
    for _name, _at, posts, _format in sorted(exports, key=lambda each: (each[1], each[0])):
        for post, figures in posts.items():
            latest |= {(post, m): float(v) for m, v in figures.items() if v is not None}
    assert sums == latest
