"""Posts, stories, reels and films as they were published; no figures."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from re import compile as regex
from typing import Any, Final

import polars as pl

from rhumbline.opening import Document
from rhumbline.readers.instagram_download.figures import repaired
from rhumbline.reading.batch import SCHEMAS, Batch, Column, Fate, Kind
from rhumbline.reading.provenance import Provenance
from rhumbline.reading.reader import Reader

# The list in each file but posts_1.json, which is a list itself; what its entries are to us.
LISTS: Final = {"ig_stories": "story", "ig_reels_media": "video", "ig_igtv_media": "video"}
MAPPED: Final = {"uri": "native_id", "creation_timestamp": "published_at", "title": "text"}
IGNORED: Final = frozenset(
    {
        "media", "media_metadata", "cross_post_source", "dubbing_info", "media_variants",
        "backup_uri", "subtitles", "interest_topics",
    }
)  # fmt: skip
_ID: Final = regex(r"_(\d{15,20})(?:\.\w+)?$")  # the media's id ends its file's name
_FILM: Final = regex(r"(?i)\.(?:mp4|mov|webm)$")
_NAMES: Final = ("line", "native_id", "type", "published_at", "published_zone",
                 "published_precision", "text")  # fmt: skip
_SCHEMA: Final = {name: SCHEMAS[Kind.POSTS][name] for name in _NAMES}


class InstagramMedia(Reader):
    """Reads posts_1.json, stories.json, reels.json and igtv_videos.json of any such download."""

    def claims(self, document: Document) -> bool:
        """By media with an address in the download and a moment of creation."""
        if document.shape != "json":
            return False
        found = _entries(document)
        return bool(found) and all(_is_media(media) for media in _media(found[0][1])[:1] or [None])

    def columns(self, document: Document) -> list[Column]:
        """The keys of entries and their media, in the order they are met."""
        met = (one for _, entry in _entries(document) for one in (entry, *_media(entry)))
        keys = dict.fromkeys(key for one in met if isinstance(one, dict) for key in one)
        return [Column(key, _fate(key), MAPPED.get(key)) for key in keys]

    def read(self, document: Document, provenance: Provenance) -> Iterator[Batch]:
        """All entries in one part; `line` counts them from 1."""
        read = [(n, _row(e, kind)) for n, (kind, e) in enumerate(_entries(document), 1)]
        yield Batch.of(
            Kind.POSTS,
            pl.DataFrame(
                [{"line": n, **r} for n, r in read if isinstance(r, dict)], schema=_SCHEMA
            ),
            pl.DataFrame(
                [{"line": n, "reason": r} for n, r in read if isinstance(r, str)],
                schema={"line": pl.Int64(), "reason": pl.String()},
            ),
        )


def _entries(document: Document) -> list[tuple[str, object]]:
    held = document.json
    if isinstance(held, list):
        return [("post", entry) for entry in held]
    told = held if isinstance(held, dict) else {}
    found = [(kind, told[key]) for key, kind in LISTS.items() if isinstance(told.get(key), list)]
    return [(kind, entry) for kind, entries in found for entry in entries]


def _media(entry: object) -> list[Any]:
    """The pictures and films of an entry; of a story it is the entry itself."""
    if not isinstance(entry, dict):
        return []
    held = entry.get("media", [entry])
    return held if isinstance(held, list) else []


def _is_media(media: object) -> bool:
    return isinstance(media, dict) and {"uri", "creation_timestamp"} <= media.keys()


def _fate(key: str) -> Fate:
    return Fate.MAPPED if key in MAPPED else Fate.IGNORED if key in IGNORED else Fate.UNMAPPED


def _row(entry: object, kind: str) -> dict[str, Any] | str:
    """An entry as a row, or why it is none; one with several pictures is known by the first."""
    media: list[Mapping[str, Any]] = [one for one in _media(entry) if isinstance(one, dict)]
    whole = entry if isinstance(entry, dict) else {}
    stamps = [whole.get("creation_timestamp"), *(one.get("creation_timestamp") for one in media)]
    moment = next((s for s in stamps if isinstance(s, int) and 0 < s < 2**33), None)
    if moment is None:
        return "The post has no moment of publication."
    addresses = [str(one.get("uri") or "") for one in media]
    found = _ID.search(addresses[0]) if addresses else None
    is_film = kind == "post" and len(addresses) == 1 and _FILM.search(addresses[0])
    said = next((t for one in (whole, *media) if (t := str(one.get("title") or "").strip())), None)
    return {
        "native_id": found[1] if found else f"created-{moment}",
        "type": "video" if is_film else kind,
        "published_at": datetime.fromtimestamp(moment, UTC),
        "published_zone": "UTC",
        "published_precision": "second",
        "text": repaired(said) if said else None,
    }


READERS: Final = (
    InstagramMedia(format="instagram_media", platform="instagram", kind=Kind.POSTS, figures=False),
)
