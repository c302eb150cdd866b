"""What LinkedIn calls things, in the languages that are known, and what its addresses hold."""

from typing import Final

import polars as pl

from rhumbline.cells import headings, moment_of_linkedin_id

# Post addresses hold the id in three spellings: urn:li:share:7…, urn%3Ali%3Ashare%3A7… and
# …-share-7…-Ab1c. An activity, share and ugcPost id of the same post are three numbers.
_ID: Final = r"(?i)(?:activity|share|ugcpost)(?::|-|%3a)(\d{15,20})"

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
FACET_NAMED: Final = headings(FACETS)
PAGE_FACETS: Final = tuple(FACETS)[:5]


def post_id(link: pl.Expr) -> pl.Expr:
    """The number in a post's address, null where it holds none."""
    return link.str.extract(_ID)


def published(native_id: pl.Expr) -> list[pl.Expr]:
    """The moment of publication that the id holds, with its zone and precision."""
    moment = moment_of_linkedin_id(native_id)
    return [
        moment.alias("published_at"),
        pl.when(moment.is_not_null()).then(pl.lit("UTC")).alias("published_zone"),
        pl.when(moment.is_not_null()).then(pl.lit("second")).alias("published_precision"),
    ]
