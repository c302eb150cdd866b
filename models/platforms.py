"""The platforms Rhumbline knows: one record for each, which all code that differs by platform reads.

Platforms without a record can be read too, for instance by a format of the workspace; `UNKNOWN` holds
what is assumed of them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final


@dataclass(frozen=True)
class IdClock:
    """How to read the moment of publication from an id of the platform.

    The moment is `epoch_ms + (id >> bits) * unit_ms`, in milliseconds since 1970. Ids up to `untimed`
    hold no moment.
    """

    bits: int
    unit_ms: int = 1
    epoch_ms: int = 0
    untimed: int = 0


@dataclass(frozen=True)
class Platform:
    """What is known of one platform.

    `shown_as` names the metrics that say how often a post was shown; of those that an export gives, the
    first one counts.
    """

    id: str  # as in the column `platform` and before the colon of an activity_id
    name: str  # as people write it
    aliases: tuple[
        str, ...
    ] = ()  # its other names in tools and utm_source, in the form of folded_name
    strategy_aliases: tuple[str, ...] = ()  # other names that only a strategy may use
    hosts: tuple[str, ...] = ()  # its websites; `*` stands for any top-level domain
    apps: tuple[str, ...] = ()  # its Android apps, which web analytics name as referrers
    shorteners: tuple[str, ...] = ()  # hosts of the links that it shortens
    click_parameters: tuple[str, ...] = ()  # what it appends to links to follow clicks
    id_in_link: str | None = None  # regular expression: where the address of a post holds its id
    id_clock: IdClock | None = None  # None where ids hold no moment
    handle: str | None = None  # regular expression of a mention, `@` included, in folded text
    shown_as: tuple[str, ...] = ("impressions", "views", "video_views")
    may_be: tuple[str, ...] = ()  # ids of the platforms that a file of this one may really be of
    is_mailing: bool = False  # its activities are mailings: opened and clicked, not shown and liked


_ALL: Final = (
    Platform(
        id="x",
        name="X",
        aliases=("twitter", "tw", "x (twitter)", "x/twitter", "twitter/x"),
        hosts=("x.com", "twitter.com"),
        apps=("com.twitter.android",),
        shorteners=("t.co",),
        click_parameters=("twclid",),
        id_in_link=r"/status(?:es)?/(\d+)",
        id_clock=IdClock(bits=22, epoch_ms=1_288_834_974_657, untimed=30_000_000_000),
        handle="^@[a-z0-9_]+",
        shown_as=("impressions",),
    ),
    Platform(
        id="x-ads",
        name="X Ads",
        handle="^@[a-z0-9_]+",
    ),
    Platform(
        id="facebook",
        name="Facebook",
        aliases=("fb", "facebook page"),
        hosts=("facebook.com", "fb.com", "fb.watch"),
        apps=("com.facebook.katana", "com.facebook.lite"),
        shorteners=("fb.me",),
        click_parameters=("fbclid", "mibextid"),
        id_in_link=r"(?:/(?:posts|videos|reel|photos)/(?:[^/?]*/)?|[?&](?:story_fbid|fbid|v)=)(\d+)",
        handle="^@[a-z0-9_.]+",
        # Meta's views took the place of its impressions in 2024 and 2025. They are not the same,
        # so the column shown_as says which of them an export gives.
        shown_as=("views", "impressions"),
    ),
    Platform(
        id="instagram",
        name="Instagram",
        aliases=("ig", "insta", "instagram business"),
        hosts=("instagram.com",),
        apps=("com.instagram.android",),
        click_parameters=("igshid", "igsh"),
        id_in_link=r"/(?:p|reel|tv)/([\w-]+)",
        handle="^@[a-z0-9_.]+",
        shown_as=("views", "impressions"),
    ),
    Platform(
        id="meta",  # of a file that does not say which of the two it is of
        name="Meta, Facebook or Instagram",
        may_be=("facebook", "instagram"),
        handle="^@[a-z0-9_.]+",
    ),
    Platform(
        id="meta-ads",
        name="Meta Ads Manager",
        handle="^@[a-z0-9_.]+",
    ),
    Platform(
        id="threads",
        name="Threads",
        hosts=("threads.net", "threads.com"),
        id_in_link=r"/post/([\w-]+)",
        handle="^@[a-z0-9_.]+",
    ),
    Platform(
        id="linkedin",
        name="LinkedIn",
        aliases=("li", "linked in", "linkedin page", "linkedin company", "linkedin profile"),
        hosts=("linkedin.com",),
        apps=("com.linkedin.android",),
        shorteners=("lnkd.in",),
        click_parameters=("li_fat_id",),
        # urn:li:share:7…, urn%3Ali%3Ashare%3A7…, …-share-7…-Ab1c, and in a group
        # groupPost:<group>-<id>; shares of 2010 had nine digits
        id_in_link=r"(?i)(?:(?:activity|share|ugcpost)(?::|-|%3a)|grouppost(?::|%3a)\d+-)(\d{9,20})",
        # smaller ids, until 2011, counted the shares
        id_clock=IdClock(bits=22, untimed=4_000_000_000_000_000_000),
        handle="^@[a-z0-9_-]+",
        shown_as=("impressions",),
    ),
    Platform(
        id="youtube",
        name="YouTube",
        aliases=("yt", "youtube channel"),
        hosts=("youtube.com", "youtu.be"),
        apps=("com.google.android.youtube",),
        id_in_link=r"(?:[?&]v=|youtu\.be/|/shorts/|/live/)([\w-]{11})",
        handle=r"^@[\w.·-]+",
        shown_as=("video_views",),  # its impressions are those of the thumbnail
    ),
    Platform(
        id="tiktok",
        name="TikTok",
        aliases=("tik tok", "tiktok business"),
        hosts=("tiktok.com",),
        apps=("com.zhiliaoapp.musically",),
        click_parameters=("ttclid",),
        id_in_link=r"/(?:video|photo)/(\d+)",
        id_clock=IdClock(bits=32, unit_ms=1000),
        handle="^@[a-z0-9_.]+",
        shown_as=("video_views",),
    ),
    Platform(
        id="pinterest",
        name="Pinterest",
        hosts=("pinterest.*", "pin.it"),
        apps=("com.pinterest",),
        id_in_link=r"/pin/(?:[\w-]*--)?(\d+)",
        handle="^@[a-z0-9_]+",
    ),
    Platform(
        id="reddit",
        name="Reddit",
        hosts=("reddit.com", "redd.it"),
        apps=("com.reddit.frontpage",),
        click_parameters=("rdt_cid",),
        id_in_link=r"/comments/(\w+)",
        handle="^@[a-z0-9_-]+",
    ),
    Platform(
        id="bluesky",
        name="Bluesky",
        aliases=("bsky",),
        hosts=("bsky.app", "bsky.social"),
        id_in_link=r"(?:/post/|app\.bsky\.feed\.post/)(\w+)",
        handle="^@[a-z0-9_.-]+(?:@[a-z0-9_.-]+)?",
    ),
    Platform(
        id="mastodon",
        name="Mastodon",
        hosts=("mastodon.*", "mstdn.*", "mas.to", "fosstodon.org", "joinmastodon.org"),
        id_in_link=r"/(?:@[^/]+|statuses)/(\d+)",
        handle="^@[a-z0-9_.-]+(?:@[a-z0-9_.-]+)?",
        shown_as=(),  # Mastodon does not count it
    ),
    Platform(
        id="mailchimp",
        name="Mailchimp",
        strategy_aliases=("newsletter",),
        hosts=("list-manage.com", "mailchi.mp", "mailchimp.com"),
        shorteners=("eepurl.com",),
        click_parameters=("mc_cid", "mc_eid"),
        shown_as=("opens",),
        is_mailing=True,
    ),
    Platform(
        id="constant-contact",
        name="Constant Contact",
        aliases=("constantcontact",),
        hosts=("constantcontact.com", "rs6.net", "ctctmail.com"),
        shorteners=("conta.cc",),
        shown_as=("opens",),
        is_mailing=True,
    ),
    Platform(
        id="google-analytics",
        name="Google Analytics",
        aliases=("ga", "ga4"),
        strategy_aliases=("google", "analytics"),  # as utm_source, google is the search engine
        click_parameters=("_ga", "_gl", "gclid", "gclsrc", "gbraid", "wbraid", "dclid", "srsltid"),
    ),
    Platform(
        id="google-ads",
        name="Google Ads",
    ),
    Platform(
        id="linkedin-ads",
        name="LinkedIn Campaign Manager",
    ),
    Platform(
        id="google-search-console",
        name="Google Search Console",
    ),
    Platform(
        id="sprout",
        name="Sprout Social",
    ),
    Platform(
        id="buffer",
        name="Buffer",
        shorteners=("buff.ly",),
    ),
    Platform(
        id="hootsuite",
        name="Hootsuite",
        shorteners=("ow.ly",),
    ),
    Platform(
        id="metricool",
        name="Metricool",
        shorteners=("mtr.cool",),
    ),
    Platform(
        id="log",
        name="Activity log",
    ),
)

PLATFORMS: Final[Mapping[str, Platform]] = MappingProxyType({each.id: each for each in _ALL})
UNKNOWN: Final = Platform(id="", name="a platform without a record")

# Parameters that platforms, search engines and mailing tools append to links to follow clicks.
CLICK_PARAMETERS: Final[tuple[str, ...]] = (
    *(name for each in _ALL for name in each.click_parameters),
    *("msclkid", "yclid", "mkt_tok", "_hsenc", "_hsmi"),  # of Bing, Yandex, Marketo and HubSpot
)


def record_of(platform: str) -> Platform:
    """What is known of a platform by its id; `UNKNOWN` where it has no record."""
    return PLATFORMS.get(platform, UNKNOWN)


def folded_name(name: str) -> str:
    """A name as names of platforms compare: lower case, hyphens and underscores as spaces."""
    return " ".join(name.lower().replace("-", " ").replace("_", " ").split())


# What people and tools call a platform, in the form of folded_name, to the platform's id.
IDS_BY_NAME: Final[Mapping[str, str]] = MappingProxyType(
    {folded_name(name): each.id for each in _ALL for name in (each.id, each.name, *each.aliases)}
)
_IDS_IN_STRATEGY: Final[Mapping[str, str]] = {
    **IDS_BY_NAME,
    **{folded_name(name): each.id for each in _ALL for name in each.strategy_aliases},
}


def id_in_strategy(name: str) -> str:
    """The id of the platform that a strategy means by a name; the name itself where it is unknown."""
    return name if name in PLATFORMS else _IDS_IN_STRATEGY.get(folded_name(name), name)
