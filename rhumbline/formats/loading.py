"""Loads the mappings of formats/ as readers, or tells every mistake in them with its line."""

import re
from collections.abc import Iterator
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path
from typing import Final

import polars as pl
from pydantic import ValidationError
from pydantic_core import ErrorDetails

from models.formats import DeclaredFormat
from rhumbline.errors import UserError
from rhumbline.formats.reader import (
    OF_THE_WORKSPACE,
    SHIPPED,
    DeclaredReader,
    declared_reader,
    mappable_names,
)
from rhumbline.formats.rows import figure_names
from rhumbline.reading.batch import SCHEMAS, Kind
from rhumbline.reading.cells import normalise_header
from rhumbline.reading.reader import Reader
from rhumbline.strategy.yaml import Mistake, Place, YamlDocument, decode, parse
from rhumbline.strategy.yaml import Path as Steps

_HERE: Final = Path(__file__).parent
_REFERENCE: Final = "docs/formats/declarative.md shows every key."
# What rows of a kind must have, from a column or a constant.
_REQUIRED: Final[dict[str, tuple[str, ...]]] = {
    "posts": ("published_at",),
    "daily": ("date",),
    "audience": ("audience", "facet", "value"),
    "traffic": (),
    "conversions": ("date", "name", "value"),
    "other": (),
}


def load_formats(directory: Path | None) -> tuple[Reader, ...]:
    """The readers of `directory` (formats/ of a workspace), then those that ship.

    A format of the workspace replaces one of the same name that ships. Raises UserError (exit 2)
    with every mistake, each as file:line. Without a directory, or where it does not exist, only
    those that ship.
    """
    own: tuple[DeclaredReader, ...] = ()
    if directory is not None and directory.is_dir():
        own = _read(directory, OF_THE_WORKSPACE)
    replaced = {reader.format for reader in own}
    return (*own, *(reader for reader in shipped_readers() if reader.format not in replaced))


@lru_cache(maxsize=1)
def shipped_readers() -> tuple[DeclaredReader, ...]:
    """The mappings that come with Rhumbline."""
    return _read(_HERE, SHIPPED)


def _read(directory: Path, rank: int) -> tuple[DeclaredReader, ...]:
    paths = sorted(p for p in directory.iterdir() if p.suffix in (".yaml", ".yml") and p.is_file())
    readers: list[DeclaredReader] = []
    lines: list[str] = []
    for path in (p for p in paths if not p.name.startswith((".", "~$"))):
        reader, mistakes = read_mapping(path.read_bytes(), path.name, rank)
        if reader is not None and not mistakes:
            mistakes = _name_taken(reader, readers, rank)
        lines += [f"  {Place(path.name, m.line)}: {m.what}. {m.next_step}" for m in mistakes]
        if reader is not None:
            readers.append(reader)
    if lines:
        count = f"are {len(lines)} mistakes" if len(lines) > 1 else "is a mistake"
        raise UserError(f"There {count} in formats/:\n" + "\n".join(lines), None, _REFERENCE)
    return tuple(readers)


def read_mapping(raw: bytes, file: str, rank: int) -> tuple[DeclaredReader | None, list[Mistake]]:
    """The reader that a YAML text declares, or its mistakes in the order of the file."""
    text = decode(raw)
    if isinstance(text, Mistake):
        return None, [text]
    document = parse(text)
    if document.mistakes:
        return None, document.mistakes
    if not isinstance(document.data, dict):
        return None, [Mistake(1, "the file is no mapping", "Begin with `format: name`.")]
    try:
        spec = DeclaredFormat.model_validate(document.data)
    except ValidationError as error:
        return None, sorted(_mistake(d, document) for d in error.errors(include_url=False))
    mistakes = sorted(
        Mistake(document.line(path), what, then, path) for path, what, then in _wrong(spec)
    )
    return (None, mistakes) if mistakes else (declared_reader(spec, file, rank), [])


def _name_taken(reader: DeclaredReader, others: list[DeclaredReader], rank: int) -> list[Mistake]:
    """Where a name is used twice, or is that of a format read by code."""
    from rhumbline.readers import READERS

    by_code = {known.format for known in READERS}
    same = next((other for other in others if other.format == reader.format), None)
    if same is None and reader.format not in by_code:
        return []
    owner = same.declared_in if same else "Rhumbline itself"
    what = f"`format: {reader.format}` is already the name of one in {owner}"
    return [Mistake(1, what, "Choose another name.")]


