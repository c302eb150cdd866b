"""The chain behind one activity: why → goal → measure → tie → evidence → snapshots → file and line."""

from typing import Any

from rich.markup import escape
from rich.tree import Tree

from models.metrics import NAMES
from rhumbline.errors import UserError
from rhumbline.warehouse.connection import Warehouse


def chain(warehouse: Warehouse, activity_id: str) -> dict[str, Any]:
    """Everything stored about one activity, from the strategy down to the lines of the files.

    Raises UserError where no such activity is stored, naming the nearest ids.
    """
    found = _activity(warehouse, activity_id)
    found["traces"] = warehouse.frame(_TRACES, activity_id).to_dicts()
    found["snapshots"] = [
        {key: value for key, value in row.items() if value is not None}
        for row in warehouse.frame(_SNAPSHOTS, activity_id).to_dicts()
    ]
    found["decisions"] = warehouse.frame(
        "from core.decisions where activity_id = ? order by position", activity_id
    ).to_dicts()
    return found


def _activity(warehouse: Warehouse, activity_id: str) -> dict[str, Any]:
    rows = warehouse.frame(_ACTIVITY, activity_id).to_dicts()
    if rows:
        return rows[0]
    near = warehouse.rows(
        "select activity_id from core.activities order by levenshtein(activity_id, ?) limit 3",
        activity_id,
    )
    names = ", ".join(name for (name,) in near)
    raise UserError(
        f"No activity {activity_id} is stored.",
        f"Near it: {names}." if names else None,
        "Ids look like platform:native id; `rhumbline sql failing-posts` lists those that fail.",
    )


_ACTIVITY = """
select
    activities.activity_id,
    activities.platform,
    activities.account,
    activities.type,
    activities.published_at,
    activities.permalink,
    activities.text,
    verdicts.alignment,
    verdicts.reason,
    verdicts.suggested_measure_id,
    verdicts.suggestion,
    verdicts.strategy_version,
    strategies.problem,
    strategies.promise
from core.activities
left join core.verdicts on verdicts.activity_id = activities.activity_id
left join core.strategies on strategies.strategy_version = verdicts.strategy_version
where activities.activity_id = ?
"""

_TRACES = """
select
    traces.rank,
    traces.is_primary,
    traces.goal_id,
    goals.statement,
    traces.segment_id,
    segments.who,
    traces.measure_id,
    measures.stage,
    measures.tier,
    measures.value,
    traces.kind,
    traces.tie_id,
    traces.evidence
from core.traces
left join core.goals using (strategy_version, goal_id)
left join core.segments using (strategy_version, segment_id)
left join core.measures using (strategy_version, measure_id)
where traces.activity_id = ?
order by traces.rank
"""

_SNAPSHOTS = """
select observations.*, exports.name as file
from core.observations
inner join core.exports using (export_id)
where observations.activity_id = ?
order by observations.observed_at, observations.export_id
"""


def tree(found: dict[str, Any]) -> Tree:
    """The chain as a tree for a terminal."""
    root = Tree(f"[bold]{escape(found['activity_id'])}[/] {found['alignment'] or 'not judged yet'}")
    root.add(escape(f"{found['published_at'] or 'undated'}  {found['permalink'] or ''}"))
    root.add(escape(" ".join((found["text"] or "").split())[:300] or "(no text)"))
    if found["reason"]:
        root.add(escape(found["reason"]))
    if found["problem"]:
        why = root.add(f"why: {escape(found['problem'])}")
        for trace in found["traces"]:
            _add_trace(why, trace)
        if found["suggestion"] and not found["traces"]:
            why.add(
                escape(f"nearest measure: {found['suggested_measure_id']}. {found['suggestion']}")
            )
    for decision in found["decisions"]:
        root.add(
            escape(f"{decision['decided_by']}: {decision['action']} {decision['reason'] or ''}")
        )
    count = len(found["snapshots"])
    snapshots = root.add(f"{count} snapshot{'s' * (count != 1)}")
    for snapshot in found["snapshots"]:
        figures = ", ".join(f"{n} {snapshot[n]:,.0f}" for n in NAMES if n in snapshot)
        place = f"{snapshot['file']}:{snapshot.get('line', '?')}"
        snapshots.add(escape(f"{snapshot['observed_at']:%Y-%m-%d %H:%M} UTC  {place}  {figures}"))
    return root


def _add_trace(why: Tree, trace: dict[str, Any]) -> None:
    mark = "primary" if trace["is_primary"] else "also"
    goal = why.add(escape(f"goal {trace['goal_id']}: {trace['statement']}"))
    segment = goal.add(escape(f"for {trace['segment_id']}: {trace['who']}"))
    measure = segment.add(
        escape(
            f"measure {trace['measure_id']} ({mark}, {trace['stage']}, {trace['tier']}): {trace['value']}"
        )
    )
    measure.add(escape(f"tie {trace['tie_id']}")).add(escape(f"evidence: {trace['evidence']}"))
