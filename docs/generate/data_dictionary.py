"""docs/data-dictionary.md: every table and column that people may ask, described."""

from collections.abc import Iterator, Sequence
from importlib.resources import files
from pathlib import Path
from typing import Final

import duckdb
from ruamel.yaml import YAML

from rhumbline.reports.questions import list_questions, options_of_questions
from rhumbline.warehouse.migrations import migrations

PAGE: Final = Path(__file__).parents[1] / "data-dictionary.md"
_INTRO: Final = """# Data dictionary

What `published.duckdb` holds. Ask it with `rhumbline sql`, the DuckDB command line, DBeaver or a
notebook: it is read-only, and swapped in whole at the end of a good night. Moments are UTC. Null
means that the platform does not say; zero means that it counted none. Keys that people join on are
text: `activity_id`, `export_id`, `measure_id`, `goal_id`, `segment_id`, `tie_id`,
`strategy_version`. Columns that end in `_key` are internal numbers.

From a figure to its source: `activity_id` leads from a mart to `core.observations`, whose
`export_id` and `line` name the file (`core.exports.name`) and the line in it;
`rhumbline trace ACTIVITY_ID` does that for one activity.

Dashboards built on Fivetran's social media reporting find a table of its shape in
`marts.social_media_reporting__rollup_report`; [what differs](rollup-report.md) is on a page of its own.

This page is generated; `make docs` writes it anew.
"""
Rows = Sequence[tuple[str, ...]]


def page() -> str:
    """The page as text."""
    return "\n".join([_INTRO, *_questions(), *_marts(), *_stored()]) + "\n"


def _questions() -> Iterator[str]:
    yield (
        "## Ready questions\n\n"
        "Run one by its name: `rhumbline sql failing-posts`, or of one measure or day, as far as it takes\n"
        "these: `rhumbline sql --question top-posts --measure volunteer-signups`. In another client\n"
        "`set variable measure = 'volunteer-signups'` (or `as_of = date '2026-10-01'`) does the same.\n"
    )
    options = options_of_questions()
    yield from _table(
        ("name", "question", "takes"),
        [
            (name, asked, " ".join(options[name]) or "nothing")
            for name, asked in sorted(list_questions().items())
        ],
    )


def _marts() -> Iterator[str]:
    yield "## marts: what people ask for\n"
    folder = files("dbt_like") / "models" / "marts"
    for path in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if path.name.endswith(".yml"):
            described = YAML(typ="safe").load(path.read_text(encoding="utf-8"))
            for model in described.get("models", []):
                columns = [
                    (c["name"], c.get("data_type", ""), c["description"]) for c in model["columns"]
                ]
                yield from _described(f"marts.{model['name']}", model["description"], columns)


def _stored() -> Iterator[str]:
    """Tables of raw and core, from a database that was migrated and holds nothing."""
    with duckdb.connect() as empty:
        for _, sql in sorted(migrations().values()):
            empty.execute(sql)
        for schema, title in (("core", "what was read and judged"), ("raw", "files as they came")):
            yield f"## {schema}: {title}\n"
            tables = empty.execute(
                "select table_name, comment from duckdb_tables() where schema_name = ? order by 1",
                [schema],
            ).fetchall()
            for table, comment in tables:
                columns = empty.execute(
                    """
                    select column_name, lower(data_type), comment
                    from duckdb_columns()
                    where schema_name = ? and table_name = ?
                    order by column_index
                    """,
                    [schema, table],
                ).fetchall()
                yield from _described(f"{schema}.{table}", comment or "", columns)


def _described(name: str, what: str, columns: Rows) -> Iterator[str]:
    yield f"### {name}\n\n{' '.join(what.split())}\n"
    yield from _table(("column", "type", "meaning"), columns)


def _table(header: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> Iterator[str]:
    yield f"| {' | '.join(header)} |"
    yield f"|{'---|' * len(header)}"
    for row in rows:
        cells = (" ".join(str(cell or "").split()).replace("|", "\\|") for cell in row)
        yield f"| {' | '.join(cells)} |"
    yield ""
