"""Facebook pages: the content export of Meta Business Suite, one row per post or one per video."""

import re
from typing import Final

import polars as pl

from models.metrics import Basis
from rhumbline.readers.meta.content import (
    FILE_NAME,
    classify_posts,
    looks_like_post,
    recover_unlinked_ids,
    shape_posts,
)
from rhumbline.reading.batch import Kind
from rhumbline.reading.cells import map_headers
from rhumbline.reading.networks import ID_IN_LINK
from rhumbline.reading.positioned_table import PositionedTable
from rhumbline.reading.provenance import Provenance
from rhumbline.reading.rounded_ids import recover_ids
from rhumbline.reading.table import Table, optional_column

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
        Heure de publication|Horário de publicação|Hora de publicação
        Publiceringstid|Orario di pubblicazione""",
    "permalink": """Permalink|Enlace permanente|Permanente link|Permalien|Lien permanent|Link permanente
        Ligação permanente|Permalänk""",
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
        Reacciones, comentarios y veces que se compartió
        Reacciones, comentarios y veces que se ha compartido
        Reacciones, comentarios y veces compartido|Reações, comentários e partilhas
        Reacties, opmerkingen en deelacties
        Reaktionen, Kommentare und geteilte Inhalte|Réactions, commentaires et partages
        Reações, comentários e compartilhamentos|Reaktioner, kommentarer och delningar
        Reazioni, commenti e condivisioni""",
    "reactions": "Reactions|Reacciones|Reacties|Reaktionen|Réactions|Reações|Reaktioner|Reazioni",
    "comments": """Comments|Comentarios|Opmerkingen|Kommentare|Commentaires|Comentários|Kommentarer
        Commenti""",
    "shares": """Shares|Veces que se compartió|Veces que se ha compartido|Veces compartido
        Deelacties|Geteilte Inhalte|Partages|Compartilhamentos
        Partilhas|Delningar|Condivisioni""",
    "clicks": """Total clicks|Total de clics|Totaal aantal klikken|Klicks insgesamt|Total des clics
        Nombre total de clics|Total de cliques|Totalt antal klick|Clic totali""",
    "link_clicks": """Link clicks|Clics en el enlace|Klikken op link|Klicks op link|Linkklicks|Link-Klicks
        Clics sur le lien|Clics sur un lien|Cliques no link|Cliques na ligação|Länkklick|Clic sul link""",
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
_VIDEO_LINK: Final = "/(?:reel|videos?|watch)/?"
_VIDEO_WORD: Final = r"(?i)v[ií]d[eé]o|reels?\b|\blive\b|en vivo|ao vivo"
_LOST: Final = (
    "The post id is missing, or was rounded by a spreadsheet and the link does not hold it."
)


def _post(rows: pl.DataFrame, provenance: Provenance) -> pl.DataFrame:
    """A post under the id that its cell or its address holds."""
    linked = rows["permalink"].str.extract(ID_IN_LINK["facebook"])
    ids = recover_ids(rows["native_id"], linked)
    types = classify_posts(rows, _VIDEO_LINK, _VIDEO_WORD)
    return shape_posts(_with_words(rows), provenance, ids, types, _LOST)


def _video(rows: pl.DataFrame, provenance: Provenance) -> pl.DataFrame:
    """A video under its own id, which is not the id of the post that shows it."""
    ids = recover_unlinked_ids(rows["native_id"])
    addressed = _with_words(rows).with_columns(
        permalink=pl.format("https://www.facebook.com/watch/?v={}", ids)
    )
    types = pl.repeat("video", rows.height, eager=True)
    return shape_posts(addressed, provenance, ids, types, _LOST)


def _with_words(rows: pl.DataFrame) -> pl.DataFrame:
    """`rows` with `text`, the longer of title and description, and `labels`.

    The caption stands in either: titles are cut short, descriptions are empty for photos.
    """
    title = optional_column(rows, "title")
    description = optional_column(rows, "description").str.replace_all(_MENTION, "@$1")
    longer = description.str.len_chars().fill_null(0) > title.str.len_chars().fill_null(0)
    labels = optional_column(rows, "custom_labels").str.split(",")
    return rows.with_columns(
        text=description.zip_with(longer, title),
        labels=labels.list.eval(pl.element().str.strip_chars()),
    )


ORDER: Final = (
    *("native_id", "", "account", "title", "description", "", "published", "", "permalink", "", ""),
    *("post_type", "", "custom_labels", "", "comment", "day"),
)

CONTENT: Final = PositionedTable(
    format="facebook_content",
    platform="facebook",
    is_organic=True,
    kind=Kind.POSTS,
    basis=Basis.LIFETIME,
    file_name=FILE_NAME,
    fields=map_headers(FIELDS),
    needs=frozenset({"native_id", "account", "published", "permalink"}),
    without=frozenset({"video asset id"}),
    ignored_like=IGNORED_LIKE,
    order_for=lambda width: ORDER if width >= len(ORDER) else (),
    is_row=looks_like_post(ORDER, "facebook.com"),
    shape=_post,
)
VIDEOS: Final = Table(
    format="facebook_videos",
    platform="facebook",
    is_organic=True,
    kind=Kind.POSTS,
    basis=Basis.LIFETIME,
    file_name=FILE_NAME,
    fields=map_headers({k: v for k, v in FIELDS.items() if k not in ("native_id", "permalink")})
    | {"video asset id": "native_id", "likes": "reactions"},
    needs=frozenset({"native_id", "account", "published", "title"}),
    ignored_like=IGNORED_LIKE,
    shape=_video,
)

READERS: Final = (CONTENT, VIDEOS)
