"""Arrivals: every file of the inbox moves to the archive by its content hash; nothing is lost on the way."""

import hashlib
import json
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from rhumbline.journal import journal, note_in_journal
from rhumbline.workspace import Workspace

SETTLED_SECONDS: Final = 2.0  # a file untouched for so long has stopped growing
_Seen = tuple[int, int, int]  # what changes when a file does: its inode, size and moment
_LEFT_ALONE: Final = ("thumbs.db", "desktop.ini", "readme.md", "readme.txt")
_UNFINISHED: Final = (".crdownload", ".part", ".partial", ".download", ".tmp")
OWN_FILES: Final = ("activities", "plan", "outcomes", "links")


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


@dataclass(frozen=True)
class Collected:
    """What a night found in the inbox."""

    new: tuple[Archived, ...]
    known: tuple[Archived, ...]  # files whose content was archived before, as they are called now
    left_alone: tuple[str, ...]  # names of files that are still growing


def collect(workspace: Workspace, settle: float = SETTLED_SECONDS) -> Collected:
    """Move every finished file of inbox/ to archive/: those untouched for `settle` seconds.

    Safe to kill anywhere: a file leaves the inbox only after its copy is on the disk, and one that
    changed under the copy stays for the next run.
    """
    workspace.archive.mkdir(parents=True, exist_ok=True)
    _sweep(workspace)
    new: list[Archived] = []
    known: list[Archived] = []
    growing: list[str] = []
    for path in waiting(workspace):
        settled = _settled(path, settle)
        scratch = workspace.archive / f".arriving-{os.getpid()}"
        sha256 = _copied(path, scratch) if settled else ""
        if settled is None or _seen(path) != settled:
            scratch.unlink(missing_ok=True)
            growing.append(path.name)
            continue
        archived, is_new = _archive(workspace, path, "export", sha256)
        if is_new:
            new.append(archived)
        else:
            known.append(replace(archived, name=path.name))
        _leave_inbox(path)
    return Collected(tuple(new), tuple(known), tuple(growing))


def waiting(workspace: Workspace) -> list[Path]:
    """The files in inbox/ that a night would take, oldest name first; sidecars go with their file."""
    if not workspace.inbox.is_dir():
        return []
    found = sorted(
        p for p in workspace.inbox.rglob("*") if p.is_file() and not _is_left_alone(p, workspace)
    )
    names = {str(p) for p in found}
    return [
        p for p in found if not (p.suffix in (".yaml", ".json") and str(p.with_suffix("")) in names)
    ]


def _is_left_alone(path: Path, workspace: Workspace) -> bool:
    parts = path.relative_to(workspace.inbox).parts
    name = path.name.lower()
    return (
        any(part.startswith((".", "~$")) for part in parts)
        or name in _LEFT_ALONE
        or name.endswith(_UNFINISHED)
    )


def _settled(path: Path, settle: float) -> _Seen | None:
    """What is seen of a file that has stopped growing, else None; waits for one just written."""
    before = _seen(path)
    age = time.time() - path.stat().st_mtime
    if 0 <= age < settle:  # a time in the future says nothing of growth
        time.sleep(settle - age)
    return before if _seen(path) == before else None


def _seen(path: Path) -> _Seen:
    state = path.stat()
    return state.st_ino, state.st_size, state.st_mtime_ns


def _archive(workspace: Workspace, path: Path, role: str, sha256: str) -> tuple[Archived, bool]:
    """The archived copy of the file in the scratch, and whether its content is new."""
    scratch = workspace.archive / f".arriving-{os.getpid()}"
    note = workspace.archive / f"{sha256}.json"
    found = read_note(note) if note.is_file() else None
    if found is not None and (workspace.archive / found.archived_as).is_file():
        scratch.unlink()
        return (found if role == "export" else replace(found, role=role)), False
    state = path.stat()
    folder = path.parent.relative_to(workspace.inbox).as_posix() if role == "export" else ""
    archived = Archived(
        sha256=sha256,
        name=path.name,
        folder="" if folder == "." else folder,
        role=role,
        bytes=state.st_size,
        modified_at=datetime.fromtimestamp(state.st_mtime, UTC),
        archived_as=f"{sha256}{_suffix(path)}",
        sidecar=_sidecar(path),
    )
    write_note(workspace, archived)
    scratch.replace(workspace.archive / archived.archived_as)
    return archived, True


