"""Texts of people on a page: without the characters that hide or turn around what stands beside them."""

import re
from typing import Final

from markupsafe import Markup

# Control characters but for tab and line feed; marks, embeddings and isolates that change the
# direction of text; halves of a character, which no page can be encoded with.
_HIDDEN: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb"
    "\ud800-\udfff]"
)


def without_hidden(value: object) -> object:
    """A text without hidden characters; markup of our own, and what is no text, as it is."""
    if isinstance(value, str) and not isinstance(value, Markup):
        return _HIDDEN.sub("", value)
    return "" if value is None else value
