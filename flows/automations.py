"""Automations that notify people of a failed alignment, a late night or a missing export."""

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


def update_automations(workspace: Workspace, strategy: Strategy, nightly: UUID) -> str | None:
    """Make, change or remove this workspace's automations as `notify` in strategy.yaml asks.

    Returns a sentence for a person where the notification block it names does not exist, else None.
    """
    block = _block(strategy.notify) if strategy.notify else None
    wanted = automations(workspace, strategy, nightly, block) if block else []
    _make_so(workspace, wanted)
    if strategy.notify and block is None:
        return (
            f"strategy.yaml names {strategy.notify} under notify, which does not exist yet: "
            "nobody is notified of a bad night. Make the block on the page Blocks."
        )
    return None


def automations(
    workspace: Workspace, strategy: Strategy, nightly: UUID, block: UUID
) -> list[AutomationCore]:
    """The automations that send bad news to a notification block."""
    of_the_workspace = {WORKSPACE: str(workspace.root)}
    of_the_night = {"prefect.resource.id": f"prefect.deployment.{nightly}"}
    name = strategy.organisation
    return [
        _automation(
            workspace,
            "Alignment failed",
            EventTrigger(expect={FAILED}, match=_spec(of_the_workspace), **_AT_ONCE),
            _notification(block, f"{name}: {{{{ event.payload.headline }}}}", _ABOUT_ALIGNMENT),
        ),
        _automation(
            workspace,
            "The night is late",
            EventTrigger(expect=set(_LATE), match_related=_spec(of_the_night), **_AT_ONCE),
            _notification(block, f"{name}: the night is late, or was cut off", _ABOUT_THE_RUN),
        ),
        _automation(
            workspace,
            "An expected export is missing",
            EventTrigger(expect={MISSING}, match=_spec(of_the_workspace), **_AT_ONCE),
            _notification(block, f"{name}: an export is missing", "{{ event.payload.message }}"),
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


def _notification(block: UUID, subject: str, body: str) -> SendNotification:
    return SendNotification(block_document_id=block, subject=subject, body=body)


def _automation(
    workspace: Workspace, title: str, trigger: EventTrigger, action: SendNotification
) -> AutomationCore:
    return AutomationCore(
        name=f"{_prefix(workspace)}{title}",
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


def _make_so(workspace: Workspace, wanted: list[AutomationCore]) -> None:
    """Make what is missing, change what differs, remove what is no longer wanted."""
    with get_client(sync_client=True) as client:
        existing = {a.name: a for a in client.read_automations() if _is_ours(workspace, a)}
        for automation in wanted:
            before = existing.pop(automation.name, None)
            if before is None:
                client.create_automation(automation)
            elif not _does_the_same(before, automation):
                client.update_automation(before.id, automation)
        for unwanted in existing.values():
            client.delete_automation(unwanted.id)


def _is_ours(workspace: Workspace, automation: Automation) -> bool:
    return automation.name.startswith(_prefix(workspace))


def _does_the_same(before: Automation, wanted: AutomationCore) -> bool:
    def behaviour(automation: AutomationCore) -> Any:
        # As Python's own types: what a trigger expects is a set, which JSON puts into any order.
        fields = automation.model_dump(include={"trigger", "actions"})
        fields["trigger"].pop("id", None)
        return fields

    return bool(behaviour(before) == behaviour(wanted))
