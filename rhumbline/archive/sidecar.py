"""A sidecar: `NAME.yaml` or `NAME.json` beside an export, with what the export itself does not say."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    CollectionStartEvent,
    MappingStartEvent,
    ScalarEvent,
)

from rhumbline.archive.listing import printable
from rhumbline.archive.notes import EARLIEST, LATEST
from rhumbline.archive.regular import is_absent, open_regular

SUFFIXES: Final = (".yaml", ".json")
MOST_BYTES: Final = 16 * 1024
_EMPTY: Final = ("", "~", "null")


@dataclass(frozen=True)
class Sidecar:
    """What the files beside an export say of it."""

    says: dict[str, str] = field(default_factory=dict)  # account, platform, observed_at, …
    used: tuple[Path, ...] = ()
    passed_over: tuple[Path, ...] = ()
    warnings: tuple[str, ...] = ()  # why each was passed over


class _UselessError(Exception):
    """A sidecar says nothing that can be used; the text says why."""


def read_sidecar(export: Path) -> Sidecar:
    """What the first usable sidecar of an export says; one that is wrong is passed over."""
    sidecar = Sidecar()
    for beside in (export.with_name(export.name + suffix) for suffix in SUFFIXES):
        try:
            says = _read(beside)
            if sidecar.used:
                raise _UselessError(f"{printable(sidecar.used[0].name)} is used instead")
            sidecar = replace(sidecar, says=says, used=(beside,))
        except (_UselessError, OSError) as error:
            if isinstance(error, OSError) and is_absent(error):
                continue
            why = error.strerror if isinstance(error, OSError) else str(error)
            sidecar = replace(
                sidecar,
                passed_over=(*sidecar.passed_over, beside),
                warnings=(*sidecar.warnings, f"{printable(beside.name)} was passed over: {why}."),
            )
    return sidecar


def moment(written: str) -> datetime | None:
    """A moment as a sidecar writes it, in UTC where it names no zone; None where it is none."""
    try:
        read = datetime.fromisoformat(written)
        in_utc = read.astimezone(UTC) if read.tzinfo else read.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return None
    return in_utc if EARLIEST <= in_utc < LATEST else None


def _read(path: Path) -> dict[str, str]:
    with open_regular(path) as file:
        raw = file.read(MOST_BYTES + 1)
    if len(raw) > MOST_BYTES:
        raise _UselessError(f"it is larger than {MOST_BYTES // 1024} KiB")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise _UselessError("it is not UTF-8 text") from None
    says = _mapping(text)
    if "observed_at" in says and moment(says["observed_at"]) is None:
        raise _UselessError(
            f"its observed_at is '{says['observed_at']}', where a moment is written like "
            "2026-10-01T06:30:00Z"
        )
    return says


def _mapping(text: str) -> dict[str, str]:
    """The keys of a flat YAML mapping and what each says, as written; empty ones left out.

    The parser's events are looked at as they come: what nests is given up at its first bracket.
    """
    words: list[str] = []
    is_open = False
    try:
        for event in YAML(typ="safe", pure=True).parse(text):
            match event:
                case AliasEvent():
                    raise _UselessError("it repeats parts by *, which a sidecar has no need of")
                case MappingStartEvent() if not is_open:
                    is_open = True
                case CollectionStartEvent() if is_open:
                    raise _UselessError(f"line {event.start_mark.line + 1} is no `key: value`")
                case ScalarEvent() if is_open:
                    words.append(str(event.value))
                case ScalarEvent() | CollectionStartEvent():
                    raise _UselessError("it is no list of `key: value`")
        pairs = list(zip(words[::2], words[1::2], strict=True))
    except (YAMLError, ValueError, RecursionError):
        raise _UselessError("it is not YAML") from None
    return {key: value for key, value in pairs if value not in _EMPTY}
