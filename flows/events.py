"""The events of a night, each with resources to filter the event feed by."""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from prefect.events import emit_event

from models.strategy import Strategy
from rhumbline.ingest.exports import Read
from rhumbline.ingest.overdue import MissingExport
from rhumbline.reports.event_payloads import (
    activity_payload,
    alignment_payload,
    file_payload,
    measure_payload,
    missing_export_payload,
)
from rhumbline.reports.verdict import Verdict
from rhumbline.reports.verdict_rows import FailingActivity, MeasureStanding, VerdictRows
from rhumbline.strategy.file import load
from rhumbline.workspace import Workspace

ARRIVED: Final = "rhumbline.export.arrived"
FAILED: Final = "rhumbline.alignment.failed"
MISSING: Final = "rhumbline.export.expected.missing"
WORKSPACE: Final = "rhumbline.workspace"
"""The label by which every event names its workspace."""
_ACTIVITIES: Final = 50  # events of single activities a night; the artifact lists more
_RELATED: Final = 50  # a server refuses an event with more than a hundred

Resource = dict[str, str]


def emit_verdict_events(
    workspace: Workspace, verdict: Verdict, rows: VerdictRows, statuses_before: dict[str, str]
) -> None:
    """Emit all events of a night: files, the alignment, activities, measures, missing exports."""
    root = organisation(workspace, load(workspace.strategy).strategy)
    for read in verdict.read:
        _emit_file(workspace, root, read)
    _emit_alignment(root, verdict, rows.failing)
    for activity in rows.failing[:_ACTIVITIES]:
        _emit_activity(workspace, root, activity)
    for measure in rows.measures:
        if measure.status != statuses_before.get(measure.measure_id):
            _emit_measure(workspace, root, measure)
    for missing in verdict.missing_exports:
        _emit_missing_export(workspace, root, missing)


def emit_arrival(workspace: Workspace, strategy: Strategy, names: Iterable[str]) -> None:
    """Emit that exports lie in inbox/: a hint, for the run it starts looks itself."""
    files = sorted(names)
    emit_event(
        ARRIVED,
        _resource(workspace, "inbox", slug(strategy.organisation), "inbox"),
        related=_related(
            organisation(workspace, strategy),
            *(_resource(workspace, "file", name, name) | {_ROLE: "file"} for name in files),
        ),
        payload={"files": files, "count": len(files)},
    )


def organisation(workspace: Workspace, strategy: Strategy) -> Resource:
    """The resource that every event of a workspace is related to."""
    name = strategy.organisation
    return _resource(workspace, "organisation", slug(name), name) | {_ROLE: "organisation"}


def slug(name: str) -> str:
    """A name as part of a resource id."""
    return re.sub(r"\W+", "-", name.lower()).strip("-") or "organisation"


_ROLE: Final = "prefect.resource.role"


def _resource(workspace: Workspace, kind: str, native_id: str, name: str) -> Resource:
    return {
        "prefect.resource.id": f"rhumbline.{kind}.{native_id}",
        "prefect.resource.name": name,
        WORKSPACE: str(workspace.root),
    }


def _related(*resources: Resource) -> list[Resource]:
    return list(resources)[:_RELATED]


def _emit_file(workspace: Workspace, root: Resource, read: Read) -> None:
    result = "read" if read.status == "read" else "rejected"
    known = {"platform": read.platform, "kind": read.kind, "account": read.account}
    labels = {f"rhumbline.{key}": value for key, value in known.items() if value}
    emit_event(
        f"rhumbline.export.{result}",
        _resource(workspace, "export", read.export_id, read.name) | labels,
        related=_related(root),
        payload=file_payload(read),
    )


def _emit_alignment(root: Resource, verdict: Verdict, failing: tuple[FailingActivity, ...]) -> None:
    activities = (_activity(root[WORKSPACE], each) | {_ROLE: "activity"} for each in failing)
    emit_event(
        FAILED if verdict.alignment else "rhumbline.alignment.passed",
        {key: value for key, value in root.items() if key != _ROLE},
        related=_related(*activities),
        payload=alignment_payload(verdict),
    )


def _activity(root: str, activity: FailingActivity) -> Resource:
    return {
        "prefect.resource.id": f"rhumbline.activity.{activity.activity_id}",
        "prefect.resource.name": activity.activity_id,
        "rhumbline.platform": activity.platform,
        "rhumbline.alignment": activity.alignment,
        WORKSPACE: root,
    }


def _emit_activity(workspace: Workspace, root: Resource, activity: FailingActivity) -> None:
    near = activity.suggested_measure_id
    measures = [_resource(workspace, "measure", near, near) | {_ROLE: "nearest"}] if near else []
    emit_event(
        "rhumbline.activity.untraceable",
        _activity(str(workspace.root), activity),
        related=_related(root, *measures),
        payload=activity_payload(activity),
    )


_STATUS_EVENTS: Final = {
    "reached": "reached",
    "adrift": "stalled",
}  # status → its event's last word


def _emit_measure(workspace: Workspace, root: Resource, measure: MeasureStanding) -> None:
    """Emit that a measure was reached or went out of reach; nothing for any other status."""
    if measure.status not in _STATUS_EVENTS:
        return
    measure_id = measure.measure_id
    emit_event(
        f"rhumbline.measure.{_STATUS_EVENTS[measure.status]}",
        _resource(workspace, "measure", measure_id, measure_id),
        related=_related(root, *_goal_and_segment(workspace, measure)),
        payload=measure_payload(measure),
    )


def _goal_and_segment(workspace: Workspace, measure: MeasureStanding) -> Iterator[Resource]:
    for kind, name in (("goal", measure.goal_id), ("segment", measure.segment_id)):
        yield _resource(workspace, kind, name, name) | {_ROLE: kind}


def _emit_missing_export(workspace: Workspace, root: Resource, missing: MissingExport) -> None:
    emit_event(
        MISSING,
        _resource(workspace, "platform", missing.platform, missing.platform),
        related=_related(root),
        payload=missing_export_payload(missing),
    )
