"""Meta Ads Manager: what was spent, and what it bought, by day of the account or by campaign."""

import re
from typing import Final

import polars as pl

from models.metrics import BY_NAME, Basis
from rhumbline.opening import Document
from rhumbline.reading.ads import AdReport, AnyCurrency, is_unnamed, shape_campaigns, sum_figures
from rhumbline.reading.batch import Kind
from rhumbline.reading.cells import map_headers
from rhumbline.reading.dates import Order, parse_days
from rhumbline.reading.provenance import Provenance
from rhumbline.reading.table import Table, optional_column

FILE_NAME: Final = re.compile(
    r"^(?P<account>.+?)-(?:Ads|Ad-?sets|Ad sets|Campaigns)"
    r"-(?P<from>[A-Z][a-z]{2}-\d{1,2}-\d{4})-(?P<until>[A-Z][a-z]{2}-\d{1,2}-\d{4})"
)

# Ours, and how Meta heads it: English, Spanish, Portuguese, German, French, Dutch.
FIELDS: Final = {
    "starts": """Reporting starts|Inicio del informe|Início dos relatórios|Berichtsstart
        Début des rapports|Begin rapportage""",
    "ends": """Reporting ends|Fin del informe|Término dos relatórios|Encerramento dos relatórios
        Berichtsende|Fin des rapports|Einde rapportage""",
    "day": "Day|Día|Dia|Tag|Jour|Dag",
    "began": "Starts|Start|Inicio|Início|Beginn|Début|Begin",
    "campaign_id": """Campaign ID|Identificador de la campaña|Identificação da campanha
        Kampagnen-ID|ID de la campagne|Campagne-ID""",
    "page": "Link (ad settings)|Website URL|Link",
    "parameters": "URL parameters|URL tags|Parámetros de URL|Parâmetros de URL|URL-Parameter",
    "currency": "Currency|Divisa|Moneda|Moeda|Währung|Devise|Valuta",
    "account": "Account name|Nombre de la cuenta|Nome da conta|Kontoname|Nom du compte|Accountnaam",
    "campaign": """Campaign name|Nombre de la campaña|Nome da campanha|Kampagnenname
        Nom de la campagne|Campagnenaam""",
    "ad_set": """Ad set name|Nombre del conjunto de anuncios|Nome do conjunto de anúncios
        Anzeigengruppenname|Nom de l’ensemble de publicités|Nom de l'ensemble de publicités
        Naam van advertentieset""",
    "ad": """Ad name|Nombre del anuncio|Nome do anúncio|Anzeigenname|Nom de la publicité
        Advertentienaam""",
    "spend": """Amount spent|Importe gastado|Valor usado|Valor gasto|Ausgegebener Betrag
        Montant dépensé|Besteed bedrag""",
    "impressions": "Impressions|Impresiones|Impressões|Impressionen|Weergaven",
    "reach": "Reach|Alcance|Reichweite|Couverture|Bereik",
    "link_clicks": """Link clicks|Clics en el enlace|Cliques no link|Link-Klicks|Linkklicks
        Clics sur un lien|Clics sur le lien|Klikken op link""",
    "clicks": """Clicks (all)|Clics (todos)|Cliques (todos)|Klicks (alle)|Clics (tous)
        Klikken (alles)""",
    "video_views": "3-second video plays|3-second video views",
    "engagements": "Post engagements|Post engagement",
    "reactions": "Post reactions",
    "comments": "Post comments",
    "shares": "Post shares",
    "saves": "Post saves",
}  # fmt: skip
# Settings, rates, costs, results (each campaign counts its own), and cuts of the audience.
IGNORED_LIKE: Final = re.compile(
    r"""\bid$|delivery|entrega|auslieferung|diffusion|budget|presupuesto|orçamento|^bid\b|bidding
    |^result|^resultado|^ergebnis|^résultat|^resultaten|objective|attribution|atribución|atribuição
    |^(?:cost|coste?|custo|kosten|coût)\b|^(?:cpm|cpc|ctr|cpr|cpa|roas)\b|purchase|frequency
    |^(?:frecuencia|frequência|frequenz|fréquence|frequentie)$|ranking|^quality|rate\b|^starts?$|^ends?$
    |^(?:inicio|fin|finalización|início|término|beginn|ende|début|begin|einde)$|edit
    |^unique|^landing\ page\ views|^video\ (?:plays|average)|^thruplays?|^age$|^gender$|^platform$
    |^placement|^device|^country$|^region$|conversions?|leads?\b|^page\ likes|^outbound
    |^messaging|^adds?\ to|^checkouts|^months?$|^m[êe]s$|^anúncios$|^índice
    |^tipo\ de\ resultado|^(?:body|title|headline)""",
    re.VERBOSE,
)


