"""Arrivals: every file of the inbox moves to the archive by its content hash; nothing is lost on the way."""

import hashlib
import time
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path
from typing import Final

from rhumbline.archive.content import (
    UnreadableFileError,
    archived_suffix,
    copy_and_hash,
    keep_copy,
    make_archive,
    moment_of,
    scratch_for,
)
from rhumbline.archive.journal import read_journal
from rhumbline.archive.listing import list_inbox, printable
from rhumbline.archive.notes import Archived
from rhumbline.archive.reduced import (
    copy_reduced,
    holds_no_posts,
    is_account_archive,
    name_beside,
    warn_of_others,
)
from rhumbline.archive.regular import is_absent, open_regular
from rhumbline.archive.sidecar import read_sidecar
from rhumbline.workspace import Workspace

_BLOCK: Final = 1024 * 1024
SETTLED_SECONDS: Final = 2.0  # a file untouched for so long has stopped growing


@dataclass(frozen=True)
class Collected:
    """What a night found in the inbox."""

    new: tuple[Archived, ...] = ()
    known: tuple[Archived, ...] = ()  # files whose content was archived before, as called now
    left_alone: tuple[str, ...] = ()  # names of files that are still growing
    warnings: tuple[str, ...] = ()  # what was left there or passed over, and why


@dataclass(frozen=True)
class _State:
    """What changes when a file does."""

    inode: int
    bytes: int
    modified_ns: int


class _WentAwayError(Exception):
    """The file is not there any more."""


class _StillGrowingError(Exception):
    """Somebody writes to the file."""


def collect_inbox(workspace: Workspace, settle: float = SETTLED_SECONDS) -> Collected:
    """Move every finished file of inbox/ to archive/: those untouched for `settle` seconds.

    Safe to kill anywhere: a file leaves the inbox only after its copy is on the disk, and one that
    changed under the copy stays for the next run. One that cannot be read stays, with a warning.
    """
    make_archive(workspace)
    _sweep(workspace)
    listing = list_inbox(workspace)
    held = [path for path in listing.files if holds_no_posts(path)]
    parts = [_collect(workspace, path, settle) for path in listing.files if path not in held]
    parts.append(Collected(warnings=warn_of_others(held)))
    if listing.not_taken:
        names = ", ".join(listing.not_taken)
        parts.append(Collected(warnings=(f"Only files are taken from inbox/, not {names}.",)))
    parts.append(Collected(warnings=read_journal(workspace).warnings))
    return _together(parts)


def _together(parts: Iterable[Collected]) -> Collected:
    parts = list(parts)
    return Collected(
        tuple(chain.from_iterable(part.new for part in parts)),
        tuple(chain.from_iterable(part.known for part in parts)),
        tuple(chain.from_iterable(part.left_alone for part in parts)),
        tuple(chain.from_iterable(part.warnings for part in parts)),
    )


def _collect(workspace: Workspace, path: Path, settle: float) -> Collected:
    """Move one file and its sidecar, or say why it stays."""
    name = printable(path.name)
    scratch = scratch_for(workspace)
    try:
        state = _settled_state(path, settle)
        if is_account_archive(path):
            return _collect_reduced(workspace, path, state)
        sha256 = _copy(path, scratch)
        if _state(path) != state:
            raise _StillGrowingError
    except _StillGrowingError:
        scratch.unlink(missing_ok=True)
        return Collected(left_alone=(name,))
    except (UnreadableFileError, _WentAwayError) as error:
        scratch.unlink(missing_ok=True)
        return Collected(warnings=(f"{name} was not read: {error}.",))
    return _archive(workspace, path, state, sha256)


def _collect_reduced(workspace: Workspace, path: Path, state: _State) -> Collected:
    """Take a copy of the posts of an account archive; the archive itself stays where it lies."""
    name, reduced = printable(path.name), scratch_for(workspace, "reduced")
    scratch = scratch_for(workspace)
    stays = f"It stays untouched as inbox/{printable(path.relative_to(workspace.inbox).as_posix())}"
    try:
        copy_reduced(path, reduced)
        with reduced.open("rb") as copied:
            sha256 = copy_and_hash(copied, scratch)
        original = _hash(path)
    except (zipfile.BadZipFile, UnreadableFileError) as error:
        scratch.unlink(missing_ok=True)
        return Collected(warnings=(f"{name} was not read: {error}. {stays}.",))
    finally:
        reduced.unlink(missing_ok=True)
    arrival = Archived(
        sha256=sha256,
        name=name,
        folder=_folder(workspace, path),
        role="export",
        bytes=scratch.stat().st_size,
        modified_at=moment_of(state.modified_ns),
        archived_as=f"{sha256}.zip",
        original_sha256=original,
    )
    archived, is_new = keep_copy(workspace, scratch, arrival)
    told = (
        f"{name} is an account archive: only its posts were copied, none of its messages, contacts "
        f"or other data. {stays}; move it where you keep it."
    )
    if is_new:
        return Collected(new=(archived,), warnings=(told,))
    return Collected(known=(replace(archived, name=name),), warnings=(told,))


