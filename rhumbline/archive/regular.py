"""Only regular files are opened: no link is followed, and no pipe, socket or device is read."""

import errno
import os
import stat
from pathlib import Path
from typing import BinaryIO, Final

_KINDS: Final = {
    stat.S_IFLNK: "a link",
    stat.S_IFDIR: "a folder",
    stat.S_IFIFO: "a pipe",
    stat.S_IFSOCK: "a socket",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
}


def what_else_it_is(mode: int) -> str | None:
    """What an entry of a folder is by its `st_mode`; None for a regular file."""
    return None if stat.S_ISREG(mode) else _KINDS.get(stat.S_IFMT(mode), "no file")


def open_regular(path: Path) -> BinaryIO:
    """A regular file, opened for reading; OSError for anything else, which says what it is."""
    _require_regular(path, path.lstat().st_mode)
    # What took its place since is not followed, not waited for, and looked at again.
    descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    try:
        _require_regular(path, os.fstat(descriptor).st_mode)
    except OSError:
        os.close(descriptor)
        raise
    return os.fdopen(descriptor, "rb")


def _require_regular(path: Path, mode: int) -> None:
    if (kind := what_else_it_is(mode)) is not None:
        raise OSError(errno.EINVAL, f"it is {kind}", str(path))


def is_absent(error: OSError) -> bool:
    """Whether there is no such file: none has a name longer than the file system allows."""
    return error.errno in (errno.ENOENT, errno.ENOTDIR, errno.ENAMETOOLONG)
