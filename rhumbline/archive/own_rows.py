"""Rows added to an own file in its own manner: its separator, its encoding, its order of columns."""

import csv
import io
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Final

from filelock import FileLock

from rhumbline.errors import UserError
from rhumbline.workspace import Workspace

_SEPARATORS: Final = ",;\t|"


def append_rows(
    workspace: Workspace, role: str, columns: Sequence[str], rows: Sequence[Mapping[str, str]]
) -> Path:
    """Add rows to `<role>.csv` beside strategy.yaml in one step, and return its path.

    What stands in it stays byte for byte. A file that is missing or empty begins with `columns`.
    Raises UserError where its header lacks one of the columns that a row fills.
    """
    path = workspace.root / f"{role}.csv"
    workspace.state.mkdir(parents=True, exist_ok=True)
    with FileLock(workspace.state / "own-files.lock"):
        raw = path.read_bytes() if path.exists() else b""
        text, encoding = _decoded(path, raw)
        manner = _Manner.of(text, columns)
        _require(path, manner, rows)
        added = manner.header_if_new + "".join(manner.line(row) for row in rows)
        is_ended = not text or text[-1] in "\r\n"
        added = added if is_ended or manner.header_if_new else manner.newline + added
        _replace(path.resolve(), raw + added.encode(encoding))
    return path


@dataclass(frozen=True)
class _Manner:
    """How a file is written."""

    separator: str
    newline: str
    columns: tuple[str, ...]
    header_if_new: str  # the line with the columns, where the file has none yet

    @classmethod
    def of(cls, text: str, columns: Sequence[str]) -> "_Manner":
        lines = [line for line in text.splitlines() if line.strip()]
        newline = "\r\n" if "\r\n" in text else "\n"
        if not lines:
            return cls(",", newline, tuple(columns), ",".join(columns) + newline)
        separator = max(_SEPARATORS, key=lines[0].count)
        names = next(csv.reader([lines[0]], delimiter=separator))
        return cls(separator, newline, tuple(name.strip().lower() for name in names), "")

    def line(self, row: Mapping[str, str]) -> str:
        """A row as a line; line breaks in a cell become spaces."""
        out = io.StringIO()
        writer = csv.writer(out, delimiter=self.separator, lineterminator=self.newline)
        writer.writerow([" ".join(row.get(name, "").split()) for name in self.columns])
        return out.getvalue()


def _decoded(path: Path, raw: bytes) -> tuple[str, str]:
    """The text, and the encoding in which more of it can be added behind it."""
    is_utf16 = raw[:2] in (b"\xff\xfe", b"\xfe\xff")
    big = raw[:2] == b"\xfe\xff"
    encoding = ("utf-16-be" if big else "utf-16-le") if is_utf16 else "utf-8"
    try:
        return raw.decode(encoding).removeprefix("\ufeff"), encoding
    except UnicodeDecodeError:
        raise UserError(
            f"{path.name} is not UTF-8 text, so nothing can be added to it.",
            str(path),
            "Save it as CSV UTF-8 and try again.",
        ) from None


def _require(path: Path, manner: _Manner, rows: Sequence[Mapping[str, str]]) -> None:
    filled = dict.fromkeys(name for row in rows for name, value in row.items() if value)
    missing = [name for name in filled if name not in manner.columns]
    if missing:
        raise UserError(
            f"{path.name} has no column {' and '.join(missing)}.",
            str(path),
            f"Its first line says {', '.join(manner.columns)}; add what is missing.",
        )


def _replace(path: Path, content: bytes) -> None:
    with NamedTemporaryFile(dir=path.parent, prefix=f".{path.stem}-", delete=False) as scratch:
        scratch.write(content)
        scratch.flush()
        os.fsync(scratch.fileno())
    mode = path.stat().st_mode & 0o777 if path.exists() else 0o644
    Path(scratch.name).chmod(mode)
    Path(scratch.name).replace(path)
