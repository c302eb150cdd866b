"""What the archive notes of each file, as JSON beside it."""

import hashlib
import json
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from rhumbline.workspace import Workspace


@dataclass(frozen=True)
class Archived:
    """A file in the archive and what was known of it on arrival."""

    sha256: str
    name: str
    folder: str
    role: str  # export, or activities, plan, outcomes, links
    bytes: int
    modified_at: datetime
    archived_as: str
    sidecar: dict[str, str] = field(default_factory=dict)
    observed_at: datetime | None = None
    observed_source: str | None = None

    @property
    def export_id(self) -> str:
        """The stable key of the export: 16 hex digits of its hash.

        An own file's are of its role and hash: two of them, or an export, may hold the same text.
        """
        if self.role == "export":
            return self.sha256[:16]
        return hashlib.sha256(f"{self.role}:{self.sha256}".encode()).hexdigest()[:16]


def write_note(workspace: Workspace, archived: Archived) -> None:
    """Write the JSON beside an archived file, atomically."""
    said = asdict(archived)
    for key in ("modified_at", "observed_at"):
        said[key] = said[key].isoformat() if said[key] else None
    target = workspace.archive / f"{archived.sha256}.json"
    fresh = target.with_suffix(".json.new")
    with fresh.open("w", encoding="utf-8") as file:
        json.dump(said, file, indent=1, ensure_ascii=False)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(target)


def read_note(path: Path) -> Archived:
    """The JSON beside an archived file."""
    said: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    for key in ("modified_at", "observed_at"):
        said[key] = datetime.fromisoformat(said[key]) if said[key] else None
    return Archived(**said)


def archived_exports(workspace: Workspace, done: set[str]) -> Iterator[Archived]:
    """Every archived export whose hash is not in `done`, in the order of moment and hash."""
    notes = (p for p in workspace.archive.glob("*.json") if p.stem not in done)
    unread = [n for n in map(read_note, notes) if (workspace.archive / n.archived_as).is_file()]
    yield from sorted(
        (n for n in unread if n.role == "export"), key=lambda n: (n.modified_at, n.sha256)
    )


def has_exports(workspace: Workspace) -> bool:
    """Whether any export was ever archived."""
    return any(read_note(note).role == "export" for note in workspace.archive.glob("*.json"))
