"""The chain behind one activity: why, goal, measure, tie, evidence, snapshots, file and line."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from rich.markup import escape
from rich.tree import Tree

from models.metrics import NAMES
from rhumbline.errors import UserError
from rhumbline.warehouse.connection import Warehouse


def read_chain(warehouse: Warehouse, activity_id: str) -> dict[str, Any]:
    """Read everything stored about one activity, from the strategy down to the lines of the files.

    Raises UserError where no such activity is stored, naming similar ids.
    """
    chain = _activity(warehouse, activity_id)
    chain["traces"] = warehouse.frame(_TRACES, activity_id).to_dicts()
    chain["snapshots"] = [
        {key: value for key, value in row.items() if value is not None}
        for row in warehouse.frame(_SNAPSHOTS, activity_id).to_dicts()
    ]
    chain["periods"] = warehouse.frame(_PERIODS, activity_id).to_dicts()
    chain["decisions"] = warehouse.frame(
        "from core.decisions where activity_id = ? order by position", activity_id
    ).to_dicts()
    return chain


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
        f"Similar ids: {names}." if names else None,
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
    strategies.promise,
    (select max_by(timezone, in_force_from) from core.strategies) as timezone
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
    measures.goal as statement,
    traces.segment_id,
    measures.segment as who,
    traces.measure_id,
    measures.stage,
    measures.tier,
    measures.value,
    traces.kind,
    traces.tie_id,
    traces.evidence
from core.traces
left join marts.strategy_measures as measures using (strategy_version, measure_id)
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

_PERIODS = """
select
    exports.name as file,
    campaign_periods.line,
    campaign_periods.period_from,
    campaign_periods.period_until,
    campaign_periods.remark
from core.campaign_periods
inner join core.exports using (export_id)
where campaign_periods.activity_id = ?
order by campaign_periods.period_from, campaign_periods.period_until, campaign_periods.observed_at
"""


def render_tree(chain: dict[str, Any]) -> Tree:
    """The chain as a tree for a terminal."""
    root = Tree(f"[bold]{escape(chain['activity_id'])}[/] {chain['alignment'] or 'not judged yet'}")
    published = _local(chain["published_at"], chain["timezone"]) or "undated"
    root.add(escape(f"{published}  {chain['permalink'] or ''}"))
    root.add(escape(" ".join((chain["text"] or "").split())[:300] or "(no text)"))
    if chain["reason"]:
        root.add(escape(chain["reason"]))
    if chain["problem"]:
        why = root.add(f"why: {escape(chain['problem'])}")
        for trace in chain["traces"]:
            _add_trace(why, trace)
        if chain["suggestion"] and not chain["traces"]:
            why.add(
                escape(f"nearest measure: {chain['suggested_measure_id']}. {chain['suggestion']}")
            )
    for decision in chain["decisions"]:
        root.add(
            escape(f"{decision['decided_by']}: {decision['action']} {decision['reason'] or ''}")
        )
    count = len(chain["snapshots"])
    snapshots = root.add(f"{count} snapshot{'s' * (count != 1)}")
    for snapshot in chain["snapshots"]:
        figures = ", ".join(f"{n} {snapshot[n]:,.0f}" for n in NAMES if n in snapshot)
        place = f"{snapshot['file']}:{snapshot.get('line', '?')}"
        observed = _local(snapshot["observed_at"], chain["timezone"])
        snapshots.add(escape(f"{observed}  {place}  {figures}"))
    for period in chain["periods"]:
        days = f"{period['period_from']} to {period['period_until']}"
        counts = period["remark"] or "It counts."
        snapshots.add(escape(f"{days}  {period['file']}:{period['line']}  {counts}"))
    return root


def _local(moment: datetime | None, timezone: str | None) -> str | None:
    """A moment to the minute in the organisation's time zone, and which zone that is."""
    if moment is None:
        return None
    local = moment.astimezone(ZoneInfo(timezone or "UTC"))
    return f"{local:%Y-%m-%d %H:%M} {timezone or 'UTC'}"


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
