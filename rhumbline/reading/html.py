"""HTML as the plain text that a browser shows, with the whole address of every link."""

import re
from html.parser import HTMLParser
from typing import Final

_PARAGRAPHS: Final = frozenset(
    {"p", "blockquote", "pre", "ul", "ol", "h1", "h2", "h3", "h4", "div"}
)
_UNSEEN: Final = frozenset({"script", "style", "head", "title"})


def html_to_text(html: str) -> str:
    """Plain text: a line per `<br>` and list item, an empty line between paragraphs.

    A link whose words are not its address is followed by the address in brackets; mentions and
    hashtags stay words. Broken HTML is read as far as it goes.
    """
    parser = _TextOfHtml()
    parser.feed(html)
    parser.close()
    lines = (re.sub(r"[ \t\r\f\v]+", " ", line).strip() for line in parser.text().split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


class _TextOfHtml(HTMLParser):
    """Collects words; a link is held back until its end, when its address is compared with them."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._text: list[str] = []
        self._href: str | None = None
        self._link: list[str] = []
        self._unseen = 0

    def text(self) -> str:
        """All that was read, a link that never ended included."""
        self._end_link()
        return "".join(self._text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Break the line where a browser would, and open a link."""
        if tag in _UNSEEN:
            self._unseen += 1
        elif tag == "a":
            self._end_link()
            self._href = dict(attrs).get("href") or ""
        elif tag == "br":
            self._add("\n")
        elif tag == "li":
            self._add("\n- ")
        elif tag in _PARAGRAPHS:
            self._add("\n\n")

    def handle_endtag(self, tag: str) -> None:
        """Close what was opened."""
        if tag in _UNSEEN:
            self._unseen = max(0, self._unseen - 1)
        elif tag == "a":
            self._end_link()
        elif tag in _PARAGRAPHS:
            self._add("\n\n")

    def handle_data(self, data: str) -> None:
        """Keep the words; line breaks of the source are spaces."""
        if not self._unseen:
            self._add(data.replace("\n", " "))

    def _add(self, words: str) -> None:
        (self._text if self._href is None else self._link).append(words)

    def _end_link(self) -> None:
        if self._href is None:
            return
        words, href = "".join(self._link).strip(), self._href.strip()
        self._href, self._link = None, []
        self._text.append(_link_text(words, href))


def _link_text(words: str, href: str) -> str:
    """A link as text: its words, its address, or both where they differ."""
    if not href.startswith(("http://", "https://")) or words.startswith(("@", "#")):
        return words
    bare = re.sub(r"^https?://(www\.)?", "", href).rstrip("/")
    if not words or re.sub(r"^https?://(www\.)?", "", words).rstrip("/") == bare:
        return href
    return f"{words} ({href})"
