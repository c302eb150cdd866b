"""What the entries of an Instagram download have in common: texts, moments and ids."""

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Final

from rhumbline.reading.json_rows import Row, UnreadableEntry

_ID: Final = re.compile(r"_(\d{15,20})(?:\.\w+)?$")  # the media's id ends its file's name
_LAST_MOMENT: Final = 2**33  # seconds since 1970; a larger number counts something else


def repair_text(text: str) -> str:
    """A text whose UTF-8 bytes were taken for Latin-1, as it was; any other as it is."""
    try:
        return text.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return text


def describe_publication(timestamps: Iterable[object], uri: object) -> Row:
    """The id in the media's `uri` and the first of the timestamps, in seconds, that is a moment.

    Media without an id in their name are known by that moment. Raises UnreadableEntry where no
    timestamp is one.
    """
    moments = (t for t in timestamps if isinstance(t, int) and 0 < t < _LAST_MOMENT)
    seconds = next(moments, None)
    if seconds is None:
        raise UnreadableEntry("The post has no moment of publication.")
    in_name = _ID.search(uri) if isinstance(uri, str) else None
    return {
        "native_id": in_name[1] if in_name else f"created-{seconds}",
        "published_at": datetime.fromtimestamp(seconds, UTC),
        "published_zone": "UTC",
        "published_precision": "second",
    }
