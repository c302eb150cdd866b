"""Begins a workspace: a strategy to fill in, empty tables for what no platform knows, and an inbox."""

import json
import os
from collections.abc import Iterator
from datetime import UTC, date, datetime
from importlib.resources import files
from pathlib import Path
from string import Template
from typing import Final, Literal, NamedTuple
from zoneinfo import ZoneInfo

from models.strategy import zones
from rhumbline.errors import UserError
from rhumbline.strategy.file import schema

# Where each template goes in a workspace.
_FILES: Final[dict[str, str]] = {
    "strategy.yaml": "strategy.yaml",
    "activities.csv": "activities.csv",
    "plan.csv": "plan.csv",
    "outcomes.csv": "outcomes.csv",
    "links.csv": "links.csv",
    "inbox.md": "inbox/README.md",
    "gitignore": ".gitignore",
}


class Made(NamedTuple):
    """A file of the workspace, and whether it was written now or stood there before."""

    path: Path
    state: Literal["created", "kept"]


def init(directory: Path, *, today: date | None = None, timezone: str | None = None) -> list[Made]:
    """Write what is missing of a workspace; nothing that exists is touched.

    The strategy begins `today` in `timezone`: those of this machine unless they are given. Raises
    UserError (exit 2) where the folder cannot be written.
    """
    zone = timezone or zone_of_this_machine()
    day = today or datetime.now(ZoneInfo(zone)).date()
    try:
        return [_write(directory / name, text) for name, text in _contents(day, zone)]
    except OSError as error:
        raise UserError(
            f"The workspace cannot be written: {error.strerror or error}.",
            str(error.filename or directory),
            "Name a folder of your own, such as `rhumbline init my-strategy`.",
        ) from None


def _contents(day: date, zone: str) -> Iterator[tuple[str, str]]:
    """The files of a new workspace by their place in it."""
    for template, place in _FILES.items():
        text = (files("rhumbline") / "start" / "new_workspace" / template).read_text(
            encoding="utf-8"
        )
        if template == "strategy.yaml":
            text = Template(text).safe_substitute(in_force_from=day.isoformat(), timezone=zone)
        yield place, text
    yield "strategy.schema.json", json.dumps(schema(), indent=2, ensure_ascii=False) + "\n"


def _write(path: Path, text: str) -> Made:
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except FileExistsError:
        return Made(path, "kept")
    return Made(path, "created")


def zone_of_this_machine() -> str:
    """The IANA name of this machine's zone, UTC where it does not say."""
    linked = Path("/etc/localtime").resolve().as_posix().partition("zoneinfo/")[2]
    named = (os.environ.get("TZ", ""), linked)
    return next((zone for zone in named if zone in zones()), str(UTC))
