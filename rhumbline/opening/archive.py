"""Zip files, opened with suspicion: no path of a member is ever used, and no bomb is ever unpacked."""

import errno
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Final

from rhumbline.errors import BadExport

MAX_MEMBERS: Final = 1000
MAX_BYTES: Final = 4 * 1024**3
MAX_RATIO: Final = 400  # CSV of zeros compresses about 200 times; bombs start in the thousands


def is_workbook(path: Path) -> bool:
    """Whether this zip is an .xlsx; a broken zip is not."""
    try:
        with zipfile.ZipFile(path) as archive:
            return "[Content_Types].xml" in archive.namelist()
    except zipfile.BadZipFile:
        return False


def members(path: Path, name: str, scratch: Path) -> Iterator[tuple[str, Path]]:
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
    except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError, OSError) as error:
        # A place before the file's beginning (EINVAL) is the zip's damage, a full disk is not.
        if isinstance(error, OSError) and error.errno not in (None, errno.EINVAL):
            raise
        raise BadExport(
            f"{name} is a damaged or protected zip ({error}).", None, "Download the export again."
        ) from error


def _is_export(info: zipfile.ZipInfo) -> bool:
    parts = PurePosixPath(info.filename).parts
    return (
        bool(parts)
        and not info.is_dir()
        and not parts[-1].startswith((".", "~$"))
        and parts[0] != "__MACOSX"
    )


def _refuse_bombs(listed: list[zipfile.ZipInfo], name: str) -> None:
    size = sum(info.file_size for info in listed)
    packed = sum(info.compress_size for info in listed) or 1
    if not listed:
        raise BadExport(f"{name} is a zip with no file in it.", None, "Download the export again.")
    if (
        len(listed) > MAX_MEMBERS
        or size > MAX_BYTES
        or (size > 10**8 and size / packed > MAX_RATIO)
    ):
        raise BadExport(
            f"{name} would unpack to {size:,} bytes in {len(listed):,} files, more than an export holds.",
            None,
            "Unpack it yourself and drop the files you trust into inbox/.",
        )
