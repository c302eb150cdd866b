"""One process from start to end: its seconds on the clock and on the cores, and its memory."""

import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final, NamedTuple

# Linux counts in KiB, macOS in bytes.
_MAXRSS_UNIT: Final = 1 if sys.platform == "darwin" else 1024


class Run(NamedTuple):
    """What one process took."""

    seconds: float  # on the clock, from start to end
    cpu_seconds: float  # of all cores together; what others do on the machine weighs little here
    peak_bytes: int


class Failed(Exception):
    """A contender did not do its work, so there is nothing to compare."""


def run(
    command: Sequence[str | Path],
    *,
    environment: Mapping[str, str] | None = None,
    good: Sequence[int] = (0,),
    log: Path,
    cwd: Path | None = None,
) -> Run:
    """Run a command to its end and say what it took; Failed if its exit code is not a good one.

    Its children's work on the cores is counted with its own. The peak is that of the process or of
    the hungriest child it waited for, whichever is more.
    """
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("wb") as output:
        begin = time.perf_counter()
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            cwd=cwd,
            env={**os.environ, **(environment or {})},
        )
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - begin
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in good:
        output_end = log.read_text(encoding="utf-8", errors="replace")[-2000:]
        raise Failed(
            f"{' '.join(map(str, command))} ended with {process.returncode}:\n{output_end}"
        )
    return Run(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * _MAXRSS_UNIT)
