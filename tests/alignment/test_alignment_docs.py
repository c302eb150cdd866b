"""docs/alignment.md says what is: its strategy judges its posts, and its SQL runs."""

import re
from pathlib import Path

import pytest

from models.platforms import CLICK_PARAMETERS
from rhumbline.alignment import align
from rhumbline.strategy.file import loads
from tests.alignment.spec import TODAY, InForce, Store

PAGE = (Path(__file__).parents[2] / "docs" / "alignment.md").read_text(encoding="utf-8")

STRATEGY = """
organisation: Riverside Food Bank
in_force_from: 2026-09-01
timezone: America/Toronto
why: {problem: hunger, promise: food}
segments: {weekend: {who: people with a free Saturday}}
goals: {staffed: {statement: 200 on the rota, why: it closes}}
measures:
  volunteer-signups: {goal: staffed, segment: weekend, stage: lead, tier: outcome}
  swapped-seeds: {goal: staffed, segment: weekend, stage: participate, tier: out_take}
  answered-questions: {goal: staffed, segment: weekend, stage: participate, tier: out_take}
"""


@pytest.fixture
def store() -> Store:
    """Posts of the first example, judged by its ties."""
    blocks = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
    store = Store()
    store.add(
        [
            {"text": said, "type": "reply" if said.startswith("@") else "post"}
            for said, _ in examples()
        ]
    )
    align(store.warehouse, [InForce(loads(STRATEGY + blocks[0]).strategy)], TODAY)
    return store


def examples() -> list[tuple[str, str]]:
    """What a post says, and what it serves, of the page's first table."""
    first = PAGE.split("## Which tie wins")[0]
    rows = [line.strip("| ").split(" | ") for line in first.splitlines() if line.startswith("|")]
    return [(row[0], row[1]) for row in rows[2:]]


def test_the_example_is_judged_as_the_page_says(store: Store) -> None:
    assert len(examples()) == 5
    serves = [verdict["measure_id"] or "nothing" for verdict in store.verdicts()]
    assert serves == [served for _, served in examples()]
    assert [v["alignment"] for v in store.verdicts()][3:] == ["untraceable", "orphaned"]


def test_its_sql_runs(store: Store) -> None:
    (block,) = re.findall(r"```sql\n(.*?)```", PAGE, re.DOTALL)
    queries = [query for query in block.split(";") if query.strip()]
    assert len(queries) == 2
    for query in queries:
        store.warehouse.rows(query)


def test_every_alignment_is_in_its_table() -> None:
    section = PAGE.split("## Alignments")[1].split("##")[0]
    named = re.findall(r"^\| `(\w+)` \|", section, re.MULTILINE)
    assert set(named) == {
        "aligned", "ambiguous", "suspect", "orphaned", "untraceable", "waived", "predates_strategy",
    }  # fmt: skip


def test_every_parameter_that_is_dropped_is_listed() -> None:
    section = PAGE.split("* tracking parameters:")[1].split("\n* ")[0]
    assert set(re.findall(r"`(\w+)`", section)) == set(CLICK_PARAMETERS)
