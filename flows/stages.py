"""A stage of the night as a Prefect task: named, counted in the run's progress, never retried."""

import logging
import os
import signal
import threading
import time
from collections.abc import Callable
from typing import Final, TypeVar, cast
from uuid import UUID

from prefect import task
from prefect.artifacts import create_progress_artifact, update_progress_artifact
from prefect.cache_policies import NO_CACHE

from rhumbline.errors import RhumblineError
from rhumbline.marts import Shaped

SERVED_BY: Final = "RHUMBLINE_SERVED_BY"
"""The process of `serve`, for the runs it starts."""
_LOOKS_EVERY_SECONDS: Final = 0.5
log = logging.getLogger("rhumbline")
T = TypeVar("T")


class Stages:
    """Runs the stages of one night as tasks of the flow run it is made in.

    No stage is retried, for a calculation gives the same again; only what touches the world would be.
    What dbt made of the marts is kept in `shaped`.
    """

    def __init__(self, key: str, expected: int) -> None:
        """Begin the progress named `key`, of so many stages."""
        self.expected = expected
        self.done = 0
        self.shaped: Shaped | None = None
        made = create_progress_artifact(
            0.0, key=key, description="Stages of the night that are done"
        )
        self.progress = cast(UUID, made)  # the type covers the asynchronous case as well

    def __call__(self, name: str, stage: Callable[..., T], *args: object) -> T:
        """What the stage returns."""
        result = as_task(name, stage, *args)
        self.shaped = result if isinstance(result, Shaped) else self.shaped
        self.done += 1
        share = min(1.0, self.done / self.expected)
        update_progress_artifact(self.progress, progress=100.0 * share)
        return result


def as_task(name: str, stage: Callable[..., T], *args: object) -> T:
    """Run something as a task of the flow run, in this thread and without keeping its result."""

    @task(name=name, task_run_name=name, cache_policy=NO_CACHE, persist_result=False)
    def named() -> T:
        log.info("%s", name)
        return stage(*args)

    return named()


class Plainly(logging.Filter):
    """Shows what Rhumbline raises on purpose as its text; only surprises keep their traceback."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Let everything pass, some of it shortened."""
        error = record.exc_info[1] if record.exc_info else None
        if isinstance(error, RhumblineError):
            record.exc_info = record.exc_text = None
            record.msg, record.args = str(error), ()
        return True


def end_with_serve() -> None:
    """End this process when the `serve` that started it is gone, however it went.

    It would wait for a server that is gone as well. Ending anywhere is safe: the next run goes on.
    """
    served = os.environ.get(SERVED_BY)
    if served:
        threading.Thread(target=_watch_over, args=(int(served),), daemon=True).start()


def _watch_over(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(_LOOKS_EVERY_SECONDS)
    os.kill(os.getpid(), signal.SIGKILL)


def log_plainly() -> None:
    """Keep the logs of this process's runs readable: ours in, others' chatter out."""
    log.setLevel(logging.INFO)
    logging.getLogger("great_expectations").setLevel(logging.WARNING)
    for name in ("prefect.flow_runs", "prefect.task_runs"):
        logger = logging.getLogger(name)
        if not any(isinstance(known, Plainly) for known in logger.filters):
            logger.addFilter(Plainly())
