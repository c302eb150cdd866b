"""The tie that would trace most of some activities, as a patch to strategy.yaml with its comments kept."""

import difflib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from rhumbline.errors import UserError
from rhumbline.strategy.editing.edits import Add
from rhumbline.strategy.editing.splicing import edit_text
from rhumbline.strategy.file import load, loads
from rhumbline.warehouse.access import open_published
from rhumbline.warehouse.connection import Warehouse
from rhumbline.workspace import Workspace


@dataclass(frozen=True)
class ProposedTie:
    """One more tie for strategy.yaml, as a patch, and how many of the activities it would trace."""

    patch: str
    traces: int
    of: int


class _Candidate(NamedTuple):
    """What to tie by, and the activities that it would trace."""

    tie: dict[str, str]
    ids: list[str]


def propose(
    workspace: Workspace, activity_ids: Sequence[str] = (), measure: str | None = None
) -> ProposedTie:
    """The tie that would trace most of the activities: of a campaign, a link or a hashtag.

    Without ids it looks at all that fail by the version in force; without a measure it takes the one
    nearest to most of what it traces. Raises UserError, naming all that is missing at once, where the
    measure is not known or the activities have nothing in common.
    """
    loaded = load(workspace.strategy)
    with open_published(workspace) as published:
        ids = list(dict.fromkeys(activity_ids)) or _failing(published)
        best = _best(published, ids)
        serves = measure or (_nearest(published, best) if best else None)
    missing = list(_missing(ids, best, serves, list(loaded.strategy.measures)))
    if missing or best is None or serves is None:
        raise UserError(
            "\n".join(what for what, _ in missing), None, " ".join(todo for _, todo in missing)
        )
    new = edit_text(loaded.text, [Add(("ties",), {"measure": serves, **best.tie})])
    loads(new, workspace.strategy.name)  # what is proposed must be a strategy
    return ProposedTie(_diff(workspace.strategy.name, loaded.text, new), len(best.ids), len(ids))


def _missing(
    ids: Sequence[str], best: _Candidate | None, measure: str | None, known: Sequence[str]
) -> list[tuple[str, str]]:
    """What keeps a tie from being proposed, each with what to do about it."""
    missing = []
    if not ids:
        missing.append(("No activity fails.", "Name activities, or choose them with --where."))
    elif best is None:
        what = "These activities share no campaign, link, hashtag, or type of one platform."
        missing.append((what, "Decide them one by one, or choose others."))
    if measure not in known and (measure or best):
        what = f"'{measure}' is not a measure" if measure else "No measure is near to these"
        missing.append((f"{what}; there are {', '.join(known)}.", "Name one with --measure."))
    return missing


def _failing(published: Warehouse) -> list[str]:
    """The activities that fail by the version in force: a tie of today cures no others."""
    rows = published.rows(
        """
        select activity_id
        from core.verdicts
        where
            alignment in ('untraceable', 'orphaned')
            and strategy_version = (select max(strategy_version) from core.strategies)
        order by activity_id
        """
    )
    return [activity_id for (activity_id,) in rows]


def _best(published: Warehouse, ids: list[str]) -> _Candidate | None:
    """What most of the activities name, the strongest kind first; else the type that all share."""
    rows = published.rows(_NAMED, ids)
    if rows:
        kind, name, named_by = rows[0]
        return _Candidate({kind: name}, named_by)
    shared = _type_of_platform(published, ids)
    return _Candidate(shared, ids) if shared else None


_NAMED: Final = """
    with chosen as (
        select activity_key, activity_id, campaign
        from core.activities
        where list_contains($1, activity_id)
    ),

    named as (
        select 'campaign' as kind, campaign as name, activity_id
        from chosen
        where campaign is not null
        union
        select kind, if(kind = 'link', split_part(reference, '?', 1), reference), activity_id
        from core.activity_references
        inner join (select activity_key, activity_id from chosen) using (activity_key)
        where kind in ('link', 'hashtag') and not is_shortened
    )

    select kind, name, list(activity_id order by activity_id)
    from named
    group by kind, name
    order by
        count(*) desc,
        list_position(['campaign', 'link', 'hashtag'], kind),
        length(name) desc,
        name
"""


def _nearest(published: Warehouse, best: _Candidate) -> str | None:
    """The measure that is nearest to most of the activities; None where none is near to any."""
    nearest = published.one(
        "select mode(suggested_measure_id) from core.verdicts where list_contains(?, activity_id)",
        best.ids,
    )
    return nearest if isinstance(nearest, str) else None


def _type_of_platform(published: Warehouse, ids: list[str]) -> dict[str, str] | None:
    """The type that all share on one platform, but for posts: every post would be a blank cheque."""
    kinds = published.rows(
        "select distinct platform, type from core.activities where list_contains(?, activity_id)",
        ids,
    )
    if len(kinds) == 1 and kinds[0][1] != "post":
        return {"platform": kinds[0][0], "type": kinds[0][1]}
    return None


def _diff(name: str, before: str, after: str) -> str:
    """A unified diff that `patch -p1` applies."""
    return "".join(
        difflib.unified_diff(
            before.splitlines(keepends=True),
            after.splitlines(keepends=True),
            f"a/{name}",
            f"b/{name}",
        )
    )
