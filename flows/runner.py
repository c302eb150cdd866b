"""A Prefect runner for the deployments of one workspace, in a thread of `serve`."""

import asyncio
import threading
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager, suppress
from typing import Any, Final, TypeVar

from prefect.deployments.runner import RunnerDeployment
from prefect.runner import Runner

from rhumbline.workspace import Workspace

T = TypeVar("T")

_POLL_SECONDS: Final = 2.0
_AT_ONCE: Final = 4  # runs; they wait for each other at the workspace's lock
_WAITS_SECONDS: Final = 120.0


class ThreadedRunner:
    """Runs a Prefect runner in a thread with an event loop of its own; signals stay with `serve`."""

    def __init__(self, workspace: Workspace) -> None:
        """Start the thread; no run is started yet."""
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="runs", daemon=True)
        self._thread.start()
        self._runner = self._wait_for(_make_runner(workspace))
        self._error: Exception | None = None

    def register(self, deployments: list[RunnerDeployment]) -> None:
        """Register deployments, new or changed."""
        for deployment in deployments:
            self._wait_for(self._runner.aadd_deployment(deployment))

    def start(self) -> None:
        """Begin to start runs that are due."""
        future = asyncio.run_coroutine_threadsafe(self._runner.start(), self._loop)
        future.add_done_callback(lambda done: self._keep_error(done.exception()))

    def _keep_error(self, error: BaseException | None) -> None:
        self._error = error if isinstance(error, Exception) else None

    def raise_its_error(self) -> None:
        """Raise the error that ended the runner, if one did."""
        if self._error:
            raise self._error

    def stop(self) -> None:
        """Cancel the runs under way and end the thread; a cancelled night leaves everything sound."""
        with suppress(RuntimeError):  # it was never started
            self._wait_for(self._runner.astop())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(_WAITS_SECONDS)

    def _wait_for(self, work: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(_WAITS_SECONDS)


async def _make_runner(workspace: Workspace) -> Runner:
    """A runner made inside the event loop it will use."""
    return Runner(
        name=f"rhumbline {workspace.root.name}".replace("/", " ").replace("%", " "),
        query_seconds=_POLL_SECONDS,
        limit=_AT_ONCE,
        pause_on_shutdown=False,
    )


@contextmanager
def running(workspace: Workspace) -> Iterator[ThreadedRunner]:
    """A runner for as long as the context lasts."""
    runner = ThreadedRunner(workspace)
    try:
        yield runner
    finally:
        runner.stop()
