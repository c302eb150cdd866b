"""Facebook pages: the content export of Meta Business Suite, one row per post or one per video."""

import re
from typing import Final

import polars as pl

from models.metrics import BY_NAME, Basis
from rhumbline.reading.batch import Kind
from rhumbline.reading.cells import map_headers
from rhumbline.reading.date_order import settle_date_order
from rhumbline.reading.dates import Order, parse_moments, parse_times
from rhumbline.reading.networks import ID_IN_LINK
from rhumbline.reading.provenance import Provenance
from rhumbline.reading.rounded_ids import recover_ids
from rhumbline.reading.table import Table, optional_column
from rhumbline.reading.table_by_position import Placed

PACIFIC: Final = "America/Los_Angeles"  # whatever the country of the page
FILE_NAME: Final = re.compile(
    r"^(?P<from>[A-Z][a-z]{2}-\d\d-\d{4})_(?P<until>[A-Z][a-z]{2}-\d\d-\d{4})_\d+"
)

# Ours, and how Meta heads it: English, Spanish, Dutch, German, French, Portuguese, Swedish, Italian. What
# stands here without a real file behind it is named in docs/formats/facebook.md.
FIELDS: Final = {
    "native_id": """Post ID|Identificador de la publicación|Bericht-ID|Beitrags-ID|ID de la publication
        Identifiant de la publication|ID de publication|Identificação do post
        Identificação da publicação|ID do post|Publicerings-id""",
    "account": """Page name|Nombre de la página|Paginanaam|Naam van pagina|Seitenname|Name der Seite
        Nom de la Page|Nome da página|Sidnamn|Nome della Pagina""",
    "title": "Title|Título|Titel|Titre|Titolo",
    "description": """Description|Descripción|Omschrijving|Beschrijving|Beschreibung|Descrição|Beskrivning
        Descrizione""",
    "published": """Publish time|Hora de publicación|Publicatietijdstip|Veröffentlichungszeitpunkt
        Heure de publication|Horário de publicação|Publiceringstid|Orario di pubblicazione""",
    "permalink": """Permalink|Enlace permanente|Permanente link|Permalien|Lien permanent|Link permanente
        Permalänk""",
    "post_type": """Post type|Tipo de publicación|Berichttype|Beitragstyp|Type de publication
        Tipo de post|Tipo de publicação|Inläggstyp|Tipo di post""",
    "custom_labels": """Custom labels|Etiquetas personalizadas|Aangepaste labels|Benutzerdefinierte Labels
        Libellés personnalisés|Marcadores personalizados|Anpassade etiketter""",
    "day": "Date|Fecha|Datum|Data",
    "comment": """Data comment|Comentario sobre los datos|Gegevensopmerking|Opmerking over gegevens
        Datenkommentar|Commentaire de données|Comentário de dados|Datakommentar""",
    "views": "Views|Visualizaciones|Weergaven|Aufrufe|Vues|Visualizações|Visningar|Visualizzazioni",
    "reach": "Reach|Alcance|Bereik|Reichweite|Couverture|Räckvidd|Copertura",
    "impressions": "Impressions|Impresiones|Impressies|Impressionen|Impressões",
    "engagements": """Reactions, comments and shares|Reactions Comments and Shares
        Reacciones, comentarios y veces que se compartió|Reacties, opmerkingen en deelacties
        Reaktionen, Kommentare und geteilte Inhalte|Réactions, commentaires et partages
        Reações, comentários e compartilhamentos|Reaktioner, kommentarer och delningar
        Reazioni, commenti e condivisioni""",
    "reactions": "Reactions|Reacciones|Reacties|Reaktionen|Réactions|Reações|Reaktioner|Reazioni",
    "comments": """Comments|Comentarios|Opmerkingen|Kommentare|Commentaires|Comentários|Kommentarer
        Commenti""",
    "shares": """Shares|Veces que se compartió|Deelacties|Geteilte Inhalte|Partages|Compartilhamentos
        Delningar|Condivisioni""",
    "clicks": """Total clicks|Total de clics|Totaal aantal klikken|Klicks insgesamt|Total des clics
        Nombre total de clics|Total de cliques|Totalt antal klick|Clic totali""",
    "link_clicks": """Link clicks|Clics en el enlace|Klikken op link|Klicks op link|Linkklicks|Link-Klicks
        Clics sur le lien|Clics sur un lien|Cliques no link|Länkklick|Clic sul link""",
    "video_views": """3-second video views|Reproducciones de video de 3 segundos
        Reproducciones de vídeo de 3 segundos|Videoweergaven van 3 seconden|3-Sekunden-Videoaufrufe
        Vues de vidéos de 3 secondes|Visualizações do vídeo por 3 segundos""",
    "watch_seconds": """Seconds viewed|Segundos reproducidos|Seconden bekeken|Angesehene Sekunden
        Secondes visionnées|Segundos assistidos""",
}  # fmt: skip
# What describes a post otherwise, cuts the figures above by source, averages them, or is money
# that Facebook pays; and names of metrics that leaked from inside (IMPRESSION:UNIQUE_USERS).
IGNORED_LIKE: Final = re.compile(
    r"""^(?:page\ id|identificador\ de\ la\ página|pagina-id|seiten-id|(?:id|identifiant)\ de\ la\ page)$
    |^(?:identificação\ da\ página|id\ da\ página|sid-id)$
    |^(?:duration|duración|duur|dauer|durée|duração|varaktighet)\b
    |^(?:caption\ type|tipo\ de\ (?:subtítulo|legenda)|type\ bijschrift|untertiteltyp|type\ de\ légende)
    |^(?:is\ (?:crosspost|share)|es\ una\ publicación|is\ een\ (?:gedeeld|gekruist|crosspost))
    |^(?:languages|idiomas|talen|sprachen|langues|språk)$
    |^(?:funded\ content|estado\ de\ contenido)
    |^(?:matched\ audience|consumo\ de\ segmentación|consumptie\ overeenkomend)
    |^(?:other\ clicks|clics\ de\ otro\ tipo|overige\ klikken|sonstige\ klicks|autres\ clics)
    |^(?:outros\ cliques|övriga\ klick)
    |^(?:reach\ from|bereik\ via|views\ from|alcance\ de\ publicaciones)
    |^(?:3-second|1-minute)\ viewers|^1-minute\ video\ views|^3-second\ video\ views\ (?:from|by)
    |^videoweergaven\ van\ (?:1\ minuut|3\ seconden\ )
    |^(?:visualizaciones|alcance)\ de\ publicaciones|^espectadores\b|^porcentaje\ de
    |^reproducciones\ de\ v[ií]deo\ de\ (?:1\ minuto|3\ segundos\ )|^segundos\ reproducidos\ (?:en|por)
    |^average\ seconds|^segundos\ en\ promedio|^gemiddeld|^seconds\ viewed\ (?:from|by)
    |^(?:estimated\ earnings|ingresos\ estimados|geschatte\ inkomsten|geschätzte\ einnahmen)
    |^(?:revenus\ estimés|ganhos\ estimados|ingresos\ (?:aproximados|por))|^ad\ (?:cpm|impressions)
    |negative\ feedback|^comentarios\ negativos|^negatieve\ feedback|^engaged\ users
    |^[a-z_0-9]+:[a-z_0-9]+$
    |^universal\ video\ id|^percentage\ of\ [^ ]+\ views|^(?:top\ )?(?:3-second\ video\ )?views\ by
    |^(?:video\ )?views\ (?:to|at)\ """,
    re.VERBOSE,
)

