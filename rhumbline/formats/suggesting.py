"""A first draft of a mapping: what the headers' words and the cells of an unknown file suggest."""

import re
from dataclasses import dataclass, replace
from typing import Final

import polars as pl

from models.metrics import BY_NAME
from rhumbline.errors import BadExport
from rhumbline.formats.compiling import fields
from rhumbline.formats.words import RATES, WORDS
from rhumbline.opening import Document, Sheet
from rhumbline.reading.batch import Kind
from rhumbline.reading.cells import normalise_header
from rhumbline.reading.dates import parse_times
from rhumbline.reading.networks import ID_IN_LINK, platform_of_source
from rhumbline.reading.numbers import parse_numbers

_SAMPLE: Final = 500
_FILLING: Final = r"(?:total|all|count|counts|number of|post|posts|lifetime|public|\(all\)|n°|nº|#)"
_UNREAD: Final = (
    "# Not read. Map them above, or list them under `ignored:` to say that you know them:"
)
_INVISIBLE: Final = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]")


@dataclass(frozen=True)
class _Guess:
    header: str
    cells: pl.Series
    ours: str | None = None
    sure: int = 0  # 3 the header is the word, 2 it holds it, 1 only the cells speak for it


def suggest(document: Document) -> str:
    """YAML for formats/ that maps what could be guessed, with remarks on what a person must check.

    Raises BadExport where the document has no table: JSON, or no row of headers.
    """
    found = _table(document)
    if found is None:
        raise BadExport(
            f"{document.name} holds no table with headers.",
            None,
            "A mapping needs a CSV or a workbook whose columns have names.",
        )
    sheet, at, sample = found
    headers = sheet.head[at]
    guesses = [
        _by_header(" ".join(_INVISIBLE.sub("", header).split()), _filled(sample, place))
        for place, header in enumerate(headers)
        if header.strip()
    ]
    return _yaml(document.name, sheet.name, _by_cells(_one_each(guesses)))


def _table(document: Document) -> tuple[Sheet, int, pl.DataFrame] | None:
    """The sheet, the row of its headers (the first of the widest rows of words), and some rows."""
    best: tuple[int, Sheet, int] | None = None
    for sheet in document.sheets:
        for at, row in enumerate(sheet.head[:30]):
            words = [cell for cell in row if cell.strip()]
            wordy = len(words) >= 2 and not any(map(_is_figure, words))
            if wordy and (best is None or len(words) > best[0]):
                best = (len(words), sheet, at)
    if best is None:
        return None
    _, sheet, at = best
    rows = next(sheet.batches(at), pl.DataFrame()).head(_SAMPLE)
    return sheet, at, rows


def _is_figure(cell: str) -> bool:
    return bool(re.fullmatch(r"[\d\s.,:/%+-]+|https?://\S+", cell.strip()))


def _filled(sample: pl.DataFrame, place: int) -> pl.Series:
    """The cells of a column that say something."""
    if f"c{place}" not in sample.columns:
        return pl.Series([], dtype=pl.String)
    cells = sample[f"c{place}"].drop_nulls().str.strip_chars()
    return cells.filter(cells != "")


def _by_header(header: str, cells: pl.Series) -> _Guess:
    name = normalise_header(re.sub(r"(?<=[a-z])(?=[A-Z])", " ", header).replace("_", " "))
    if any(_holds(name, word) for word in RATES):
        return _Guess(header, cells)
    fitting = [
        (3 if name == word else 2, len(word), ours)
        for ours, words in WORDS.items()
        for word in words
        if _names(ours, word, name) and _can_be(ours, cells)
    ]
    if not fitting:
        return _Guess(header, cells)
    sure, _, ours = max(fitting)
    return _Guess(header, cells, ours, sure)


def _names(ours: str, word: str, name: str) -> bool:
    """A figure is named by its word and filling alone: `hashtag clicks` are not all clicks."""
    if ours not in BY_NAME:
        return _holds(name, word)
    return re.fullmatch(rf"(?:{_FILLING} )*{_stem(word)}(?: {_FILLING})*", name) is not None


def _holds(name: str, word: str) -> bool:
    return re.search(rf"(?<!\w){_stem(word)}(?!\w)", name) is not None


def _stem(word: str) -> str:
    return re.escape(word.removesuffix("s")) + "s?"


def _can_be(ours: str, cells: pl.Series) -> bool:
    """Whether the cells do not speak against a meaning; no cells speak against nothing."""
    if cells.is_empty():
        return True
    if ours in BY_NAME:
        return (
            parse_numbers(cells)[1].sum() <= cells.len() / 5 and not cells.str.contains("%").any()
        )
    shows = {"published_at": _are_dates, "permalink": _are_links, "text": _are_no_figures}.get(ours)
    return shows is None or shows(cells)


def _are_dates(cells: pl.Series) -> bool:
    refused = parse_times(cells)["why"].str.contains("is not a date").fill_null(value=False)
    plain_numbers = cells.str.contains(r"^\d{1,5}$").all()
    return not plain_numbers and refused.sum() <= cells.len() / 5


def _are_links(cells: pl.Series) -> bool:
    return cells.str.contains(r"^(https?|at)://").sum() >= cells.len() * 4 / 5


def _are_no_figures(cells: pl.Series) -> bool:
    return bool(parse_numbers(cells)[1].any())


def _are_words(cells: pl.Series) -> bool:
    return cells.str.contains(r"\p{L}\s+\p{L}").sum() >= cells.len() / 2


