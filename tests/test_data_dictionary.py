"""The data dictionary says what is there, of everything that is there."""

from docs.generate.data_dictionary import PAGE, page


def test_the_page_is_what_the_schema_and_the_marts_say() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run `make docs`"


def test_every_table_and_column_is_described() -> None:
    rows = [line for line in page().splitlines() if line.startswith("| ")]
    assert len(rows) > 200
    assert [row for row in rows if row.endswith("|  |")] == []
