"""LinkedIn people: the analytics of one post, labels and values above who was reached."""

import re
from collections.abc import Iterator
from typing import Final

import polars as pl

from models.metrics import BY_NAME, Basis
from rhumbline.opening import Document
from rhumbline.readers.linkedin.personal import read_facets
from rhumbline.readers.linkedin.personal_sheets import parse_counts
from rhumbline.readers.linkedin.words import filled, post_id, published
from rhumbline.reading.batch import Batch, Column, Fate, Kind
from rhumbline.reading.cells import map_headers, normalise_header
from rhumbline.reading.provenance import Provenance
from rhumbline.reading.reader import Reader

LABELS: Final = map_headers(
    {
        "permalink": "Post URL|URL del post|URL de la publicación|URL da publicação",
        "impressions": "Impressions|Impressioni|Impresiones|Impressões|Impressionen",
        "reach": """Members reached|Utenti raggiunti|Miembros alcanzados|Membros alcançados
            Membres touchés|Erreichte Mitglieder""",
        "reactions": "Reactions|Reazioni|Reacciones|Reações|Réactions|Reaktionen",
        "comments": "Comments|Commenti|Comentarios|Comentários|Commentaires|Kommentare",
        "shares": "Reposts|Diffusioni post|Veces compartido|Compartilhamentos|Republications",
        "saves": "Saves|Salvataggi|Veces guardado|Salvamentos|Enregistrements|Gespeicherte Beiträge",
        "follows": """Followers gained from this post
            Mit diesem Beitrag gewonnene Follower:innen""",
        "link_clicks": "Link engagements",
    }
)  # fmt: skip
# The id holds the date and the time; people who looked at the profile are not its visits; social
# engagements are reactions, comments, shares, saves and sends, not the engagements of the rankings.
IGNORED: Final = frozenset(
    map_headers(
        {
            "": """Post date|Post publish time|Profile viewers from this post|Social engagements
                Sends on LinkedIn|Premium custom button engagements|Post performance|Discovery
                Profile activity|Engagement|Post viewer demographics|Top demographics""",
        }
    )
)
_WITHIN: Final = 6


class LinkedInPost(Reader):
    """Reads one post, and the facets of the people who saw it."""

    def claims(self, document: Document) -> bool:
        """By a first label with the address of a post beside it, and nothing else in the row."""
        if not document.sheets:
            return False
        if document.shape != "workbook" and not _is_address(filled(document.sheet)[:1]):
            return False
        return _address(document) is not None

    def columns(self, document: Document) -> list[Column]:
        """The labels as columns."""
        sheet = document.sheet
        labels = [row[0] for row in filled(sheet) if len(row) <= 2]
        return [Column(label, _fate(label), _named(label), sheet.name) for label in labels]

    def read(self, document: Document, provenance: Provenance) -> Iterator[Batch]:
        """One post, then whom it reached."""
        rows = [(line, row) for line, row in document.sheet.rows() if row]
        address = _address(document) or ""
        labelled = {_named(row[0]): (line, row[1]) for line, row in rows if len(row) == 2}
        post: dict[str, object] = {"line": rows[0][0], "permalink": address, "type": "post"}
        refused = []
        for name, (line, cell) in labelled.items():
            if name in BY_NAME:
                values, bad = parse_counts(pl.Series([cell]))
                post[str(name)] = values[0]
                if bad.any():
                    refused.append({"line": line, "reason": f"'{cell[:40]}' is not a count."})
        frame = pl.DataFrame([post]).with_columns(native_id=post_id(pl.col("permalink")))
        kept = frame.with_columns(published(pl.col("native_id"))).head(0 if refused else 1)
        yield Batch.of(Kind.POSTS, kept, pl.DataFrame(refused[:1]) if refused else None)
        yield from _reached(document)


def _reached(document: Document) -> Iterator[Batch]:
    for sheet in document.sheets:
        for at, row in enumerate(sheet.head):
            if len(row) == 3 and not re.search(r"\d", row[2]):
                yield read_facets(sheet, at, "reached")
                break


def _is_address(rows: list[list[str]]) -> bool:
    """Whether the first row is a label and an address, as in a sheet saved alone."""
    return any(len(row) == 2 and "linkedin.com/" in row[1] for row in rows)


def _address(document: Document) -> str | None:
    pairs = [row for row in filled(document.sheet)[:_WITHIN] if len(row) == 2]
    links = [row[1] for row in pairs if "linkedin.com/" in row[1]]
    held = pl.DataFrame({"link": links}, schema={"link": pl.String}).select(
        "link", held=post_id(pl.col("link"))
    )
    return next(iter(held.drop_nulls()["link"]), None)


def _named(label: str) -> str | None:
    return LABELS.get(normalise_header(label))


def _fate(label: str) -> Fate:
    name = normalise_header(label)
    return Fate.MAPPED if name in LABELS else Fate.IGNORED if name in IGNORED else Fate.UNMAPPED


READERS: Final = (
    LinkedInPost(
        format="linkedin_single_post",
        platform="linkedin",
        kind=Kind.POSTS,
        basis=Basis.LIFETIME,
        file_name=re.compile(r"^SinglePostAnalytics_(?P<account>.+?)_\d{15,}", re.IGNORECASE),
    ),
)
