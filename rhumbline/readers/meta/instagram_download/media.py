"""Posts, stories, reels and films as they were published; no figures."""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from rhumbline.opening import Document
from rhumbline.readers.meta.instagram_download.entries import describe_publication, repair_text
from rhumbline.reading.batch import Batch, Column, Fate, Kind
from rhumbline.reading.json_rows import Row, read_entries
from rhumbline.reading.provenance import Provenance
from rhumbline.reading.reader import Reader

# The lists in each file, and the type of their entries; posts_1.json is a list itself.
LISTS: Final = {"ig_stories": "story", "ig_reels_media": "video", "ig_igtv_media": "video"}
MAPPED: Final = {"uri": "native_id", "creation_timestamp": "published_at", "title": "text"}
IGNORED: Final = frozenset(
    {
        "media", "media_metadata", "cross_post_source", "dubbing_info", "media_variants",
        "backup_uri", "subtitles", "interest_topics",
    }
)  # fmt: skip
_FILM: Final = re.compile(r"\.(?:mp4|mov|webm)$", re.IGNORECASE)

Entry = tuple[str, object]  # its type, and what its list holds for it


class InstagramMedia(Reader):
    """Reads posts_1.json, stories.json, reels.json and igtv_videos.json of any such download."""

    def claims(self, document: Document) -> bool:
        """By media with an address in the download and a moment of creation."""
        entries = _entries(document) if document.shape == "json" else []
        if not entries:
            return False
        media = _media(entries[0][1])
        return bool(media) and {"uri", "creation_timestamp"} <= media[0].keys()

    def columns(self, document: Document) -> list[Column]:
        """The keys of entries and their media, in the order in which they come."""
        holders = (holder for _, entry in _entries(document) for holder in (entry, *_media(entry)))
        keys = dict.fromkeys(
            key for holder in holders if isinstance(holder, dict) for key in holder
        )
        return [Column(key, _fate(key), MAPPED.get(key)) for key in keys]

    def read(self, document: Document, provenance: Provenance) -> Iterator[Batch]:
        """All entries in one batch; `line` counts them from 1."""
        yield Batch.of(Kind.POSTS, *read_entries(enumerate(_entries(document), 1), _read_entry))


def _entries(document: Document) -> list[Entry]:
    content = document.json
    if isinstance(content, list):
        return [("post", entry) for entry in content]
    lists = (
        [(kind, content.get(key)) for key, kind in LISTS.items()]
        if isinstance(content, dict)
        else []
    )
    return [
        (kind, entry) for kind, entries in lists if isinstance(entries, list) for entry in entries
    ]


def _media(entry: object) -> list[Mapping[str, object]]:
    """The pictures and films of an entry; of a story it is the entry itself."""
    media = entry.get("media", [entry]) if isinstance(entry, dict) else []
    return [each for each in media if isinstance(each, dict)] if isinstance(media, list) else []


def _fate(key: str) -> Fate:
    return Fate.MAPPED if key in MAPPED else Fate.IGNORED if key in IGNORED else Fate.UNMAPPED


def _read_entry(entry: Entry) -> Row:
    """An entry as a post; one with several pictures has the id of the first."""
    kind, content = entry
    media = _media(content)
    holders = [content, *media] if isinstance(content, dict) else media
    uris = [str(each.get("uri") or "") for each in media]
    is_film = kind == "post" and len(uris) == 1 and _FILM.search(uris[0])
    titles = (str(holder.get("title") or "").strip() for holder in holders)
    title = next(filter(None, titles), None)
    return {
        **describe_publication((h.get("creation_timestamp") for h in holders), (uris or [""])[0]),
        "type": "video" if is_film else kind,
        "text": repair_text(title) if title else None,
    }


READERS: Final = (
    InstagramMedia(format="instagram_media", platform="instagram", kind=Kind.POSTS, figures=False),
)
