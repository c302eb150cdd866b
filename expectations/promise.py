"""The base of every expectation: a promise, and the SQL that selects the rows which break it."""

from typing import Any, ClassVar

from great_expectations.execution_engine.execution_engine import ExecutionEngine
from great_expectations.expectations.core.unexpected_rows_expectation import (
    UnexpectedRowsExpectation,
)


class Promise(UnexpectedRowsExpectation):
    """A promise that zero rows keep.

    Its SQL may ask `getvariable('as_of')`, the date of the night, and `getvariable('silent_days')`,
    the days without data after which the policy takes a measure for silent. The rows themselves are never
    fetched here, only counted: a newcomer's first night may have a million of them.
    """

    metric_dependencies: ClassVar[tuple[str, ...]] = ("unexpected_rows_query.row_count",)

    def holds(self, failing: int, engine: ExecutionEngine[Any] | None) -> bool:
        """Whether the promise is kept although so many rows break it."""
        return failing == 0

    def _validate(
        self,
        metrics: dict[str, Any],
        runtime_configuration: dict[str, Any] | None = None,
        execution_engine: ExecutionEngine[Any] | None = None,
    ) -> dict[str, Any]:
        failing = metrics["unexpected_rows_query.row_count"]
        return {
            "success": self.holds(failing, execution_engine),
            "result": {"observed_value": failing},
        }
