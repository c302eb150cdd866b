"""Lines of `ties:` that would cure failing posts: proposed from what they share, added, and taken out."""

from dataclasses import dataclass
from typing import Any, Final
from zoneinfo import ZoneInfo

from rhumbline.errors import UserError
from rhumbline.strategy.editing.edits import Add, Remove
from rhumbline.strategy.editing.file import StrategyText, read_strategy_text, save_strategy
from rhumbline.strategy.editing.writing import write_inline
from rhumbline.warehouse.connection import Warehouse
from rhumbline.workbench.post_filter import FROM_POSTS, PostFilter
from rhumbline.workspace import Workspace

_LEAST: Final = 2  # posts; for one alone a decision is shorter
_BROAD: Final = 1 / 3  # share of all judged posts beyond which a tie says too little


@dataclass(frozen=True)
class TieProposal:
    """A line of `ties:`, without its measure, and what it would cure."""

    kind: str  # campaign, label, link or hashtag
    value: str
    cures: int  # failing posts that have it
    is_broad: bool  # whether they are over a third of all judged posts
    measure_id: str | None  # the measure that most of them are nearest to

    @property
    def line(self) -> str:
        """The tie as it would stand in strategy.yaml, but for its measure."""
        return write_inline({self.kind: self.value})


def propose_ties(
    published: Warehouse, narrowed: PostFilter, zone: ZoneInfo, shown: int = 3
) -> list[TieProposal]:
    """What most failing posts of a filter share: campaigns, labels, links and hashtags, never a type.

    Each cures at least two posts; counted are all failing posts that have it, in the filter or not.
    """
    where, given = narrowed.narrowed(state="failing").condition(zone)
    rows = published.rows(_SHARED.format(where=where), *given, _LEAST, shown)
    judged = published.one(_JUDGED) or 1
    return [
        TieProposal(kind, value, cures, cures > judged * _BROAD, measure)
        for kind, value, cures, measure in rows
    ]


def add_tie(workspace: Workspace, tie: dict[str, str]) -> None:
    """Add a tie to strategy.yaml after its last; all else stays as it was.

    Raises UserError where the tie stands there already, or where it makes no strategy.
    """
    before = read_strategy_text(workspace)
    if tie in _ties(before):
        raise UserError(
            "strategy.yaml has this tie already.", write_inline(tie), "Run a night to judge by it."
        )
    save_strategy(workspace, before.edited([Add(("ties",), tie)]), before.digest)


def drop_tie(workspace: Workspace, tie: dict[str, str]) -> None:
    """Take a tie that `add_tie` added out of strategy.yaml.

    Raises UserError where it does not stand there any more as it was added.
    """
    before = read_strategy_text(workspace)
    ties = _ties(before)
    if tie not in ties:
        raise UserError(
            "strategy.yaml does not have this tie any more as it was added.",
            write_inline(tie),
            "Look at what stands there now.",
        )
    last = len(ties) - 1 - ties[::-1].index(tie)
    save_strategy(workspace, before.edited([Remove(("ties", last))]), before.digest)


def _ties(strategy: StrategyText) -> list[Any]:
    data = strategy.loaded().document.data
    return list(data.get("ties") or [])


_JUDGED: Final = "select count(*) from core.verdicts where alignment <> 'predates_strategy'"
_SHARED: Final = f"""
with failing as (
    select
        verdicts.activity_key,
        verdicts.suggested_measure_id,
        activities.campaign,
        activities.labels
    {FROM_POSTS}
    where verdicts.alignment in ('untraceable', 'orphaned')
),

chosen as (
    select verdicts.activity_key
    {FROM_POSTS}
    where {{where}}
),

shared as (
    select
        activity_key,
        'campaign' as kind,
        campaign as value
    from failing
    where campaign is not null
    union all
    select
        activity_key,
        'label' as kind,
        unnest(labels) as value
    from failing
    union all
    select distinct
        activity_key,
        kind,
        split_part(reference, '?', 1) as value
    from core.activity_references
    semi join failing using (activity_key)
    where not is_shortened and not regexp_matches(reference, '^#\\d+$')
)

select
    shared.kind,
    shared.value,
    count(distinct shared.activity_key) as cures,
    mode(failing.suggested_measure_id) as measure_id
from shared
inner join failing on shared.activity_key = failing.activity_key
where
    (shared.kind, shared.value) in (
        select (kind, value) from shared semi join chosen using (activity_key)
    )
    and shared.kind in ('campaign', 'label', 'link', 'hashtag')
group by shared.kind, shared.value
having count(distinct shared.activity_key) >= ?
order by cures desc, shared.kind, shared.value
limit ?
"""  # noqa: S608 - names of ours; what people write are parameters
