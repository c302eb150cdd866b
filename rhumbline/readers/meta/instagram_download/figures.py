"""The figures of past posts and reels, from past_instagram_insights."""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from models.metrics import BY_NAME, Basis
from rhumbline.opening import Document
from rhumbline.readers.meta.instagram_download.entries import describe_publication, repair_text
from rhumbline.reading.batch import Batch, Column, Fate, Kind
from rhumbline.reading.cells import MISSING, map_headers, normalise_header
from rhumbline.reading.json_rows import Row, UnreadableEntry, read_entries
from rhumbline.reading.provenance import Provenance
from rhumbline.reading.reader import Reader

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
_COUNT: Final = re.compile(r"-?\d{1,3}(?:[.,\s\u00a0\u202f]\d{3})*|\d+")  # 1240, 1,240 or 1.240

Post = tuple[str, object]  # its type, and what its list holds for it


class InstagramFigures(Reader):
    """Reads posts.json and reels.json, whose texts are UTF-8 that was taken for Latin-1."""

    def claims(self, document: Document) -> bool:
        """By the lists that the two files are."""
        content = document.json
        return isinstance(content, dict) and any(
            isinstance(content.get(key), list) for key in LISTS
        )

    def columns(self, document: Document) -> list[Column]:
        """The labels of all posts' values, in the order in which they come."""
        labels = dict.fromkeys(label for _, post in _posts(document) for label in _values(post))
        return [_describe_column(label) for label in labels]

    def read(self, document: Document, provenance: Provenance) -> Iterator[Batch]:
        """All posts in one batch; `line` counts them from 1."""
        metrics = [name for name in FIELDS if name in BY_NAME]
        yield Batch.of(
            Kind.POSTS, *read_entries(enumerate(_posts(document), 1), _read_post, metrics)
        )


def _posts(document: Document) -> list[Post]:
    content = document.json
    if not isinstance(content, dict):
        return []
    lists = [(kind, content.get(key)) for key, kind in LISTS.items()]
    return [(kind, post) for kind, posts in lists if isinstance(posts, list) for post in posts]


def _values(post: object) -> Mapping[str, Mapping[str, object]]:
    """A post's values by their repaired labels, each a mapping with `value` and `timestamp`."""
    labelled = post.get("string_map_data") if isinstance(post, dict) else None
    if not isinstance(labelled, dict):
        return {}
    return {repair_text(k): value for k, value in labelled.items() if isinstance(value, dict)}


def _first_media(post: object) -> Mapping[str, object]:
    labelled = post.get("media_map_data") if isinstance(post, dict) else None
    media = next(iter(labelled.values()), None) if isinstance(labelled, dict) else None
    return media if isinstance(media, dict) else {}


def _describe_column(label: str) -> Column:
    name = normalise_header(label)
    if name in NAMED:
        return Column(label, Fate.MAPPED, NAMED[name])
    return Column(label, Fate.IGNORED if IGNORED_LIKE.search(name) else Fate.UNMAPPED)


def _read_post(post: Post) -> Row:
    """A post with its figures; raises UnreadableEntry where a figure is no count."""
    kind, content = post
    values, media = _values(content), _first_media(content)
    timestamps = [value.get("timestamp") for value in values.values()]
    publication = describe_publication(
        [*timestamps, media.get("creation_timestamp")], media.get("uri")
    )
    texts = [
        (NAMED.get(normalise_header(label)), _text_of(value)) for label, value in values.items()
    ]
    captions = [repair_text(text) for field, text in texts if field == "text" and text]
    title = repair_text(str(media.get("title") or ""))
    counts = {
        field: _parse_count(field, text)
        for field, text in texts
        if field in BY_NAME and _is_known(text)
    }
    return {**publication, **counts, "type": kind, "text": (captions or [title])[-1] or None}


def _text_of(value: Mapping[str, object]) -> str:
    return str(value.get("value") or "").strip()


def _is_known(text: str) -> bool:
    return text.casefold() not in MISSING


def _parse_count(field: str, text: str) -> int:
    if not _COUNT.fullmatch(text):
        raise UnreadableEntry(f"{field} is '{text[:40]}', not a number.")
    return int(re.sub(r"[^\d-]", "", text))


READERS: Final = (
    InstagramFigures(
        format="instagram_download", platform="instagram", kind=Kind.POSTS, basis=Basis.LIFETIME
    ),
)
