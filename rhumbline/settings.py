"""Settings: declared once, frozen, with their units; read from RHUMBLINE_… variables."""

import logging
import os
from typing import Final

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

# Telemetry of every dependency is off, and nothing is looked up at run time.
QUIET: Final = {
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
    "PREFECT_LOGGING_EXTRA_LOGGERS": "rhumbline",
    # A fresh home migrates its database first, which outlasts Prefect's 20 seconds on a slow machine.
    "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "120",
}


class Settings(BaseSettings):
    """What may be set from outside; every one has a default that suits a workspace on a laptop."""

    model_config = SettingsConfigDict(env_prefix="RHUMBLINE_", frozen=True, extra="ignore")

    lock_wait_seconds: float = Field(600, ge=0)
    """Seconds to wait for another writer of the workspace before giving up."""
    port: int = Field(4200, ge=1, le=65535)
    """Port of the Prefect server that `rhumbline serve` starts."""
    host: str = "127.0.0.1"
    """Address it binds to; beyond loopback only with a user name and password."""
    settle_seconds: float = Field(2.0, ge=0)
    """Seconds an export must lie untouched before it is read."""
    debounce_seconds: float = Field(3.0, ge=0)
    """Seconds of quiet in inbox/ before arrivals start a run."""
    failing_shown: int = Field(200, ge=1)
    """Failing activities that an artifact shows; the rest are counted, with the SQL to see them."""


def hush() -> None:
    """Set the variables that keep dependencies quiet, where nobody set them otherwise."""
    for name, value in QUIET.items():
        os.environ.setdefault(name, value)
    logging.getLogger("great_expectations").setLevel(logging.WARNING)
