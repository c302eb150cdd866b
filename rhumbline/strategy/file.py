"""strategy.yaml, read: the strategy with the line of every part, or every mistake at once."""

import hashlib
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path as FilePath
from typing import Any

from pydantic import ValidationError
from ruamel.yaml import YAML

from models.strategy import Strategy
from rhumbline.errors import BadStrategy
from rhumbline.strategy.in_force import Change, DeclaredVersion, change, in_force
from rhumbline.strategy.mistakes import mistakes_in, nearest
from rhumbline.strategy.yaml import Mistake, Path, Place, YamlDocument, decode, parse

__all__ = [
    "Change", "DeclaredVersion", "Loaded", "Place", "canonical", "change", "content_hash", "dump",
    "in_force", "load", "loads", "schema", "unknown_references",
]  # fmt: skip


@dataclass(frozen=True)
class Loaded:
    """A strategy as it was read: what it says, its text, and where each part of it stands."""

    strategy: Strategy
    text: str
    file: str
    document: YamlDocument

    def place(self, path: Path) -> Place:
        """Where a part stands, such as ("ties", 3) or ("measures", "signups", "target")."""
        return Place(self.file, self.document.line(path))

    @property
    def version(self) -> DeclaredVersion:
        """The version this text is, to be compared with those stored."""
        return DeclaredVersion(self.strategy.in_force_from, content_hash(self.strategy))


def load(path: FilePath, *, check_references: bool = True) -> Loaded:
    """Read a strategy file.

    Raises BadStrategy (exit 2) with every mistake in it, each with its line and what to do. Without
    `check_references`, goals, segments and measures that are named but not declared pass.
    """
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        raise BadStrategy("There is no strategy file.", str(path), _instead_of(path)) from None
    except OSError as error:
        reason = error.strerror or str(error)
        raise BadStrategy(
            f"The strategy file cannot be read: {reason}.", str(path), "Check the path."
        ) from None
    return loads(raw, path.name, check_references=check_references)


def _instead_of(path: FilePath) -> str:
    """Editors and browsers save `strategy.yaml.txt` and `strategy (1).yaml`."""
    beside = sorted(other.name for other in path.parent.glob(f"{path.stem}*.y*ml*"))
    if beside:
        return f"There is {beside[0]} beside it: rename that to {path.name}."
    return "Run `rhumbline init` to begin one."


def loads(
    source: str | bytes, file: str = "strategy.yaml", *, check_references: bool = True
) -> Loaded:
    """Read a strategy from text or bytes, as `load` does; `file` is what its places are named."""
    text = decode(source if isinstance(source, bytes) else source.encode())
    if isinstance(text, Mistake):
        raise _bad(file, [text])
    document = parse(text)
    if not document.mistakes and not isinstance(document.data, dict):
        raise _bad(file, [_not_a_strategy(document.data)])
    strategy, mistakes = _strategy(document)
    if strategy:
        mistakes += _contradictions(strategy, document)
    if check_references:
        mistakes += unknown_references(document)
    if mistakes or not strategy:
        raise _bad(file, mistakes)
    return Loaded(strategy, text, file, document)


def _strategy(document: YamlDocument) -> tuple[Strategy | None, list[Mistake]]:
    if not isinstance(document.data, dict):
        return None, document.mistakes
    try:
        return Strategy.model_validate(document.data), list(document.mistakes)
    except ValidationError as error:
        return None, [*document.mistakes, *mistakes_in(error, document)]


def _not_a_strategy(data: Any) -> Mistake:
    if data is None:
        return Mistake(1, "the file is empty", "Remove it and run `rhumbline init`.")
    kind = "a list" if isinstance(data, list) else "one text"
    return Mistake(1, f"the file is {kind}", "Begin with `organisation: …`, a key and its value.")


def _bad(file: str, mistakes: list[Mistake]) -> BadStrategy:
    """One message for all mistakes, in the order of the file."""
    ordered = sorted(set(mistakes), key=lambda each: (each.line, each.what))
    count = f"{len(ordered)} mistakes" if len(ordered) > 1 else "a mistake"
    lines = [f"  {Place(file, each.line)}: {each.what}. {each.next_step}" for each in ordered]
    return BadStrategy(
        "\n".join([f"{file} has {count}:", *lines]),
        next_step="Correct the file, then run `rhumbline lint`.",
    )