def _hash(path: Path) -> str:
    digest = hashlib.sha256()
    with _blaming_the_file(), open_regular(path) as file:
        while block := file.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()


def _archive(workspace: Workspace, path: Path, state: _State, sha256: str) -> Collected:
    """Take the copy in the scratch into the archive, and the file out of the inbox."""
    name = printable(path.name)
    sidecar = read_sidecar(path)
    arrival = Archived(
        sha256=sha256,
        name=name,
        folder=_folder(workspace, path),
        role="export",
        bytes=state.bytes,
        modified_at=moment_of(state.modified_ns),
        archived_as=f"{sha256}{archived_suffix(path)}",
        sidecar=name_beside(path) | sidecar.says,
    )
    archived, is_new = keep_copy(workspace, scratch_for(workspace), arrival)
    done = [path, *sidecar.used]
    warnings = list(sidecar.warnings)
    for beside in sidecar.passed_over:
        with suppress(UnreadableFileError, _WentAwayError):  # then it stays where it is
            copy = _keep_passed_over(workspace, beside, arrival)
            warnings.append(f"{printable(beside.name)} is kept as archive/{copy}.")
            done.append(beside)
    warnings += filter(None, map(_remove, done))
    if is_new:
        return Collected(new=(archived,), warnings=tuple(warnings))
    return Collected(known=(replace(archived, name=name),), warnings=tuple(warnings))


def _keep_passed_over(workspace: Workspace, path: Path, export: Archived) -> str:
    """Archive a sidecar that says nothing of use; the name of the copy."""
    scratch = scratch_for(workspace)
    sha256 = _copy(path, scratch)
    arrival = replace(
        export,
        sha256=sha256,
        name=printable(path.name),
        role="sidecar",
        archived_as=f"{sha256}{archived_suffix(path)}",
        sidecar={},
    )
    return keep_copy(workspace, scratch, arrival)[0].archived_as


def _remove(path: Path) -> str | None:
    """Remove a file from the inbox, but no folder: they name accounts. A warning where it stays."""
    try:
        path.unlink()
    except OSError as error:
        if not is_absent(error):
            why = error.strerror or str(error)
            return f"{printable(path.name)} is archived and stays in inbox/ all the same: {why}."
    return None


def _copy(path: Path, scratch: Path) -> str:
    """The SHA-256 of a file of the inbox, copied to `scratch`."""
    with _blaming_the_file():
        source = open_regular(path)
    with source:
        return copy_and_hash(source, scratch)


def _folder(workspace: Workspace, path: Path) -> str:
    """The folder below inbox/ that a file lies in, "" for inbox/ itself."""
    folder = path.parent.relative_to(workspace.inbox).as_posix()
    return "" if folder == "." else printable(folder)


def _settled_state(path: Path, settle: float) -> _State:
    """The state of a file that has stopped growing; waits for one just written."""
    before = _state(path)
    age = time.time() - before.modified_ns / 1e9
    if 0 <= age < settle:  # a time in the future says nothing of growth
        time.sleep(settle - age)
    if _state(path) != before:
        raise _StillGrowingError
    return before


def _state(path: Path) -> _State:
    with _blaming_the_file():
        state = path.lstat()
    return _State(state.st_ino, state.st_size, state.st_mtime_ns)


@contextmanager
def _blaming_the_file() -> Iterator[None]:
    """Errors of the system become errors of the file, which cost no other file its night."""
    try:
        yield
    except OSError as error:
        if is_absent(error):
            raise _WentAwayError("it went away") from error
        raise UnreadableFileError(error.strerror or str(error)) from error


def _sweep(workspace: Workspace) -> None:
    for pattern in (".arriving-*", "*.json.new"):
        for leftover in workspace.archive.glob(pattern):
            leftover.unlink()
