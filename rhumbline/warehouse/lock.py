"""The writer's lock: one process at a time writes to a workspace."""

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Final

from filelock import FileLock, Timeout

from rhumbline.errors import RhumblineError, WarehouseBusy
from rhumbline.workspace import Workspace

LOCK_WAIT_SECONDS: Final = 600.0


@contextmanager
def hold_lock(workspace: Workspace, wait: float = LOCK_WAIT_SECONDS) -> Iterator[None]:
    """The workspace's lock: one writer at a time."""
    workspace.state.mkdir(parents=True, exist_ok=True)
    lock = FileLock(workspace.state / "lock")
    try:
        lock.acquire(timeout=0)
    except Timeout:
        holder = _holder(workspace)
        print(f"Waiting for {holder}, which writes to this workspace …", file=sys.stderr)  # noqa: T201
        try:
            lock.acquire(timeout=wait)
        except Timeout:
            raise WarehouseBusy(
                f"{holder} still writes to this workspace after {wait:.0f} seconds.",
                str(workspace.root),
                "Wait for it to end, or stop it; nothing is lost either way.",
            ) from None
    note = workspace.state / "lock-holder.json"
    try:
        note.write_text(json.dumps({"pid": os.getpid(), "command": " ".join(sys.argv)}))
        yield
        note.unlink(missing_ok=True)
    except RhumblineError:
        note.unlink(missing_ok=True)
        raise
    finally:  # after a surprise or a signal the note stays: what was begun waits to be finished
        lock.release()


def _holder(workspace: Workspace) -> str:
    with suppress(OSError, ValueError, KeyError):
        note = json.loads((workspace.state / "lock-holder.json").read_text())
        return f"process {note['pid']} ({note['command']})"
    return "another process"
