"""Files kept by the SHA-256 of their content."""

import hashlib
import os
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from rhumbline.archive.notes import Archived, read_note, write_note
from rhumbline.workspace import Workspace


def archive_copy(workspace: Workspace, path: Path, role: str, sha256: str) -> tuple[Archived, bool]:
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


def copy_and_hash(path: Path, scratch: Path) -> str:
    """Copy a file to `scratch`, flushed to the disk; the SHA-256 of what was copied."""
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
