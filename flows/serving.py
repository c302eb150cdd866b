"""What `serve` does once a server answers: registers, runs, watches inbox/, until it is told to end."""

import asyncio
import os
import threading
import time
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from pathlib import Path
from typing import Any, Final, TypeVar
from uuid import UUID

from prefect.deployments.runner import RunnerDeployment
from prefect.runner import Runner

from flows.automations import notify_of_bad_news
from flows.deployments import deployments
from flows.events import emit_arrival
from flows.in_flight import end_the_dead, is_about_to_look, last_night, skip_the_missed
from flows.review_form import deployments_of, review_deployment
from flows.stages import SERVED_BY
from models.strategy import Strategy
from rhumbline.errors import BadStrategy
from rhumbline.server.host import Ending
from rhumbline.server.inbox_watch import Watch, imprint, is_being_written, ticks, was_cut_off
from rhumbline.settings import Settings
from rhumbline.strategy.file import load
from rhumbline.workspace import Workspace

Say = Callable[[str], None]
T = TypeVar("T")

_POLL_SECONDS: Final = 2.0
_AT_ONCE: Final = 4  # runs; they wait for each other at the workspace's lock
_LOOKS_AFTER_SECONDS: Final = 60.0
_STARTS_WITHIN_SECONDS: Final = 120.0


def serve_flows(
    workspace: Workspace,
    ending: Ending,
    say: Say,
    greet: Callable[[str | None, str | None], None],
    *,
    watch_only: bool = False,
) -> None:
    """Register the deployments, run what is due, and nudge when exports arrive, until the end.

    With `watch_only` the deployments and workers are the user's own; this only watches. `greet` is
    called once all of it runs, with the name and id of the last night, if there was one.
    Raises BadStrategy for a strategy that cannot be read; once it runs, that is said and waited out.
    """
    strategy = load(workspace.strategy).strategy
    if watch_only:
        review_deployment(workspace)
        _greet(workspace, greet)
        _watch(workspace, strategy, ending, say, None)
        return
    os.environ[SERVED_BY] = str(os.getpid())
    os.environ["PYTHONSAFEPATH"] = "1"  # no folder of the user's is taken for one of our packages
    with running(workspace) as runs:
        runs.register(deployments(workspace, strategy))
        skip_the_missed(workspace)
        end_the_dead(workspace, settled=timedelta(0))
        _tell_of_bad_news(workspace, strategy, say)
        runs.begin()
        _greet(workspace, greet)
        _watch(workspace, strategy, ending, say, runs)


def _greet(workspace: Workspace, greet: Callable[[str | None, str | None], None]) -> None:
    last = last_night(workspace)
    greet(last.name if last else None, str(last.id) if last else None)


class Runs:
    """A Prefect runner in a thread with a loop of its own, so that the signals stay ours."""

    def __init__(self, workspace: Workspace) -> None:
        """Make it; nothing runs yet."""
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="runs", daemon=True)
        self._thread.start()
        self._runner = self._wait_for(self._made(workspace))
        self._ended: Exception | None = None

    async def _made(self, workspace: Workspace) -> Runner:
        return Runner(
            name=f"rhumbline {workspace.root.name}".replace("/", " ").replace("%", " "),
            query_seconds=_POLL_SECONDS,
            limit=_AT_ONCE,
            pause_on_shutdown=False,
        )

    def register(self, made: list[RunnerDeployment]) -> None:
        """Register deployments, new or changed."""
        for deployment in made:
            self._wait_for(self._runner.aadd_deployment(deployment))

    def begin(self) -> None:
        """Begin to run what is due."""
        future = asyncio.run_coroutine_threadsafe(self._runner.start(), self._loop)
        future.add_done_callback(lambda done: self._note(done.exception()))

    def _note(self, error: BaseException | None) -> None:
        self._ended = error if isinstance(error, Exception) else None

    def check(self) -> None:
        """Raise what ended the runner, where something did."""
        if self._ended:
            raise self._ended

    def end(self) -> None:
        """Cancel what runs, and end; a cancelled night leaves everything sound."""
        with suppress(RuntimeError):  # it had not begun
            self._wait_for(self._runner.astop())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(_STARTS_WITHIN_SECONDS)

    def _wait_for(self, work: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(_STARTS_WITHIN_SECONDS)


@contextmanager
def running(workspace: Workspace) -> Iterator[Runs]:
    """A runner for as long as the context lasts."""
    runs = Runs(workspace)
    try:
        yield runs
    finally:
        runs.end()


def _watch(
    workspace: Workspace, strategy: Strategy, ending: Ending, say: Say, runs: Runs | None
) -> None:
    """Nudge when exports lie ready, follow strategy.yaml, and look after runs now and then."""
    if was_cut_off(workspace):
        emit_arrival(workspace, strategy, ())
        say("The last run was cut off; a run goes on where it stopped.")
    watch = Watch(workspace, Settings().debounce_seconds)  # type: ignore[call-arg]
    read, looked = imprint(workspace.strategy), time.monotonic()
    for _ in ticks(workspace, ending.asked):
        if runs:
            runs.check()
        if imprint(workspace.strategy) != read:
            read = imprint(workspace.strategy)
            strategy = _followed(workspace, strategy, say, runs)
            watch.forget()
        _nudge(workspace, strategy, watch, say)
        if runs and time.monotonic() - looked > _LOOKS_AFTER_SECONDS:
            looked = time.monotonic()
            end_the_dead(workspace)


def _nudge(workspace: Workspace, strategy: Strategy, watch: Watch, say: Say) -> None:
    ready = watch.look(time.monotonic())
    if not ready or is_being_written(workspace) or is_about_to_look(workspace):
        return
    names = [_below(workspace, path) for path in ready]
    emit_arrival(workspace, strategy, names)
    watch.told(ready)
    listed = ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")
    say(f"Arrived: {listed}. A run reads what lies in inbox/.")


def _below(workspace: Workspace, path: Path) -> str:
    return path.relative_to(workspace.inbox).as_posix()


def _followed(workspace: Workspace, before: Strategy, say: Say, runs: Runs | None) -> Strategy:
    """The strategy as it is now, registered; the one before where it cannot be read."""
    try:
        strategy = load(workspace.strategy).strategy
    except BadStrategy as error:
        say(f"strategy.yaml changed and cannot be read; the form stays as it was.\n{error}")
        return before
    if runs is None:
        review_deployment(workspace)
    else:
        runs.register(deployments(workspace, strategy))
        _tell_of_bad_news(workspace, strategy, say)
    say("strategy.yaml changed: the review form and the schedule follow it.")
    return strategy


def _tell_of_bad_news(workspace: Workspace, strategy: Strategy, say: Say) -> None:
    nightly: list[UUID] = [each.id for each in deployments_of(workspace, "nightly")]
    if nightly and (left_to_do := notify_of_bad_news(workspace, strategy, nightly[0])):
        say(left_to_do)
