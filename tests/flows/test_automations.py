"""Automations are made once, and changed only where they would do something else."""

from uuid import uuid4

import pytest
from prefect.events.schemas.automations import Automation, AutomationCore

from flows.automations import _does_the_same, automations
from rhumbline.strategy.file import load
from rhumbline.workspace import Workspace
from tests.flows.served import STRATEGY


@pytest.fixture
def wanted(tmp_path_factory: pytest.TempPathFactory) -> list[AutomationCore]:
    """Return what `notify` asks for."""
    workspace = Workspace(tmp_path_factory.mktemp("workspace"))
    workspace.strategy.write_text(STRATEGY, encoding="utf-8")
    return automations(workspace, load(workspace.strategy).strategy, uuid4(), uuid4())


def test_an_automation_that_a_server_gives_back_is_the_same_in_whatever_order_it_lists_events(
    wanted: list[AutomationCore],
) -> None:
    body = wanted[0].model_dump(mode="json")
    events = [
        f"event.{number}" for number in range(60)
    ]  # so many that a set's order depends on theirs
    for listed in (events, events[::-1], events[30:] + events[:30]):
        trigger = body["trigger"] | {"expect": listed}
        given = Automation.model_validate(body | {"id": str(uuid4()), "trigger": trigger})
        asked = AutomationCore.model_validate(
            body | {"trigger": body["trigger"] | {"expect": events}}
        )
        assert _does_the_same(given, asked)


def test_each_automation_is_the_same_as_its_own_copy(wanted: list[AutomationCore]) -> None:
    for automation in wanted:
        body = automation.model_dump(mode="json") | {"id": str(uuid4())}
        assert _does_the_same(Automation.model_validate(body), automation)


def test_another_event_or_another_block_is_a_change(wanted: list[AutomationCore]) -> None:
    body = wanted[0].model_dump(mode="json") | {"id": str(uuid4())}
    other_event = Automation.model_validate(
        body | {"trigger": body["trigger"] | {"expect": ["another.event"]}}
    )
    assert not _does_the_same(other_event, wanted[0])
    (action,) = body["actions"]
    other_block = Automation.model_validate(
        body | {"actions": [action | {"block_document_id": str(uuid4())}]}
    )
    assert not _does_the_same(other_block, wanted[0])
