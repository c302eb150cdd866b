"""A post that is not published yet: what would tie it to its measure, and how it would be judged."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Final

import polars as pl

from models.strategy import Strategy, Tie, TieKind, plain
from rhumbline.alignment import AlignmentInputs, judge_batch
from rhumbline.archive.own_rows import append_rows
from rhumbline.errors import UserError
from rhumbline.links.near_names import near_miss
from rhumbline.links.tagged_link import tag_link
from rhumbline.strategy.file import Loaded, load
from rhumbline.strategy.versions import Version
from rhumbline.warehouse.access import open_published
from rhumbline.workspace import Workspace

_PLAN: Final = ("date", "platform", "text", "link", "measure")
_CAMPAIGNS: Final = """
    select distinct campaign
    from core.activities
    where campaign is not null
    union
    select distinct regexp_extract(reference, '[?&]utm_campaign=([^&#]+)', 1)
    from core.activity_references
    where kind = 'link' and contains(reference, 'utm_campaign=')
    order by 1
"""


@dataclass(frozen=True)
class Draft:
    """What a person wants to post, and for which measure."""

    measure: str
    platform: str
    day: date
    text: str = ""
    link: str = ""
    campaign: str = ""
    label: str = ""
    type: str = "post"


@dataclass(frozen=True)
class Sign:
    """Something that ties a post to the measure: what it is, and how to put it into the post."""

    kind: TieKind
    pattern: str
    how: str


@dataclass(frozen=True)
class ReadyPost:
    """A draft with its tagged link and the verdict that it would get."""

    draft: Draft
    text: str  # what to post, the tagged link included
    link: str  # the tagged link; empty where there is none
    alignment: str
    measure: str | None
    reason: str
    is_tied: bool  # it would count for the measure it is made for


def signs_of(strategy: Strategy, measure: str, platform: str, day: date) -> list[Sign]:
    """What the strategy ties to a measure for a post on a platform on a day, strongest first."""
    ties = [tie for tie in strategy.ties_of(measure) if _applies(tie, platform, day)]
    ties.sort(key=lambda tie: -tie.kind.strength)
    return [Sign(tie.kind, _written(tie), _HOW[tie.kind]) for tie in ties if tie.kind in _HOW]


_HOW: Final = {
    TieKind.CAMPAIGN: "Take it as the campaign of your link.",
    TieKind.LABEL: "Set it as a label in your publishing tool.",
    TieKind.LINK: "Link to this page.",
    TieKind.MENTION: "Mention it in the text.",
    TieKind.HASHTAG: "Put it into the text.",
    TieKind.PHRASE: "Write these words into the text.",
}


def _applies(tie: Tie, platform: str, day: date) -> bool:
    is_there = tie.platform_id in (None, platform)
    return is_there and (tie.from_ or day) <= day <= (tie.until or day) and not tie.account


def _written(tie: Tie) -> str:
    return str(getattr(tie, tie.kind))


def compose(workspace: Workspace, draft: Draft) -> ReadyPost:
    """The post with its tagged link, judged by the strategy as the file says it now.

    Raises UserError for a measure that is not declared, a link or a campaign that cannot be used,
    and a campaign that is most likely meant to be another one.
    """
    loaded = load(workspace.strategy)
    strategy = loaded.strategy
    if draft.measure not in strategy.measures:
        raise UserError(
            f"“{draft.measure}” is not a measure of the strategy.",
            None,
            f"There are {', '.join(strategy.measures)}.",
        )
    link = _link(workspace, strategy, draft)
    text = " ".join(part for part in (draft.text.strip(), link) if part)
    return _judged(loaded, draft, text, link)


def _link(workspace: Workspace, strategy: Strategy, draft: Draft) -> str:
    campaign = draft.campaign.strip()
    if campaign and not draft.link.strip():
        raise UserError(
            "A campaign needs a link that carries it.", None, "Write the page that you link to."
        )
    if not campaign:
        return draft.link.strip()
    known = known_campaigns(workspace, strategy)
    meant = near_miss(campaign, known)
    if meant:
        raise UserError(
            f"“{campaign}” is nearly “{meant}”, which there is already.",
            None,
            f"Take {meant}, or choose a name that nobody mixes up with it.",
        )
    same = next((each for each in known if plain(each) == plain(campaign)), campaign)
    return tag_link(strategy, draft.link.strip(), draft.platform, same)


def known_campaigns(workspace: Workspace, strategy: Strategy) -> list[str]:
    """The campaigns of the strategy's ties, then those that stored posts name."""
    tied = [str(tie.campaign) for tie in strategy.ties if tie.campaign]
    return list(dict.fromkeys([*tied, *_stored_campaigns(workspace)]))


def _stored_campaigns(workspace: Workspace) -> Iterator[str]:
    if not workspace.published.is_file():
        return
    with open_published(workspace) as published:
        yield from (str(campaign) for (campaign,) in published.rows(_CAMPAIGNS) if campaign)


def _judged(loaded: Loaded, draft: Draft, text: str, link: str) -> ReadyPost:
    """Judge the draft as if it were published at noon of its day; a later strategy begins with it."""
    strategy = loaded.strategy
    begins = min(strategy.in_force_from, draft.day)
    begun = strategy.model_copy(update={"in_force_from": begins})
    version = Version(Loaded(begun, loaded.text, loaded.file, loaded.document), "")
    moment = datetime.combine(draft.day, time(12), strategy.zone).astimezone(UTC)
    activity = pl.DataFrame(
        {
            "activity_key": [1],
            "activity_id": [f"{draft.platform}:next"],
            "platform": [draft.platform],
            "type": [draft.type],
            "published_at": [moment],
            "text": [text],
            "labels": [[draft.label.strip()] if draft.label.strip() else None],
        },
        schema_overrides={
            "published_at": pl.Datetime("us", "UTC"), "labels": pl.List(pl.String()),
        },
    )  # fmt: skip
    inputs = AlignmentInputs.of([version], draft.day)
    (verdict,) = judge_batch(activity, inputs).verdicts.to_dicts()
    is_tied = verdict["alignment"] == "aligned" and verdict["measure_id"] == draft.measure
    return ReadyPost(
        draft, text, link, verdict["alignment"], verdict["measure_id"], verdict["reason"], is_tied
    )


def write_plan_line(workspace: Workspace, post: ReadyPost) -> Path:
    """Add a composed post to plan.csv, so that it counts even where its link or text is changed.

    Raises UserError where the post has neither text nor link, or the file cannot be added to.
    """
    draft = post.draft
    if not post.text:
        raise UserError(
            "A line of the plan needs the post's text or its link.", None, "Write one of them."
        )
    row = {
        "date": draft.day.isoformat(),
        "platform": draft.platform,
        "text": draft.text,
        "link": post.link,
        "measure": draft.measure,
    }
    return append_rows(workspace, "plan", _PLAN, [row])


def missing_tie(strategy: Strategy, draft: Draft) -> dict[str, str] | None:
    """The tie that would make a new campaign count for the measure; None where there is one."""
    campaign = draft.campaign.strip()
    tied: Sequence[Tie] = [tie for tie in strategy.ties if tie.kind is TieKind.CAMPAIGN]
    if not campaign or any(tie.pattern == plain(campaign) for tie in tied):
        return None
    return {"measure": draft.measure, "campaign": campaign}
