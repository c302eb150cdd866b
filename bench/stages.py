"""The stages of a night, timed one by one: `python -m bench.stages WORKSPACE` prints JSON."""

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from rhumbline.night import run_night
from rhumbline.settings import quiet_dependencies
from rhumbline.workspace import Workspace

T = TypeVar("T")


def stages(folder: Path) -> dict[str, float]:
    """Run a night in this process and return the seconds of each stage, in their order."""
    seconds: dict[str, float] = {}

    def timed(name: str, stage: Callable[..., T], *args: object) -> T:
        begin = time.perf_counter()
        try:
            return stage(*args)
        finally:
            seconds[name] = time.perf_counter() - begin

    run_night(Workspace.find(folder), step=timed)
    return seconds


if __name__ == "__main__":
    quiet_dependencies()
    json.dump(stages(Path(sys.argv[1])), sys.stdout)
