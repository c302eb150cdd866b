"""What `serve` does while a server answers: registers deployments, starts runs, watches inbox/."""

import os
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Final

from flows.automations import update_automations
from flows.deployments import make_deployments
from flows.events import emit_arrival
from flows.review_deployment import find_deployments, update_review_form
from flows.run_logs import set_up_serve_logs
from flows.run_states import (
    cancel_missed_nights,
    find_last_night,
    is_inbox_run_due,
    mark_dead_runs,
)
from flows.runner import ThreadedRunner, running
from flows.served_process import SERVED_BY
from models.strategy import Strategy
from rhumbline.errors import BadStrategy
from rhumbline.reports.greeting import RunLink
from rhumbline.server.inbox_watch import (
    InboxWatch,
    content_hash,
    is_being_written,
    ticks,
    was_cut_off,
)
from rhumbline.server.stop_signal import StopSignal
from rhumbline.settings import Settings
from rhumbline.strategy.file import load
from rhumbline.workspace import Workspace

Say = Callable[[str], None]
"""Prints a line for the person at the terminal."""
Greet = Callable[[RunLink | None], None]
"""Prints the addresses and the last night, if there was one."""

_MARKS_DEAD_RUNS_EVERY_SECONDS: Final = 60.0


def serve_flows(
    workspace: Workspace, stop: StopSignal, say: Say, greet: Greet, *, watch_only: bool = False
) -> None:
    """Register the deployments, start what is due, and emit an event for new exports, until `stop`.

    With `watch_only` the deployments and workers are the user's own, and this only watches. `greet`
    is called once everything runs. Raises BadStrategy for a strategy that cannot be read at the
    start; a later one is reported through `say`.
    """
    set_up_serve_logs()
    strategy = load(workspace.strategy).strategy
    if watch_only:
        update_review_form(workspace)
        greet(_last_night_link(workspace))
        _watch(workspace, strategy, stop, say, None)
        return
    os.environ[SERVED_BY] = str(os.getpid())
    os.environ["PYTHONSAFEPATH"] = "1"  # no folder of the user's may hide one of our packages
    with running(workspace) as runner:
        runner.register(make_deployments(workspace, strategy))
        cancel_missed_nights(workspace)
        mark_dead_runs(workspace, grace=timedelta(0))
        _update_automations(workspace, strategy, say)
        runner.start()
        greet(_last_night_link(workspace))
        _watch(workspace, strategy, stop, say, runner)


def _last_night_link(workspace: Workspace) -> RunLink | None:
    run = find_last_night(workspace)
    return RunLink(run.name, str(run.id)) if run else None


def _watch(
    workspace: Workspace,
    strategy: Strategy,
    stop: StopSignal,
    say: Say,
    runner: ThreadedRunner | None,
) -> None:
    """Announce exports that are ready, follow strategy.yaml, and mark dead runs now and then."""
    if was_cut_off(workspace):
        emit_arrival(workspace, strategy, ())
        say("The last run was cut off; a run goes on where it stopped.")
    watch = InboxWatch(workspace, Settings().debounce_seconds)  # type: ignore[call-arg]
    known_hash, marked_at = content_hash(workspace.strategy), time.monotonic()
    for _ in ticks(workspace, stop.event):
        if runner:
            runner.raise_its_error()
        if content_hash(workspace.strategy) != known_hash:
            known_hash = content_hash(workspace.strategy)
            strategy = _follow_strategy(workspace, strategy, say, runner)
            watch.forget_announced()
        _announce_ready_files(workspace, strategy, watch, say)
        if runner and time.monotonic() - marked_at > _MARKS_DEAD_RUNS_EVERY_SECONDS:
            marked_at = time.monotonic()
            mark_dead_runs(workspace)


def _announce_ready_files(
    workspace: Workspace, strategy: Strategy, watch: InboxWatch, say: Say
) -> None:
    """Emit the event that starts a run, unless a run that reads inbox/ is due or under way."""
    ready = watch.find_ready_files(time.monotonic())
    if not ready or is_being_written(workspace) or is_inbox_run_due(workspace):
        return
    names = [_name_in_inbox(workspace, path) for path in ready]
    emit_arrival(workspace, strategy, names)
    watch.mark_announced(ready)
    listed = ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")
    say(f"Arrived: {listed}. A run reads what lies in inbox/.")


def _name_in_inbox(workspace: Workspace, path: Path) -> str:
    return path.relative_to(workspace.inbox).as_posix()


def _follow_strategy(
    workspace: Workspace, before: Strategy, say: Say, runner: ThreadedRunner | None
) -> Strategy:
    """Register the changed strategy and return it; the one before where it cannot be read."""
    try:
        strategy = load(workspace.strategy).strategy
    except BadStrategy as error:
        say(f"strategy.yaml changed and cannot be read; the form stays as it was.\n{error}")
        return before
    if runner is None:
        update_review_form(workspace)
    else:
        runner.register(make_deployments(workspace, strategy))
        _update_automations(workspace, strategy, say)
    say("strategy.yaml changed: the review form and the schedule follow it.")
    return strategy


def _update_automations(workspace: Workspace, strategy: Strategy, say: Say) -> None:
    """Update the automations of the nightly deployment; say what a person has to do for them."""
    nightly = find_deployments(workspace, "nightly")
    if nightly and (left_to_do := update_automations(workspace, strategy, nightly[0].id)):
        say(left_to_do)
