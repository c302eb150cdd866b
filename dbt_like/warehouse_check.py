"""A plugin of dbt's adapter for DuckDB: where there is no warehouse, it says how to come by one."""

from pathlib import Path
from typing import Any

from dbt.adapters.duckdb.credentials import DuckDBCredentials
from dbt.adapters.duckdb.plugins import BasePlugin
from dbt.exceptions import DbtRuntimeError


class Plugin(BasePlugin):
    """Looks for the warehouse before DuckDB would make an empty one."""

    def update_connection_config(self, creds: DuckDBCredentials, config: dict[str, Any]) -> None:
        """Raises DbtRuntimeError where the file of the profile is not there."""
        path = Path(creds.path).resolve()
        if not path.is_file():
            raise DbtRuntimeError(
                f"There is no warehouse.\n{path}\n"
                "Run `make demo`, or name the warehouse.duckdb of a workspace in RHUMBLINE_WAREHOUSE."
            )
