"""Instagram accounts: the content and stories exports of Meta Business Suite, one row per post."""

import re
from collections import Counter
from typing import Final

import polars as pl

from models.metrics import BY_NAME, Basis
from rhumbline.opening import Document
from rhumbline.reading.batch import Kind
from rhumbline.reading.cells import map_headers, normalise_header
from rhumbline.reading.date_order import settle_date_order
from rhumbline.reading.dates import Order, parse_moments, parse_times
from rhumbline.reading.provenance import Provenance
from rhumbline.reading.rounded_ids import recover_ids
from rhumbline.reading.table import optional_column
from rhumbline.reading.table_by_position import Placed

PACIFIC: Final = "America/Los_Angeles"  # whatever the country of the account: its ids prove it
FILE_NAME: Final = re.compile(
    r"^(?P<from>[A-Z][a-z]{2}-\d\d-\d{4})_(?P<until>[A-Z][a-z]{2}-\d\d-\d{4})_\d+"
)

# Ours, and how Meta heads it: English, Spanish, Dutch, German, French, Portuguese, Swedish, Italian. What
# stands here without a real file behind it is named in docs/formats/instagram.md.
FIELDS: Final = {
    "native_id": """Post ID|Identificador de la publicación|Bericht-ID|Beitrags-ID|ID de la publication
        Identifiant de la publication|ID de publication|Identificação do post
        Identificação da publicação|ID do post|Publicerings-id""",
    "account": """Account username|Nombre de usuario de la cuenta|Gebruikersnaam account
        Gebruikersnaam van account|Konto-Benutzername|Nom d’utilisateur du compte
        Nom d'utilisateur du compte|Nome de usuário da conta|Kontots användarnamn
        Nome utente dell'account|Nome utente dell’account""",
    "account_name": """Account name|Nombre de la cuenta|Accountnaam|Kontoname|Nom du compte
        Nome da conta|Kontonamn|Nome dell'account|Nome account""",
    "text": """Description|Descripción|Omschrijving|Beschrijving|Beschreibung|Descrição|Beskrivning
        Descrizione""",
    "published": """Publish time|Hora de publicación|Publicatietijdstip|Veröffentlichungszeitpunkt
        Heure de publication|Horário de publicação|Publiceringstid|Orario di pubblicazione""",
    "permalink": """Permalink|Enlace permanente|Permanente link|Permalien|Lien permanent|Link permanente
        Permalänk""",
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
        Mentions J’aime|Mentions J'aime|Curtidas|Gilla-markeringar|Mi piace""",
    "comments": """Comments|Comentarios|Opmerkingen|Kommentare|Commentaires|Comentários|Kommentarer
        Replies|Respuestas|Antwoorden|Antworten|Réponses|Respostas|Svar|Commenti|Risposte""",
    "shares": """Shares|Veces que se compartió|Aantal keer gedeeld|Geteilte Inhalte|Partages
        Compartilhamentos|Delningar|Condivisioni""",
    "saves": """Saves|Veces que se guardó|Aantal keer opgeslagen|Gespeicherte Beiträge|Enregistrements
        Salvamentos|Sparade objekt|Salvataggi""",
    "follows": "Follows|Seguimientos|Volgt|Seguimentos|Följer",
    "profile_visits": """Profile visits|Visitas al perfil|Profielbezoeken|Profilbesuche|Visites du profil
        Visitas ao perfil|Profilbesök|Visite al profilo""",
    "link_clicks": """Link clicks|Clics en el enlace|Klikken op link|Klicks op link|Link-Klicks|Linkklicks
        Clics sur le lien|Clics sur un lien|Cliques no link|Länkklick|Clic sul link""",
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

_KEPT: Final = ("line", "account", "permalink", "text")
_VIDEO: Final = r"(?i)v[ií]d[eé]o|\breels?\b|\blive\b"
_STORY: Final = r"(?i)\bstor(?:y|ies)\b|historia"


def _post(rows: pl.DataFrame, provenance: Provenance) -> pl.DataFrame:
    """The Pacific publish time in UTC; a partner's post is told under the partner's account."""
    published, order = settle_date_order(rows["published"], provenance.window)
    when = parse_moments(published, PACIFIC, fallback=order)
    unlinked = pl.repeat(None, rows.height, dtype=pl.String, eager=True)  # links hold another id
    return rows.select(
        *(c for c in rows.columns if c in BY_NAME or c in _KEPT),
        recover_ids(rows["native_id"], unlinked),
        _type(optional_column(rows, "post_type"), rows["permalink"]).alias("type"),
        *when.drop("why").get_columns(),
        parse_times(optional_column(rows, "day"), fallback=Order.MONTH_FIRST)["local"]
        .is_not_null()
        .alias("daily"),
        optional_column(rows, "comment"),
        when["why"],
    ).select(pl.exclude("daily", "comment", "why"), _why())


def _type(said: pl.Series, permalink: pl.Series) -> pl.Series:
    """By the address where it tells, in any language; else by Meta's word for it."""
    story = permalink.str.contains("/stories/") | said.str.contains(_STORY)
    video = permalink.str.contains("/(?:reels?|tv)/") | said.str.contains(_VIDEO)
    frame = pl.DataFrame({"video": video, "story": story})
    kind = pl.when("story").then(pl.lit("story")).when("video").then(pl.lit("video"))
    return frame.select(kind.otherwise(pl.lit("post"))).to_series()


def _why() -> pl.Expr:
    lost = "The post id is missing or was rounded by a spreadsheet, and Instagram's links hold another."
    one_day = "The row is one day of a post: export it again with 'Lifetime' instead of 'Daily'."
    untold = pl.col("native_id").is_null() & pl.col("comment").is_not_null()
    return pl.coalesce(
        pl.when(untold).then(pl.format("Meta left the post out: {}", "comment")),
        pl.when(pl.col("native_id").is_null() | _shared()).then(pl.lit(lost)),
        pl.when("daily").then(pl.lit(one_day)),
        "why",
    ).alias("why")


PLACES: Final = (
    *("native_id", "", "account", "account_name", "text", "", "published", "permalink"),
    *("post_type", "comment", "day"),
)


def _shared() -> pl.Expr:
    """Whether posts with other addresses have the same id, which rounding alone can do."""
    return pl.col("permalink").drop_nulls().n_unique().over("native_id") > 1


class InstagramContent(Placed):
    """The content export; the account it is of is the one whose rows have a reach."""

    def account(self, document: Document) -> str | None:
        """The username of most of the first rows, partners' posts (no reach) left aside."""
        found = self.table(document)
        if found is None:
            return None
        sheet, at = found
        named = self.named(document).columns_
        ours = [named.get(normalise_header(cell)) for cell in sheet.head[at]]
        rows = [dict(zip(ours, row, strict=False)) for row in sheet.head[at + 1 :]]
        own = [row for row in rows if str(row.get("reach") or "").strip()] or rows
        names = Counter(name for row in own if (name := str(row.get("account") or "").strip()))
        return next((n for n, times in names.items() if times > len(own) / 2), None)


CONTENT: Final = InstagramContent(
    format="instagram_content",
    platform="instagram",
    kind=Kind.POSTS,
    basis=Basis.LIFETIME,
    file_name=FILE_NAME,
    columns_=map_headers(FIELDS),
    needs=frozenset({"native_id", "account", "published", "permalink"}),
    ignored_like=IGNORED_LIKE,
    places=PLACES,
    host="instagram.com",
    shape=_post,
)

READERS: Final = (CONTENT,)
