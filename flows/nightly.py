"""The night as a Prefect flow: every stage a task, the verdict an artifact, the failure raised last."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TypeVar

from prefect import flow, task
from prefect.cache_policies import NO_CACHE

from flows.telling import tell
from rhumbline.night import judged, night
from rhumbline.workspace import Workspace

T = TypeVar("T")


@flow(
    name="nightly",
    flow_run_name="night of {as_of}",
    validate_parameters=True,
    persist_result=False,
)
def nightly(workspace: str, as_of: date | None = None) -> None:
    """Read tonight's exports, align and check them, publish them, and say whether the night is good."""
    verdict = night(Workspace.find(Path(workspace)), as_of, step=as_task)
    tell(verdict)
    judged(verdict)


def as_task(name: str, stage: Callable[..., T], *args: object) -> T:
    """Run a stage as a task of the flow run; never retried, for a calculation gives the same again."""
    named = task(lambda: stage(*args), name=name, cache_policy=NO_CACHE, persist_result=False)
    return named()