def _shape_day(rows: pl.DataFrame, provenance: Provenance) -> pl.DataFrame:
    """The day and figures of an ad, a set or a campaign; its names are not kept."""
    cells = optional_column(rows, "day" if "day" in rows.columns else "starts")
    return rows.select(*_figures_and_account(rows), *_parse_within_period(cells, provenance))


def _parse_within_period(cells: pl.Series, provenance: Provenance) -> pl.DataFrame:
    """Cells as `date` and `why` not: day first or month first, as the period in the name proves.

    Meta itself writes 2026-02-03; only a spreadsheet makes dates of it that may be either.
    """
    first, last = provenance.period or (None, None)
    for order in Order if first and last else ():
        days = parse_days(cells, order=order)
        if days["date"].is_between(first, last).all():
            return days
    return parse_days(cells)


def _figures_and_account(rows: pl.DataFrame) -> list[str]:
    return [c for c in rows.columns if c in BY_NAME or c in ("line", "account", "currency")]


def _is_daily(document: Document, table: Table) -> bool:
    """Whether each row is one day: by a column of days, or periods that end as they start."""
    header = table.find_header(document)
    if header is None:
        return False
    fields = [column.name for column in header.columns]
    if "day" in fields:
        return True
    below = header.sheet.head[header.at + 1 :]
    rows = [dict(zip(fields, row, strict=False)) for row in below if any(row)]
    return bool(rows) and all(row.get("starts") == row.get("ends") for row in rows)


class MetaAdDays(AdReport):
    """Rows of one day each, added up to the days of the ad account."""

    def claims(self, document: Document) -> bool:
        """By its columns and days."""
        return _is_daily(document, self)

    def add_up(
        self, rows: pl.DataFrame, document: Document, provenance: Provenance
    ) -> pl.DataFrame:
        """One row for each day of the account."""
        currency = pl.lit(self.currency_in_header(document), pl.String)
        rows = rows.with_columns(currency=pl.coalesce("currency", currency))
        keys = ("platform", "account", "currency", "date")
        return rows.group_by(keys, maintain_order=True).agg(pl.col("line").first(), *sum_figures())


class MetaAdPeriods(AdReport):
    """Rows over longer periods, added up to campaigns: each an activity of type ad."""

    def claims(self, document: Document) -> bool:
        """By its columns, where no row is one day."""
        return super().claims(document) and not _is_daily(document, self)


_COLUMNS: Final = AnyCurrency(map_headers(FIELDS))
_NEEDS: Final = frozenset({"starts", "ends"})  # no other tool has both under such names

DAYS: Final = MetaAdDays(
    format="meta_ads_days",
    platform="meta-ads",
    kind=Kind.DAILY,
    basis=Basis.DAY,
    file_name=FILE_NAME,
    fields=_COLUMNS,
    needs=_NEEDS,
    ignored_like=IGNORED_LIKE,
    structural=is_unnamed,
    shape=_shape_day,
)
PERIODS: Final = MetaAdPeriods(
    format="meta_ads_periods",
    platform="meta-ads",
    kind=Kind.POSTS,
    basis=Basis.WINDOW,
    file_name=FILE_NAME,
    fields=_COLUMNS,
    needs=_NEEDS,
    ignored_like=IGNORED_LIKE,
    structural=is_unnamed,
    shape=shape_campaigns,
)

READERS: Final = (DAYS, PERIODS)
