"""Keeps the process that reads workbooks, starts it anew where one was its end, and ends it with ours."""

import atexit
import json
import os
import subprocess
import sys
import threading
from pathlib import Path
from typing import Final

_SCRIPT: Final = Path(__file__).with_name("workbook_reader.py")
_SECONDS: Final = 600.0  # after which a workbook that is still being read is hopeless
_lock: Final = threading.Lock()
_running: list[tuple[int, subprocess.Popen[str]]] = []  # at most one, with the process that owns it


class Unreadable(Exception):
    """The workbook cannot be read; says why."""


def read_workbook(path: Path, folder: Path) -> list[str]:
    """The names of a workbook's sheets, written into `folder` as 0.arrow, 1.arrow, …

    Raises Unreadable for a damaged or protected one, also if it was its reader's end.
    """
    with _lock:
        process = _process()
        watch = threading.Timer(_SECONDS, process.kill)
        watch.daemon = True
        watch.start()
        try:
            answer = _asked(process, [str(path), str(folder)])
        except BaseException:
            _end()  # half an answer must not be taken for the next one's
            raise
        finally:
            watch.cancel()
    if isinstance(answer, dict):
        raise Unreadable(answer["error"])
    return [str(title) for title in answer]


def _asked(process: subprocess.Popen[str], question: list[str]) -> list[str] | dict[str, str]:
    line = ""
    if process.stdin and process.stdout:
        try:
            process.stdin.write(json.dumps(question) + "\n")
            process.stdin.flush()
            line = process.stdout.readline()
        except BrokenPipeError:
            pass
    if not line:
        _end()
        return {"error": "its reader crashed"}
    answer: list[str] | dict[str, str] = json.loads(line)
    return answer


def _process() -> subprocess.Popen[str]:
    """The running one; a new one after a crash, and in a process that was forked from its owner."""
    if _running and (_running[0][0] != os.getpid() or _running[0][1].poll() is not None):
        _running.clear()
    if not _running:
        process = subprocess.Popen(
            [sys.executable, "-P", _SCRIPT],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            env={**os.environ, "POLARS_MAX_THREADS": "1"},
            start_new_session=True,  # a signal to our group is ours to handle
        )
        _running.append((os.getpid(), process))
    return _running[0][1]


@atexit.register
def _end() -> None:
    for owner, process in _running:
        if owner == os.getpid():
            process.kill()
            process.communicate()
    _running.clear()
