"""Where every metric comes from: its column on each platform, what is counted there, and since when."""

from typing import Final, NamedTuple

from models.metric_rows import ROWS, MetricSource

__all__ = ["PAGES", "DefinitionPage", "MetricSource", "same_definition", "sources", "sources_of"]


class DefinitionPage(NamedTuple):
    """A page on which a platform says what it counts."""

    publisher: str
    title: str
    seen: bool = False  # whether we had its text before us when we wrote the definition


PAGES: Final[dict[str, DefinitionPage]] = {
    "bluesky": DefinitionPage("Bluesky", "HTTP reference: app.bsky.feed.defs, postView"),
    "constant-contact": DefinitionPage(
        "Constant Contact", "Help overview: View the Details and Reporting for a sent email", seen=True
    ),
    "facebook-api": DefinitionPage("Meta for Developers", "Page Insights API Updates", seen=True),
    "facebook-insights": DefinitionPage("Meta for Developers", "Page Insights reference"),
    "ga4": DefinitionPage("Google Analytics Help", "[GA4] Analytics dimensions and metrics"),
    "ga4-key-events": DefinitionPage("Google Analytics Help", "[GA4] About key events"),
    "instagram-api": DefinitionPage("Meta for Developers", "Graph API changelog: Version 22.0", seen=True),
    "instagram-media": DefinitionPage("Meta for Developers", "Instagram Media Insights", seen=True),
    "linkedin-followers": DefinitionPage("LinkedIn Help", "Follower analytics for your LinkedIn Page"),
    "linkedin-member": DefinitionPage("LinkedIn Help", "Post analytics for your content", seen=True),
    "google-ads": DefinitionPage("Google Ads Help", "About columns in your statistics table"),
    "google-search-console": DefinitionPage(
        "Search Console Help", "What are impressions, position, and clicks?"
    ),
    "linkedin-ads": DefinitionPage("LinkedIn Marketing Help", "Campaign Manager metrics"),
    "linkedin-page": DefinitionPage("LinkedIn Help", "Content analytics for your LinkedIn Page"),
    "linkedin-visitors": DefinitionPage("LinkedIn Help", "Visitor analytics for your LinkedIn Page"),
    "mailchimp": DefinitionPage("Mailchimp Help", "About Email Campaign Reports"),
    "meta-ads": DefinitionPage("Meta Business Help Centre", "Glossary of ad terms"),
    "meta-views": DefinitionPage("Meta Business Help Centre", "About views"),
    "pinterest": DefinitionPage("Pinterest Business Help", "Pinterest Analytics: metrics"),
    "sprout": DefinitionPage("Sprout Social Support", "Post Performance Report"),
    "sprout-profiles": DefinitionPage("Sprout Social Support", "Profile Performance Report"),
    "threads": DefinitionPage("Meta for Developers", "Threads API: Insights"),
    "tiktok": DefinitionPage("TikTok Creator Academy", "Understanding Your Analytics", seen=True),
    "tiktok-business": DefinitionPage("TikTok Business Help Centre", "Business Suite: analytics"),
    "x": DefinitionPage("X Business", "Post activity dashboard"),
    "x-ads": DefinitionPage("X Business", "Campaign dashboard: metrics"),
    "x-premium": DefinitionPage("X Help Center", "X Premium: analytics"),
    "youtube": DefinitionPage("YouTube Help", "How engagement metrics are counted"),
    "youtube-reach": DefinitionPage(
        "YouTube Help", "Understand your reach: impressions and click-through rate"
    ),
    "youtube-shorts": DefinitionPage(
        "YouTube Help Community", "A Change to How We Count Views on Shorts", seen=True
    ),
}  # fmt: skip


def sources() -> tuple[MetricSource, ...]:
    """Every source, by platform and metric, older definitions first."""
    return tuple(sorted(ROWS, key=lambda row: (row.platform, row.metric, row.since or "0")))


def sources_of(platform: str, metric: str) -> tuple[MetricSource, ...]:
    """How a platform has given a metric, older definitions first; empty where it does not."""
    return tuple(row for row in sources() if (row.platform, row.metric) == (platform, metric))


def same_definition(platform: str, metric: str, one_day: str, other_day: str) -> bool:
    """Whether a metric meant the same on two days (ISO).

    On the day that its definition changed, the new one holds.
    """
    definitions = sources_of(platform, metric)
    return _in_force(definitions, one_day) == _in_force(definitions, other_day)


def _in_force(definitions: tuple[MetricSource, ...], day: str) -> MetricSource | None:
    begun = [row for row in definitions if row.since <= day]
    return begun[-1] if begun else None
