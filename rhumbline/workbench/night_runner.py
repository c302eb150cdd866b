"""A night run from the workbench: in a thread of its own, with its stages to look at meanwhile."""

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final, TypeVar

from rhumbline.errors import RhumblineError
from rhumbline.night import run_night
from rhumbline.reports.verdict import Verdict
from rhumbline.workspace import Workspace

log = logging.getLogger("rhumbline")
T = TypeVar("T")

_WAIT_SECONDS: Final = 30.0  # for another writer


@dataclass
class NightProgress:
    """How far a night is: the stages it has begun, and how it ended."""

    stages: list[str] = field(default_factory=list)
    is_over: bool = False
    verdict: Verdict | None = None
    failure: str | None = None  # why it could not run, in words

    def step(self, name: str, stage: Callable[..., T], *args: object) -> T:
        """Note the stage's name, then run it."""
        self.stages.append(name)
        return stage(*args)


class NightRunner:
    """Runs one night at a time."""

    def __init__(self, workspace: Workspace) -> None:
        """Begin without any night."""
        self._workspace = workspace
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self.progress: NightProgress | None = None  # of the last night that was started here

    def start(self) -> None:
        """Start a night, unless one runs that was started here."""
        with self._lock:
            if self.progress and not self.progress.is_over:
                return
            self.progress = NightProgress()
            self._thread = threading.Thread(
                target=self._run, args=(self.progress,), name="night", daemon=True
            )
            self._thread.start()

    def wait(self, seconds: float | None = None) -> None:
        """Wait until the night that was started last is over, or for so many seconds."""
        if self._thread:
            self._thread.join(seconds)

    def _run(self, progress: NightProgress) -> None:
        try:
            progress.verdict = run_night(self._workspace, step=progress.step, wait=_WAIT_SECONDS)
        except RhumblineError as error:
            progress.failure = str(error)
        except Exception:
            log.exception("The night did not end")
            progress.failure = (
                "This is a mistake of Rhumbline's, not yours; the terminal says where it happened. "
                "Nothing is lost: what was published before still is."
            )
        finally:
            progress.is_over = True
