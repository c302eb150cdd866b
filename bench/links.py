"""The short links of the generated posts, and where each of them leads."""

import hashlib
from typing import Final

from bench.vocabulary import CAMPAIGNS, PAGES, SITE, UNKNOWN_CAMPAIGN

_COUNT: Final = 2_000
_LETTERS: Final = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"


def _short(number: int) -> str:
    digest = hashlib.sha256(f"short link {number}".encode()).digest()
    return "https://t.co/" + "".join(_LETTERS[byte % len(_LETTERS)] for byte in digest[:10])


def _target(number: int) -> str:
    """One in eight carries a campaign, one in two hundred an unknown one; a third leave the site."""
    page = PAGES[number % len(PAGES)]
    if number % 200 == 7:
        return f"https://{SITE}/?utm_campaign={UNKNOWN_CAMPAIGN}&utm_source=x"
    if number % 8 == 0:
        campaign = CAMPAIGNS[number // 8 % len(CAMPAIGNS)]
        return f"https://www.{SITE}/{page}?utm_campaign={campaign}&utm_source=x&utm_medium=social"
    if number % 8 == 1:
        return f"https://{SITE}/{page}?utm_source=newsletter&utm_medium=email"
    if number % 3 == 2:
        return f"https://news.example/2026/{number}"
    return f"https://{SITE}/{page}/{number}?fbclid=Iw{number:06d}"


TARGETS: Final = {_short(number): _target(number) for number in range(_COUNT)}
SHORT_LINKS: Final = tuple(TARGETS)


def table() -> str:
    """The workspace's links.csv: short link and target, one a line."""
    return "short,target\n" + "".join(f"{short},{target}\n" for short, target in TARGETS.items())
