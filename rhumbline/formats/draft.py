"""A first draft of a mapping for an unknown file, with remarks on what a person must check."""

import io
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

import polars as pl
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.scalarstring import SingleQuotedScalarString

from models.metrics import BY_NAME, Basis
from rhumbline.errors import BadExport
from rhumbline.formats.guesses import BY_THE_CELLS, LIKELY, GuessedColumn, guess_columns
from rhumbline.formats.likely_order import likely_order
from rhumbline.formats.reader import mappable_names
from rhumbline.formats.trial import Trial, try_mapping
from rhumbline.opening import Document
from rhumbline.reading.batch import Kind
from rhumbline.reading.dates import Order, parse_times
from rhumbline.reading.networks import ID_IN_LINK, platform_of_source

_INTRODUCTION: Final = """\
A draft from {}
Save it as formats/NAME.yaml in the workspace, check every line, and run
`rhumbline inspect FILE` again. docs/formats/declarative.md shows all keys."""
_UNDATED: Final = (
    "No column reads as a date. Map one, and say under `dates: format:` how it is written."
)
_UNREAD: Final = (
    "Not read. Map them above, or list them under `ignored:` to say that you know them:"
)
_UNNAMED: Final = "Nothing names a post: write under `id:` what tells one row from the others."
_OTHER_BASES: Final = "or `window`, where figures are those of the period exported; `day` for days"
_REMARKS: Final = {LIKELY: "a guess", BY_THE_CELLS: "a guess by the cells"}
_NEEDED: Final = 4  # columns that a file must have to be taken for one of this format
_DECIMAL_COMMA: Final = r"^\d+,\d{1,2}$|^\d{1,3}(\.\d{3})+(,\d+)?$"  # 1,5 and 1.234,50
_TELLING: Final = ("permalink", "native_id", "published_at", "text", "campaign", "account", "type")
_NO_FOLDING: Final = 10**9  # signs to a line, so that no header is broken over two


def draft_mapping(document: Document) -> str:
    """YAML for formats/ that maps what could be guessed, with remarks on what a person must check.

    Raises BadExport where the document has no table: JSON, or no row of headers.
    """
    table = guess_columns(document)
    if table is None:
        raise BadExport(
            f"{document.name} holds no table with headers.",
            None,
            "A mapping needs a CSV or a workbook whose columns have names.",
        )
    sheet, guesses = table
    name = "".join(sign if sign.isprintable() else " " for sign in document.name)
    introduction = _INTRODUCTION.format(name)
    drafts = _draft_in_turn(document, sheet, guesses)
    best, trial = min(drafts, key=lambda draft: draft[1].lost if draft[1] else 0)
    if trial is not None:
        introduction += f"\n{trial.describe()}"
    best.yaml_set_start_comment(introduction)
    return _dump(best)


def _draft_in_turn(
    document: Document, sheet: str, guesses: list[GuessedColumn]
) -> Iterator[tuple[CommentedMap, Trial | None]]:
    """Drafts whose ids rest on more and more columns, each tried, until one loses no row."""
    all_headers = [guess.header for guess in guesses]
    telling = [guess.header for guess in guesses if guess.ours in _TELLING]
    for told_apart_by in ((), telling, all_headers):
        mapping = _mapping(document, sheet, guesses, told_apart_by)
        trial = try_mapping(_dump(mapping), document)
        yield mapping, trial
        if trial is None or not trial.folded:
            return


def _mapping(
    document: Document, sheet: str, guesses: list[GuessedColumn], told_apart_by: Sequence[str]
) -> CommentedMap:
    """The mapping; a post is known by the columns `told_apart_by` where there are any."""
    if told_apart_by:
        guesses = [replace(g, ours=None) if g.ours == "native_id" else g for g in guesses]
    by_name = {guess.ours: guess for guess in guesses if guess.ours is not None}
    kind = Kind.POSTS if told_apart_by else _kind(by_name.keys())
    platform = _platform(by_name.get("permalink"))
    columns = _columns(guesses, kind)
    unread = [guess.header for guess in guesses if guess.header not in columns]
    sections: dict[str, object] = {
        "format": f"{re.sub(r'[^a-z0-9]+', '_', platform) or 'board'}_{kind}",
        "platform": platform,
        "kind": str(kind),
        "sheet": _quoted(sheet) if sheet else None,
        "needs": _on_one_line([*columns.values(), *map(_quoted, unread)][:_NEEDED]),
        "columns": columns,
        "id": _hash_of(told_apart_by)
        if told_apart_by and kind is Kind.POSTS
        else _id_sources(kind, platform, by_name),
        "dates": _dates(by_name.get("published_at"), document),
        "numbers": _numbers(by_name),
        "basis": str(Basis.DAY if kind is Kind.DAILY else Basis.LIFETIME),
    }
    mapping = CommentedMap({key: part for key, part in sections.items() if part is not None})
    if kind is not Kind.DAILY:
        _remark_on(mapping, "basis", _OTHER_BASES)
    _remark_after_columns(mapping, [*_missing(kind, by_name), *_not_read(unread)])
    return mapping


