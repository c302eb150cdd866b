"""A step of `prefect deploy` for those who run their own server: what strategy.yaml says of the schedule."""

from pathlib import Path

from rhumbline.strategy.file import load
from rhumbline.workspace import Workspace


def of_strategy(workspace: str) -> dict[str, str]:
    """The cron fields of the nightly run and their time zone, for the templates of prefect.yaml."""
    strategy = load(Workspace.find(Path(workspace)).strategy).strategy
    return {"cron": strategy.cron, "timezone": strategy.timezone}
