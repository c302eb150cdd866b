"""Mastodon's archive: an account's posts and replies, from outbox.json; it holds no figures."""

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Final

from rhumbline.opening import Document
from rhumbline.reading.batch import Batch, Column, Fate, Kind
from rhumbline.reading.html import html_to_text
from rhumbline.reading.json_rows import Row, UnreadableEntry, read_entries
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
_NUMBER: Final = re.compile(r"/statuses/(\d+)/?$")
_PROFILE: Final = re.compile(r"^https?://([^/]+)/(?:@|users/)([^/@?#]+)")


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
        """The keys that posts have, in the order in which they come."""
        keys = dict.fromkeys(key for post in _posts(document) for key in post)
        return [Column(key, _fate(key), MAPPED.get(key)) for key in keys]

    def account(self, document: Document) -> str | None:
        """The author of the first post that names one, as name@host."""
        return next((author for post in _posts(document) if (author := _author(post))), None)

    def read(self, document: Document, provenance: Provenance) -> Iterator[Batch]:
        """Posts and replies; all else, above all boosts of other people's posts, is only counted.

        An outbox has no lines: `line` is the place in the collection, from 1.
        """
        items = _items(document)
        for start in range(0, len(items), BATCH):
            batch = items[start : start + BATCH]
            posts = [(n, item) for n, item in enumerate(batch, start + 1) if not _is_no_post(item)]
            yield Batch.of(Kind.POSTS, *read_entries(posts, _read_item), len(batch))


def _fate(key: str) -> Fate:
    return Fate.MAPPED if key in MAPPED else Fate.IGNORED if key in IGNORED else Fate.UNMAPPED


def _items(document: Document) -> list[object]:
    outbox = document.json
    items = outbox.get("orderedItems") if isinstance(outbox, dict) else None
    return items if isinstance(items, list) else []


def _posts(document: Document) -> Iterator[Mapping[str, object]]:
    posts = (_post_of(item) for item in _items(document) if not _is_no_post(item))
    return (post for post in posts if post is not None)


def _post_of(item: object) -> Mapping[str, object] | None:
    post = item.get("object") if isinstance(item, dict) else None
    return post if isinstance(post, dict) else None


def _is_no_post(item: object) -> bool:
    """Whether an item is known to be another activity than the writing of a post: a boost, a like."""
    return isinstance(item, dict) and isinstance(item.get("type"), str) and item["type"] != "Create"


def _read_item(item: object) -> Row:
    """One post; raises UnreadableEntry where it has no id or no moment."""
    post = _post_of(item)
    if post is None:
        raise UnreadableEntry("The entry holds no post.")
    address = _text(post.get("id"))
    if not address:
        raise UnreadableEntry("The post has no id.")
    number = _NUMBER.search(address)
    return {
        "native_id": number[1] if number else address,
        "account": _author(post),
        "type": _type(post),
        "published_at": _parse_moment(_text(post.get("published"))),
        "published_zone": "UTC",
        "published_precision": "second",
        "permalink": _text(post.get("url")) or address,
        "text": None if _is_direct(post) else _words(post),
    }


def _type(post: Mapping[str, object]) -> str:
    if post.get("inReplyTo"):
        return "reply"
    return "message" if _is_direct(post) else "post"


def _is_direct(post: Mapping[str, object]) -> bool:
    """Whether only people it names may read it: not the public, not the followers."""
    addressed = [*_texts(post.get("to")), *_texts(post.get("cc"))]
    return bool(addressed) and not any(a in _PUBLIC or a.endswith("/followers") for a in addressed)


def _words(post: Mapping[str, object]) -> str | None:
    """The content warning, the text and the answers of a poll, as plain text."""
    answers = [*_texts(post.get("oneOf")), *_texts(post.get("anyOf"))]
    parts = [
        _text(post.get("summary")),
        html_to_text(_text(post.get("content"))),
        "\n".join(answers),
    ]
    return "\n\n".join(part for part in parts if part) or None


def _texts(value: object) -> list[str]:
    """The texts of a key that may hold one, several or none; of an object, its name."""
    values = value if isinstance(value, list) else [value]
    texts = (each.get("name") if isinstance(each, dict) else each for each in values)
    return [text for text in texts if isinstance(text, str)]


def _author(post: Mapping[str, object]) -> str | None:
    """`name@host`, from the post's address, where new servers still write the name, or its author."""
    for address in (post.get("url"), post.get("attributedTo"), post.get("id")):
        profile = _PROFILE.search(_text(address))
        if profile:
            return f"{profile[2]}@{profile[1]}"
    return None


def _parse_moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise UnreadableEntry(f"'{text[:40]}' is not a moment in time.") from error
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


READERS: Final = (MastodonOutbox(format="mastodon_outbox", platform="mastodon", kind=Kind.POSTS),)
