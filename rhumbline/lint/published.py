"""What lint can learn from past nights: which ties matched, and how many links are shortened."""

from rhumbline.lint.finding import Evidence, LinkCounts
from rhumbline.warehouse.access import open_published
from rhumbline.workspace import Workspace


def published_evidence(workspace: Workspace) -> Evidence:
    """The ties that matched and the links per platform, as published; empty before a first night."""
    if not workspace.published.is_file():
        return Evidence()
    with open_published(workspace) as published:
        ties = {tie for (tie,) in published.rows(_MATCHED_TIES)}
        links = published.rows(_LINKS)
    return Evidence(ties, {platform: LinkCounts(*counts) for platform, *counts in links})


_MATCHED_TIES = """
select tie_id
from core.traces
union
select unnest(also_tied_by)
from core.traces
"""
_LINKS = """
select
    activities.platform,
    count_if(not activity_references.is_shortened),
    count_if(activity_references.is_shortened)
from core.activity_references
inner join core.activities using (activity_key)
where activity_references.kind = 'link'
group by activities.platform
"""
