"""A stage of the night as a Prefect task: named, counted in the run's progress, never retried."""

import logging
from collections.abc import Callable
from typing import TypeVar, cast
from uuid import UUID

from prefect import task
from prefect.artifacts import create_progress_artifact, update_progress_artifact
from prefect.cache_policies import NO_CACHE

from rhumbline.marts import Shaped

log = logging.getLogger("rhumbline")
T = TypeVar("T")


class Stages:
    """Runs the stages of one night as tasks of the flow run it is made in.

    No stage is retried: a calculation gives the same again. What dbt made of the marts is kept in
    `shaped`.
    """

    def __init__(self, key: str, expected: int) -> None:
        """Create the progress artifact `key`, for so many stages."""
        self.expected = expected
        self.done = 0
        self.shaped: Shaped | None = None
        artifact_id = create_progress_artifact(
            0.0, key=key, description="Share of the night's stages that are done"
        )
        self.progress = cast("UUID", artifact_id)  # the type covers the asynchronous case as well

    def __call__(self, name: str, stage: Callable[..., T], *args: object) -> T:
        """Run the stage as a task and return what it returns."""
        result = run_as_task(name, stage, *args)
        self.shaped = result if isinstance(result, Shaped) else self.shaped
        self.done += 1
        share = min(1.0, self.done / self.expected)
        update_progress_artifact(self.progress, progress=100.0 * share)
        return result


def run_as_task(name: str, stage: Callable[..., T], *args: object) -> T:
    """Run a function as a task of the flow run, in this thread; its result is not stored."""

    @task(name=name, task_run_name=name, cache_policy=NO_CACHE, persist_result=False)
    def named_task() -> T:
        log.info("%s", name)
        return stage(*args)

    return named_task()
