"""Meta Ads Manager: what was spent, and what it bought, by day or over a period."""

import re
from collections.abc import Iterator, Mapping
from typing import Final

import polars as pl

from models.metrics import BY_NAME, Basis
from rhumbline.cells import headings, normalised
from rhumbline.dates import Order, days
from rhumbline.opening import Document
from rhumbline.parts import Kind, Part
from rhumbline.reading import About, Table, given

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
    |^tipo\ de\ resultado|^link\ \(ad|^url\ parameters|^website\ url|^(?:body|title|headline)""",
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


def _row(rows: pl.DataFrame, about: About) -> pl.DataFrame:
    """The day and figures of an ad, a set or a campaign; its names are not kept."""
    said = _days(given(rows, "day" if "day" in rows.columns else "starts"), about)
    kept = (c for c in rows.columns if c in BY_NAME or c in ("line", "account"))
    return rows.select(*kept, said["date"], said["why"])


def _days(cells: pl.Series, about: About) -> pl.DataFrame:
    """Meta writes 2026-02-03; what a spreadsheet made of it is settled by the period in the name."""
    first, last = about.period or (None, None)
    for order in Order if first and last else ():
        said = days(cells, order=order)
        if said["date"].is_between(first, last).all():
            return said
    return days(cells)


def _line(rows: pl.DataFrame, about: About) -> pl.DataFrame:
    return rows.select("line")


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
    ours = [table.columns_.get(normalised(cell)) for cell in sheet.head[at]]
    if "day" in ours:
        return True
    rows = [dict(zip(ours, row, strict=False)) for row in sheet.head[at + 1 :] if any(row)]
    return bool(rows) and all(row.get("starts") == row.get("ends") for row in rows)


class Days(Table):
    """Rows of one day each, added up to the days of the ad account."""

    def claims(self, document: Document) -> bool:
        """By its columns and days."""
        return _is_daily(document, self)

    def read(self, document: Document, about: About) -> Iterator[Part]:
        """One part: the sum of every day; people reached by two ads overlap and are not added."""
        parts = list(super().read(document, about))
        rows = pl.concat([part.rows for part in parts]) if parts else pl.DataFrame()
        rejected = pl.concat([part.rejected for part in parts]) if parts else pl.DataFrame()
        seen = sum(part.seen for part in parts)
        told = _by_day(rows, self._currency(document))
        yield Part.of(Kind.DAILY, told, rejected, seen)

    def _currency(self, document: Document) -> str | None:
        """The currency that stands behind a header; an ad account has one, and a row none."""
        found = self.table(document)
        cells = found[0].head[found[1]] if found else ()
        said = (_CURRENCY.search(normalised(cell)) for cell in cells)
        return next((match[1].upper() for match in said if match), None)


class Periods(Table):
    """Rows over longer periods: recognised and counted, for a period is no day."""

    def claims(self, document: Document) -> bool:
        """By its columns, where no row is one day."""
        return super().claims(document) and not _is_daily(document, self)


def _by_day(rows: pl.DataFrame, currency: str | None) -> pl.DataFrame:
    if rows.is_empty():
        return rows
    added = [name for name, metric in BY_NAME.items() if metric.additive]
    once = [name for name, metric in BY_NAME.items() if not metric.additive]
    return rows.group_by("platform", "account", "date", maintain_order=True).agg(
        pl.col("line").first(),
        pl.lit(currency, pl.String).alias("currency"),
        *(pl.when(pl.col(c).count() > 0).then(pl.col(c).sum()).alias(c) for c in added),
        *(pl.when(pl.len() == 1).then(pl.col(c).first()).alias(c) for c in once),
    )


_COLUMNS: Final = AnyCurrency(headings(FIELDS))
_NEEDS: Final = frozenset({"starts", "ends"})  # no other tool has both under such names

DAYS: Final = Days(
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
PERIODS: Final = Periods(
    format="meta_ads_periods",
    platform="meta-ads",
    kind=Kind.OTHER,
    basis=Basis.WINDOW,
    file_name=FILE_NAME,
    columns_=_COLUMNS,
    needs=_NEEDS,
    ignored_like=IGNORED_LIKE,
    structural=_total,
    shape=_line,
)

READERS: Final = (DAYS, PERIODS)
