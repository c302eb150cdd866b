"""What the columns of an unknown file most likely are, by the words of their headers and by their cells."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

import polars as pl

from models.metrics import BY_NAME
from rhumbline.formats.header_words import RATES, WORDS
from rhumbline.opening import Document, Sheet
from rhumbline.reading.cells import normalise_header
from rhumbline.reading.dates import parse_times
from rhumbline.reading.numbers import parse_numbers

_SAMPLE_ROWS: Final = 500
_HEADER_ROWS: Final = 30  # rows at the top of a sheet among which the headers are looked for
_FILLING: Final = r"(?:total|all|count|counts|number of|post|posts|lifetime|public|\(all\)|n°|nº|#)"
_INVISIBLE: Final = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]")
CERTAIN, LIKELY, BY_THE_CELLS = 3, 2, 1


@dataclass(frozen=True)
class GuessedColumn:
    """One column, and which of our names it most likely has; `ours` is None where nothing fits.

    `certainty` is CERTAIN where the header is a known word, LIKELY where it holds one, and
    BY_THE_CELLS where only the cells speak for the name.
    """

    header: str
    cells: pl.Series  # of the sample, without empty ones
    ours: str | None = None
    certainty: int = 0


def guess_columns(document: Document) -> tuple[str, list[GuessedColumn]] | None:
    """The name of the document's sheet that holds a table, and the columns of it.

    None where the document holds no table: JSON, or no row of headers.
    """
    table = _find_table(document)
    if table is None:
        return None
    sheet, header_row = table
    sample = next(sheet.batches(header_row), pl.DataFrame()).head(_SAMPLE_ROWS)
    by_header = [
        _guess_by_header(header, _filled(sample, place))
        for place, header in _distinct_headers(sheet.head[header_row])
    ]
    return sheet.name, _guess_by_cells(_keep_surest(by_header))


def _find_table(document: Document) -> tuple[Sheet, int] | None:
    """The sheet and the row of its headers: the first of the widest rows of words."""
    candidates = [
        (sum(map(bool, map(str.strip, row))), sheet, place)
        for sheet in document.sheets
        for place, row in enumerate(sheet.head[:_HEADER_ROWS])
        if _are_headers(row)
    ]
    if not candidates:
        return None
    _, sheet, place = max(candidates, key=lambda candidate: candidate[0])
    return sheet, place


def _are_headers(row: Sequence[str]) -> bool:
    headers = [header for _, header in _distinct_headers(row)]
    return len(headers) >= 2 and not any(map(_is_figure, headers))


def _distinct_headers(row: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Each header with its place; of two that a mapping cannot tell apart, the first."""
    known: set[str] = set()
    for place, cell in enumerate(row):
        header = " ".join(_INVISIBLE.sub("", cell).split())
        if header and normalise_header(header) not in known:
            known.add(normalise_header(header))
            yield place, header


def _is_figure(cell: str) -> bool:
    return bool(re.fullmatch(r"[\d\s.,:/%+-]+|https?://\S+", cell.strip()))


def _filled(sample: pl.DataFrame, place: int) -> pl.Series:
    """The cells of a column that are not empty."""
    if f"c{place}" not in sample.columns:
        return pl.Series([], dtype=pl.String)
    cells = sample[f"c{place}"].drop_nulls().str.strip_chars()
    return cells.filter(cells != "")


def _guess_by_header(header: str, cells: pl.Series) -> GuessedColumn:
    name = normalise_header(re.sub(r"(?<=[a-z])(?=[A-Z])", " ", header).replace("_", " "))
    if any(_contains_word(name, word) for word in RATES):
        return GuessedColumn(header, cells)
    fitting = [
        (CERTAIN if name == word else LIKELY, len(word), ours)
        for ours, words in WORDS.items()
        for word in words
        if _is_named_by(ours, word, name) and _can_be(ours, cells)
    ]
    if not fitting:
        return GuessedColumn(header, cells)
    certainty, _, ours = max(fitting)
    return GuessedColumn(header, cells, ours, certainty)


def _is_named_by(ours: str, word: str, name: str) -> bool:
    """Whether a word in a header gives the column one of our names.

    A figure is named by its word and filling alone: `hashtag clicks` are not all clicks.
    """
    if ours not in BY_NAME:
        return _contains_word(name, word)
    return re.fullmatch(rf"(?:{_FILLING} )*{_stem(word)}(?: {_FILLING})*", name) is not None


def _contains_word(name: str, word: str) -> bool:
    return re.search(rf"(?<!\w){_stem(word)}(?!\w)", name) is not None


def _stem(word: str) -> str:
    return re.escape(word.removesuffix("s")) + "s?"


def _can_be(ours: str, cells: pl.Series) -> bool:
    """Whether the cells allow a meaning; a column without cells allows any."""
    if cells.is_empty():
        return True
    if ours in BY_NAME:
        return (
            parse_numbers(cells)[1].sum() <= cells.len() / 5 and not cells.str.contains("%").any()
        )
    test = _TESTS.get(ours)
    return test is None or test(cells)


def _are_dates(cells: pl.Series) -> bool:
    """Whether four fifths of the cells are dates or times, and not all of them small numbers."""
    refused = parse_times(cells)["why"].str.contains("is not a date").fill_null(value=False)
    plain_numbers = cells.str.contains(r"^\d{1,5}$").all()
    return not plain_numbers and refused.sum() <= cells.len() / 5


def _are_links(cells: pl.Series) -> bool:
    return cells.str.contains(r"^(https?|at)://").sum() >= cells.len() * 4 / 5


def _are_no_figures(cells: pl.Series) -> bool:
    return bool(parse_numbers(cells)[1].any())


def _are_words(cells: pl.Series) -> bool:
    return cells.str.contains(r"\p{L}\s+\p{L}").sum() >= cells.len() / 2


_Test = Callable[[pl.Series], bool]
# What the cells of a column must be where its header gives it the name.
_TESTS: Final[dict[str, _Test]] = {
    "published_at": _are_dates,
    "permalink": _are_links,
    "text": _are_no_figures,
}
# What the cells of a column must be to give it the name where no header does.
_STRICT_TESTS: Final[dict[str, _Test]] = {
    "permalink": _are_links,
    "published_at": _are_dates,
    "text": _are_words,
}


def _keep_surest(guesses: list[GuessedColumn]) -> list[GuessedColumn]:
    """Each of our names for the column it fits best; what a second one is, a person must say."""
    surest: dict[str | None, GuessedColumn] = {}
    for guess in sorted(guesses, key=lambda g: -g.certainty):
        surest.setdefault(guess.ours, guess)
    return [g if surest[g.ours] is g else replace(g, ours=None) for g in guesses]


def _guess_by_cells(guesses: list[GuessedColumn]) -> list[GuessedColumn]:
    """A link, a date and words for columns whose cells are that, where no header names one."""
    for ours, test in _STRICT_TESTS.items():
        free = [g for g in guesses if g.ours is None and not g.cells.is_empty() and test(g.cells)]
        if free and ours not in {g.ours for g in guesses}:
            longest = max(free, key=lambda g: sum(map(len, g.cells)) / g.cells.len())
            guesses = [
                replace(g, ours=ours, certainty=BY_THE_CELLS) if g is longest else g
                for g in guesses
            ]
    return guesses
