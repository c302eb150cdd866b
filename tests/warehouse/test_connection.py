"""A connection tells the first error, and works on as it did before it."""

from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path

import duckdb
import polars as pl
import pytest

from rhumbline.warehouse.connection import Warehouse

NOTHING = pl.DataFrame({"word": [None]}, schema={"word": pl.String})


@pytest.fixture
def warehouse() -> Iterator[Warehouse]:
    with duckdb.connect(":memory:", config={"threads": "3"}) as connection:
        warehouse = Warehouse(connection, Path("nowhere"))
        warehouse.run("create table words (word varchar not null)")
        yield warehouse


def test_the_first_error_of_a_transaction_is_the_one_that_is_raised(warehouse: Warehouse) -> None:
    with (
        pytest.raises(duckdb.ConstraintException, match=r"NOT NULL constraint failed: words\.word"),
        warehouse.transaction(),
    ):
        warehouse.append("words", NOTHING)


def _append_nothing(warehouse: Warehouse, *, in_a_transaction: bool) -> None:
    with warehouse.transaction() if in_a_transaction else nullcontext():
        warehouse.append("words", NOTHING)


@pytest.mark.parametrize("in_a_transaction", [True, False])
def test_after_an_error_all_threads_work_again(
    warehouse: Warehouse, in_a_transaction: bool
) -> None:
    with pytest.raises(duckdb.ConstraintException):
        _append_nothing(warehouse, in_a_transaction=in_a_transaction)
    assert warehouse.one("select current_setting('threads')") == 3
    warehouse.append("words", pl.DataFrame({"word": ["soup"]}))
    assert warehouse.rows("select word from words") == [("soup",)]
