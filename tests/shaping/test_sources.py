"""The sources dbt reads are declared with the words of the schema itself.

After a migration, `RHUMBLINE_REWRITE=1 pytest tests/shaping/test_sources.py` writes them anew.
"""

import os
from collections.abc import Iterator
from pathlib import Path

import duckdb

from rhumbline.marts.night_facts import note_night, note_platforms
from rhumbline.warehouse.connection import Warehouse, in_utc
from rhumbline.warehouse.migrations import migrate
from tests.checks.conftest import AS_OF

SOURCES = Path(__file__).resolve().parents[2] / "dbt_like" / "models" / "sources.yml"
# What only the kernel reads; docs/data-dictionary.md describes it.
OF_THE_KERNEL = {
    "activity_versions", "formed_exports", "former_ids", "links", "plan", "platform_weeks",
}  # fmt: skip
# Once a month somebody should have fetched an export; own files do not count.
FRESHNESS = """        config:
          loaded_at_field: observed_at
          freshness:
            warn_after: {count: 31, period: day}
            filter: not starts_with(format, 'own_')"""
SCHEMAS = {"core": "What is stored: facts of the exports, and what the strategy says of them.",
           "intermediate": "What the night notes for the models: its date, and its platforms."}  # fmt: skip


def test_sources_repeat_the_comments_of_the_schema() -> None:
    warehouse = Warehouse(in_utc(duckdb.connect()), Path(":memory:"))
    migrate(warehouse)
    note_night(warehouse, AS_OF)
    note_platforms(warehouse)
    wanted = "\n".join(_lines(warehouse)) + "\n"
    if os.environ.get("RHUMBLINE_REWRITE") == "1":
        SOURCES.write_text(wanted, encoding="utf-8")
    is_current = SOURCES.read_text(encoding="utf-8") == wanted
    assert is_current, (
        "the schema changed: RHUMBLINE_REWRITE=1 pytest tests/shaping/test_sources.py"
    )


def _lines(warehouse: Warehouse) -> Iterator[str]:
    yield "# Written from the comments of sql/schema by tests/shaping/test_sources.py."
    yield "version: 2"
    yield ""
    yield "sources:"
    for schema, meaning in SCHEMAS.items():
        yield f"  - name: {schema}"
        yield f"    description: {_quoted(meaning)}"
        yield "    quoting: {database: false, schema: false, identifier: false}"
        yield "    tables:"
        for table, comment in warehouse.rows(
            "select table_name, comment from duckdb_tables() where schema_name = ? order by 1",
            schema,
        ):
            if table in OF_THE_KERNEL:
                continue
            yield f"      - name: {table}"
            yield f"        description: {_quoted(comment)}"
            if table == "exports":
                yield FRESHNESS
            yield "        columns:"
            for column, kind, words in warehouse.rows(
                """
                select column_name, lower(data_type), comment
                from duckdb_columns()
                where schema_name = ? and table_name = ?
                order by column_index
                """,
                schema,
                table,
            ):
                yield f"          - name: {column}"
                yield f"            data_type: {_quoted(kind)}"
                yield f"            description: {_quoted(words)}"


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
