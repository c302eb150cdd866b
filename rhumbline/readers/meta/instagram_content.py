"""Instagram accounts: the content and stories exports of Meta Business Suite, one row per post."""

import re
from collections import Counter
from typing import Final

import polars as pl

from models.metrics import Basis
from rhumbline.opening import Document
from rhumbline.readers.meta.content import (
    FILE_NAME,
    classify_posts,
    looks_like_post,
    recover_unlinked_ids,
    shape_posts,
)
from rhumbline.reading.batch import Kind
from rhumbline.reading.cells import map_headers
from rhumbline.reading.positioned_table import PositionedTable
from rhumbline.reading.provenance import Provenance

# Ours, and how Meta heads it: English, Spanish, Dutch, German, French, Portuguese, Swedish, Italian. What
# stands here without a real file behind it is named in docs/formats/instagram.md.
FIELDS: Final = {
    "native_id": """Post ID|Identificador de la publicación|Bericht-ID|Beitrags-ID|ID de la publication
        Identifiant de la publication|ID de publication|Identificação do post
        Identificação da publicação|ID do post|Publicerings-id""",
    "account": """Account username|Nombre de usuario de la cuenta|Gebruikersnaam account
        Gebruikersnaam van account|Konto-Benutzername|Nom d’utilisateur du compte
        Nom d'utilisateur du compte|Nome de usuário da conta|Nome de utilizador da conta|Kontots användarnamn
        Nome utente dell'account|Nome utente dell’account""",
    "account_name": """Account name|Nombre de la cuenta|Accountnaam|Kontoname|Nom du compte
        Nome da conta|Kontonamn|Nome dell'account|Nome account""",
    "text": """Description|Descripción|Omschrijving|Beschrijving|Beschreibung|Descrição|Beskrivning
        Descrizione""",
    "published": """Publish time|Hora de publicación|Publicatietijdstip|Veröffentlichungszeitpunkt
        Heure de publication|Horário de publicação|Hora de publicação
        Publiceringstid|Orario di pubblicazione""",
    "permalink": """Permalink|Enlace permanente|Permanente link|Permalien|Lien permanent|Link permanente
        Ligação permanente|Permalänk""",
    "post_type": """Post type|Tipo de publicación|Berichttype|Beitragstyp|Type de publication
        Tipo de post|Tipo de publicação|Inläggstyp|Tipo di post""",
    "day": "Date|Fecha|Datum|Data",
    "comment": """Data comment|Comentario sobre los datos|Gegevensopmerking|Opmerking over gegevens
        Datenkommentar|Commentaire de données|Comentário de dados|Datakommentar""",
    "views": "Views|Visualizaciones|Weergaven|Aufrufe|Vues|Visualizações|Visningar|Visualizzazioni",
    "impressions": "Impressions|Impresiones|Impressies|Impressionen|Impressões",
    "reach": "Reach|Alcance|Bereik|Reichweite|Couverture|Räckvidd|Copertura",
    "video_views": "Plays|Reproducciones|Wiedergaben|Lectures|Reproduções",
    "reactions": """Likes|Me gusta|Vind-ik-leuks|„Gefällt mir“-Angaben|"Gefällt mir"-Angaben|J’aime|J'aime
        Mentions J’aime|Mentions J'aime|Curtidas|Gostos|Gilla-markeringar|Mi piace""",
    "comments": """Comments|Comentarios|Opmerkingen|Kommentare|Commentaires|Comentários|Kommentarer
        Replies|Respuestas|Antwoorden|Antworten|Réponses|Respostas|Svar|Commenti|Risposte""",
    "shares": """Shares|Veces que se compartió|Veces que se ha compartido|Veces compartido
        Aantal keer gedeeld|Geteilte Inhalte|Partages
        Compartilhamentos|Partilhas|Delningar|Condivisioni""",
    "saves": """Saves|Veces que se guardó|Veces guardado|Veces que se ha guardado|Guardados
        Aantal keer opgeslagen|Gespeicherte Beiträge|Enregistrements
        Salvamentos|Guardados|Itens guardados|Sparade objekt|Salvataggi""",
    "follows": "Follows|Seguimientos|Seguidores|Volgt|Seguimentos|A seguir|Följer",
    "profile_visits": """Profile visits|Visitas al perfil|Profielbezoeken|Profilbesuche|Visites du profil
        Visitas ao perfil|Profilbesök|Visite al profilo""",
    "link_clicks": """Link clicks|Clics en el enlace|Klikken op link|Klicks op link|Link-Klicks|Linkklicks
        Clics sur le lien|Clics sur un lien|Cliques no link|Cliques na ligação|Länkklick|Clic sul link""",
}  # fmt: skip
IGNORED_LIKE: Final = re.compile(
    r"""^(?:account\ id|identificador\ de\ la\ cuenta|account-id|konto-id|identifiant\ du\ compte)$
    |^(?:id\ du\ compte|id\ de\ compte|identificação\ da\ conta|id\ da\ conta)$
    |^(?:duration|duración|duur|dauer|durée|duração|varaktighet|durata)\b
    |^(?:navigation|navegación|navigatie|navegação|navigering)$
    |^(?:sticker\ taps|toques\ (?:en|de)\ stickers|toques\ em\ figurinhas|tikken\ op\ stickers)$
    |^(?:sticker-antippen|appuis\ sur\ (?:les\ )?stickers)$""",
    re.VERBOSE,
)

