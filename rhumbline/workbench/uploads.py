"""Uploads: streamed to the disk beside their place in inbox/, under a budget, by cleaned names."""

import os
import re
import secrets
import time
import unicodedata
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path
from typing import Final

from python_multipart import MultipartParser
from python_multipart.exceptions import MultipartParseError
from python_multipart.multipart import parse_options_header

from rhumbline.errors import UserError
from rhumbline.opening.packed import MAX_BYTES
from rhumbline.reading.plain_text import without_controls

_MOST_FILES: Final = 200
_FIELD_BYTES: Final = 64
_NAME_BYTES: Final = 180
_STAGED: Final = ".workbench-upload-"  # hidden, so that no night takes it for an export
_STALE_SECONDS: Final = 24 * 3600
_YEAR_2000: Final = 946_684_800


class TooLargeUpload(UserError):
    """An upload is larger than a file may be; nothing of it was kept."""


class _Part:
    """One field of the form that is being received."""

    def __init__(self) -> None:
        self.headers: dict[str, str] = {}
        self.header, self.value = b"", b""
        self.field = ""
        self.filename: str | None = None
        self.content = b""


class UploadReceiver:
    """Writes the files of a form to hidden files of a folder as their bytes arrive.

    `received` gives them in their order: the name as sent, and where the content lies.
    """

    def __init__(self, content_type: str, folder: Path, budget: int = MAX_BYTES) -> None:
        """Begin a form of this content type. Raises UserError where it is no form with files."""
        kind, options = parse_options_header(content_type)
        if kind != b"multipart/form-data" or b"boundary" not in options:
            raise UserError("This is no form with files.", None, "Use the form of the page.")
        self.received: list[tuple[str, Path]] = []
        self.moments: list[float] = []  # when each was last changed, as far as the browser tells
        self._folder, self._budget, self._bytes = folder, budget, 0
        self._part = _Part()
        self._file: int | None = None
        self._parser = MultipartParser(
            options[b"boundary"],
            {
                "on_part_begin": self._begin_part,
                "on_header_field": self._add_to_header,
                "on_header_value": self._add_to_value,
                "on_header_end": self._end_header,
                "on_headers_finished": self._begin_content,
                "on_part_data": self._add_content,
                "on_part_end": self._end_part,
            },
        )

    async def receive(self, body: AsyncIterator[bytes]) -> None:
        """Take the whole body in.

        Raises TooLargeUpload or UserError; the hidden files are removed then, whoever sent less.
        """
        try:
            async for chunk in body:
                self._bytes += len(chunk)
                if self._bytes > self._budget:
                    raise TooLargeUpload(
                        f"The files are larger than {self._budget / 1024**3:.3g} GB together.",
                        None,
                        "Send fewer at once, or copy them into inbox/ yourself.",
                    )
                self._parser.write(chunk)
            self._parser.finalize()
            if self._file is not None:
                raise MultipartParseError("it was cut off")
        except BaseException as error:
            self.discard()
            if isinstance(error, MultipartParseError):
                raise UserError(
                    "The form did not arrive whole.", None, "Send it again; nothing was kept."
                ) from None
            raise

    def discard(self) -> None:
        """Remove all that was received."""
        self._close()
        for _, path in self.received:
            path.unlink(missing_ok=True)
        self.received.clear()

    def _begin_part(self) -> None:
        self._part = _Part()

    def _add_to_header(self, data: bytes, start: int, end: int) -> None:
        self._part.header += data[start:end]

    def _add_to_value(self, data: bytes, start: int, end: int) -> None:
        self._part.value += data[start:end]

    def _end_header(self) -> None:
        part = self._part
        if part.header.lower() == b"content-disposition":
            _, options = parse_options_header(part.value)
            part.field = options.get(b"name", b"").decode(errors="replace")
            if b"filename" in options:
                part.filename = options[b"filename"].decode(errors="replace")
        part.header, part.value = b"", b""

    def _begin_content(self) -> None:
        if not self._part.filename:  # a field, or a file input that was left empty
            return
        if len(self.received) >= _MOST_FILES:
            raise UserError(
                f"These are more than {_MOST_FILES} files.", None, "Send fewer at once."
            )
        path = self._folder / f"{_STAGED}{secrets.token_hex(8)}"
        self._file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
        self.received.append((self._part.filename, path))

    def _add_content(self, data: bytes, start: int, end: int) -> None:
        if self._file is not None:
            rest = memoryview(data)[start:end]
            while rest:
                rest = rest[os.write(self._file, rest) :]
        elif len(self._part.content) < _FIELD_BYTES:
            self._part.content += data[start:end]

    def _end_part(self) -> None:
        if self._part.field == "modified":
            with suppress(ValueError):
                self.moments.append(float(self._part.content[:_FIELD_BYTES]) / 1000)
        self._close()

    def _close(self) -> None:
        if self._file is not None:
            os.close(self._file)
            self._file = None


def keep_uploads(receiver: UploadReceiver, inbox: Path) -> list[Path]:
    """Give each file that was received its name in inbox/; a name that is taken gets a number.

    A file keeps the time at which it was last changed, where the browser told that of all.
    """
    kept = []
    has_moments = len(receiver.moments) == len(receiver.received)
    for number, (name, staged) in enumerate(receiver.received):
        if has_moments and _YEAR_2000 < receiver.moments[number] < time.time():
            os.utime(staged, (receiver.moments[number],) * 2)
        staged.chmod(0o644)
        kept.append(_place(staged, inbox, clean_name(name)))
    return kept


def clean_name(name: str) -> str:
    """The last part of a file's name, without what hides it or leads elsewhere; `export` if empty."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    plain = " ".join(without_controls(last).split()).lstrip(".~$ ").rstrip(". ")
    stem, dot, suffix = plain.rpartition(".")
    if not stem:
        stem, dot, suffix = plain, "", ""
    room = _NAME_BYTES - len(dot + suffix[:20])
    stem = stem.encode()[:room].decode(errors="ignore")
    return f"{stem}{dot}{suffix[:20]}" or "export"


def remove_stale_uploads(inbox: Path) -> None:
    """Remove hidden files that an upload left behind when the machine went down, after a day."""
    for path in inbox.glob(f"{_STAGED}*"):
        with suppress(OSError):
            if time.time() - path.lstat().st_mtime > _STALE_SECONDS:
                path.unlink()


def _place(staged: Path, inbox: Path, name: str) -> Path:
    stem, suffix = Path(name).stem, Path(name).suffix
    number = 1
    while True:
        target = inbox / (name if number == 1 else f"{stem} ({number}){suffix}")
        try:
            target.hardlink_to(staged)  # unlike a rename, it never replaces a file
        except FileExistsError:
            number += 1
        except OSError:  # a file system without hard links
            if target.exists():
                number += 1
                continue
            staged.rename(target)
            return target
        else:
            staged.unlink()
            return target
