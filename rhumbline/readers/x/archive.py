"""X's account archive: the account's own posts, whole, with the addresses behind their t.co links."""

import html
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Final

import polars as pl

from models.metrics import Basis
from rhumbline.opening import Document
from rhumbline.reading.batch import Batch, Column, Fate, Kind
from rhumbline.reading.cells import map_headers
from rhumbline.reading.dates import parse_moments
from rhumbline.reading.json_rows import Row, UnreadableEntry, read_entries
from rhumbline.reading.provenance import Provenance
from rhumbline.reading.reader import LINK_ROW, Reader
from rhumbline.reading.table import Table

BATCH: Final = 10_000
_WRITTEN_AT: Final = "%a %b %d %H:%M:%S %z %Y"
_FIGURES: Final = {"favorite_count": "reactions", "retweet_count": "shares"}
_MAPPED: Final = {
    "id_str": "native_id", "created_at": "published_at", "full_text": "text", "text": "text",
    **_FIGURES,
}  # fmt: skip
_POSTS: Final = ("tweets", "tweet")
_REPOST: Final = re.compile(r"RT @\w+:?")
_SAME_BEGINNING: Final = 20  # signs that a long post and its shortened form have in common


class XArchive(Reader):
    """Reads tweets.js and its parts, of a zip or alone, with note-tweet.js for posts cut short."""

    def claims(self, document: Document) -> bool:
        """By what its members assign."""
        return document.shape == "json" and any(_parts(document).get(name) for name in _POSTS)

    def columns(self, document: Document) -> list[Column]:
        """The keys that the posts have; those that are not read are left aside on purpose."""
        keys = dict.fromkeys(key for _, post in _posts(document) for key in post)
        return [
            Column(key, Fate.MAPPED if key in _MAPPED else Fate.IGNORED, _MAPPED.get(key))
            for key in keys
        ]

    def account(self, document: Document) -> str | None:
        """The username in account.js, where the archive has it."""
        for entry in _parts(document).get("account", ()):
            account = entry.get("account") if isinstance(entry, dict) else None
            if isinstance(account, dict) and isinstance(account.get("username"), str):
                return str(account["username"]) or None
        return None

    def read(self, document: Document, provenance: Provenance) -> Iterator[Batch]:
        """The posts and replies; reposts of others are only counted. `line` is the place, from 1."""
        entries = [entry for name in _POSTS for entry in _parts(document).get(name, ())]
        notes = _long_texts(document)
        owner = self.account(document) or provenance.account
        for start in range(0, len(entries), BATCH):
            batch = entries[start : start + BATCH]
            own = [(n, e) for n, e in enumerate(batch, start + 1) if not _is_repost(e)]
            rows, rejected = read_entries(
                own, lambda entry: _read_post(entry, notes, owner), _FIGURES.values()
            )
            yield Batch.of(Kind.POSTS, rows, rejected, len(batch))

    def links(self, document: Document) -> pl.DataFrame:
        """Every t.co link of the posts and where it leads, as `short`, `target` and `line`."""
        leads = {
            short: (target, line)
            for line, post in _posts(document)
            for short, target in _links_of(post).items()
        }
        rows = [(short, target, line) for short, (target, line) in leads.items()]
        return pl.DataFrame(rows, LINK_ROW, orient="row")


def _parts(document: Document) -> Mapping[str, list[object]]:
    content = document.json
    if not isinstance(content, dict):
        return {}
    return {name: part for name, part in content.items() if isinstance(part, list)}


def _post_of(entry: object) -> Mapping[str, object] | None:
    post = entry.get("tweet", entry) if isinstance(entry, dict) else None
    return post if isinstance(post, dict) else None


def _posts(document: Document) -> Iterator[tuple[int, Mapping[str, object]]]:
    entries = [entry for name in _POSTS for entry in _parts(document).get(name, ())]
    for line, entry in enumerate(entries, 1):
        if (post := _post_of(entry)) is not None:
            yield line, post


def _is_repost(entry: object) -> bool:
    post = _post_of(entry)
    return post is not None and bool(_REPOST.match(_written(post)))


def _read_post(entry: object, notes: Mapping[datetime, str], owner: str | None) -> Row:
    """One post; raises UnreadableEntry where it has no id or no moment."""
    post = _post_of(entry)
    native_id = _text(post, "id_str") or _text(post, "id") if post is not None else ""
    if post is None or not native_id.isdigit():
        raise UnreadableEntry("The post has no id.")
    moment = _moment(_text(post, "created_at"))
    figures = {ours: _count(post, theirs) for theirs, ours in _FIGURES.items()}
    return {
        "native_id": native_id,
        "account": owner,
        "type": "reply" if _text(post, "in_reply_to_status_id_str") else "post",
        "published_at": moment,
        "published_zone": "UTC",
        "published_precision": "second",
        "permalink": f"https://x.com/{owner or 'i/web'}/status/{native_id}",
        "text": _whole_text(post, moment, notes) or None,
        **figures,
    }


