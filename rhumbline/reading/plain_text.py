"""Texts of other people, without the characters that act instead of being read."""

import re
from typing import Final

# Control characters but for tab and line breaks; marks, embeddings and isolates that change the
# direction of text; halves of a character, which no page can be encoded with.
_ACTING: Final = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff"
    "\ufff9-\ufffb\ud800-\udfff]"
)


def without_controls(text: str) -> str:
    """The text without control characters and changes of writing direction; line breaks stay."""
    return _ACTING.sub("", text)


def inert(value: object) -> object:
    """What a template prints: texts without control characters, None as nothing; markup as it is."""
    if value is None:
        return ""
    return without_controls(value) if type(value) is str else value
