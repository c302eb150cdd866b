"""Account archives in the inbox: only their members with own posts are copied, and nothing else is opened."""

import json
import re
import zipfile
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Final

from models.account_archives import X_ARCHIVE

_MEMBER: Final = re.compile(rb"\A(?:\xef\xbb\xbf)?\s*window\.YTD\.(\w+)\.part\d+\s*=")
_POSTS: Final = (b"tweets", b"tweet")
_USERNAME: Final = re.compile(r'"username"\s*:\s*"(\w+)"')
_NO_TIME: Final = (1980, 1, 1, 0, 0, 0)  # so that the same members make the same copy
_BLOCK: Final = 1024 * 1024
# What Python raises for zips that were damaged on the way.
_DAMAGE: Final = (zipfile.BadZipFile, zipfile.LargeZipFile, ValueError, NotImplementedError,
                  RuntimeError, EOFError, OSError)  # fmt: skip


def is_account_archive(path: Path) -> bool:
    """Whether a file is a zip of everything an account holds, by the names in its directory."""
    if not zipfile.is_zipfile(path):
        return False
    with suppress(*_DAMAGE), zipfile.ZipFile(path) as archive:
        return any(X_ARCHIVE.shows(name) for name in archive.namelist())
    return False


def copy_reduced(path: Path, target: Path) -> None:
    """Write a zip of the members with own posts, and of the account's name alone.

    Raises zipfile.BadZipFile for a damaged archive.
    """
    try:
        with zipfile.ZipFile(path) as archive, zipfile.ZipFile(target, "w") as copy:
            for info in sorted(archive.infolist(), key=lambda each: each.filename):
                if not X_ARCHIVE.opens(info.filename):
                    continue
                plain = zipfile.ZipInfo(info.filename, _NO_TIME)
                plain.compress_type = zipfile.ZIP_DEFLATED
                if X_ARCHIVE.names_owner(info.filename):
                    copy.writestr(plain, _name_alone(archive.read(info).decode(errors="replace")))
                    continue
                with archive.open(info) as source, copy.open(plain, "w") as kept:
                    while block := source.read(_BLOCK):
                        kept.write(block)
    except _DAMAGE as error:
        raise zipfile.BadZipFile(str(error)) from error


def _name_alone(account: str) -> str:
    """account.js with the username and nothing else of it."""
    name = _USERNAME.search(account)
    told = [{"account": {"username": name[1]}}] if name else []
    return f"window.YTD.account.part0 = {json.dumps(told)}"


def holds_no_posts(path: Path) -> bool:
    """Whether a file is a member of an unpacked account archive other than its posts."""
    if path.suffix.lower() != ".js":
        return False
    with suppress(OSError), path.open("rb") as file:
        member = _MEMBER.match(file.read(128))
        return member is not None and member[1] not in _POSTS
    return False


def name_beside(path: Path) -> dict[str, str]:
    """The account that account.js beside an unpacked tweets.js names, as a sidecar would."""
    if path.suffix.lower() != ".js":
        return {}
    with suppress(OSError):
        account = path.with_name("account.js").read_text(encoding="utf-8", errors="replace")
        if name := _USERNAME.search(account):
            return {"account": name[1]}
    return {}


def warn_of_others(held: Iterable[Path]) -> tuple[str, ...]:
    """A warning that files of an account archive are neither read nor copied, none where there are none."""
    count = len(list(held))
    if not count:
        return ()
    files = "1 file" if count == 1 else f"{count:,} files"
    return (
        f"{files} of an unpacked account archive in inbox/ are neither read nor copied: they "
        "hold no posts. Move them away.",
    )
