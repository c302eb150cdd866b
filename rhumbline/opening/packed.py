"""Zip, tar and gzip files, opened with suspicion: no member's path is used, and no bomb unpacked."""

import errno
import gzip
import lzma
import shutil
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import IO, Final

from rhumbline.errors import BadExport

MAX_MEMBERS: Final = 1000
MAX_TAR_MEMBERS: Final = 200_000  # an archive of posts holds every picture, which is passed over
MAX_BYTES: Final = 4 * 1024**3
MAX_RATIO: Final = 400  # CSV of zeros compresses about 200 times; bombs start in the thousands
# What Python's readers of archives raise for bytes that were damaged on the way.
DAMAGE: Final = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    EOFError,
    NotImplementedError,  # a version or a compression that nobody knows
    RuntimeError,  # a password
    ValueError,  # a name that is no text, a place that is no number
)
_MEDIA: Final = (
    ".jpg", ".jpeg", ".png", ".gif", ".webp", ".heic", ".avif", ".svg", ".bmp", ".mp4", ".mov",
    ".webm", ".m4v", ".avi", ".mkv", ".mp3", ".m4a", ".wav", ".ogg", ".opus", ".srt", ".vtt",
)  # fmt: skip


def is_workbook(path: Path) -> bool:
    """Whether this zip is an .xlsx; a broken zip is not."""
    try:
        with zipfile.ZipFile(path) as archive:
            return "[Content_Types].xml" in archive.namelist()
    except DAMAGE:
        return False


def unpack_zip(path: Path, name: str, scratch: Path) -> Iterator[tuple[str, Path]]:
    """Each file in the zip as (its bare name, where it was unpacked), hidden ones left out."""
    try:
        with zipfile.ZipFile(path) as archive:
            listed = [info for info in archive.infolist() if _is_export(info)]
            _refuse_bombs(listed, name)
            for number, info in enumerate(listed):
                unpacked = scratch / f"member-{number}"
                with archive.open(info) as source, unpacked.open("wb") as target:
                    shutil.copyfileobj(source, target, 1024 * 1024)
                yield PurePosixPath(info.filename.replace("\\", "/")).name, unpacked
    except (*DAMAGE, OSError) as error:
        # A place before the file's beginning (EINVAL) is the zip's damage, a full disk is not.
        if isinstance(error, OSError) and error.errno not in (None, errno.EINVAL):
            raise
        raise BadExport(
            f"{name} is a damaged or protected zip ({error}).", None, "Download the export again."
        ) from error


def is_gzip(signature: bytes) -> bool:
    """Whether a file is gzip, by its first bytes; archives of servers are tar inside gzip."""
    return signature.startswith(b"\x1f\x8b")


def unpack_gzip(path: Path, name: str, scratch: Path) -> Iterator[tuple[str, Path]]:
    """The file inside a gzip, or each file of the tar inside it, as `members` gives those of a zip."""
    try:
        with gzip.open(path) as source:
            is_tar = source.read(512)[257:262] == b"ustar"
        if not is_tar:
            unpacked = scratch / "unpacked"
            with gzip.open(path) as source, unpacked.open("wb") as target:
                _copy(source, target, path.stat().st_size, name)
            yield PurePosixPath(name).name.removesuffix(".gz"), unpacked
            return
        with tarfile.open(path, "r:gz", errors="replace") as archive:
            left = MAX_BYTES
            for number, info in enumerate(archive):
                left -= info.size
                if number >= MAX_TAR_MEMBERS or left < 0:
                    raise _bomb(name, MAX_BYTES - left, number + 1)
                content = archive.extractfile(info) if info.isreg() else None
                if content is None or not _is_named_as_export(info.name):
                    continue
                unpacked = scratch / f"member-{number}"
                with content, unpacked.open("wb") as target:
                    shutil.copyfileobj(content, target, 1024 * 1024)
                yield PurePosixPath(info.name).name, unpacked
    except (*DAMAGE, tarfile.TarError, gzip.BadGzipFile) as error:
        raise BadExport(
            f"{name} is a damaged archive ({error}).", None, "Download the export again."
        ) from error


def _copy(source: gzip.GzipFile, target: IO[bytes], packed_size: int, name: str) -> None:
    size = 0
    while block := source.read(1024 * 1024):
        size += len(block)
        if size > MAX_BYTES or (size > 10**8 and size / packed_size > MAX_RATIO):
            raise _bomb(name, size, 1)
        target.write(block)


def _is_export(info: zipfile.ZipInfo) -> bool:
    return not info.is_dir() and _is_named_as_export(info.filename)


def _is_named_as_export(name: str) -> bool:
    """Whether a member is neither hidden nor a picture, a film or a sound."""
    parts = PurePosixPath(name).parts
    return (
        bool(parts)
        and not parts[-1].startswith((".", "~$"))
        and "__MACOSX" not in parts
        and not parts[-1].lower().endswith(_MEDIA)
    )


def _refuse_bombs(listed: list[zipfile.ZipInfo], name: str) -> None:
    size = sum(info.file_size for info in listed)
    unpack_gzip = sum(info.compress_size for info in listed) or 1
    if not listed:
        raise BadExport(
            f"{name} is a zip with no file of data in it.", None, "Download the export again."
        )
    if (
        len(listed) > MAX_MEMBERS
        or size > MAX_BYTES
        or (size > 10**8 and size / unpack_gzip > MAX_RATIO)
    ):
        raise _bomb(name, size, len(listed))


def _bomb(name: str, size: int, files: int) -> BadExport:
    return BadExport(
        f"{name} would unpack to {size:,} bytes in {files:,} files, more than an export holds.",
        None,
        "Unpack it yourself and drop the files you trust into inbox/.",
    )
