"""Which network a visit came from: the hosts of each, and the names that utm_source gives it."""

from typing import Final

import polars as pl

# Every host stands for those below it too: m.facebook.com and l.facebook.com are facebook.com.
HOSTS: Final[dict[str, str]] = {
    "facebook": r"facebook\.com|fb\.com|fb\.me|fb\.watch|com\.facebook\.(?:katana|lite)",
    "instagram": r"instagram\.com|com\.instagram\.android",
    "linkedin": r"linkedin\.com|lnkd\.in|com\.linkedin\.android",
    "x": r"t\.co|twitter\.com|x\.com|com\.twitter\.android",
    "youtube": r"youtube\.com|youtu\.be|com\.google\.android\.youtube",
    "tiktok": r"tiktok\.com|com\.zhiliaoapp\.musically",
    "threads": r"threads\.(?:net|com)",
    "pinterest": r"pinterest\.[a-z]{2,3}(?:\.[a-z]{2})?|pin\.it|com\.pinterest",
    "reddit": r"reddit\.com|redd\.it|com\.reddit\.frontpage",
    "bluesky": r"bsky\.app|bsky\.social",
    "mastodon": r"mastodon\.[a-z]+|mstdn\.[a-z]+|mas\.to|fosstodon\.org|joinmastodon\.org",
    "mailchimp": r"list-manage\.com|mailchi\.mp|mailchimp\.com",
    "constant-contact": r"constantcontact\.com|rs6\.net|ctctmail\.com",
}
NAMES: Final[dict[str, str]] = {
    "facebook": "facebook|fb|facebook-page|facebook_page",
    "instagram": "instagram|ig|insta",
    "linkedin": "linkedin|li|linked-in",
    "x": "x|twitter|tw",
    "youtube": "youtube|yt",
    "tiktok": "tiktok|tik-tok",
    "threads": "threads",
    "pinterest": "pinterest",
    "reddit": "reddit",
    "bluesky": "bluesky|bsky",
    "mastodon": "mastodon",
    "mailchimp": "mailchimp",
    "constant-contact": "constantcontact|constant contact|constant-contact",
}


def network_of(source: pl.Expr) -> pl.Expr:
    """The platform id that a lower-case source belongs to, null for search engines and the rest."""
    return pl.coalesce(
        pl.when(source.str.contains(rf"^(?:(?:.*\.)?(?:{hosts})|{NAMES[network]})$")).then(
            pl.lit(network)
        )
        for network, hosts in HOSTS.items()
    )
