"""Strategy versions in force: archived as text, and stored in core for judging and for people's SQL."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import polars as pl

from models.strategy import Strategy
from rhumbline.archive.content import keep_text
from rhumbline.archive.journal import StrategyAdopted, append_to_journal, read_journal
from rhumbline.strategy.file import Change, Loaded, change, load, loads
from rhumbline.warehouse.connection import Warehouse
from rhumbline.workspace import Workspace


@dataclass(frozen=True)
class Version:
    """A strategy version that judges: its name is the day it comes into force."""

    loaded: Loaded
    sha256: str

    @property
    def strategy(self) -> Strategy:
        """The strategy as that version declares it."""
        return self.loaded.strategy

    @property
    def name(self) -> str:
        """`strategy_version` in SQL: in_force_from as text."""
        return self.strategy.in_force_from.isoformat()


def adopt_strategy(workspace: Workspace) -> tuple[Version, ...]:
    """Read strategy.yaml, keep it in the archive where it changed, and return all versions in force.

    Ordered by in_force_from; the same date with other content replaces that version in judging.
    Raises BadStrategy for a file that cannot be read or whose date lies before the last version's.
    """
    current = load(workspace.strategy)
    stored = archived_versions(workspace)
    relation = change([version.loaded.version for version in stored], current.version)
    if relation is not Change.UNCHANGED or not stored:
        sha256 = keep_text(workspace, workspace.strategy.read_bytes(), ".yaml")
        append_to_journal(workspace, StrategyAdopted(sha256, current.strategy.in_force_from))
    return archived_versions(workspace)


def archived_versions(workspace: Workspace) -> tuple[Version, ...]:
    """The versions in force as the archive has them, a correction in place of what it corrects."""
    return tuple(
        Version(loads((workspace.archive / f"{sha}.yaml").read_bytes()), sha)
        for _, sha in sorted(read_journal(workspace).strategies.items())
    )


def store_versions(warehouse: Warehouse, versions: Sequence[Version]) -> None:
    """Replace core.strategies, goals, segments, measures and ties by these versions."""
    ends = [v.strategy.in_force_from - timedelta(days=1) for v in versions[1:]] + [None]
    with warehouse.transaction():
        warehouse.replace("core.strategies", _strategies(versions, ends))
        warehouse.replace("core.goals", _rows(versions, _goals))
        warehouse.replace("core.segments", _rows(versions, _segments))
        warehouse.replace("core.measures", _rows(versions, _measures))
        warehouse.replace("core.ties", _rows(versions, _ties))


Rows = list[dict[str, object]]


def _strategies(versions: Sequence[Version], ends: Sequence[date | None]) -> pl.DataFrame:
    return pl.DataFrame(
        [
            {
                "strategy_version": version.name,
                "in_force_from": version.strategy.in_force_from,
                "in_force_until": end,
                "organisation": version.strategy.organisation,
                "timezone": version.strategy.timezone,
                "problem": version.strategy.why.problem,
                "promise": version.strategy.why.promise,
                "fingerprint": version.sha256,
                "text": version.loaded.text,
            }
            for version, end in zip(versions, ends, strict=True)
        ],
        schema_overrides={"in_force_until": pl.Date()},
        infer_schema_length=None,
    )


def _rows(versions: Sequence[Version], rows_of: Callable[[Strategy], Rows]) -> pl.DataFrame:
    rows = [
        {"strategy_version": version.name} | row | {"position": position}
        for version in versions
        for position, row in enumerate(rows_of(version.strategy), 1)
    ]
    return pl.DataFrame(rows, infer_schema_length=None)


def _goals(strategy: Strategy) -> Rows:
    return [
        {"goal_id": goal_id, "statement": goal.statement, "why": goal.why}
        for goal_id, goal in strategy.goals.items()
    ]


def _segments(strategy: Strategy) -> Rows:
    return [
        {
            "segment_id": segment_id,
            "who": segment.who,
            "interests": list(segment.interests),
            "listens_at": list(segment.listens_at),
            "audience": json.dumps({k: list(v) for k, v in segment.audience.items()}),
        }
        for segment_id, segment in strategy.segments.items()
    ]


def _measures(strategy: Strategy) -> Rows:
    return [
        {
            "measure_id": measure_id,
            "goal_id": measure.goal,
            "segment_id": measure.segment,
            "stage": str(measure.stage),
            "tier": str(measure.tier),
            "value": measure.value,
            "baseline": measure.baseline,
            "target": measure.target,
            "due_on": measure.by,
            "direction": str(measure.direction),
            "fingerprint": strategy.fingerprint(measure_id),
        }
        for measure_id, measure in strategy.measures.items()
    ]


def _ties(strategy: Strategy) -> Rows:
    return [
        {
            "tie_id": tie.tie_id,
            "measure_id": tie.measure,
            "kind": str(tie.kind),
            "strength": tie.kind.strength,
            "pattern": tie.pattern,
            "platform": tie.platform,
            "account": tie.account,
            "type": tie.type,
            "from_date": tie.from_,
            "until_date": tie.until,
        }
        for tie in strategy.ties
    ]
