"""The events of a night, each with resources that the event feed can be filtered by."""

import re
from collections.abc import Iterable, Iterator
from typing import Any, Final

from prefect.events import emit_event

from models.strategy import Strategy
from rhumbline.ingest.exports import Read
from rhumbline.reports.details import Details, Failing, Standing
from rhumbline.reports.verdict import Verdict
from rhumbline.strategy.file import load
from rhumbline.workspace import Workspace

ARRIVED: Final = "rhumbline.export.arrived"
FAILED: Final = "rhumbline.alignment.failed"
MISSING: Final = "rhumbline.export.expected.missing"
WORKSPACE: Final = "rhumbline.workspace"
"""The label by which every event says which workspace it is about."""
_ACTIVITIES_TOLD: Final = 50  # events of single activities a night; the artifact lists more
_RELATED: Final = 50  # a server refuses an event with more than a hundred

Resource = dict[str, str]


def emit_of(
    workspace: Workspace, verdict: Verdict, details: Details, before: dict[str, str]
) -> None:
    """Emit everything a night has to tell."""
    strategy = load(workspace.strategy).strategy
    root = organisation(workspace, strategy)
    for read in verdict.read:
        _emit_read(workspace, root, read)
    _emit_alignment(root, verdict, details.failing)
    for failing in details.failing[:_ACTIVITIES_TOLD]:
        _emit_activity(workspace, root, failing)
    for standing in details.standings:
        _emit_measure(workspace, root, standing, before.get(standing.measure_id))
    for missing in verdict.missing_exports:
        emit_event(
            MISSING,
            _resource(workspace, "platform", missing.platform, missing.platform),
            related=_related(root),
            payload={
                "platform": missing.platform,
                "every_days": missing.every_days,
                "last": missing.last.isoformat() if missing.last else None,
                "message": str(missing),
            },
        )


def emit_arrival(workspace: Workspace, strategy: Strategy, names: Iterable[str]) -> None:
    """Say that exports lie ready in inbox/: a nudge, for the run looks for itself."""
    files = sorted(names)
    inbox = _resource(workspace, "inbox", slug(strategy.organisation), "inbox")
    emit_event(
        ARRIVED,
        inbox,
        related=_related(
            organisation(workspace, strategy),
            *(_resource(workspace, "file", name, name) | {_ROLE: "file"} for name in files),
        ),
        payload={"files": files, "count": len(files)},
    )


def organisation(workspace: Workspace, strategy: Strategy) -> Resource:
    """The resource every event of a workspace is related to."""
    name = strategy.organisation
    return _resource(workspace, "organisation", slug(name), name) | {_ROLE: "organisation"}


def slug(name: str) -> str:
    """A name as part of a resource id."""
    return re.sub(r"\W+", "-", name.lower()).strip("-") or "organisation"


_ROLE: Final = "prefect.resource.role"


def _resource(workspace: Workspace, kind: str, native: str, name: str) -> Resource:
    return {
        "prefect.resource.id": f"rhumbline.{kind}.{native}",
        "prefect.resource.name": name,
        WORKSPACE: str(workspace.root),
    }


def _related(*resources: Resource) -> list[Resource]:
    return list(resources)[:_RELATED]


def _emit_read(workspace: Workspace, root: Resource, read: Read) -> None:
    word = "read" if read.status == "read" else "rejected"
    known = {"platform": read.platform, "kind": read.kind, "account": read.account}
    labels = {f"rhumbline.{key}": value for key, value in known.items() if value}
    payload: dict[str, Any] = {"file": read.name, "rows": read.rows, "rejected": read.rejected}
    emit_event(
        f"rhumbline.export.{word}",
        _resource(workspace, "export", read.export_id, read.name) | labels,
        related=_related(root),
        payload=payload | {key: value for key, value in known.items() if value}
        | ({"reason": read.reason} if read.reason else {}),
    )  # fmt: skip


def _emit_alignment(root: Resource, verdict: Verdict, failing: Iterable[Failing]) -> None:
    activities = (_activity(root[WORKSPACE], each) | {_ROLE: "activity"} for each in failing)
    emit_event(
        FAILED if verdict.alignment else "rhumbline.alignment.passed",
        {key: value for key, value in root.items() if key != _ROLE},
        related=_related(*activities),
        payload={
            "headline": verdict.headline,
            "as_of": verdict.as_of.isoformat(),
            "judged": verdict.judged,
            "failing": verdict.failing,
            "alignments": verdict.counts,
            "published": verdict.published,
        },
    )


def _activity(root: str, each: Failing) -> Resource:
    return {
        "prefect.resource.id": f"rhumbline.activity.{each.activity_id}",
        "prefect.resource.name": each.activity_id,
        "rhumbline.platform": each.platform,
        "rhumbline.alignment": each.alignment,
        WORKSPACE: root,
    }


def _emit_activity(workspace: Workspace, root: Resource, each: Failing) -> None:
    near = each.suggested_measure_id
    measures = [_resource(workspace, "measure", near, near) | {_ROLE: "nearest"}] if near else []
    emit_event(
        "rhumbline.activity.untraceable",
        _activity(str(workspace.root), each),
        related=_related(root, *measures),
        payload={
            "reason": each.reason,
            "alignment": each.alignment,
            "permalink": each.permalink,
            "suggested_measure": near,
        },
    )


_TURNS: Final = {"reached": "reached", "adrift": "stalled"}  # status → the word of its event


def _emit_measure(
    workspace: Workspace, root: Resource, standing: Standing, before: str | None
) -> None:
    """Tell of a measure that was reached this night, or whose target went out of reach."""
    if standing.status == before or standing.status not in _TURNS:
        return
    measure = standing.measure_id
    emit_event(
        f"rhumbline.measure.{_TURNS[standing.status]}",
        _resource(workspace, "measure", measure, measure),
        related=_related(root, *_meant_by(workspace, standing)),
        payload={
            "value": standing.value,
            "target": standing.target,
            "progress": standing.progress,
            "by": standing.by.isoformat() if standing.by else None,
        },
    )


def _meant_by(workspace: Workspace, standing: Standing) -> Iterator[Resource]:
    for kind, name in (("goal", standing.goal_id), ("segment", standing.segment_id)):
        yield _resource(workspace, kind, name, name) | {_ROLE: kind}
