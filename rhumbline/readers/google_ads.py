"""Google Ads: reports of campaigns, ads and days, with a title, a period and total rows around the table."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Final

import polars as pl

from models.metrics import BY_NAME, Basis
from rhumbline.opening import Document
from rhumbline.reading.ads import AdReport, shape_campaigns
from rhumbline.reading.batch import Kind
from rhumbline.reading.cells import map_headers, normalise_header
from rhumbline.reading.daily_series import DailySeries
from rhumbline.reading.dates import parse_days
from rhumbline.reading.provenance import Provenance

# Ours, and how Google heads it: English; Spanish, Portuguese, German, French, Italian, Dutch as its help
# pages have them.
FIELDS: Final = {
    "label": "Campaign status|Campaign state|Ad status|Ad state|Ad group status|Status|Estado de la campaña",
    "campaign": "Campaign|Campaign name|Campaña|Campanha|Kampagne|Campagne|Campagna",
    "campaign_id": """Campaign ID|ID de campaña|ID de la campaña|ID da campanha|Kampagnen-ID
        ID de la campagne|ID campagna|Campagne-ID""",
    "ad_set": "Ad group|Ad group name|Grupo de anuncios|Grupo de anúncios|Anzeigengruppe|Groupe d'annonces",
    "ad": "Ad name",
    "page": "Final URL|URL final|Finale URL|URL finale|Uiteindelijke URL",
    "account": "Account|Account name|Customer name|Nombre de la cuenta|Nome da conta|Kontoname",
    "currency": """Currency code|Currency|Código de moneda|Código da moeda|Währungscode|Code de devise
        Codice valuta|Valutacode""",
    "day": "Day|Día|Dia|Tag|Jour|Giorno|Dag",
    "spend": "Cost|Coste|Costo|Custo|Kosten|Coût",
    "impressions": "Impr.|Impr|Impressions|Impresiones|Impressões|Impressionen|Impressioni|Vertoningen",
    "clicks": "Clicks|Clics|Cliques|Klicks|Clic|Klikken",
    "engagements": "Engagements|Interacciones",
    "video_views": "Views|TrueView views|Video views",
}  # fmt: skip
# Settings, rates, costs of one thing, and conversions, of which each account counts its own.
IGNORED_LIKE: Final = re.compile(
    r"""status|state\b|budget|presupuesto|orçamento|type\b|^tipo|^ctr$|^avg\.|^average|rate\b|^cost\ /
    |^conv|conversion|^all\ conv|^view-through|optimi[sz]ation|bid\ strategy|^labels?$|impr\.\ \(|share$
    |^interactions?$|^interaction|^phone|^invalid|^quality|keyword|^headline|^description|^path\ |^device
    |^network|^account\ id|^customer\ id|^policy|^ad\ (?:strength|type)|^impr\.\ share|^value|^max\.
    |^target""",
    re.VERBOSE,
)
# Of these, only Google's reports have any beside Cost and Impr.
_MARKS: Final = frozenset(
    {
        *("campaign status", "campaign state", "campaign type", "currency code", "avg. cpc"),
        *("avg. cost", "cost / conv.", "budget type", "conv. rate", "optimization score"),
        *("ad group status", "ad status", "ad group", "interaction rate", "código de moneda"),
        *("währungscode", "code de devise", "código da moeda", "codice valuta", "valutacode"),
    }
)
_TOTAL: Final = r"(?i)^(?:total|totales|totais|gesamt|totale|totaal)\b\s*(?::|$)"
_FROM_UNTIL: Final = re.compile(r"\s+[-–—]\s+")


def _rows_above(document: Document, at: int) -> Iterator[str]:
    """The text of each row above the header."""
    for row in document.sheet.head[:at]:
        if text := ", ".join(cell.strip() for cell in row if cell.strip()):
            yield text


def _is_total(rows: pl.DataFrame) -> pl.Expr:
    """Whether a row adds others up: it says so, and names no campaign."""
    labels = [c for c in ("label", "campaign", "ad_set", "day") if c in rows.columns]
    says_so = pl.any_horizontal(
        pl.col(c).str.contains(_TOTAL).fill_null(value=False) for c in labels
    )
    if "campaign" not in rows.columns:
        return says_so
    name = pl.col("campaign").str.strip_chars()
    is_campaign = name.is_not_null() & ~name.is_in(["", "--"]) & ~name.str.contains(_TOTAL)
    return says_so & ~is_campaign


def _shape(rows: pl.DataFrame, provenance: Provenance) -> pl.DataFrame:
    names = [
        c
        for c in ("campaign", "ad_set", "ad", "page", "campaign_id", "account")
        if c in rows.columns
    ]
    known = rows.with_columns(
        pl.when(pl.col(c).str.strip_chars() != "--").then(pl.col(c)).alias(c) for c in names
    )
    return shape_campaigns(known.drop("label", strict=False), provenance)


class GoogleAdsReport(AdReport):
    """A report of campaigns, ad groups or ads, each row over the report's period or one day of it."""

    def claims(self, document: Document) -> bool:
        """By its columns, among them one that only Google's reports have."""
        header = self.find_header(document)
        if header is None:
            return False
        names = {normalise_header(cell) for cell in header.sheet.head[header.at]}
        return bool(names & _MARKS)

    def period(self, document: Document) -> tuple[date, date] | None:
        """The days between the title and the table: March 1, 2026 - March 31, 2026."""
        for text in _rows_above(document, self.header_of(document).at):
            parts = _FROM_UNTIL.split(text)
            days = parse_days(pl.Series(parts))["date"]
            if len(parts) == 2 and not days.has_nulls():
                return days[0], days[1]
        return None


class GoogleAdsDays(DailySeries):
    """The account's days: a table of days with costs, in which nothing names a campaign."""

    def claims(self, document: Document) -> bool:
        """By its columns, where none names a campaign."""
        header = self.find_header(document)
        if header is None:
            return False
        fields = {column.name for column in header.columns}
        names = {normalise_header(cell) for cell in header.sheet.head[header.at]}
        return not fields & {"campaign", "campaign_id", "ad_set", "ad"} and bool(names & _MARKS)


def _shape_day(rows: pl.DataFrame, provenance: Provenance) -> pl.DataFrame:
    days = parse_days(rows["day"])
    figures = [c for c in rows.columns if c in BY_NAME or c in ("line", "account", "currency")]
    return rows.select(*figures, days["date"], days["why"])


_COLUMNS: Final = map_headers(FIELDS)

REPORT: Final = GoogleAdsReport(
    format="google_ads_report",
    platform="google-ads",
    kind=Kind.POSTS,
    basis=Basis.WINDOW,
    fields=_COLUMNS,
    needs=frozenset({"campaign", "spend", "impressions"}),
    ignored_like=IGNORED_LIKE,
    structural=_is_total,
    shape=_shape,
)
DAYS: Final = GoogleAdsDays(
    format="google_ads_days",
    platform="google-ads",
    fields=_COLUMNS | map_headers({"day": "Date"}),
    needs=frozenset({"day", "spend", "clicks"}),
    ignored_like=IGNORED_LIKE,
    structural=_is_total,
    shape=_shape_day,
)

READERS: Final = (REPORT, DAYS)