def _contradictions(strategy: Strategy, document: YamlDocument) -> list[Mistake]:
    contradictions = [
        *_repeated_ties(strategy),
        *_shared_handles(strategy),
        *_ours_and_not(strategy),
    ]
    return [
        Mistake(document.line(path), what, next_step, path)
        for path, what, next_step in contradictions
    ]


def unknown_references(document: YamlDocument) -> Iterator[Mistake]:
    """Where a goal, segment or measure is named that the file does not declare.

    Reads the plain data, so that it has an answer for a file with other mistakes in it too.
    """
    ties = document.data.get("ties") if isinstance(document.data, dict) else None
    named: list[tuple[Path, Any]] = [
        (("measures", name, key), measure.get(key))
        for name, measure in _declared(document, "measures").items()
        for key in ("goal", "segment")
        if isinstance(measure, dict)
    ]
    named += [
        (("calls", name, "segment"), call.get("segment"))
        for name, call in _declared(document, "calls").items()
        if isinstance(call, dict)
    ]
    for place, tie in enumerate(ties if isinstance(ties, list) else ()):
        named.append(
            (("ties", place, "measure"), tie.get("measure") if isinstance(tie, dict) else None)
        )
    for path, asked in named:
        known = _declared(document, f"{path[-1]}s")
        if isinstance(asked, str) and asked.strip() not in known:
            what, next_step = _undeclared(str(path[-1]), asked, list(known))
            yield Mistake(document.line(path), what, next_step, path)


def _declared(document: YamlDocument, section: str) -> dict[str, Any]:
    content = document.data.get(section) if isinstance(document.data, dict) else None
    if not isinstance(content, dict):
        return {}
    return {name.strip(): value for name, value in content.items()}


def _undeclared(key: str, asked: str, known: list[str]) -> tuple[str, str]:
    what = f"`{asked}` is not a declared {key}"
    if near := nearest(asked, known):
        return what, f"Did you mean `{near}`?"
    return what, f"Declare it under `{key}s`, or name one of: {', '.join(known) or 'none yet'}."


def _repeated_ties(strategy: Strategy) -> Iterator[tuple[Path, str, str]]:
    first: dict[str, int] = {}
    for place, tie in enumerate(strategy.ties):
        if first.setdefault(tie.tie_id, place) != place:
            yield ("ties", place), f"the tie {tie.tie_id} is written twice", "Keep one of them."


def _shared_handles(strategy: Strategy) -> Iterator[tuple[Path, str, str]]:
    for platform, accounts in strategy.accounts.items():
        for name, account in accounts.items():
            for handle in account.handles:
                owners = strategy.accounts_matching(platform, named=handle)
                if owners[:1] not in ((), (name,)):
                    what = f"`{handle}` names both `{owners[0]}` and `{name}` on {platform}"
                    yield ("accounts", platform, name), what, "Two accounts never share a handle."


def _ours_and_not(strategy: Strategy) -> Iterator[tuple[Path, str, str]]:
    for platform, accounts in strategy.accounts.items():
        for name in accounts:
            if strategy.disowns(platform, name):
                what = f"`{name}` on {platform} is declared as yours and as not yours"
                yield ("accounts", platform, name), what, "Take it out of `accounts` or `not_ours`."


def canonical(strategy: Strategy) -> str:
    """The content of a strategy as JSON: no comments, no layout, no defaults."""
    content = strategy.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))


def content_hash(strategy: Strategy) -> str:
    """SHA-256 of the content of a strategy: a changed comment does not change it."""
    return hashlib.sha256(canonical(strategy).encode()).hexdigest()


def dump(strategy: Strategy) -> str:
    """A strategy as YAML that `loads` reads back to an equal one."""
    yaml = YAML()
    yaml.width = 100
    stream = io.StringIO()
    yaml.dump(strategy.model_dump(mode="json", by_alias=True, exclude_defaults=True), stream)
    return stream.getvalue()


def schema() -> dict[str, Any]:
    """The JSON Schema of strategy.yaml, with a description on every key, for editors."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **Strategy.model_json_schema(by_alias=True),
    }
