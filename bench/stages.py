"""The stages of a night, clocked one by one: `python -m bench.stages WORKSPACE [DAY]` prints JSON."""

import json
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TypeVar

from rhumbline.night import run_night
from rhumbline.settings import quiet_dependencies
from rhumbline.workspace import Workspace

T = TypeVar("T")


def clock_stages(folder: Path, as_of: date | None = None) -> dict[str, float]:
    """Run a night in this process; stage → seconds of CPU, on all cores together, in their order."""
    seconds: dict[str, float] = {}

    def clocked(name: str, stage: Callable[..., T], *args: object) -> T:
        begin = time.process_time()
        try:
            return stage(*args)
        finally:
            seconds[name] = time.process_time() - begin

    run_night(Workspace.find(folder), as_of, step=clocked)
    return seconds


if __name__ == "__main__":
    quiet_dependencies()
    day = date.fromisoformat(sys.argv[2]) if len(sys.argv) > 2 else None
    json.dump(clock_stages(Path(sys.argv[1]), day), sys.stdout)