def _mistake(detail: ErrorDetails, document: YamlDocument) -> Mistake:
    path = tuple(step for step in detail["loc"] if step != "[key]")
    name = f"`{'.'.join(map(str, path))}`"
    line = document.line(path)
    if detail["type"] == "refused":
        return Mistake(line, f"{name}: {detail['ctx']['what']}", detail["ctx"]["next_step"], path)
    if detail["type"] == "missing":
        return Mistake(line, f"{name} is missing", _help(path), path)
    if detail["type"] == "extra_forbidden":
        near = get_close_matches(str(path[-1]), DeclaredFormat.model_fields, n=1)
        hint = f"Did you mean `{near[0]}`?" if near else _REFERENCE
        return Mistake(line, f"{name} is not a key of a format", hint, path)
    return Mistake(
        line, f"{name}: {detail['msg'][:1].lower()}{detail['msg'][1:]}", _help(path), path
    )


def _help(path: Steps) -> str:
    info = DeclaredFormat.model_fields.get(str(path[0])) if path else None
    described = info.description if info else None
    return " ".join(described.split()) if described else _REFERENCE


_Wrong = Iterator[tuple[Steps, str, str]]


def _wrong(spec: DeclaredFormat) -> _Wrong:
    """Where a mapping contradicts itself, or maps to a name that rows of its kind do not have."""
    yield from _wrong_names(spec)
    yield from _wrong_needs(spec)
    yield from _wrong_patterns(spec)


def _wrong_names(spec: DeclaredFormat) -> _Wrong:
    known = mappable_names(Kind(spec.kind))
    for theirs, ours in spec.columns.items():
        if ours not in known:
            yield (("columns", theirs), *_unknown(ours, known, spec))
    schema = SCHEMAS[Kind(spec.kind)]
    texts = [name for name in known if schema.get(name) == pl.String()]
    figures = [name for name in known if name in figure_names(Kind(spec.kind))]
    for key, allowed in (("constants", texts), ("scale", figures), ("bases", figures)):
        for ours in getattr(spec, key):
            if ours not in allowed:
                yield ((key, ours), *_unknown(ours, allowed, spec))
    seen: dict[str, str] = {}
    for theirs, ours in spec.columns.items():
        first = seen.setdefault(normalise_header(theirs), ours)
        if first != ours:
            what = f"`{theirs}` is mapped twice, to `{first}` and to `{ours}`"
            yield ("columns", theirs), what, "Keep one of them."


def _unknown(ours: str, known: list[str], spec: DeclaredFormat) -> tuple[str, str]:
    near = get_close_matches(ours, known, n=1, cutoff=0.6)
    hint = f"Did you mean `{near[0]}`?" if near else f"Ours are: {', '.join(known)}."
    return f"`{ours}` is no name that rows of {spec.kind} can have here", hint


def _wrong_needs(spec: DeclaredFormat) -> _Wrong:
    given = {*spec.columns.values(), *spec.constants}
    for name in _REQUIRED[spec.kind]:
        if name not in given:
            yield (
                ("columns",),
                f"no column is mapped to `{name}`",
                f"A row of {spec.kind} needs one.",
            )
    if spec.kind == "posts" and not spec.id and "native_id" not in given:
        yield (
            ("columns",),
            "no column is mapped to `native_id`, and `id` does not say where it comes from",
            "Map one, or write `id: [{link: …}]` or `id: [{hash: […]}]`.",
        )
    for place, name in enumerate(spec.needs):
        if name in SCHEMAS[Kind(spec.kind)] and name not in spec.columns.values():
            what = f"`needs` names `{name}`, which no column is mapped to"
            yield ("needs", place), what, "Map a column to it, or name the header itself."


def _wrong_patterns(spec: DeclaredFormat) -> _Wrong:
    """Patterns that polars cannot run, since it knows no look-ahead and no back-reference."""
    written: list[tuple[Steps, str | None]] = [
        *((("id", i, "pattern"), source.pattern) for i, source in enumerate(spec.id)),
        *(
            (("type", "rules", i, "matches"), rule.matches)
            for i, rule in enumerate(spec.type.rules)
        ),
        *((("skip", i, "matches"), rule.matches) for i, rule in enumerate(spec.skip)),
    ]
    for path, pattern in written:
        try:
            pl.Series([""]).str.contains(pattern or "")
        except pl.exceptions.ComputeError:
            yield (
                path,
                f"`{pattern}` uses look-ahead or back-references, which are not supported",
                "Write it without (?…) and \\1.",
            )
    for place, text in enumerate(spec.ignored):
        if text.startswith("/") and text.endswith("/") and not _is_pattern(text.strip("/")):
            yield ("ignored", place), f"`{text}` is not a pattern", "Write a header, or /pattern/."
    for place, form in enumerate(spec.dates.format):
        if "%" not in form:
            what = f"`{form}` is not a date format"
            yield ("dates", "format", place), what, "Write it like %d.%m.%Y %H:%M."


def _is_pattern(text: str) -> bool:
    try:
        re.compile(text)
    except re.error:
        return False
    return True
