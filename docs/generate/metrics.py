"""docs/metrics.md, written from the metric registry: what each platform counts, and since when."""

from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path
from typing import Final

from models.metric_sources import PAGES, MetricSource, sources
from models.metrics import BY_NAME, METRICS, Unit
from models.platforms import PLATFORMS

PAGE: Final = Path(__file__).parents[1] / "metrics.md"
_HEAD: Final = """\
# Metrics

`make docs` writes this page from the registry in `models/metrics.py` and `models/metric_rows.py`: change
it there. Definitions are in our words; the last table names the platforms' own pages.

**Null means that the platform does not say, zero that it counted none.** Neither is ever turned into the
other. A column gets one of the names below only where it counts the same thing. Other columns that are known
are left aside, and unknown ones are reported as unmapped.

**Basis** is the stretch of time a figure covers: `lifetime`, from publication to the moment of export;
`window`, the period chosen for the export; `day`, one day. What happened between two exports is computed
only where both have the same format, definition and basis, and, for a window, the same first day.

## The names

"Adds up" says whether a sum over posts means something. A sum of people does not, since two posts may reach
the same ones; nor does a sum of a level such as followers, since the same people are there every day.
"""
_CHANGES: Final = """\
## What changed its meaning

A figure before such a day and one after it do not mean the same, though the column may keep its name.
Comparisons across that day say so.
"""
_MIXED: Final = """\
## What is never added or compared

* `reach`, `unique_visitors` and `followers` over posts, days or platforms: they are people.
* `views` and `impressions` of Meta: views replaced impressions and count more.
* `views` and `video_views`: the first counts posts of all kinds.
* `impressions` of YouTube and of anything else: YouTube's are those of thumbnails.
* `clicks` of Mailchimp (clicks) and of Constant Contact (people).
* Lifetime figures and those of days: what happened on a day happened to old posts, too.
* What a tool such as Sprout Social reports and what the network itself reports of the same post.
"""
_CREDIBILITY: Final = """\
## Credibility

Step 4 of the path is to take part usefully and to earn credibility. What shows it is in `marts.path`,
per segment and stage:

* **Replies that drew answers**: `answered_replies` of `replies`, the organisation's replies that others
  commented on. Known where a platform exports replies with their `comments`, as X does.
* **Answers, shares and saves**: `credibility`, the share of activities that drew a comment, a share or
  a save, of those whose platform counts any of the three.
* **Returning people**: `returning_share`, the visitors of tied web traffic who had been there before:
  all users less the new ones, of all, over the rows of reports that have both. It comes from Google
  Analytics, which knows people by their device: who comes back on another one counts as new.

These are early responses, what people do with what they saw: out-takes, in AMEC's Integrated Evaluation
Framework (A taxonomy of evaluation: towards standards, amecorg.com), beside attention, awareness and
consideration. Reactions are left out, since they cost nothing; views, since being seen is not being
believed.

Null means that no platform says; it is never turned into zero. Other figures of people who return are left
aside: YouTube's returning viewers of a video and TikTok's of a day are people of the whole channel
or account, not of a segment, and they do not add up over videos or days.
"""
_SITE: Final = "Of a web site, not of posts: measures name them `traffic.sessions` and so on.\n"
_TITLES: Final = """\
Titles are the publishers' own. Where "at hand" is empty, we did not have the page before us when we wrote
the definition: it comes from exports, from interfaces for programs and from what is commonly known.
"""


def page() -> str:
    """The whole of docs/metrics.md."""
    known = sources()
    return "\n".join(
        [
            _HEAD,
            *_names(),
            "",
            *_platforms(known),
            *_changed(known),
            _MIXED,
            _CREDIBILITY,
            *_pages(known),
            "",
        ]
    )


def _table(head: str, rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    columns = head.split("|")
    yield f"| {' | '.join(columns)} |"
    yield "|" + " --- |" * len(columns)
    for row in rows:
        yield f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in row)} |"


def _names() -> Iterator[str]:
    yield from _table(
        "metric|what one is|tier|adds up|what it counts",
        (
            (f"`{m.name}`", _unit(m.unit), str(m.tier), "yes" if m.additive else "no", m.meaning)
            for m in METRICS
        ),
    )


def _unit(unit: Unit) -> str:
    return {
        Unit.COUNT: "a count",
        Unit.PEOPLE: "people",
        Unit.SECONDS: "seconds",
        Unit.MONEY: "money",
    }[unit]


def _platforms(known: tuple[MetricSource, ...]) -> Iterator[str]:
    for platform, group in groupby(known, key=lambda row: row.platform):
        rows = sorted(group, key=_place)
        yield f"## {PLATFORMS[platform].name}\n"
        if platform == "google-analytics":
            yield _SITE
        yield from _table(
            "metric|column|what is counted|basis|holds|defined in", (_row(row) for row in rows)
        )
        yield ""
        yield from _notes(rows)


def _notes(rows: list[MetricSource]) -> Iterator[str]:
    """Each remark once, with the metrics it is about."""
    notes = dict.fromkeys(row.note for row in rows if row.note)
    for note in notes:
        about = dict.fromkeys(f"`{row.metric}`" for row in rows if row.note == note)
        everything = len(about) == len({row.metric for row in rows})
        yield f"* {'All' if everything else ', '.join(about)}: {note}"
    yield from [""] if notes else []


def _place(row: MetricSource) -> tuple[int, str, str]:
    """The order of the registry, what it does not have last."""
    names = list(BY_NAME)
    return (names.index(row.metric) if row.metric in names else len(names), row.metric, row.since)


def _row(row: MetricSource) -> tuple[str, ...]:
    bases = ", ".join(sorted(map(str, row.bases)))
    defined = PAGES[row.page].title if row.page else "nowhere we know of"
    return f"`{row.metric}`", row.column, row.meaning, bases, _holds(row), defined


def _holds(row: MetricSource) -> str:
    if row.since and row.until:
        return f"{row.since} to {row.until}"
    return f"since {row.since}" if row.since else f"until {row.until}" if row.until else "always"


def _changed(known: tuple[MetricSource, ...]) -> Iterator[str]:
    yield _CHANGES
    ends = [(row.until, "ends", row) for row in known if row.until]
    begins = [(row.since, "begins", row) for row in known if row.since]
    moments = sorted(
        [*ends, *begins],  # what ends before what begins in its place
        key=lambda change: (change[0], change[2].platform, change[2].metric, bool(change[2].since)),
    )
    yield from _table(
        "when|platform|metric|what",
        (
            (when, PLATFORMS[row.platform].name, f"`{row.metric}`", f"{what}: {row.meaning}")
            for when, what, row in moments
        ),
    )
    yield ""


def _pages(known: tuple[MetricSource, ...]) -> Iterator[str]:
    yield "## Where platforms define them\n"
    yield _TITLES
    used = {row.page for row in known if row.page}
    yield from _table(
        "publisher|page|at hand",
        sorted(
            (p.publisher, p.title, "yes" if p.seen else "")
            for key, p in PAGES.items()
            if key in used
        ),
    )
