"""Settings, declared once, frozen, with their units; read from RHUMBLINE_… variables."""

import logging
import os
from typing import Final

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

# Turns the telemetry of every dependency off, and Rhumbline's own log lines in Prefect on.
DEPENDENCY_VARIABLES: Final = {
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
    "PREFECT_LOGGING_EXTRA_LOGGERS": "rhumbline",
    # A server with a fresh home migrates its database first: longer than Prefect's 20 seconds.
    "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "120",
}


class Settings(BaseSettings):
    """What can be set from outside; every default suits a workspace on a laptop."""

    model_config = SettingsConfigDict(env_prefix="RHUMBLINE_", frozen=True, extra="ignore")

    lock_wait_seconds: float = Field(600, ge=0)
    """Seconds to wait for another writer of the workspace before giving up."""
    port: int = Field(4200, ge=1, le=65535)
    """Port of the Prefect server that `rhumbline serve` starts."""
    host: str = "127.0.0.1"
    """Address that server binds to; beyond loopback only with a user name and password."""
    settle_seconds: float = Field(2.0, ge=0)
    """Seconds an export must lie untouched before it is read."""
    debounce_seconds: float = Field(3.0, ge=0)
    """Seconds of quiet in inbox/ before arrivals start a run."""
    failing_shown: int = Field(200, ge=1)
    """Failing activities that an artifact lists; it gives the count of all, and the SQL to list them."""
    checks_page: bool = False
    """Whether each night writes the results of all checks to site/checks/ as a page."""


def quiet_dependencies() -> None:
    """Set the variables above where nobody set them, and lower the log level of Great Expectations."""
    for name, value in DEPENDENCY_VARIABLES.items():
        os.environ.setdefault(name, value)
    logging.getLogger("great_expectations").setLevel(logging.WARNING)