def _kind(mapped: Collection[str]) -> Kind:
    """Posts where anything names one; figures alone are those of an account's days."""
    names_a_post = not {"permalink", "native_id", "text", "campaign"}.isdisjoint(mapped)
    has_figures = not BY_NAME.keys().isdisjoint(mapped)
    return Kind.DAILY if has_figures and not names_a_post else Kind.POSTS


def _platform(links: GuessedColumn | None) -> str:
    """The platform that most links lead to, or a name to replace."""
    if links is None:
        return "my-platform"
    hosts = links.cells.str.to_lowercase().str.extract("^(?:https?://)?([^/?#]+)")
    known = hosts.to_frame("host").select(platform_of_source(pl.col("host"))).to_series()
    return str(known.drop_nulls().mode(maintain_order=True).first() or "my-platform")


def _columns(guesses: list[GuessedColumn], kind: Kind) -> CommentedMap:
    """Their header to our name; a remark where the name is a guess."""
    columns = CommentedMap()
    for guess in guesses:
        is_day = guess.ours == "published_at" and kind is Kind.DAILY
        ours = "date" if is_day else guess.ours
        header = _quoted(guess.header)
        if ours in mappable_names(kind):
            columns[header] = ours
            if remark := _REMARKS.get(guess.certainty):
                _remark_on(columns, header, remark)
    return columns


def _id_sources(
    kind: Kind, platform: str, by_name: Mapping[str, GuessedColumn]
) -> CommentedSeq | None:
    """Where the id comes from; None where a column holds it, and where nothing could."""
    if kind is not Kind.POSTS or "native_id" in by_name:
        return None
    source = CommentedMap()
    if "permalink" in by_name:
        link = by_name["permalink"]
        with_id = link.cells.str.contains(ID_IN_LINK.get(platform, "^$")).sum()
        source["link" if with_id > link.cells.len() / 2 else "column"] = _quoted(link.header)
    elif told_apart_by := [by_name[o].header for o in ("published_at", "text") if o in by_name]:
        source["hash"] = _on_one_line(map(_quoted, told_apart_by))
        _remark_on(source, "hash", "no id and no link: a row is known by these")
    return CommentedSeq([source]) if source else None


def _hash_of(headers: Sequence[str]) -> CommentedSeq:
    source = CommentedMap({"hash": _on_one_line(map(_quoted, headers))})
    _remark_on(source, "hash", "no column tells every row from the others: these together do")
    return CommentedSeq([source])


def _dates(column: GuessedColumn | None, document: Document) -> CommentedMap | None:
    if column is None:
        return None
    dates = CommentedMap()
    if parse_times(column.cells)["why"].str.contains("day/month").any():
        order, why = likely_order(column.cells, document)
        other = Order.DAY_FIRST if order is Order.MONTH_FIRST else Order.MONTH_FIRST
        dates["order"] = str(order)
        _remark_on(dates, "order", f"{why}: check, or write `{other}`")
    dates["zone"] = "organisation"
    _remark_on(dates, "zone", "or the zone that the platform writes times in")
    return dates


def _numbers(by_name: Mapping[str, GuessedColumn]) -> CommentedMap | None:
    figures = [guess for ours, guess in by_name.items() if ours in BY_NAME]
    if not any(guess.cells.str.contains(_DECIMAL_COMMA).any() for guess in figures):
        return None
    return CommentedMap({"decimal": _quoted(",")})


def _missing(kind: Kind, by_name: Mapping[str, GuessedColumn]) -> Iterator[str]:
    if "published_at" not in by_name:
        yield _UNDATED
    if kind is Kind.POSTS and {"native_id", "permalink", "published_at", "text"}.isdisjoint(
        by_name
    ):
        yield _UNNAMED


def _not_read(headers: list[str]) -> Iterator[str]:
    """The headers that no guess was made for, each as it would be written in the file."""
    if headers:
        yield _UNREAD
        yield from (f"  {_dump(_quoted(header)).splitlines()[0]}" for header in headers)


def _remark_on(mapping: CommentedMap, key: str, remark: str) -> None:
    """Put a remark behind a value, one space after it (ruamel's own choice is the column before)."""
    mapping.yaml_add_eol_comment(remark, key, column=0)


def _remark_after_columns(mapping: CommentedMap, lines: list[str]) -> None:
    keys = list(mapping)
    if lines:
        following = keys[keys.index("columns") + 1]
        mapping.yaml_set_comment_before_after_key(following, before="\n".join(lines))


def _quoted(text: str) -> SingleQuotedScalarString:
    return SingleQuotedScalarString(text)


def _on_one_line(parts: Iterable[str]) -> CommentedSeq:
    sequence = CommentedSeq(parts)
    sequence.fa.set_flow_style()
    return sequence


def _dump(data: object) -> str:
    yaml = YAML()
    yaml.width = _NO_FOLDING
    yaml.indent(mapping=2, sequence=4, offset=2)
    stream = io.StringIO()
    yaml.dump(data, stream)
    return stream.getvalue()
