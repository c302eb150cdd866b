"""What the archive notes of each file, as JSON beside it."""

import hashlib
import json
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Final

from pydantic import TypeAdapter, ValidationError

from rhumbline.workspace import Workspace

# Moments that a file can be of; what lies outside is a clock gone wrong, and overflows further on.
EARLIEST: Final = datetime(1970, 1, 1, tzinfo=UTC)
LATEST: Final = datetime(2099, 12, 31, tzinfo=UTC)


@dataclass(frozen=True)
class Archived:
    """A file in the archive and what was known of it on arrival."""

    sha256: str
    name: str
    folder: str
    role: str  # export, or activities, plan, outcomes, links; sidecar for one that was passed over
    bytes: int
    modified_at: datetime
    archived_as: str
    sidecar: dict[str, str] = field(default_factory=dict)
    observed_at: datetime | None = None
    observed_source: str | None = None
    original_sha256: str | None = None  # of an account archive, of which this is the reduced copy

    @property
    def export_id(self) -> str:
        """The stable key of the export: 16 hex digits of its hash.

        An own file's are of its role and hash: two of them, or an export, may hold the same text.
        """
        if self.role == "export":
            return self.sha256[:16]
        return hashlib.sha256(f"{self.role}:{self.sha256}".encode()).hexdigest()[:16]


class DamagedNoteError(Exception):
    """The note of an archived file cannot be read; the text says why."""


def write_note(workspace: Workspace, archived: Archived) -> None:
    """Write the JSON beside an archived file, atomically."""
    note = asdict(archived)
    for key in ("modified_at", "observed_at"):
        note[key] = note[key].isoformat() if note[key] else None
    target = workspace.archive / f"{archived.sha256}.json"
    fresh = target.with_suffix(".json.new")
    with fresh.open("w", encoding="utf-8") as file:
        json.dump(note, file, indent=1, ensure_ascii=False)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(target)


def read_note(path: Path) -> Archived:
    """The JSON beside an archived file.

    Raises DamagedNoteError where it is not what `write_note` wrote, FileNotFoundError where there
    is none.
    """
    try:
        note = _notes().validate_json(path.read_bytes())
    except ValidationError as error:
        raise DamagedNoteError("it is not what was written") from error
    except FileNotFoundError:
        raise
    except OSError as error:
        raise DamagedNoteError(error.strerror or str(error)) from error
    if note.sha256 != path.stem or Path(note.archived_as).name != note.archived_as:
        raise DamagedNoteError("it is of another file")
    return note


@cache
def _notes() -> TypeAdapter[Archived]:
    return TypeAdapter(Archived)


@dataclass(frozen=True)
class Unread:
    """Exports of the archive that the warehouse does not have yet."""

    exports: tuple[Archived, ...]  # in the order of moment and hash
    damaged: tuple[str, ...]  # notes that cannot be read, each with why


def unread_exports(workspace: Workspace, done: set[str]) -> Unread:
    """Every archived export whose hash is not in `done`; a damaged note is named and passed over."""
    exports: list[Archived] = []
    damaged: list[str] = []
    for path in sorted(workspace.archive.glob("*.json")):
        if path.stem in done:
            continue
        try:
            note = read_note(path)
        except DamagedNoteError as error:
            damaged.append(
                f"archive/{path.name} cannot be read, so its file is passed over: {error}."
            )
            continue
        if note.role == "export" and (workspace.archive / note.archived_as).is_file():
            exports.append(note)
    exports.sort(key=lambda note: (note.modified_at, note.sha256))
    return Unread(tuple(exports), tuple(damaged))


def has_exports(workspace: Workspace) -> bool:
    """Whether any export was ever archived."""
    return any(note.role == "export" for note in _readable_notes(workspace))


def _readable_notes(workspace: Workspace) -> Iterator[Archived]:
    for path in workspace.archive.glob("*.json"):
        try:
            yield read_note(path)
        except DamagedNoteError:
            continue  # ingest names it
