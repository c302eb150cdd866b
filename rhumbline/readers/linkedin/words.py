"""LinkedIn's words for facets, in the languages that are known, and the ids in its addresses."""

import re
from typing import Final

import polars as pl

from rhumbline.opening import Document, Sheet
from rhumbline.reading.batch import Column, Fate
from rhumbline.reading.cells import map_headers, normalise_header
from rhumbline.reading.dates import month_numbers
from rhumbline.reading.ids import moment_of_id
from rhumbline.reading.networks import ID_CLOCKS, ID_IN_LINK

# The facets of an audience, in the order in which the sheets of a page's workbook give them.
FACETS: Final = {
    "location": """Location|Locations|Ubicación|Ubicaciones|Localidade|Localidades|Localização
        Localizações|Lieu|Lieux|Standort|Standorte|Località|Locatie""",
    "job_function": """Job function|Job functions|Función laboral|Función|Función del puesto|Função
        Cargo funcional|Função de trabalho|Fonction|Tätigkeitsbereich|Funzione lavorativa|Functie""",
    "seniority": """Seniority|Seniorities|Nivel de responsabilidad|Nivel de experiencia|Antigüedad
        Nível de experiência|Senioridade|Niveau d'expérience|Niveau hiérarchique|Karrierestufe
        Anzianità|Livello di anzianità|Senioriteit""",
    "industry": """Industry|Industries|Sector|Sectores|Setor|Setores|Secteur|Secteurs
        Secteur d'activité|Branche|Branchen|Settore|Settori|Bedrijfstak""",
    "company_size": """Company size|Company sizes|Tamaño de la empresa|Tamaño de empresa
        Tamanho da empresa|Taille de l'entreprise|Unternehmensgröße|Dimensioni dell'azienda
        Dimensione azienda|Bedrijfsgrootte""",
    "job_title": """Job title|Job titles|Cargo|Cargos|Puesto|Puestos|Título del puesto
        Intitulé de poste|Intitulés de poste|Jobbezeichnung|Jobtitel|Qualifica|Qualifiche
        Titolo professionale|Posizione lavorativa|Functietitel""",
    "company": """Company|Companies|Empresa|Empresas|Entreprise|Entreprises|Unternehmen|Azienda
        Aziende|Bedrijf|Bedrijven""",
    "country": "Country|Countries|País|Países|Pays|Land|Länder|Paese|Paesi",
}  # fmt: skip
FACET_NAMED: Final = map_headers(FACETS)
PAGE_FACETS: Final = tuple(FACETS)[:5]

_WORDS: Final = re.compile(r"\d+|[^\W\d_]+")
_DATE: Final = re.compile(r"(19|20)\d\d-\d\d-\d\d")
_GROUPED: Final = re.compile(r"(?<=\d)[.,\u00a0\u202f](?=\d{3})")


def post_id(link: pl.Expr) -> pl.Expr:
    """The number in a post's address, null where it holds none.

    The activity, the share and the ugcPost that one post may be have three numbers.
    """
    return link.str.extract(ID_IN_LINK["linkedin"])


def published(native_id: pl.Expr) -> list[pl.Expr]:
    """The moment of publication that the id holds, with its zone and precision."""
    moment = moment_of_id(native_id, ID_CLOCKS["linkedin"])
    return [
        moment.alias("published_at"),
        pl.when(moment.is_not_null()).then(pl.lit("UTC")).alias("published_zone"),
        pl.when(moment.is_not_null()).then(pl.lit("second")).alias("published_precision"),
    ]


def facet_named(header: str) -> str:
    """Our word for a facet, or the header's own words in id form."""
    name = normalise_header(header)
    return FACET_NAMED.get(name, name.replace(" ", "_"))


def parse_company_size(cell: str) -> str:
    """A size class as 11-50 or 10001+, also where Excel took 2-10 or 11-50 for a date."""
    words = _WORDS.findall(_GROUPED.sub("", cell).casefold())
    numbers = [int(w) if w.isdigit() else month_numbers().get(w.rstrip("."), 0) for w in words]
    has_month = any(n and not word.isdigit() for word, n in zip(words, numbers, strict=True))
    if has_month or _DATE.match(cell):
        return "2-10" if {2, 10} <= set(numbers) else "11-50" if 11 in numbers else cell
    sizes = [word for word in words if word.isdigit()]
    return "-".join(sizes) + ("+" if "+" in cell else "") if sizes else cell


def filled(sheet: Sheet) -> list[list[str]]:
    """The first rows of a sheet, blank ones left out."""
    return [row for row in sheet.head if any(cell.strip() for cell in row)]


def unread_sheets(document: Document, read: list[Column]) -> list[Column]:
    """The headers of sheets that no column of `read` comes from: listed, so that none is lost in silence."""
    known = {column.sheet for column in read}
    return [
        Column(cell, Fate.UNMAPPED, None, sheet.name)
        for sheet in document.sheets
        if sheet.name not in known and filled(sheet)
        for cell in filled(sheet)[0]
        if cell.strip()
    ]
