"""The platforms Rhumbline knows by name, and the names people give them."""

from typing import Final

PLATFORMS: Final[dict[str, str]] = {
    "x": "X",
    "facebook": "Facebook",
    "instagram": "Instagram",
    "linkedin": "LinkedIn",
    "youtube": "YouTube",
    "tiktok": "TikTok",
    "google-analytics": "Google Analytics",
    "mastodon": "Mastodon",
    "sprout": "Sprout Social",
    "mailchimp": "Mailchimp",
    "constant-contact": "Constant Contact",
    "meta": "Meta (a file that does not say whether Facebook or Instagram)",
    "meta-ads": "Meta Ads Manager",
    "x-ads": "X Ads",
    "bluesky": "Bluesky",
    "threads": "Threads",
    "pinterest": "Pinterest",
    "reddit": "Reddit",
}

OTHER_NAMES: Final[dict[str, str]] = {
    "twitter": "x",
    "fb": "facebook",
    "ig": "instagram",
    "insta": "instagram",
    "yt": "youtube",
    "ga": "google-analytics",
    "ga4": "google-analytics",
    "google": "google-analytics",
    "analytics": "google-analytics",
    "newsletter": "mailchimp",
    "constantcontact": "constant-contact",
}
