"""Untrusted text inside markdown, shown as the text it is by every page that shows artifacts."""

import json
import re
from collections.abc import Iterable, Sequence
from typing import Final
from urllib.parse import quote, urlsplit

# Both of Prefect's pages show backslash escapes and these three entities as the plain character; one
# of them shows every other entity raw.
_ENTITIES: Final = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_MARKS: Final = "\\`*_{}[]()#+!|~$^"
_ESCAPES: Final = str.maketrans(_ENTITIES | {mark: f"\\{mark}" for mark in _MARKS})
# What one of the pages makes a link of by itself; an empty comment keeps it apart, and unseen.
_LINK_BY_ITSELF: Final = re.compile(
    r"(?i)(https?|ftp|mailto|xmpp)(?=:)|(ww)(?=w\.)|(?<=\S)(?=@\S+\.\w)"
)
# Control characters, and those that turn the direction of all that follows.
_UNSEEN: Final = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def shown(text: str | None, length: int | None = None) -> str:
    """A text on one line, cut to so many characters, that no page takes for markup or a link."""
    plain = _UNSEEN.sub("", " ".join((text or "").split()))
    if length is not None and len(plain) > length:
        plain = plain[: length - 1].rstrip() + "…"
    return _LINK_BY_ITSELF.sub(r"\g<0><!-- -->", plain.translate(_ESCAPES))


def link(label: str, address: str | None) -> str:
    """A link to a web page, empty where the address is none; `label` is plain words of ours.

    One of the pages shows the escapes inside a label raw: a post's own words cannot be one.
    """
    return f"[{label}]({quote(address, safe=_SAFE)})" if address and _is_web(address) else ""


def _is_web(address: str) -> bool:
    try:
        return urlsplit(address).scheme in ("http", "https")
    except ValueError:
        return False


_SAFE: Final = ":/?#@!$&'*+,;=%-._~"  # without the brackets that would end the link


def within(label: str, path: str, **parameters: object) -> str:
    """A link to another page of the same server, from any of its artifact and run pages.

    Relative, so that it stays in the pages a person chose and works behind any address.
    """
    asked = quote(json.dumps(parameters, ensure_ascii=False), safe="") if parameters else ""
    return f"[{label}](../../{path}{f'?parameters={asked}' if asked else ''})"


def table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table; cells are markdown, such as `shown` and `link` return."""
    lines = [_row(headings), _row(["---"] * len(headings)), *map(_row, rows)]
    return "\n".join(lines)


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"
