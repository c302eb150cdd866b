"""A step of `prefect deploy`, for prefect.yaml: the schedule that strategy.yaml declares."""

from pathlib import Path

from rhumbline.strategy.file import load
from rhumbline.workspace import Workspace


def read_schedule(workspace: str) -> dict[str, str]:
    """Read strategy.yaml; the cron line of the nightly run and its time zone."""
    strategy = load(Workspace.find(Path(workspace)).strategy).strategy
    return {"cron": strategy.cron, "timezone": strategy.timezone}
