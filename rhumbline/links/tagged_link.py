"""A link with utm parameters, so that whoever clicks it is counted for the campaign it names."""

import re
from typing import Final
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from models.platforms import record_of
from models.strategy import Strategy, plain_link
from rhumbline.errors import UserError

_CAMPAIGN: Final = re.compile(r"[^\W_][\w.-]*")
_LONGEST: Final = 2000


def tag_link(strategy: Strategy, link: str, platform: str, campaign: str) -> str:
    """The link with utm_source, utm_medium and utm_campaign; other parameters of it stay.

    Raises UserError for what is no address of the web, for a host whose utm parameters do not count,
    and for a campaign that an address cannot hold in one word.
    """
    read = urlsplit(link if "//" in link else f"https://{link}")
    host = plain_link(read.hostname or "")
    if read.scheme not in ("http", "https") or "." not in host or len(link) > _LONGEST:
        raise UserError(
            f"“{link}” is not an address of the web.",
            None,
            "Write one such as riverside.example/join.",
        )
    if strategy.own_hosts and host not in strategy.own_hosts:
        raise UserError(
            f"{host} is not one of your sites, so its campaign would not count.",
            None,
            f"Link to {' or '.join(strategy.own_hosts[:3])}, or add {host} under sites.",
        )
    if not _CAMPAIGN.fullmatch(campaign):
        slug = re.sub(r"[^\w.]+", "-", campaign).strip("-_.").lower()
        raise UserError(
            f"“{campaign}” cannot be the name of a campaign in a link.",
            None,
            f"Write it as one word: {slug or 'spring-2026'}.",
        )
    kept = [
        (name, value)
        for name, value in parse_qsl(read.query, keep_blank_values=True)
        if not name.lower().startswith("utm_")
    ]
    medium = "email" if record_of(platform).is_mailing else "social"
    tags = [("utm_source", platform), ("utm_medium", medium), ("utm_campaign", campaign)]
    return urlunsplit(
        (read.scheme, read.netloc, read.path, urlencode([*kept, *tags]), read.fragment)
    )
