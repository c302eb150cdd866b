"""The workspace a night is measured in: 150 phrases and 40 other ties, of every kind there is."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from bench import links
from bench.posts import ACCOUNT, FIRST_DAY
from bench.vocabulary import CAMPAIGNS, HASHTAGS, MENTIONS, PAGES, PHRASES, SITE

_GOALS: Final = {
    "staffed-weekends": "200 weekend volunteers on the rota by 31 December 2026",
    "full-shelves": "30 growers bring their surplus every week by 31 December 2026",
    "known-kitchen": "500 households know where to eat on Saturday by 31 December 2026",
}
_MEASURES: Final = {
    "volunteer-clicks": ("staffed-weekends", "lead", "sum(link_clicks)"),
    "volunteer-replies": ("staffed-weekends", "participate", "sum(comments)"),
    "volunteer-listening": ("staffed-weekends", "listen", "count(activities)"),
    "grower-clicks": ("full-shelves", "lead", "sum(link_clicks)"),
    "grower-saves": ("full-shelves", "participate", "sum(saves)"),
    "grower-listening": ("full-shelves", "listen", "count(activities)"),
    "eater-visits": ("known-kitchen", "lead", "sum(profile_visits)"),
    "eater-shares": ("known-kitchen", "participate", "sum(shares)"),
    "eater-replies": ("known-kitchen", "participate", "sum(comments)"),
    "eater-listening": ("known-kitchen", "listen", "count(activities)"),
}
_HEAD: Final = f"""\
organisation: Riverside Food Bank
in_force_from: {FIRST_DAY}
timezone: UTC
why:
  problem: One in nine households in Riverside skips meals.
  promise: Nobody in Riverside chooses between rent and food.
sites: [{SITE}]
accounts:
  x: {{{ACCOUNT}: {{handles: ["@{ACCOUNT}"]}}}}
effort: {{hourly_cost: 28, currency: CAD, minutes: {{post: 20, reply: 5}}}}
segments:
  neighbours:
    who: people within two kilometres who cook, grow or eat
    interests: [gardening, cooking]
    listens_at: ["#riverside"]
    audience: {{location: [Riverside]}}
"""


def make(folder: Path, export: Path) -> None:
    """Make a fresh workspace with one export in its inbox."""
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "inbox").mkdir(parents=True)
    (folder / "strategy.yaml").write_text(strategy(), encoding="utf-8")
    (folder / "links.csv").write_text(links.table(), encoding="utf-8")
    drop(folder, export)


def drop(folder: Path, export: Path) -> None:
    """Put one more export into a workspace's inbox, its modification time kept."""
    shutil.copy2(export, folder / "inbox" / export.name)


def strategy() -> str:
    """Return the text of strategy.yaml."""
    return "\n".join(
        [_HEAD + "goals:", *_goals(), "measures:", *_measures(), "ties:", *_ties(), ""]
    )


def _goals() -> Iterator[str]:
    for goal, statement in _GOALS.items():
        yield f"  {goal}: {{statement: {statement}, why: the Saturday kitchen closes without it}}"


def _measures() -> Iterator[str]:
    for measure, (goal, stage, value) in _MEASURES.items():
        yield (
            f"  {measure}: {{goal: {goal}, segment: neighbours, stage: {stage}, tier: out_take, "
            f"value: {value}, baseline: 0, target: 100000, by: 2026-12-31}}"
        )


def _ties() -> Iterator[str]:
    measures = list(_MEASURES)
    matches = [
        *(f"campaign: {campaign}" for campaign in CAMPAIGNS),
        "utm: {source: newsletter}",
        "utm: {source: x, medium: social}",
        *(f"label: {label}" for label in ("Volunteers", "Growers", "Saturday")),
        *(f"link: {SITE}/{page}*" for page in PAGES),
        *(f'mention: "{mention}"' for mention in MENTIONS),
        *(f'hashtag: "{tag}"' for tag in HASHTAGS),
        'hashtag: "#SoupSunday", until: 2024-12-31',
        'hashtag: "#OpenKitchen", platform: x, from: 2026-01-01',
        "account: riverside_events",
        "account: riverside_seeds",
        "type: reply",
        "type: story",
        "type: video",
        "type: mailing",
    ]
    for number, match in enumerate(matches):
        yield f"  - {{measure: {measures[number % len(measures)]}, {match}}}"
    for number, phrase in enumerate(PHRASES):
        yield f"  - {{measure: {measures[number * len(measures) // len(PHRASES)]}, phrase: {phrase}}}"
