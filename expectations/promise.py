"""The base of every expectation: a promise, and the SQL that selects the rows which break it."""

from typing import Any, ClassVar

import sqlalchemy
from great_expectations.core.metric_domain_types import MetricDomainTypes
from great_expectations.core.metric_function_types import MetricPartialFunctionTypes
from great_expectations.execution_engine.execution_engine import ExecutionEngine
from great_expectations.execution_engine.sqlalchemy_execution_engine import (
    SqlAlchemyExecutionEngine,
)
from great_expectations.expectations.core.unexpected_rows_expectation import (
    UnexpectedRowsExpectation,
)
from great_expectations.expectations.metrics.metric_provider import metric_partial
from great_expectations.expectations.metrics.table_metric_provider import TableMetricProvider


class FailingRows(TableMetricProvider):
    """How many rows a promise's SQL selects, as one column of a statement.

    Great Expectations puts the columns of a suite into one statement, and where that fails asks
    for each alone.
    """

    metric_name = "promise.failing_rows"
    value_keys = ("unexpected_rows_query",)

    @metric_partial(
        engine=SqlAlchemyExecutionEngine,
        partial_fn_type=MetricPartialFunctionTypes.AGGREGATE_FN,
        domain_type=MetricDomainTypes.TABLE,
    )
    def _sqlalchemy(
        cls,  # noqa: N805 - Great Expectations hands over the class
        metric_domain_kwargs: dict[str, Any],
        metric_value_kwargs: dict[str, Any],
        **_: Any,
    ) -> tuple[Any, dict[str, Any], dict[str, Any]]:
        sql = metric_value_kwargs["unexpected_rows_query"]
        count = f"(select count(*) from ({sql}) as failing)"  # noqa: S608 - our own
        return sqlalchemy.literal_column(count), metric_domain_kwargs, {}


class Promise(UnexpectedRowsExpectation):
    """A promise that zero rows keep.

    Its SQL may ask `getvariable('as_of')`, the date of the night, and `getvariable('silent_days')`,
    the days without data after which the policy takes a measure for silent. The rows themselves are never
    fetched here, only counted: a newcomer's first night may have a million of them.
    """

    metric_dependencies: ClassVar[tuple[str, ...]] = (FailingRows.metric_name,)

    def holds(self, failing: int, engine: ExecutionEngine[Any] | None) -> bool:
        """Whether the promise is kept although so many rows break it."""
        return failing == 0

    def _validate(
        self,
        metrics: dict[str, Any],
        runtime_configuration: dict[str, Any] | None = None,
        execution_engine: ExecutionEngine[Any] | None = None,
    ) -> dict[str, Any]:
        failing = metrics[FailingRows.metric_name]
        return {
            "success": self.holds(failing, execution_engine),
            "result": {"observed_value": failing},
        }