def _one_each(guesses: list[_Guess]) -> list[_Guess]:
    """The surest column for each of ours; of a second one a person must decide."""
    surest: dict[str | None, _Guess] = {}
    for guess in sorted(guesses, key=lambda g: -g.sure):
        surest.setdefault(guess.ours, guess)
    return [g if surest[g.ours] is g else replace(g, ours=None) for g in guesses]


def _by_cells(guesses: list[_Guess]) -> list[_Guess]:
    """What no header named and the cells show: a link, a date, words."""
    tests = {"permalink": _are_links, "published_at": _are_dates, "text": _are_words}
    for ours, shows in tests.items():
        free = [g for g in guesses if g.ours is None and not g.cells.is_empty() and shows(g.cells)]
        if free and ours not in {g.ours for g in guesses}:
            longest = max(free, key=lambda g: sum(map(len, g.cells)) / g.cells.len())
            guesses = [replace(g, ours=ours, sure=1) if g is longest else g for g in guesses]
    return guesses


def _yaml(name: str, sheet: str, guesses: list[_Guess]) -> str:
    by_ours = {guess.ours: guess for guess in guesses if guess.ours is not None}
    kind = _kind(set(by_ours))
    renamed = {"published_at": "date"} if kind != "posts" else {}
    columns = [(g, renamed.get(g.ours, g.ours)) for g in guesses if g.ours is not None]
    columns = [(g, ours) for g, ours in columns if ours in fields(Kind(kind))]
    platform = _platform(by_ours.get("permalink"))
    unsaid = [g.header for g in guesses if g.header not in {mapped.header for mapped, _ in columns}]
    needs = [*(ours for _, ours in columns), *map(_quoted, unsaid)][:4]
    slug = re.sub(r"[^a-z0-9]+", "_", platform) or "board"
    return "\n".join(
        [
            f"# A draft from {''.join(c if c.isprintable() else ' ' for c in name)}",
            "# Save it as formats/NAME.yaml in the workspace, check every line, and run",
            "# `rhumbline inspect FILE` again. docs/formats/declarative.md shows all keys.",
            f"format: {slug}_{kind}",
            f"platform: {platform}",
            f"kind: {kind}",
            *([f"sheet: {_quoted(sheet)}"] if sheet else []),
            f"needs: [{', '.join(needs)}]",
            "columns:",
            *(f"  {_quoted(g.header)}: {ours}{_remark(g)}" for g, ours in columns),
            *_undated(by_ours),
            *([_UNREAD] if unsaid else []),
            *(f"#   {_quoted(header)}" for header in unsaid),
            *_identity(kind, platform, by_ours),
            *_dates(by_ours.get("published_at")),
            *_numbers([g for g, ours in columns if ours in BY_NAME]),
            "basis: lifetime # or `window`, where figures are those of the period exported; `day` for days",
            "",
        ]
    )  # fmt: skip


def _kind(mapped: set[str]) -> str:
    """Posts where anything names one; figures alone are those of an account's days."""
    names_a_post = mapped & {"permalink", "native_id", "text"}
    return "daily" if mapped & set(BY_NAME) and not names_a_post else "posts"


def _undated(by_ours: dict[str, _Guess]) -> list[str]:
    if "published_at" in by_ours:
        return []
    return [
        "  # No column reads as a date. Map one, and say under `dates: format:` how it is written."
    ]


def _remark(guess: _Guess) -> str:
    return "" if guess.sure == 3 else " # a guess" if guess.sure == 2 else " # a guess by the cells"


def _platform(links: _Guess | None) -> str:
    if links is None:
        return "my-platform"
    hosts = links.cells.str.to_lowercase().str.extract("^(?:https?://)?([^/?#]+)")
    known = hosts.to_frame("host").select(platform_of_source(pl.col("host"))).to_series()
    return str(known.drop_nulls().mode(maintain_order=True).first() or "my-platform")


def _identity(kind: str, platform: str, by_ours: dict[str, _Guess]) -> list[str]:
    """Where the id comes from, unless a column holds it."""
    if kind != "posts" or "native_id" in by_ours:
        return []
    link = by_ours.get("permalink")
    if link is not None:
        held = link.cells.str.contains(ID_IN_LINK.get(platform, "^$")).sum()
        source = "link" if held > link.cells.len() / 2 else "column"
        return [f"id: [{{{source}: {_quoted(link.header)}}}]"]
    parts = [_quoted(by_ours[ours].header) for ours in ("published_at", "text") if ours in by_ours]
    if not parts:
        return ["# Nothing names a post: write under `id:` what tells one row from the others."]
    return [f"id: [{{hash: [{', '.join(parts)}]}}] # no id and no link: a row is known by these"]


def _dates(dates: _Guess | None) -> list[str]:
    if dates is None:
        return []
    unclear = parse_times(dates.cells)["why"].str.contains("day/month").any()
    order = ["  order: day first # 03/04 may be either: check, or write `month first`"]
    return [
        "dates:",
        *(order if unclear else []),
        "  zone: organisation # or the zone that the platform writes times in",
    ]


def _numbers(figures: list[_Guess]) -> list[str]:
    comma = r"^\d+,\d{1,2}$|^\d{1,3}(\.\d{3})+(,\d+)?$"
    if any(guess.cells.str.contains(comma).any() for guess in figures):
        return ["numbers: {decimal: ','}"]
    return []


def _quoted(text: str) -> str:
    """A YAML scalar; signs that no editor shows are written as escapes."""
    if text.isprintable():
        return "'" + text.replace("'", "''") + "'"
    plain = (c if c.isprintable() and c not in '"\\' else f"\\U{ord(c):08x}" for c in text)
    return f'"{"".join(plain)}"'