_VIDEO_LINK: Final = "/(?:reels?|tv)/"
_VIDEO_WORD: Final = r"(?i)v[ií]d[eé]o|\breels?\b|\blive\b"
_LOST: Final = (
    "The post id is missing or was rounded by a spreadsheet, and Instagram's links hold another."
)


def _post(rows: pl.DataFrame, provenance: Provenance) -> pl.DataFrame:
    """A post under its id; a partner's post stays the partner's."""
    ids = _distinct_ids(recover_unlinked_ids(rows["native_id"]), rows["permalink"])
    return shape_posts(rows, provenance, ids, classify_posts(rows, _VIDEO_LINK, _VIDEO_WORD), _LOST)


def _distinct_ids(ids: pl.Series, permalinks: pl.Series) -> pl.Series:
    """The ids without those that posts with different addresses share, which rounding alone causes."""
    addresses = pl.col("permalink").drop_nulls().n_unique().over("native_id")
    posts = pl.DataFrame({"native_id": ids, "permalink": permalinks})
    return posts.select(pl.when(addresses <= 1).then("native_id").alias("native_id")).to_series()


ORDER: Final = (
    *("native_id", "", "account", "account_name", "text", "", "published", "permalink"),
    *("post_type", "comment", "day"),
)


class InstagramContent(PositionedTable):
    """The content export; the account it is of is the one whose rows have a reach."""

    def account(self, document: Document) -> str | None:
        """The username of most of the first rows, partners' posts (no reach) left aside."""
        header = self.find_header(document)
        if header is None:
            return None
        fields = [column.name or "" for column in header.columns]
        below = header.sheet.head[header.at + 1 :]
        rows = [dict(zip(fields, row, strict=False)) for row in below]
        own = [row for row in rows if row.get("reach", "").strip()] or rows
        names = Counter(name for row in own if (name := row.get("account", "").strip()))
        return next((name for name, times in names.items() if times > len(own) / 2), None)


CONTENT: Final = InstagramContent(
    format="instagram_content",
    platform="instagram",
    is_organic=True,
    kind=Kind.POSTS,
    basis=Basis.LIFETIME,
    file_name=FILE_NAME,
    fields=map_headers(FIELDS),
    needs=frozenset({"native_id", "account", "published", "permalink"}),
    ignored_like=IGNORED_LIKE,
    order_for=lambda width: ORDER if width >= len(ORDER) else (),
    is_row=looks_like_post(ORDER, "instagram.com"),
    shape=_post,
)

READERS: Final = (CONTENT,)