_MENTION: Final = r"@\[\d+:\d+:([^\]]+)\]"  # how descriptions spell a mentioned page
_VIDEO: Final = r"(?i)v[ií]d[eé]o|reels?\b|\blive\b|en vivo|ao vivo"
_KEPT: Final = ("line", "account", "permalink")


def _post(rows: pl.DataFrame, provenance: Provenance) -> pl.DataFrame:
    """The Pacific publish time in UTC, the id even where a spreadsheet rounded it, the longer text."""
    published, order = settle_date_order(rows["published"], provenance.window)
    when = parse_moments(published, PACIFIC, fallback=order)
    return rows.select(
        *(c for c in rows.columns if c in BY_NAME or c in _KEPT),
        recover_ids(rows["native_id"], rows["permalink"].str.extract(ID_IN_LINK["facebook"])),
        _longer(optional_column(rows, "title"), optional_column(rows, "description")).alias("text"),
        _listed(optional_column(rows, "custom_labels")).alias("labels"),
        _type(optional_column(rows, "post_type"), rows["permalink"]).alias("type"),
        *when.drop("why").get_columns(),
        parse_times(optional_column(rows, "day"), fallback=Order.MONTH_FIRST)["local"]
        .is_not_null()
        .alias("daily"),
        optional_column(rows, "comment"),
        when["why"],
    ).select(pl.exclude("daily", "comment", "why"), _why())