def _whole_text(post: Mapping[str, object], moment: datetime, notes: Mapping[datetime, str]) -> str:
    """The text with its links expanded; of a post cut short, the long text of the same second."""
    text = _written(post)
    for second in (0, 1, -1):
        long = notes.get(moment + timedelta(seconds=second), "")
        if long and _beginning(long) == _beginning(text):
            text = long
            break
    for short, target in _links_of(post).items():
        text = text.replace(short, target)
    return html.unescape(text)


def _beginning(text: str) -> str:
    return "".join(html.unescape(text).split())[:_SAME_BEGINNING]


def _long_texts(document: Document) -> dict[datetime, str]:
    """The texts of note-tweet.js by the second they were written in, their links expanded."""
    texts: dict[datetime, str] = {}
    for entry in _parts(document).get("note_tweet", ()):
        note = entry.get("noteTweet") if isinstance(entry, dict) else None
        core = note.get("core") if isinstance(note, dict) else None
        if not isinstance(note, dict) or not isinstance(core, dict):
            continue
        try:
            written = datetime.fromisoformat(_text(note, "createdAt")).astimezone(UTC)
        except ValueError:
            continue
        text = _text(core, "text")
        for link in _dicts(core.get("urls")):
            short, target = _text(link, "shortUrl"), _text(link, "expandedUrl")
            text = text.replace(short, target) if short and target else text
        texts[written.replace(microsecond=0)] = text
    return texts


def _links_of(post: Mapping[str, object]) -> dict[str, str]:
    """The t.co links of a post and where each leads."""
    entities = post.get("entities")
    urls = entities.get("urls") if isinstance(entities, dict) else None
    pairs = {_text(link, "url"): _text(link, "expanded_url") for link in _dicts(urls)}
    return {short: target for short, target in pairs.items() if short and target}


def _dicts(values: object) -> Iterator[Mapping[str, object]]:
    for value in values if isinstance(values, list) else ():
        if isinstance(value, dict):
            yield value


def _written(post: Mapping[str, object]) -> str:
    return _text(post, "full_text") or _text(post, "text")


def _text(holder: Mapping[str, object] | None, key: str) -> str:
    value = holder.get(key) if holder is not None else None
    return value if isinstance(value, str) else ""


def _count(post: Mapping[str, object], key: str) -> int | None:
    value = str(post.get(key, ""))
    return int(value) if value.isascii() and value.isdigit() and len(value) < 16 else None


def _moment(text: str) -> datetime:
    try:
        return datetime.strptime(text, _WRITTEN_AT).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise UnreadableEntry(f"'{text[:40]}' is not a moment in time.") from error


def _shape(rows: pl.DataFrame, provenance: Provenance) -> pl.DataFrame:
    when = parse_moments(rows["published"], "UTC")
    digits = rows["native_id"].str.strip_chars()
    owner = provenance.account or "i/web"
    return rows.select(
        "line",
        native_id=digits,
        type=pl.when(pl.col("replies_to").is_not_null())
        .then(pl.lit("reply"))
        .otherwise(pl.lit("post")),
        permalink=pl.format("https://x.com/{}/status/{}", pl.lit(owner), pl.lit(digits)),
        text=pl.concat_str("text", "links", separator=" ", ignore_nulls=True),
        published_at=when["published_at"],
        published_zone=when["published_zone"],
        published_precision=when["published_precision"],
        why=when["why"],
    )


ARCHIVE: Final = XArchive(format="x_archive", platform="x", kind=Kind.POSTS, basis=Basis.LIFETIME)
# What the archive was until 2018: one table, without figures.
OLD_ARCHIVE: Final = Table(
    format="x_archive_table",
    platform="x",
    kind=Kind.POSTS,
    fields=map_headers(
        {
            "native_id": "tweet_id",
            "replies_to": "in_reply_to_status_id",
            "published": "timestamp",
            "text": "text",
            "links": "expanded_urls",
            "repost_of": "retweeted_status_id",
        }
    ),
    needs=frozenset({"native_id", "replies_to", "published", "text", "repost_of", "links"}),
    ignored=frozenset(
        {
            *("in_reply_to_user_id", "source", "retweeted_status_user_id"),
            "retweeted_status_timestamp",
        }
    ),
    structural=lambda rows: pl.col("repost_of").is_not_null(),
    figures=False,
    shape=_shape,
)
