"""Markdown for artifacts, in which the text of a post stays text on both of Prefect's pages."""

import json
import re
from collections.abc import Iterable, Sequence
from typing import Final
from urllib.parse import quote, urlsplit

from rhumbline.reading.plain_text import without_controls

# Both of Prefect's pages show backslash escapes and these three entities as the plain character; one
# of them shows every other entity raw.
_ENTITIES: Final = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_MARKS: Final = "\\`*_{}[]()#+!|~$^"
_ESCAPES: Final = str.maketrans(_ENTITIES | {mark: f"\\{mark}" for mark in _MARKS})
# What one of the pages turns into a link; an empty comment, which is not shown, prevents it.
_AUTOMATIC_LINK: Final = re.compile(
    r"(?i)(https?|ftp|mailto|xmpp)(?=:)|(ww)(?=w\.)|(?<=\S)(?=@\S+\.\w)"
)


def escape(text: str | None, length: int | None = None) -> str:
    """The text on one line, cut to `length` characters, escaped so that no page reads markup or links."""
    plain = without_controls(" ".join((text or "").split()))
    if length is not None and len(plain) > length:
        plain = plain[: length - 1].rstrip() + "…"
    return _AUTOMATIC_LINK.sub(r"\g<0><!-- -->", plain.translate(_ESCAPES))


def web_link(label: str, address: str | None) -> str:
    """A link to a web page; empty where the address is not one.

    `label` is never text of a post: one of the pages shows escapes inside a label as they are.
    """
    return f"[{label}]({quote(address, safe=_SAFE)})" if address and _is_web(address) else ""


def _is_web(address: str) -> bool:
    try:
        return urlsplit(address).scheme in ("http", "https")
    except ValueError:
        return False


_SAFE: Final = ":/?#@!$&'*+,;=%-._~"  # no brackets, which would end the link


def form_link(label: str, path: str, **parameters: object) -> str:
    """A link from an artifact's page to a form of the same server, filled in with `parameters`.

    Relative, so that it works behind any address and in both of Prefect's pages.
    """
    query = quote(json.dumps(parameters, ensure_ascii=False), safe="") if parameters else ""
    return f"[{label}](../../{path}{f'?parameters={query}' if query else ''})"


def table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table; its cells are markdown, such as `escape` and `web_link` return."""
    lines = [_row(headings), _row(["---"] * len(headings)), *map(_row, rows)]
    return "\n".join(lines)


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"
