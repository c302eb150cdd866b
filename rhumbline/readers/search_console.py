"""Google Search Console: how a site was found in Google's search, as one zip or single tables."""

import re
from typing import Final

import polars as pl

from models.metrics import Basis
from rhumbline.opening import Document
from rhumbline.reading.batch import Kind
from rhumbline.reading.cells import map_headers, normalise_header
from rhumbline.reading.daily_series import DailySeries
from rhumbline.reading.provenance import Provenance
from rhumbline.reading.table import Table

# The archive is named for the property and the day: riverside.example-Performance-on-Search-2026-04-01.zip
FILE_NAME: Final = re.compile(
    r"^(?:https?___?)?(?P<account>[^_/ ]+?)_?-Performance-on-\w+-\d{4}-\d{2}-\d{2}"
)
_CLICKS: Final = "Clicks|Clics|Cliques|Klicks|Clic|Klikken|Kliknięcia"
_IMPRESSIONS: Final = """Impressions|Impresiones|Impressões|Impressionen|Impressioni|Vertoningen
    Wyświetlenia"""
_LEFT_ASIDE: Final = {
    "ctr": "CTR|% CTR|Site CTR|URL CTR",
    "position": """Position|Posición|Posição|Posizione|Positie|Average position|Posição média
        Durchschnittliche Position|Pozycja""",
}
_DAY: Final = "Date|Fecha|Data|Datum|Día|Dia|Dates"
DAYS_FIELDS: Final = {"day": _DAY, "clicks": _CLICKS, "impressions": _IMPRESSIONS}
_FACETS: Final = {
    "query": """Top queries|Query|Queries|Consultas principales|Consultas más frecuentes|Principais consultas
        Häufigste Suchanfragen|Requêtes les plus fréquentes|Query più frequenti|Populairste zoekopdrachten""",
    "page": """Top pages|Page|Pages|Páginas principales|Principais páginas|Häufigste Seiten
        Pages les plus populaires|Pagine principali|Populairste pagina's|URL""",
    "country": "Country|País|Land|Pays|Paese",
    "device": "Device|Dispositivo|Gerät|Appareil|Apparaat",
    "appearance": "Search Appearance|Apariencia en las búsquedas|Aspecto de la búsqueda",
}
_FILTERS: Final = {
    "filter": "Filter|Filtro|Filtre",
    "value": "Value|Valor|Wert|Valeur|Valore|Waarde",
}
_IGNORED: Final = frozenset(map_headers(_LEFT_ASIDE))


def _count(rows: pl.DataFrame, _provenance: Provenance) -> pl.DataFrame:
    return rows.select("line")


class SearchFacets(Table):
    """The same clicks by query, page, country or device: recognised, counted and left aside.

    Each of these tables adds up to the clicks of the days or to fewer, since Google leaves rare
    queries out; to read them too would count clicks twice.
    """

    def claims(self, document: Document) -> bool:
        """By its columns, the first of which names what the clicks are by."""
        header = self.find_header(document)
        if header is None:
            return False
        first = header.columns[0].name if header.columns else None
        names = {normalise_header(cell) for cell in header.sheet.head[header.at]}
        return first in _FACETS and bool(names & _IGNORED)


class SearchDays(DailySeries):
    """The days of a site in Google's search."""

    def claims(self, document: Document) -> bool:
        """By its columns: nothing else has clicks, impressions and a position by day."""
        header = self.find_header(document)
        if header is None:
            return False
        names = {normalise_header(cell) for cell in header.sheet.head[header.at]}
        positions = set(map_headers({"position": _LEFT_ASIDE["position"]}))
        return bool(names & positions)


class SearchFilters(Table):
    """The filters that the export was made with: two columns and no figures."""

    def claims(self, document: Document) -> bool:
        """By a header of exactly two columns, filter and value."""
        header = self.find_header(document)
        return header is not None and len([c for c in header.columns if c.header.strip()]) == 2


DAYS: Final = SearchDays(
    format="search_console_days",
    platform="google-search-console",
    basis=Basis.DAY,
    file_name=FILE_NAME,
    fields=map_headers(DAYS_FIELDS),
    needs=frozenset({"day", "clicks", "impressions"}),
    ignored=_IGNORED,
)
FACETS: Final = SearchFacets(
    format="search_console_facets",
    platform="google-search-console",
    kind=Kind.OTHER,
    file_name=FILE_NAME,
    fields=map_headers(_FACETS | {"clicks": _CLICKS, "impressions": _IMPRESSIONS}),
    needs=frozenset({"clicks", "impressions"}),
    ignored=_IGNORED,
    figures=False,
    shape=_count,
)
FILTERS: Final = SearchFilters(
    format="search_console_filters",
    platform="google-search-console",
    kind=Kind.OTHER,
    file_name=FILE_NAME,
    fields=map_headers(_FILTERS),
    needs=frozenset({"filter", "value"}),
    figures=False,
    shape=_count,
)

READERS: Final = (DAYS, FACETS, FILTERS)
