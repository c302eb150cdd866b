"""Networks as tools spell them, and the id a network gave a post, taken from the post's address."""

from typing import Final

import polars as pl

from rhumbline.cells import (
    moment_of_linkedin_id,
    moment_of_tiktok_id,
    moment_of_x_id,
)

# Lower-cased names, without what tools add to them, as platform ids.
NETWORKS: Final[dict[str, str]] = {
    "x": "x",
    "x (twitter)": "x",
    "x/twitter": "x",
    "twitter": "x",
    "twitter/x": "x",
    "facebook": "facebook",
    "facebook page": "facebook",
    "fb": "facebook",
    "instagram": "instagram",
    "instagram business": "instagram",
    "ig": "instagram",
    "linkedin": "linkedin",
    "linkedin page": "linkedin",
    "linkedin company": "linkedin",
    "linkedin profile": "linkedin",
    "youtube": "youtube",
    "youtube channel": "youtube",
    "tiktok": "tiktok",
    "tiktok business": "tiktok",
    "threads": "threads",
    "pinterest": "pinterest",
    "bluesky": "bluesky",
    "mastodon": "mastodon",
    "reddit": "reddit",
    "google analytics": "google-analytics",
    "mailchimp": "mailchimp",
    "constant contact": "constant-contact",
}

# Where each network's own id stands in the address of a post.
ID_IN_LINK: Final[dict[str, str]] = {
    "x": r"/status(?:es)?/(\d+)",
    "facebook": r"(?:/(?:posts|videos|reel|photos)/(?:[^/?]*/)?|[?&](?:story_fbid|fbid|v)=)(\d+)",
    "instagram": r"/(?:p|reel|tv)/([\w-]+)",
    "linkedin": r"urn:li:(?:share|ugcPost|activity):(\d+)",
    "youtube": r"(?:[?&]v=|youtu\.be/|/shorts/|/live/)([\w-]{11})",
    "tiktok": r"/(?:video|photo)/(\d+)",
    "threads": r"/post/([\w-]+)",
    "pinterest": r"/pin/(?:[\w-]*--)?(\d+)",
    "bluesky": r"(?:/post/|app\.bsky\.feed\.post/)(\w+)",
    "reddit": r"/comments/(\w+)",
    "mastodon": r"/(?:@[^/]+|statuses)/(\d+)",
}


def platform_named(name: pl.Expr) -> pl.Expr:
    """The platform id of a network as a tool spells it; an unknown one's own name in id form."""
    plain = name.str.strip_chars().str.to_lowercase()
    slug = plain.str.replace_all(r"[^\p{L}\p{N}]+", "-").str.strip_chars("-")
    return plain.replace_strict(NETWORKS, default=slug, return_dtype=pl.String)


def id_in_link(platform: pl.Expr, link: pl.Expr) -> pl.Expr:
    """The network's id of a post, where its address holds it."""
    return pl.coalesce(
        pl.when(platform == network).then(link.str.extract(pattern))
        for network, pattern in ID_IN_LINK.items()
    )


def moment_in_id(platform: pl.Expr, native_id: pl.Expr) -> pl.Expr:
    """The UTC moment that ids of X, LinkedIn and TikTok hold; null for all others."""
    return (
        pl.when(platform == "x")
        .then(moment_of_x_id(native_id))
        .when(platform == "linkedin")
        .then(moment_of_linkedin_id(native_id))
        .when(platform == "tiktok")
        .then(moment_of_tiktok_id(native_id))
    )
