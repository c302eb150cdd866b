"""Meta Ads Manager: what was spent, and what it bought, by day of the account or by campaign."""

import re
from collections.abc import Iterator, Mapping
from typing import Final

import polars as pl

from models.metrics import BY_NAME, Basis
from rhumbline.opening import Document
from rhumbline.reading.batch import Batch, Kind
from rhumbline.reading.cells import map_headers, normalise_header
from rhumbline.reading.dates import Order, parse_days, parse_moments
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
    |^placement|^device|^country$|^region$|conversions?|leads?\b|^page\ likes|^outbound|^currency
    |^messaging|^adds?\ to|^checkouts|^months?$|^m[êe]s$|^anúncios$|^índice
    |^tipo\ de\ resultado|^(?:body|title|headline)""",
    re.VERBOSE,
)

_CURRENCY: Final = re.compile(r" \(([a-z]{3})\)$")
_NAMES: Final = ("campaign", "ad_set", "ad")


class AnyCurrency(Mapping[str, str]):
    """Headers whose money is in whatever currency stands behind them: Amount spent (CAD)."""

    def __init__(self, names: Mapping[str, str]) -> None:
        """Look up `names` without the currency."""
        self._names = names

    def __getitem__(self, header: str) -> str:
        """Our field for a normalised header."""
        return self._names[header if header in self._names else _CURRENCY.sub("", header)]

    def __iter__(self) -> Iterator[str]:
        """The headers without a currency."""
        return iter(self._names)

    def __len__(self) -> int:
        """How many headers are known."""
        return len(self._names)


def _row(rows: pl.DataFrame, provenance: Provenance) -> pl.DataFrame:
    """The day and figures of an ad, a set or a campaign; its names are not kept."""
    said = _days(optional_column(rows, "day" if "day" in rows.columns else "starts"), provenance)
    kept = (c for c in rows.columns if c in BY_NAME or c in ("line", "account"))
    return rows.select(*kept, said["date"], said["why"])


def _days(cells: pl.Series, provenance: Provenance) -> pl.DataFrame:
    """Meta writes 2026-02-03; what a spreadsheet made of it is settled by the period in the name."""
    first, last = provenance.period or (None, None)
    for order in Order if first and last else ():
        said = parse_days(cells, order=order)
        if said["date"].is_between(first, last).all():
            return said
    return parse_days(cells)


def _spent(rows: pl.DataFrame, provenance: Provenance) -> pl.DataFrame:
    """An ad, a set or a campaign as its campaign, begun when that is told, else with the period.

    Its words are its name and the page it leads to, with what Ads Manager puts behind the address.
    """
    known = {
        name: optional_column(rows, name) for name in (*_NAMES, "campaign_id", "page", "parameters")
    }
    named = pl.coalesce(_NAMES)
    mark = pl.when(pl.col("page").str.contains("?", literal=True)).then(pl.lit("&"))
    asked = pl.concat_str(
        mark.otherwise(pl.lit("?")), pl.col("parameters").str.strip_chars_start("?&")
    )
    address = pl.concat_str("page", asked.fill_null(""))
    said = pl.DataFrame(known).select(
        pl.coalesce("campaign_id", named).alias("native_id"),
        named.alias("campaign"),
        pl.concat_str(named, address, separator=" ", ignore_nulls=True).alias("text"),
        pl.when(pl.coalesce("campaign_id", named).is_null())
        .then(pl.lit("The row names no campaign."))
        .alias("unnamed"),
    )
    began, starts = (
        parse_moments(optional_column(rows, name), provenance.timezone)
        for name in ("began", "starts")
    )
    when = began.select(
        pl.when(pl.col("published_at").is_null()).then(starts[c]).otherwise(c).alias(c)
        for c in began.columns
    )
    kept = (c for c in rows.columns if c in BY_NAME or c in ("line", "account"))
    return rows.select(
        *kept,
        *said.drop("unnamed"),
        *when.drop("why"),
        pl.lit("ad").alias("type"),
        pl.Series(
            "why",
            pl.concat([said, when], how="horizontal")
            .select(pl.coalesce("unnamed", "why"))
            .to_series(),
        ),
    )


def _total(rows: pl.DataFrame) -> pl.Expr:
    """A row that names nothing, among rows that do, adds the others up."""
    named = [c for c in _NAMES if c in rows.columns]
    return pl.all_horizontal(pl.col(named).is_null()) if named else pl.lit(value=False)


def _is_daily(document: Document, table: Table) -> bool:
    """Whether each row is one day: by a column of days, or periods that end as they start."""
    found = table.table(document)
    if found is None:
        return False
    sheet, at = found
    ours = [table.columns_.get(normalise_header(cell)) for cell in sheet.head[at]]
    if "day" in ours:
        return True
    rows = [dict(zip(ours, row, strict=False)) for row in sheet.head[at + 1 :] if any(row)]
    return bool(rows) and all(row.get("starts") == row.get("ends") for row in rows)


class MetaAds(Table):
    """Rows of ads, sets or campaigns, added up in one part."""

    def read(self, document: Document, provenance: Provenance) -> Iterator[Batch]:
        """One part: people reached by two ads overlap and are not added."""
        parts = list(super().read(document, provenance))
        rows = pl.concat([part.rows for part in parts]) if parts else pl.DataFrame()
        rejected = pl.concat([part.rejected for part in parts]) if parts else pl.DataFrame()
        seen = sum(part.seen for part in parts)
        told = rows if rows.is_empty() else self.summed(rows, _currency(self, document))
        yield Batch.of(self.kind, told, rejected, seen)

    def summed(self, rows: pl.DataFrame, currency: str | None) -> pl.DataFrame:
        """The rows, at least one, as what they are added up to."""
        raise NotImplementedError


class MetaAdDays(MetaAds):
    """Rows of one day each, added up to the days of the ad account."""

    def claims(self, document: Document) -> bool:
        """By its columns and days."""
        return _is_daily(document, self)

    def summed(self, rows: pl.DataFrame, currency: str | None) -> pl.DataFrame:
        """One row for each day of the account."""
        return rows.group_by("platform", "account", "date", maintain_order=True).agg(
            pl.col("line").first(), pl.lit(currency, pl.String).alias("currency"), *_added_up()
        )


class MetaAdPeriods(MetaAds):
    """Rows over longer periods, added up to campaigns: each an activity of type ad."""

    def claims(self, document: Document) -> bool:
        """By its columns, where no row is one day."""
        return super().claims(document) and not _is_daily(document, self)

    def summed(self, rows: pl.DataFrame, currency: str | None) -> pl.DataFrame:
        """One row for each campaign, in the words of its first."""
        same = ("line", "type", "published_zone", "published_precision", "campaign", "text")
        return rows.group_by("platform", "account", "native_id", maintain_order=True).agg(
            *(pl.col(c).first() for c in same),
            pl.col("published_at").min(),
            pl.lit(currency, pl.String).alias("currency"),
            *_added_up(),
        )


def _currency(table: Table, document: Document) -> str | None:
    """The currency that stands behind a header; an ad account has one, and a row none."""
    found = table.table(document)
    cells = found[0].head[found[1]] if found else ()
    said = (_CURRENCY.search(normalise_header(cell)) for cell in cells)
    return next((match[1].upper() for match in said if match), None)


def _added_up() -> Iterator[pl.Expr]:
    """Every figure of several rows: summed, or kept where there is one row and no sum has a meaning."""
    for name, metric in BY_NAME.items():
        whole = pl.col(name).count() > 0 if metric.additive else pl.len() == 1
        yield pl.when(whole).then(pl.col(name).sum() if metric.additive else pl.col(name).first())


_COLUMNS: Final = AnyCurrency(map_headers(FIELDS))
_NEEDS: Final = frozenset({"starts", "ends"})  # no other tool has both under such names

DAYS: Final = MetaAdDays(
    format="meta_ads_days",
    platform="meta-ads",
    kind=Kind.DAILY,
    basis=Basis.DAY,
    file_name=FILE_NAME,
    columns_=_COLUMNS,
    needs=_NEEDS,
    ignored_like=IGNORED_LIKE,
    structural=_total,
    shape=_row,
)
PERIODS: Final = MetaAdPeriods(
    format="meta_ads_periods",
    platform="meta-ads",
    kind=Kind.POSTS,
    basis=Basis.WINDOW,
    file_name=FILE_NAME,
    columns_=_COLUMNS,
    needs=_NEEDS,
    ignored_like=IGNORED_LIKE,
    structural=_total,
    shape=_spent,
)

READERS: Final = (DAYS, PERIODS)
