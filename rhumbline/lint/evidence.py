"""What lint can learn from a workspace: past nights, as published, and its own formats."""

from contextlib import suppress

from rhumbline.errors import UserError
from rhumbline.formats import load_formats
from rhumbline.formats.reader import DeclaredReader
from rhumbline.lint.finding import Evidence, LinkCounts
from rhumbline.warehouse.access import open_published
from rhumbline.workspace import Workspace


def gather_evidence(workspace: Workspace) -> Evidence:
    """Which ties matched, how many links are shortened, and which platforms are read here.

    Before a first night nothing is known of ties and links.
    """
    declared = _declared_platforms(workspace)
    if not workspace.published.is_file():
        return Evidence(platforms=declared)
    with open_published(workspace) as published:
        ties = {tie for (tie,) in published.rows(_MATCHED_TIES)}
        links = {name: LinkCounts(*counts) for name, *counts in published.rows(_LINKS)}
        stored = {platform for (platform,) in published.rows(_PLATFORMS)}
    return Evidence(ties, links, declared | stored)


def _declared_platforms(workspace: Workspace) -> set[str]:
    """The platforms that files in formats/ read."""
    if not workspace.formats.is_dir():
        return set()
    platforms: set[str] = set()
    with suppress(UserError):  # the next night says what is wrong in formats/, with the line
        for reader in load_formats(workspace.formats):
            platforms.add(reader.platform)
            if isinstance(reader, DeclaredReader) and reader.spec.network:
                platforms.update(reader.spec.network.values.values())
    return platforms


_PLATFORMS = "select distinct platform from core.activities"
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
