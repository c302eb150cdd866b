"""Options that several commands share."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

WorkspaceDir = Annotated[
    Path | None,
    typer.Option(
        "--workspace",
        "-w",
        metavar="DIR",
        help="The workspace; by default the nearest parent with a strategy.yaml.",
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]


def parse_day(text: str) -> date:
    """A day of an option, such as 2026-10-13; anything else is the caller's error."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(
            f"{text} is not a day; write year, month and day, such as 2026-10-13."
        ) from None


AsOf = Annotated[
    date | None,
    typer.Option(
        "--as-of", parser=parse_day, metavar="DATE", help="Judge as of this day, 2026-10-13."
    ),
]
