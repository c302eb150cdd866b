"""X's account archive: JavaScript that assigns JSON, of which only the members with own posts are opened."""

import json
import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Final
from zipfile import ZipFile

from models.account_archives import X_ARCHIVE
from rhumbline.errors import BadExport
from rhumbline.opening.encodings import Utf8
from rhumbline.opening.packed import DAMAGE

_ASSIGNED: Final = re.compile(r"\A\ufeff?\s*window\.YTD\.(\w+)\.part\d+\s*=\s*")
_POSTS: Final = ("tweets", "tweet")
_LARGEST: Final = 2 * 1024**3  # bytes of one member


def assigned_name(start: str) -> str | None:
    """What a text assigns, such as tweets or account; None where it is no member of an X archive."""
    match = _ASSIGNED.match(start)
    return match[1] if match else None


def load_member(text: Utf8, path: Path, assigned: str, name: str) -> Callable[[], object]:
    """A loader of one member as the parts of an archive: {"tweets": […], "account": […]}.

    Of account.js, where it lies beside the posts, the name is taken too. Raises BadExport for a
    member that holds no posts, before any of it is read.
    """
    if assigned not in _POSTS:
        raise BadExport(
            f"{name} is a part of an X archive that holds no posts.",
            None,
            "Drop tweets.js, or the whole archive as you downloaded it.",
        )

    def load() -> object:
        parts = _parse(text.path.read_bytes()[text.offset :])
        beside = path.with_name("account.js")
        if beside.is_file():
            parts |= _parse(beside.read_bytes())
        return parts

    return load


def is_x_archive(path: Path) -> bool:
    """Whether a zip is an account archive of X, by the names in its directory."""
    with suppress(*DAMAGE), ZipFile(path) as archive:
        return any(X_ARCHIVE.shows(name) for name in archive.namelist())
    return False


def load_archive(path: Path, name: str) -> Callable[[], object]:
    """A loader of the members with own posts, together as {"tweets": […], "note_tweet": […], …}.

    Raises BadExport, when called, for damaged members; no other member is opened.
    """

    def load() -> object:
        together: dict[str, list[object]] = {}
        for content in _opened(path, name):
            for part, entries in _parse(content).items():
                together.setdefault(part, []).extend(entries)
        return together

    return load


def _opened(path: Path, name: str) -> Iterator[bytes]:
    try:
        yield from _read_members(path, name)
    except DAMAGE as error:
        raise BadExport(
            f"{name} is a damaged or protected zip ({error}).", None, "Download the archive again."
        ) from error


def _read_members(path: Path, name: str) -> Iterator[bytes]:
    with ZipFile(path) as archive:
        for info in archive.infolist():
            if not X_ARCHIVE.opens(info.filename):
                continue
            if info.file_size > _LARGEST:
                raise BadExport(
                    f"{info.filename} in {name} has {info.file_size:,} bytes, more than posts have.",
                    None,
                    "Unpack the archive and drop tweets.js alone.",
                )
            yield archive.read(info)


def _parse(content: bytes) -> dict[str, list[object]]:
    """The entries of one member by what it assigns; BadExport where it is damaged."""
    text = content.decode("utf-8", errors="replace")
    match = _ASSIGNED.match(text)
    try:
        entries = json.loads(text[match.end() :].rstrip().rstrip(";")) if match else None
    except (ValueError, RecursionError) as error:
        raise BadExport(
            f"The archive's posts are damaged ({error}).", None, "Download the archive again."
        ) from error
    if match is None or not isinstance(entries, list):
        raise BadExport("The archive's posts are no list.", None, "Download the archive again.")
    return {match[1]: entries}
