"""A stage of the night as a Prefect task: named, counted in the run's progress, never retried."""

import logging
from collections.abc import Callable
from typing import TypeVar, cast
from uuid import UUID

from prefect import task
from prefect.artifacts import create_progress_artifact, update_progress_artifact
from prefect.cache_policies import NO_CACHE

from flows.display import SERVER_TROUBLE, Display
from flows.one_call import OneCall
from rhumbline.errors import CheckFailed
from rhumbline.marts import Shaped
from rhumbline.reports.run_texts import failing_headline

log = logging.getLogger("rhumbline")
T = TypeVar("T")


class Tasks:
    """Runs stages as tasks of the flow run under way, and without it where the server goes away.

    No task is retried: a calculation gives the same again.
    """

    def __init__(self) -> None:
        """Begin with a display that is shown."""
        self.display = Display()
        self.failed_at: str | None = None  # the stage that raised, or whose result fails the night

    def __call__(self, name: str, stage: Callable[..., T], *args: object) -> T:
        """Run `stage(*args)` once, as a task where the server answers; return what it returns.

        The task is red where the stage raises, and where its result fails the night.
        """
        once, before = OneCall(stage, *args), self.failed_at
        self.failed_at = name
        if self.display.is_shown():
            self._show(name, once)
        result = once()
        if failing_headline(result) is None:
            self.failed_at = before
        return result

    def _show(self, name: str, once: OneCall[T]) -> None:
        try:
            run_as_task(name, once)
        except CheckFailed:
            pass  # the task is red now; the night goes on, to publish what may be published
        except SERVER_TROUBLE as error:
            if once.has_raised(error):
                raise
            self.display.lose(error)

    def show(self, name: str, change: Callable[..., object], *args: object) -> None:
        """Make a call that only shows something, as a task; it is left out without a server."""
        self.display.show(run_as_task, name, change, *args)


class Stages(Tasks):
    """Runs the stages of a night as tasks, and shows how many of them are done.

    What dbt made of the marts is kept in `shaped`.
    """

    def __init__(self, key: str, expected: int) -> None:
        """Create the progress artifact `key`, for so many stages."""
        super().__init__()
        self.shaped: Shaped | None = None
        self._progress = Progress(key, expected)
        self.display.show(self._progress.create)

    def __call__(self, name: str, stage: Callable[..., T], *args: object) -> T:
        """Run a stage, count it as done, and return what it returns."""
        result = super().__call__(name, stage, *args)
        self.display.show(self._progress.advance)
        self.shaped = result if isinstance(result, Shaped) else self.shaped
        return result


class Progress:
    """A progress artifact of a flow run."""

    def __init__(self, key: str, expected: int) -> None:
        """Keep the artifact's key and the number of stages; nothing is shown yet."""
        self._key, self._expected, self._done = key, expected, 0
        self._artifact_id: UUID | None = None

    def create(self) -> None:
        """Create the artifact, at nought."""
        description = "Share of the night's stages that are done"
        artifact_id = create_progress_artifact(0.0, key=self._key, description=description)
        self._artifact_id = cast("UUID", artifact_id)  # the type covers the asynchronous case too

    def advance(self) -> None:
        """Count one more stage as done."""
        self._done += 1
        if self._artifact_id:
            share = min(1.0, self._done / self._expected)
            update_progress_artifact(self._artifact_id, progress=100.0 * share)


def run_as_task(name: str, call: Callable[..., T], *args: object) -> T:
    """Run a function as a task of the flow run, in this thread; its result is not stored.

    Raises CheckFailed, and so turns the task red, where the result fails the night.
    """

    @task(name=name, task_run_name=name, cache_policy=NO_CACHE, persist_result=False)
    def named_task() -> T:
        log.info("%s", name)
        result = call(*args)
        if headline := failing_headline(result):
            raise CheckFailed(headline)
        return result

    return named_task()