def _longer(title: pl.Series, description: pl.Series) -> pl.Series:
    """The caption, which stands in either: titles are cut short, descriptions empty for photos."""
    plain = description.str.replace_all(_MENTION, "@$1")
    longer = plain.str.len_chars().fill_null(0) > title.str.len_chars().fill_null(0)
    return plain.zip_with(longer, title)


def _listed(labels: pl.Series) -> pl.Series:
    return labels.str.split(",").list.eval(pl.element().str.strip_chars())


def _type(said: pl.Series, permalink: pl.Series) -> pl.Series:
    """By the address where it tells, in any language; else by Meta's word for it."""
    video = permalink.str.contains("/(?:reel|videos?|watch)/?") | said.str.contains(_VIDEO)
    story = permalink.str.contains("/stories/") | said.str.contains("(?i)stor(?:y|ies)|historia")
    frame = pl.DataFrame({"video": video, "story": story})
    kind = pl.when("story").then(pl.lit("story")).when("video").then(pl.lit("video"))
    return frame.select(kind.otherwise(pl.lit("post"))).to_series()


def _why() -> pl.Expr:
    lost = "The post id is missing, or was rounded by a spreadsheet and the link does not hold it."
    one_day = "The row is one day of a post: export it again with 'Lifetime' instead of 'Daily'."
    untold = pl.col("native_id").is_null() & pl.col("comment").is_not_null()
    return pl.coalesce(
        pl.when(untold).then(pl.format("Meta left the post out: {}", "comment")),
        pl.when(pl.col("native_id").is_null()).then(pl.lit(lost)),
        pl.when("daily").then(pl.lit(one_day)),
        "why",
    ).alias("why")


def _video(rows: pl.DataFrame, provenance: Provenance) -> pl.DataFrame:
    """A video under its own id, which is not the id of the post that shows it."""
    unlinked = pl.repeat(None, rows.height, dtype=pl.String, eager=True)
    return _post(rows.with_columns(permalink=unlinked), provenance).with_columns(
        permalink=pl.format("https://www.facebook.com/watch/?v={}", pl.col("native_id")),
        type=pl.lit("video"),
    )


PLACES: Final = (
    *("native_id", "", "account", "title", "description", "", "published", "", "permalink", "", ""),
    *("post_type", "", "custom_labels", "", "comment", "day"),
)

CONTENT: Final = Placed(
    format="facebook_content",
    platform="facebook",
    kind=Kind.POSTS,
    basis=Basis.LIFETIME,
    file_name=FILE_NAME,
    columns_=map_headers(FIELDS),
    needs=frozenset({"native_id", "account", "published", "permalink"}),
    without=frozenset({"video asset id"}),
    ignored_like=IGNORED_LIKE,
    places=PLACES,
    host="facebook.com",
    shape=_post,
)
VIDEOS: Final = Table(
    format="facebook_videos",
    platform="facebook",
    kind=Kind.POSTS,
    basis=Basis.LIFETIME,
    file_name=FILE_NAME,
    columns_=map_headers({k: v for k, v in FIELDS.items() if k not in ("native_id", "permalink")})
    | {"video asset id": "native_id", "likes": "reactions"},
    needs=frozenset({"native_id", "account", "published", "title"}),
    ignored_like=IGNORED_LIKE,
    shape=_video,
)

READERS: Final = (CONTENT, VIDEOS)
