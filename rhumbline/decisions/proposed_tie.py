"""The tie rule that would have caught some activities, as a patch to strategy.yaml with its comments kept."""

import difflib
from collections.abc import Sequence

from rhumbline.errors import UserError
from rhumbline.strategy.editing.edits import Add
from rhumbline.strategy.editing.splicing import edit_text
from rhumbline.strategy.file import load, loads
from rhumbline.warehouse.access import open_published
from rhumbline.warehouse.connection import Warehouse
from rhumbline.workspace import Workspace


def propose(workspace: Workspace, activity_ids: Sequence[str], measure: str) -> str:
    """A unified diff of strategy.yaml with one more tie, of the strongest kind all activities share.

    Raises UserError where the measure is not declared or the activities have nothing in common.
    """
    loaded = load(workspace.strategy)
    if not activity_ids:
        raise UserError(
            "There is no activity to propose a tie for.",
            None,
            "Name them, or choose them by a condition with --where.",
        )
    if measure not in loaded.strategy.measures:
        known = ", ".join(loaded.strategy.measures)
        raise UserError(
            f"'{measure}' is not a measure; there are {known}."
            if measure
            else f"A tie needs a measure; there are {known}.",
            str(workspace.strategy),
            "Name one with --measure.",
        )
    with open_published(workspace) as published:
        tie = _shared(published, activity_ids)
    if tie is None:
        raise UserError(
            "These activities share no campaign, link, hashtag, or type of one platform.",
            None,
            "Decide them one by one, or choose fewer.",
        )
    new = edit_text(loaded.text, [Add(("ties",), {"measure": measure, **tie})])
    loads(new, workspace.strategy.name)  # what is proposed must be a strategy
    name = workspace.strategy.name
    return "".join(
        difflib.unified_diff(
            loaded.text.splitlines(keepends=True),
            new.splitlines(keepends=True),
            f"a/{name}",
            f"b/{name}",
        )
    )


def _shared(published: Warehouse, activity_ids: Sequence[str]) -> dict[str, str] | None:
    """What to tie by: the reference that all have, else the type they share on one platform."""
    ids = list(activity_ids)
    references = published.rows(
        """
        select kind, reference
        from core.activity_references
        inner join core.activities using (activity_key)
        where list_contains($1, activity_id) and not is_shortened
        group by kind, reference
        having count(distinct activity_id) = $2
        order by kind = 'link' desc, length(reference) desc, reference
        """,
        ids,
        len(set(ids)),
    )
    campaign = published.one(
        """
        select any_value(campaign)
        from core.activities
        where list_contains($1, activity_id)
        having count(distinct campaign) = 1 and count(campaign) = $2
        """,
        ids,
        len(set(ids)),
    )
    if campaign:
        return {"campaign": campaign}
    if references:
        kind, reference = references[0]
        return {"link": reference.split("?")[0]} if kind == "link" else {"hashtag": reference}
    return _type_of_platform(published, ids)


def _type_of_platform(published: Warehouse, ids: list[str]) -> dict[str, str] | None:
    kinds = published.rows(
        "select distinct platform, type from core.activities where list_contains(?, activity_id)",
        ids,
    )
    if (
        len(kinds) == 1 and kinds[0][1] != "post"
    ):  # every post of a platform would be a blank cheque
        return {"platform": kinds[0][0], "type": kinds[0][1]}
    return None
