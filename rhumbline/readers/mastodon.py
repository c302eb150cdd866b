"""Mastodon's archive: what an account said, from outbox.json; it holds no figures."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from re import compile as regex
from typing import Any, Final

import polars as pl

from rhumbline.opening import Document
from rhumbline.reading.batch import SCHEMAS, Batch, Column, Fate, Kind
from rhumbline.reading.html import html_to_text
from rhumbline.reading.provenance import Provenance
from rhumbline.reading.reader import Reader

BATCH: Final = 50_000
MAPPED: Final = {
    "id": "native_id",
    "type": "type",
    "inReplyTo": "type",
    "published": "published_at",
    "url": "permalink",
    "attributedTo": "account",
    "content": "text",
    "summary": "text",  # the content warning
    "oneOf": "text",  # the answers of a poll
    "anyOf": "text",
    "to": "text",  # whom it was meant for: what only named people may read is left out
    "cc": "text",
}
# `likes` and `shares` are addresses to ask at: an archive counts nothing.
IGNORED: Final = frozenset(
    {
        "sensitive", "atomUri", "inReplyToAtomUri", "conversation", "context", "contentMap",
        "summaryMap", "attachment", "tag", "replies", "likes", "shares", "updated", "endTime",
        "closed", "votersCount", "interactionPolicy", "quote", "quoteUrl", "quoteUri",
        "_misskey_quote", "quoteAuthorization",
    }
)  # fmt: skip
_ACTIVITIES: Final = frozenset({"Create", "Announce", "Update", "Delete", "Like", "Undo", "Add"})
_PUBLIC: Final = frozenset({"https://www.w3.org/ns/activitystreams#Public", "as:Public", "Public"})
_NUMBER: Final = regex(r"/statuses/(\d+)/?$")
_PROFILE: Final = regex(r"^https?://([^/]+)/(?:@|users/)([^/@?#]+)")
_SCHEMA: Final = {
    name: dtype
    for name, dtype in SCHEMAS[Kind.POSTS].items()
    if name
    in {
        "line", "native_id", "account", "type", "published_at", "published_zone",
        "published_precision", "permalink", "text",
    }
}  # fmt: skip


class MastodonOutbox(Reader):
    """Reads the ActivityStreams collection that every Mastodon archive holds."""

    def claims(self, document: Document) -> bool:
        """By a collection of activities; likes.json and bookmarks.json collect addresses."""
        outbox = document.json if document.shape == "json" else None
        if not isinstance(outbox, dict) or outbox.get("type") != "OrderedCollection":
            return False
        items = _items(document)
        if not items:
            return "outbox" in str(outbox.get("id"))
        return any(isinstance(i, dict) and i.get("type") in _ACTIVITIES for i in items[:100])

    def columns(self, document: Document) -> list[Column]:
        """The keys that posts have, in the order they are met."""
        keys = dict.fromkeys(key for post in _posts(document) for key in post)
        return [Column(key, _fate(key), MAPPED.get(key)) for key in keys]

    def account(self, document: Document) -> str | None:
        """The author of the first post that names one, as name@host."""
        return next((author for post in _posts(document) if (author := _author(post))), None)

    def read(self, document: Document, provenance: Provenance) -> Iterator[Batch]:
        """Posts and replies; boosts are other people's posts, and only counted as seen.

        An outbox has no lines: `line` is the place in the collection, from 1.
        """
        items = _items(document)
        for start in range(0, len(items), BATCH):
            batch = items[start : start + BATCH]
            read = [(p, _row(i)) for p, i in enumerate(batch, start + 1) if not _is_boost(i)]
            rows = [{"line": place, **row} for place, row in read if isinstance(row, dict)]
            refused = [{"line": p, "reason": row} for p, row in read if isinstance(row, str)]
            yield Batch.of(
                Kind.POSTS,
                pl.DataFrame(rows, schema=_SCHEMA),
                pl.DataFrame(refused, schema={"line": pl.Int64(), "reason": pl.String()}),
                len(batch),
            )


def _fate(key: str) -> Fate:
    return Fate.MAPPED if key in MAPPED else Fate.IGNORED if key in IGNORED else Fate.UNMAPPED


def _items(document: Document) -> list[Any]:
    outbox = document.json
    items = outbox.get("orderedItems") if isinstance(outbox, dict) else None
    return items if isinstance(items, list) else []


def _posts(document: Document) -> Iterator[Mapping[str, Any]]:
    for item in _items(document):
        said = item.get("object") if isinstance(item, dict) and not _is_boost(item) else None
        if isinstance(said, dict):
            yield said


def _is_boost(item: object) -> bool:
    """Whether an activity is anything but saying something: boosts, above all."""
    return isinstance(item, dict) and isinstance(item.get("type"), str) and item["type"] != "Create"


def _row(item: object) -> dict[str, Any] | str:
    """One post as a row, or why it cannot be read."""
    post = item.get("object") if isinstance(item, dict) else None
    if not isinstance(post, dict):
        return "The entry holds no post."
    address = _text(post.get("id"))
    if not address:
        return "The post has no id."
    published_at = _moment(post.get("published"))
    if published_at is None:
        return f"'{_text(post.get('published'))[:40]}' is not a moment in time."
    number = _NUMBER.search(address)
    return {
        "native_id": number[1] if number else address,
        "account": _author(post),
        "type": _type(post),
        "published_at": published_at,
        "published_zone": "UTC",
        "published_precision": "second",
        "permalink": _text(post.get("url")) or address,
        "text": None if _is_direct(post) else _words(post),
    }


def _type(post: Mapping[str, Any]) -> str:
    if post.get("inReplyTo"):
        return "reply"
    return "message" if _is_direct(post) else "post"


def _is_direct(post: Mapping[str, Any]) -> bool:
    """Whether only people it names may read it: not the public, not the followers."""
    addressed = [*_many(post.get("to")), *_many(post.get("cc"))]
    return bool(addressed) and not any(a in _PUBLIC or a.endswith("/followers") for a in addressed)


def _words(post: Mapping[str, Any]) -> str | None:
    """The content warning, the text and the answers of a poll, as plain text."""
    answers = [*_many(post.get("oneOf")), *_many(post.get("anyOf"))]
    parts = [
        _text(post.get("summary")),
        html_to_text(_text(post.get("content"))),
        "\n".join(answers),
    ]
    return "\n\n".join(part for part in parts if part) or None


def _many(value: object) -> list[str]:
    """Texts, or the names of things, of a key that may hold one, several or none."""
    several = value if isinstance(value, list) else [value]
    named = (one.get("name") if isinstance(one, dict) else one for one in several)
    return [one for one in named if isinstance(one, str)]


def _author(post: Mapping[str, Any]) -> str | None:
    """`name@host`, from the post's address, where new servers still write the name, or its author."""
    for address in (post.get("url"), post.get("attributedTo"), post.get("id")):
        found = _PROFILE.search(_text(address))
        if found:
            return f"{found[2]}@{found[1]}"
    return None


def _moment(said: object) -> datetime | None:
    try:
        moment = datetime.fromisoformat(_text(said))
    except ValueError:
        return None
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


READERS: Final = (MastodonOutbox(format="mastodon_outbox", platform="mastodon", kind=Kind.POSTS),)
