"""How `serve` is asked to end: by Ctrl-C or a signal, or because its Prefect server died."""

import os
import signal
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Final

_FORCED_AFTER_SECONDS: Final = 60.0


class StopSignal:
    """Set by the first Ctrl-C, SIGTERM or hang-up; later ones change nothing."""

    def __init__(self) -> None:
        """Begin unset."""
        self.event = threading.Event()
        self.server_died = False

    @contextmanager
    def listening(self) -> Iterator["StopSignal"]:
        """Handle the signals for as long as the context lasts, then restore the earlier handlers."""
        names = [signal.SIGINT, signal.SIGTERM, *([signal.SIGHUP] if os.name == "posix" else [])]
        before = {name: signal.signal(name, self._handle) for name in names}
        try:
            yield self
        finally:
            for name, handler in before.items():
                signal.signal(name, handler)

    def _handle(self, _number: int, _frame: FrameType | None) -> None:
        if not self.event.is_set():
            self.event.set()
            forced = threading.Timer(_FORCED_AFTER_SECONDS, os._exit, (0,))
            forced.daemon = True  # for a server or a run that no longer answers
            forced.start()

    def follow(self, server: "subprocess.Popen[bytes]") -> None:
        """Set the event, and `server_died`, when the server's process ends by itself."""

        def watch() -> None:
            server.wait()
            self.server_died = not self.event.is_set()
            self.event.set()

        threading.Thread(target=watch, name="server", daemon=True).start()

    def is_set(self, within: float = 0.0) -> bool:
        """Whether the end is asked for, now or within so many seconds."""
        return self.event.wait(within)
