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
_OPTIONAL: Final = (*_NAMES, "campaign_id", "page", "parameters", "began", "starts")


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


def _shape_day(rows: pl.DataFrame, provenance: Provenance) -> pl.DataFrame:
    """The day and figures of an ad, a set or a campaign; its names are not kept."""
    cells = optional_column(rows, "day" if "day" in rows.columns else "starts")
    return rows.select(*_passed_on(rows), *_parse_within_period(cells, provenance))


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


def _shape_campaign(rows: pl.DataFrame, provenance: Provenance) -> pl.DataFrame:
    """An ad, a set or a campaign as an activity of its campaign, from the day that began.

    Its text is its name and the address it leads to.
    """
    ads = rows.with_columns(optional_column(rows, name) for name in _OPTIONAL)
    name = pl.coalesce(_NAMES)
    native_id = pl.coalesce("campaign_id", name)
    when = _parse_beginning(ads, provenance.timezone)
    unnamed = pl.when(native_id.is_null()).then(pl.lit("The row names no campaign."))
    return ads.select(
        *_passed_on(rows),
        *when.drop("why"),
        native_id=native_id,
        type=pl.lit("ad"),
        campaign=name,
        text=pl.concat_str(name, _address(), separator=" ", ignore_nulls=True),
        why=pl.coalesce(unnamed, pl.lit(when["why"])),
    )


def _passed_on(rows: pl.DataFrame) -> list[str]:
    return [c for c in rows.columns if c in BY_NAME or c in ("line", "account")]


def _parse_beginning(ads: pl.DataFrame, zone: str) -> pl.DataFrame:
    """When each campaign began: its own day, where the export tells it, else the period's first."""
    own, of_period = (parse_moments(ads[name], zone) for name in ("began", "starts"))
    is_told = own["published_at"].is_not_null()
    return pl.DataFrame([own[c].zip_with(is_told, of_period[c]) for c in own.columns])


def _address() -> pl.Expr:
    """The page an ad leads to, with the parameters that Ads Manager puts behind it."""
    has_query = pl.col("page").str.contains("?", literal=True)
    mark = pl.when(has_query).then(pl.lit("&")).otherwise(pl.lit("?"))
    parameters = pl.concat_str(mark, pl.col("parameters").str.strip_chars_start("?&"))
    return pl.concat_str("page", parameters.fill_null(""))


def _total(rows: pl.DataFrame) -> pl.Expr:
    """A row that names nothing, among rows that do, adds the others up."""
    named = [c for c in _NAMES if c in rows.columns]
    return pl.all_horizontal(pl.col(named).is_null()) if named else pl.lit(value=False)


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


class MetaAds(Table):
    """Rows of ads, sets or campaigns, added up in one batch."""

    def read(self, document: Document, provenance: Provenance) -> Iterator[Batch]:
        """One batch; people whom two ads reached overlap, so their numbers are not added."""
        batches = list(super().read(document, provenance))
        if not batches:
            yield Batch.of(self.kind, pl.DataFrame())
            return
        rows = pl.concat([batch.rows for batch in batches])
        rejected = pl.concat([batch.rejected for batch in batches])
        if rows.height:
            rows = self.add_up(rows, self._currency(document))
        yield Batch.of(self.kind, rows, rejected, sum(batch.seen for batch in batches))

    def add_up(self, rows: pl.DataFrame, currency: str | None) -> pl.DataFrame:
        """The rows, at least one, added up to days or to campaigns."""
        raise NotImplementedError

    def _currency(self, document: Document) -> str | None:
        """The currency that a header names; an ad account has one only."""
        names = (normalise_header(column.header) for column in self.header_of(document).columns)
        currencies = (_CURRENCY.search(name) for name in names)
        return next((match[1].upper() for match in currencies if match), None)


class MetaAdDays(MetaAds):
    """Rows of one day each, added up to the days of the ad account."""

    def claims(self, document: Document) -> bool:
        """By its columns and days."""
        return _is_daily(document, self)

    def add_up(self, rows: pl.DataFrame, currency: str | None) -> pl.DataFrame:
        """One row for each day of the account."""
        return rows.group_by("platform", "account", "date", maintain_order=True).agg(
            pl.col("line").first(), pl.lit(currency, pl.String).alias("currency"), *_sums()
        )


class MetaAdPeriods(MetaAds):
    """Rows over longer periods, added up to campaigns: each an activity of type ad."""

    def claims(self, document: Document) -> bool:
        """By its columns, where no row is one day."""
        return super().claims(document) and not _is_daily(document, self)

    def add_up(self, rows: pl.DataFrame, currency: str | None) -> pl.DataFrame:
        """One row for each campaign, in the words of its first."""
        of_first = ("line", "type", "published_zone", "published_precision", "campaign", "text")
        return rows.group_by("platform", "account", "native_id", maintain_order=True).agg(
            pl.col(of_first).first(),
            pl.col("published_at").min(),
            pl.lit(currency, pl.String).alias("currency"),
            *_sums(),
        )


def _sums() -> Iterator[pl.Expr]:
    """Every figure of a group: summed; where a sum has no meaning, that of a group of one row."""
    for name, metric in BY_NAME.items():
        if metric.additive:
            yield pl.when(pl.col(name).count() > 0).then(pl.col(name).sum())
        else:
            yield pl.when(pl.len() == 1).then(pl.col(name).first())


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
    structural=_total,
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
    structural=_total,
    shape=_shape_campaign,
)

READERS: Final = (DAYS, PERIODS)