def _suffix(path: Path) -> str:
    suffix = "".join(c for c in path.suffix.lower() if c.isalnum() or c == ".")[:12]
    return ".export" if suffix == ".json" else suffix  # the note beside it has that name


def _copied(path: Path, scratch: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as source, scratch.open("wb") as copy:
        for block in iter(lambda: source.read(1024 * 1024), b""):
            digest.update(block)
            copy.write(block)
        copy.flush()
        os.fsync(copy.fileno())
    return digest.hexdigest()


def _sidecar(path: Path) -> dict[str, str]:
    """What `NAME.yaml` or `NAME.json` beside the file says: account, platform, observed_at, …"""
    for suffix in (".yaml", ".json"):
        beside = path.with_name(path.name + suffix)
        with suppress(OSError, YAMLError):
            said = YAML(typ="safe").load(beside.read_text(encoding="utf-8"))
            if isinstance(said, dict):
                return {str(key): str(value) for key, value in said.items()}
    return {}


def _leave_inbox(path: Path) -> None:
    """Remove the file and its sidecar; folders left empty stay, since they name accounts."""
    for gone in (path, path.with_name(path.name + ".yaml"), path.with_name(path.name + ".json")):
        gone.unlink(missing_ok=True)


def _sweep(workspace: Workspace) -> None:
    for pattern in (".arriving-*", "*.json.new"):
        for leftover in workspace.archive.glob(pattern):
            leftover.unlink()


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


def note_own_files(workspace: Workspace) -> None:
    """Archive the own files as they are now, where they changed since the journal's last word."""
    last = {line["what"]: line.get("sha256") for line in journal(workspace)}
    for role in OWN_FILES:
        path = workspace.root / f"{role}.csv"
        if path.is_file():
            workspace.archive.mkdir(parents=True, exist_ok=True)
            sha256 = _copied(path, workspace.archive / f".arriving-{os.getpid()}")
            archived, _ = _archive(workspace, path, role, sha256)
            if last.get(role) != archived.sha256:
                note_in_journal(workspace, what=role, sha256=archived.sha256)
        elif last.get(role):
            note_in_journal(workspace, what=role, sha256=None)


def restore_own_files(workspace: Workspace) -> list[Path]:
    """Put back the own files that the archive has and the workspace lost; those put back."""
    restored = []
    for role, archived in own_files(workspace).items():
        path = workspace.root / f"{role}.csv"
        if not path.exists():
            shutil.copyfile(workspace.archive / archived.archived_as, path)
            restored.append(path)
    return restored


def own_files(workspace: Workspace) -> dict[str, Archived]:
    """Role → the archived copy of each own file in force."""
    last = {line["what"]: line.get("sha256") for line in journal(workspace)}
    return {
        role: replace(read_note(workspace.archive / f"{last[role]}.json"), role=role)
        for role in OWN_FILES
        if last.get(role)
    }


def keep_text(workspace: Workspace, text: bytes, suffix: str) -> str:
    """Keep a text (a strategy version) in the archive; its SHA-256."""
    sha256 = hashlib.sha256(text).hexdigest()
    target = workspace.archive / f"{sha256}{suffix}"
    if not target.is_file():
        workspace.archive.mkdir(parents=True, exist_ok=True)
        scratch = workspace.archive / f".arriving-{os.getpid()}"
        with scratch.open("wb") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        scratch.replace(target)
    return sha256


def has_exports(workspace: Workspace) -> bool:
    """Whether any export was ever archived."""
    return any(read_note(note).role == "export" for note in workspace.archive.glob("*.json"))
