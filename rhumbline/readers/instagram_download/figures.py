"""The figures of past posts and reels, from past_instagram_insights."""

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any, Final

import polars as pl

from models.metrics import Basis
from rhumbline.opening import Document
from rhumbline.reading.batch import Batch, Column, Fate, Kind
from rhumbline.reading.cells import map_headers, normalise_header
from rhumbline.reading.provenance import Provenance
from rhumbline.reading.reader import Reader
from rhumbline.reading.table import MISSING

LISTS: Final = {"organic_insights_posts": "post", "organic_insights_reels": "video"}

# Ours, and what Instagram calls it: English, German, Spanish, Portuguese, French, Dutch. Reels name
# the network as well; what Facebook adds to a reel that is shown on both is left aside.
FIELDS: Final = {
    "impressions": "Impressions|Impressionen|Impresiones|Impressões|Impressies",
    "reach": """Accounts reached|Erreichte Konten|Cuentas alcanzadas|Contas alcançadas
        Comptes touchés|Bereikte accounts""",
    "video_views": "Instagram Plays|Plays|Wiedergaben|Reproducciones|Reproduções|Lectures",
    "reactions": """Likes|Instagram Likes|„Gefällt mir“-Angaben|Me gusta|Curtidas|J’aime|J'aime
        Mentions J’aime|Vind-ik-leuks""",
    "comments": """Comments|Instagram Comments|Kommentare|Comentarios|Comentários|Commentaires
        Opmerkingen""",
    "shares": """Shares|Instagram Shares|Geteilt|Veces que se compartió|Compartilhamentos|Partages
        Aantal keer gedeeld""",
    "saves": """Saves|Instagram Saves|Gespeichert|Guardados|Veces que se guardó|Salvamentos
        Enregistrements|Aantal keer opgeslagen""",
    "profile_visits": """Profile visits|Profilaufrufe|Visitas al perfil|Visitas ao perfil
        Visites du profil|Profielbezoeken""",
    "follows": "Follows|Neue Follower|Seguimientos|Seguimentos|Nouveaux followers|Volgt",
    "text": "Caption|Bildunterschrift|Pie de foto|Legenda|Légende|Bijschrift",
}  # fmt: skip
NAMED: Final = map_headers(FIELDS)
IGNORED_LIKE: Final = re.compile(
    r"""timestamp|zeitstempel|data\ e\ hora|fecha\ y\ hora|horodatage|^duration$|^dauer$|^duración$
    |^duração$|^durée$|\btaps$|facebook|^interest\ topics""",
    re.VERBOSE,
)
_ID: Final = re.compile(r"_(\d{15,20})(?:\.\w+)?$")  # the media's id ends its file's name
_GROUPED: Final = re.compile(r"^-?\d{1,3}(?:[.,\s\u00a0\u202f]\d{3})*$")
_SCHEMA: Final = {
    "line": pl.Int64(),
    "native_id": pl.String(),
    "type": pl.String(),
    "published_at": pl.Datetime("us", "UTC"),
    "published_zone": pl.String(),
    "published_precision": pl.String(),
    **{name: pl.String() if name == "text" else pl.Int64() for name in FIELDS},
}


class InstagramFigures(Reader):
    """Reads posts.json and reels.json, whose texts are UTF-8 that was taken for Latin-1."""

    def claims(self, document: Document) -> bool:
        """By the lists that the two files are."""
        held = document.json
        return isinstance(held, dict) and any(isinstance(held.get(key), list) for key in LISTS)

    def columns(self, document: Document) -> list[Column]:
        """The keys of any post's map, in the order they are met."""
        keys = {key: None for _, _, post in _posts(document) for key in _said(post)}
        return [_column(key) for key in keys]

    def read(self, document: Document, provenance: Provenance) -> Iterator[Batch]:
        """All posts in one part; `line` counts them from 1."""
        rows, refused = [], []
        for line, kind, post in _posts(document):
            row = _row(post, kind)
            if isinstance(row, str):
                refused.append({"line": line, "reason": row})
            else:
                rows.append({"line": line, **row})
        yield Batch.of(
            Kind.POSTS,
            pl.DataFrame(rows, schema=_SCHEMA),
            pl.DataFrame(refused, schema={"line": pl.Int64, "reason": pl.String}),
        )


def repaired(text: str) -> str:
    """A text whose UTF-8 bytes were taken for Latin-1, as it was; any other as it is."""
    try:
        return text.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return text


def _posts(document: Document) -> Iterator[tuple[int, str, object]]:
    held = document.json
    found = [(kind, post) for key, kind in LISTS.items() for post in _list(held, key)]
    yield from ((line, kind, post) for line, (kind, post) in enumerate(found, 1))


def _list(held: object, key: str) -> list[object]:
    posts = held.get(key) if isinstance(held, dict) else None
    return posts if isinstance(posts, list) else []


def _said(post: object) -> Mapping[str, Any]:
    """What a post's map says, under repaired keys."""
    said = post.get("string_map_data") if isinstance(post, dict) else None
    if not isinstance(said, dict):
        return {}
    return {repaired(key): value for key, value in said.items() if isinstance(value, dict)}


def _media(post: object) -> Mapping[str, Any]:
    held = post.get("media_map_data") if isinstance(post, dict) else None
    media = next(iter(held.values()), None) if isinstance(held, dict) else None
    return media if isinstance(media, dict) else {}


def _column(key: str) -> Column:
    name = normalise_header(key)
    if name in NAMED:
        return Column(key, Fate.MAPPED, NAMED[name])
    return Column(key, Fate.IGNORED if IGNORED_LIKE.search(name) else Fate.UNMAPPED)


def _row(post: object, kind: str) -> dict[str, Any] | str:
    """A post as a row, or why it is none."""
    said, media = _said(post), _media(post)
    stamps = [v.get("timestamp") for v in said.values()] + [media.get("creation_timestamp")]
    moment = next((s for s in stamps if isinstance(s, int) and 0 < s < 2**33), None)
    if moment is None:
        return "The post has no moment of publication."
    row: dict[str, Any] = {"text": repaired(str(media.get("title") or "")) or None}
    for key, value in said.items():
        ours = NAMED.get(normalise_header(key))
        if ours is None:
            continue
        told = str(value.get("value") or "").strip()
        if ours == "text":
            row["text"] = repaired(told) or row["text"]
        elif normalise_header(told) not in MISSING:
            if not _GROUPED.match(told) and not told.isdigit():
                return f"{ours} is '{told[:40]}', not a number."
            row[ours] = int(re.sub(r"[^\d-]", "", told))
    found = _ID.search(str(media.get("uri") or ""))
    return row | {
        "native_id": found.group(1) if found else f"created-{moment}",
        "type": kind,
        "published_at": datetime.fromtimestamp(moment, UTC),
        "published_zone": "UTC",
        "published_precision": "second",
    }


POSTS: Final = InstagramFigures(
    format="instagram_download", platform="instagram", kind=Kind.POSTS, basis=Basis.LIFETIME
)

READERS: Final = (POSTS,)
