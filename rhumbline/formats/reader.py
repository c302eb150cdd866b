"""The reader of a declared format: a table that is mapped as its YAML says."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

import polars as pl

from models.formats import DeclaredFormat
from models.metrics import BY_NAME
from rhumbline.formats.rows import TIME, canonical_rows, cell_of, figure_names, named_for
from rhumbline.opening import Document
from rhumbline.reading.batch import SCHEMAS, Column, Kind
from rhumbline.reading.cells import normalise_header
from rhumbline.reading.table import Header, Table

SHIPPED, OF_THE_WORKSPACE = 2, 1


def mappable_names(kind: Kind) -> list[str]:
    """The names that a column may be mapped to in rows of a kind."""
    held_back = {"line", "platform", "period_from", "period_until", "former_id"}
    held_back |= {"published_zone", "published_precision"}
    own = [name for name in SCHEMAS[kind] if name not in held_back]
    return [*own, TIME] if kind is Kind.POSTS else own


@dataclass(frozen=True, kw_only=True)
class DeclaredReader(Table):
    """A reader made from one file in formats/."""

    spec: DeclaredFormat
    declared_in: str  # the file, for messages

    def columns(self, document: Document) -> list[Column]:
        """The header's columns; those that only rules look at are mapped to none of our names."""
        return [
            replace(column, name=None) if (column.name or "").startswith("@") else column
            for column in super().columns(document)
        ]

    def name_columns(self, cells: pl.DataFrame, header: Header) -> pl.DataFrame:
        """As any table, and the spellings of numbers that the file declares."""
        rows = super().name_columns(cells, header)
        texts = [f"c{i}" for i, column in enumerate(header.columns) if column.name == "text"]
        if len(texts) > 1:  # a title and a body are one text
            rows = rows.with_columns(cells.select(_joined(texts)).to_series().alias("text"))
        figures = set(figure_names(self.kind))
        spelled = [c for c in rows.columns if c in figures and rows[c].dtype == pl.String]
        return rows.with_columns(_declared_number(c, self.spec) for c in spelled)


def declared_reader(spec: DeclaredFormat, declared_in: str, rank: int) -> DeclaredReader:
    """The reader of a declared format.

    Headers that only its rules look at, and that are mapped to none of our names, get names that begin
    with @.
    """
    kind = Kind(spec.kind)
    columns = {normalise_header(theirs): ours for theirs, ours in spec.columns.items()}
    for headers in _looked_at(spec):
        for header in headers:
            columns.setdefault(normalise_header(header), f"@{normalise_header(headers[0])}")
    patterns = [text[1:-1] for text in spec.ignored if _is_pattern(text)]
    skip = [(named_for(columns, rule.column), rule.matches) for rule in spec.skip]
    return DeclaredReader(
        spec=spec,
        declared_in=declared_in,
        rank=rank,
        format=spec.format,
        platform=spec.platform,
        kind=kind,
        basis=spec.basis,
        bases=dict(spec.bases),
        row_cap=spec.row_cap,
        file_name=re.compile(spec.file_name) if spec.file_name else None,
        fields=columns,
        needs=frozenset(_need(columns, name) for name in spec.needs),
        without=frozenset(map(normalise_header, spec.without)),
        ignored=frozenset(normalise_header(text) for text in spec.ignored if not _is_pattern(text)),
        ignored_like=re.compile("|".join(patterns), re.IGNORECASE) if patterns else None,
        structural=(lambda rows: _any_matches(rows, skip)) if skip else None,
        sheet_names=frozenset(name.casefold() for name in spec.sheet) or None,
        scale={name: factor for name, factor in spec.scale.items() if name in BY_NAME},
        shape=lambda rows, provenance: canonical_rows(rows, provenance, spec, columns),
    )


def _looked_at(spec: DeclaredFormat) -> Iterable[tuple[str, ...]]:
    """Headers that the spec refers to, mapped or not; each tuple holds the names of one column."""
    if spec.network:
        yield spec.network.column
    for source in spec.id:
        yield source.column or source.link or ()
        yield from ((header,) for header in source.hash or ())
    yield from (rule.column for rule in spec.type.rules)
    yield from (rule.column for rule in spec.skip)
    yield from ((name,) for name in spec.needs if name not in spec.columns.values())


def _need(columns: Mapping[str, str], name: str) -> str:
    return name if name in columns.values() else columns[normalise_header(name)]


def _is_pattern(text: str) -> bool:
    return len(text) > 2 and text.startswith("/") and text.endswith("/")


def _joined(columns: list[str]) -> pl.Expr:
    filled = [pl.col(column).str.strip_chars().replace("", None) for column in columns]
    return pl.concat_str(filled, separator="\n", ignore_nulls=True).replace("", None)


def _declared_number(name: str, spec: DeclaredFormat) -> pl.Expr:
    cell = pl.col(name)
    if spec.numbers.missing:
        spellings = [text.lower() for text in spec.numbers.missing]
        cell = pl.when(~cell.str.to_lowercase().is_in(spellings)).then(cell)
    if spec.numbers.decimal == "comma":
        cell = cell.str.replace_all(".", "", literal=True).str.replace(",", ".", literal=True)
    elif spec.numbers.decimal == "point":
        cell = cell.str.replace_all(",", "", literal=True)
    return cell.alias(name)


def _any_matches(rows: pl.DataFrame, rules: list[tuple[list[str], str]]) -> pl.Expr:
    return pl.any_horizontal(
        cell_of(rows, names).str.contains(f"(?i){pattern}").fill_null(value=False)
        for names, pattern in rules
    )
