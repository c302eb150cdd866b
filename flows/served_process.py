"""The process of a run that `serve` started: it ends when `serve` is gone."""

import os
import signal
import threading
import time
from typing import Final

SERVED_BY: Final = "RHUMBLINE_SERVED_BY"
"""The variable that holds the process id of `serve`, for the runs it starts."""
_LOOKS_EVERY_SECONDS: Final = 0.5


def end_with_serve() -> None:
    """Kill this process once the `serve` that started it is gone, however it ended.

    The run would wait for a server that is gone as well. A kill is safe at any moment: the next run
    goes on where this one stopped.
    """
    served_by = os.environ.get(SERVED_BY)
    if served_by:
        threading.Thread(target=_kill_without, args=(int(served_by),), daemon=True).start()


def _kill_without(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(_LOOKS_EVERY_SECONDS)
    os.kill(os.getpid(), signal.SIGKILL)
