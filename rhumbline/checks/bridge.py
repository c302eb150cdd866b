"""Great Expectations over DuckDB: a datasource that takes an open connection and buffers results.

Great Expectations' own SQL engine closes the connection before it fetches, which loses DuckDB's
results: every expectation would error. This module imports Great Expectations, which takes seconds.
"""

import builtins
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Literal

import duckdb_sqlalchemy
import great_expectations as gx
from great_expectations.data_context.types.base import (
    DataContextConfig,
    InMemoryStoreBackendDefaults,
    ProgressBarsConfig,
)
from great_expectations.datasource.fluent.sql_datasource import SQLDatasource
from great_expectations.execution_engine.sqlalchemy_execution_engine import (
    SqlAlchemyExecutionEngine,
)
from sqlalchemy.pool import StaticPool

if TYPE_CHECKING:
    from collections.abc import Iterator

    import duckdb
    from great_expectations.datasource.fluent.interfaces import Batch


class DuckDBExecutionEngine(SqlAlchemyExecutionEngine):
    """The SQL engine, with results that outlive their connection."""

    def execute_query(self, query: Any) -> Any:
        """The result, fetched."""
        with self.get_connection() as connection:
            result = self._execute_query_with_recovery(connection, query)
            return result.freeze()() if result.returns_rows else result


class DuckDBDatasource(SQLDatasource):
    """A SQL datasource whose engine is DuckDB's."""

    type: Literal["duckdb"] = "duckdb"  # type: ignore[assignment]

    @property
    def execution_engine_type(self) -> builtins.type[DuckDBExecutionEngine]:
        """The engine that runs its queries."""
        return DuckDBExecutionEngine


@contextmanager
def batch_over(connection: "duckdb.DuckDBPyConnection") -> "Iterator[Batch]":
    """A batch whose queries run on the connection, which is closed at the end; nothing is written.

    The batch itself is one row that means nothing: expectations name the tables they are about.
    """
    config = DataContextConfig(
        store_backend_defaults=InMemoryStoreBackendDefaults(init_temp_docs_sites=False),
        progress_bars=ProgressBarsConfig(globally=False, metric_calculations=False),
    )
    context = gx.get_context(mode="ephemeral", project_config=config)
    source: Any = context.data_sources.add_duckdb(  # its name comes from DuckDBDatasource.type
        name="warehouse",
        connection_string="duckdb://",  # never opened: the creator hands over what is open
        kwargs={
            "creator": lambda: duckdb_sqlalchemy.ConnectionWrapper(connection),
            "poolclass": StaticPool,
        },
    )
    try:
        asset = source.add_query_asset(name="warehouse", query="select 1 as row_of_no_meaning")
        yield asset.add_batch_definition_whole_table(name="warehouse").get_batch()
    finally:
        source.get_engine().dispose()
