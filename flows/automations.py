"""Automations that carry bad news: a failed alignment, a late night, a missing export."""

from typing import Any, Final
from uuid import UUID

from prefect.automations import EventTrigger
from prefect.client.orchestration import get_client
from prefect.events.actions import SendNotification
from prefect.events.schemas.automations import Automation, AutomationCore, Posture
from prefect.exceptions import ObjectNotFound

from flows.events import FAILED, MISSING, WORKSPACE, slug
from models.strategy import Strategy
from rhumbline.workspace import Workspace

_LATE: Final = ("prefect.flow-run.Late", "prefect.flow-run.Crashed")


def notify_of_bad_news(workspace: Workspace, strategy: Strategy, nightly: UUID) -> str | None:
    """Make, change or remove this workspace's automations, as strategy.yaml's `notify` says.

    What is left to do, in words for a person, where the block it names is not there.
    """
    block = _block(strategy.notify) if strategy.notify else None
    wanted = automations(workspace, strategy, nightly, block) if block else []
    _bring_about(workspace, wanted)
    if strategy.notify and block is None:
        return (
            f"strategy.yaml names {strategy.notify} under notify, which is not there yet: "
            "nobody is told of a bad night. Make the block on the page Blocks."
        )
    return None


def automations(
    workspace: Workspace, strategy: Strategy, nightly: UUID, block: UUID
) -> list[AutomationCore]:
    """What is to be told, and to whom."""
    here = {WORKSPACE: str(workspace.root)}
    of_the_night = {"prefect.resource.id": f"prefect.deployment.{nightly}"}
    name = strategy.organisation
    return [
        _automation(
            workspace,
            "Alignment failed",
            EventTrigger(expect={FAILED}, match=_spec(here), **_AT_ONCE),
            _tell(block, f"{name}: {{{{ event.payload.headline }}}}", _ABOUT_ALIGNMENT),
        ),
        _automation(
            workspace,
            "The night is late",
            EventTrigger(expect=set(_LATE), match_related=_spec(of_the_night), **_AT_ONCE),
            _tell(block, f"{name}: the night is late, or was cut off", _ABOUT_THE_RUN),
        ),
        _automation(
            workspace,
            "An expected export is missing",
            EventTrigger(expect={MISSING}, match=_spec(here), **_AT_ONCE),
            _tell(block, f"{name}: an export is missing", "{{ event.payload.message }}"),
        ),
    ]


_AT_ONCE: Final[dict[str, Any]] = {"posture": Posture.Reactive, "threshold": 1, "within": 0}
_ABOUT_ALIGNMENT: Final = (
    "{{ event.payload.headline }}, as of {{ event.payload.as_of }}.\n"
    "The run's artifacts list them, each with its remedy: {{ flow_run|ui_url }}"
)
_ABOUT_THE_RUN: Final = "{{ flow_run.name }} is {{ flow_run.state.name }}: {{ flow_run|ui_url }}"


def _spec(labels: dict[str, str]) -> Any:
    return labels  # pydantic makes a ResourceSpecification of it


def _tell(block: UUID, subject: str, body: str) -> SendNotification:
    return SendNotification(block_document_id=block, subject=subject, body=body)


def _automation(
    workspace: Workspace, what: str, trigger: EventTrigger, action: SendNotification
) -> AutomationCore:
    return AutomationCore(
        name=f"{_prefix(workspace)}{what}",
        description="Made by rhumbline serve, and kept as strategy.yaml's notify says.",
        trigger=trigger,
        actions=[action],
    )


def _prefix(workspace: Workspace) -> str:
    return f"rhumbline {slug(workspace.root.name)}: "


def _block(name: str) -> UUID | None:
    kind, _, own = name.partition("/")
    with get_client(sync_client=True) as client:
        try:
            return client.read_block_document_by_name(own, kind).id
        except ObjectNotFound:
            return None


def _bring_about(workspace: Workspace, wanted: list[AutomationCore]) -> None:
    """Make what is missing, change what differs, remove what is no longer wanted."""
    with get_client(sync_client=True) as client:
        there = {a.name: a for a in client.read_automations() if _is_ours(workspace, a)}
        for automation in wanted:
            before = there.pop(automation.name, None)
            if before is None:
                client.create_automation(automation)
            elif not _says_the_same(before, automation):
                client.update_automation(before.id, automation)
        for left in there.values():
            client.delete_automation(left.id)


def _is_ours(workspace: Workspace, automation: Automation) -> bool:
    return automation.name.startswith(_prefix(workspace))


def _says_the_same(before: Automation, wanted: AutomationCore) -> bool:
    def said(automation: AutomationCore) -> Any:
        whole = automation.model_dump(mode="json", include={"trigger", "actions"})
        whole["trigger"].pop("id", None)
        return whole

    return bool(said(before) == said(wanted))
