"""Delimited text: any separator is found, and rows come with line numbers."""

import csv
import io
import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Final

import polars as pl

from rhumbline.opening.encodings import Utf8, new_file
from rhumbline.opening.sheet import CELLS_BEYOND

BATCH_ROWS: Final = 100_000
_FAST_ROWS: Final = 2 * 122_880  # whole row groups of DuckDB
_QUOTED: Final = re.compile(r'"(?:[^"]|"")*"')
_SEP_LINE: Final = re.compile(r"\A\ufeff?\"?sep=([^\"\r\n])\"?\r?\n", re.IGNORECASE)

csv.field_size_limit(2**31 - 1)  # a quote that never closes makes the rest of a file one cell


class TextCells:
    """The cells of a delimited text."""

    def __init__(self, text: Utf8, scratch: Path) -> None:
        """Find the separator, and unwrap records that were quoted whole by a spreadsheet."""
        start = text.start()
        declared = _SEP_LINE.match(start)
        self.declares_separator = declared is not None
        self._first_line = 2 if declared else 1
        self._offset = text.offset + (len(declared.group(0).encode()) if declared else 0)
        body = start[declared.end() :] if declared else start
        self._separator = declared.group(1) if declared else _separator(body)
        self._path = text.path
        if _is_wrapped(body):
            self._path, self._offset, self._first_line = _unwrapped(text, scratch), 0, 1
            self._separator = _separator(Utf8(self._path, "utf-8", 0).start())

    def head(self, rows: int) -> list[list[str]]:
        """The first rows by Python's forgiving reader, empty cells at their end left out."""
        return [cells for _, cells in islice(self.rows(), rows)]

    def batches(self, skip: int, width: int) -> Iterator[pl.DataFrame]:
        """Rows after the first `skip`; polars reads them, Python's reader goes on where polars gives up."""
        held: pl.DataFrame | None = None  # one batch behind, for only the last row can be cut off
        for frame in self._numbered_batches(width):
            if held is not None:
                yield from _wanted(held, skip)
            held = frame
        if held is not None:
            broken = self._breaks_off_in(held["_line"][-1], width - CELLS_BEYOND)
            last = pl.int_range(pl.len()) == pl.len() - 1
            yield from _wanted(held.with_columns(_cut=last & pl.lit(broken)), skip)

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """Every record with the line it starts on, empty cells at its end left out."""
        for line, cells in self._records():
            while cells and not cells[-1]:  # spreadsheets make all rows equally long
                cells.pop()
            yield line, cells

    def lines_wider_than(self, width: int) -> frozenset[int]:
        """The lines on which records of more than `width` cells start, empty cells included."""
        return frozenset(line for line, cells in self._records() if len(cells) > width)

    def _records(self) -> Iterator[tuple[int, list[str]]]:
        with self._path.open("rb") as raw:
            raw.seek(self._offset)
            stream = io.TextIOWrapper(raw, encoding="utf-8", errors="replace", newline="")
            reader = csv.reader(
                (part.replace("\0", "") for part in stream), delimiter=self._separator
            )
            at = 0
            for cells in reader:
                yield at + self._first_line, cells
                at = reader.line_num

    def _numbered_batches(self, width: int) -> Iterator[pl.DataFrame]:
        done, line = 0, self._first_line
        try:
            for frame in self._fast(width):
                numbered, line = _numbered(frame, line)
                yield numbered.with_columns(_row=pl.int_range(pl.len()) + done)
                done += frame.height
        except pl.exceptions.ComputeError:
            yield from self._forgiving(done, width)

    def _fast(self, width: int) -> Iterator[pl.DataFrame]:
        lazy = pl.scan_csv(  # polars passes over a UTF-8 byte-order mark by itself
            self._path,
            has_header=False,
            schema={f"c{i}": pl.String for i in range(width)},
            separator=self._separator,
            skip_lines=1 if self.declares_separator else 0,
            extra_columns="ignore",
            missing_columns="insert",
            infer_schema=False,
            empty_string_is_null=False,
        )
        yield from lazy.collect_batches(chunk_size=_FAST_ROWS)

    def _forgiving(self, done: int, width: int) -> Iterator[pl.DataFrame]:
        records = islice(self.rows(), done, None)
        schema = {f"c{i}": pl.String for i in range(width)} | {"_line": pl.Int64}
        while batch := list(islice(records, BATCH_ROWS)):
            padded = [[*cells[:width], *[None] * (width - len(cells)), at] for at, cells in batch]
            frame = pl.DataFrame(padded, schema=schema, orient="row")
            yield frame.with_columns(_row=pl.int_range(pl.len()) + done)
            done += len(batch)

    def _breaks_off_in(self, line: int, width: int) -> bool:
        """Whether the record that starts on `line`, the last one, is not whole.

        It is not when a quote of it never closes, or when the file ends without a line break and
        the record has fewer cells than the header: exports that end so have all cells.
        """
        with self._path.open("rb") as raw:
            raw.seek(self._offset)
            record = b"".join(islice(raw, line - self._first_line, None)).decode(errors="replace")
        if record.count('"') % 2:
            return True
        cells = next(csv.reader(io.StringIO(record, newline=""), delimiter=self._separator), [])
        return not record.endswith("\n") and len(cells) < width


def _numbered(frame: pl.DataFrame, line: int) -> tuple[pl.DataFrame, int]:
    """The frame with the line each row starts on, and the line the next batch starts on."""
    broken = [name for name in frame.columns if frame[name].str.contains("\n", literal=True).any()]
    breaks = [pl.col(name).str.count_matches("\n", literal=True).fill_null(0) for name in broken]
    lines = frame.select(n=pl.sum_horizontal(pl.repeat(1, pl.len()), *breaks).cast(pl.Int64))["n"]
    starts = (lines.cum_sum() - lines + line).alias("_line")
    return frame.with_columns(starts), line + int(lines.sum())


def _wanted(frame: pl.DataFrame, skip: int) -> Iterator[pl.DataFrame]:
    """The rows of a batch after the first `skip` of the file, without blank rows."""
    frame = frame.filter(pl.col("_row") >= skip) if frame["_row"][0] < skip else frame
    if (frame["c0"].fill_null("").str.strip_chars() == "").any():  # a blank row's first cell is
        cells = pl.col("^c[0-9]+$")
        frame = frame.filter(pl.any_horizontal(cells.fill_null("").str.strip_chars() != ""))
    kept = frame.drop("_row")
    yield kept if "_cut" in kept.columns else kept.with_columns(_cut=pl.lit(False))


def _separator(start: str) -> str:
    """The separator that most of the first lines have, and equally often, quoted text left out.

    A sentence may hold more semicolons than its row has commas; but the header has none.
    """
    unquoted = _QUOTED.sub("", start)
    lines = [line for line in unquoted.splitlines()[:20] if line.strip(" ") and line[0] != "#"]
    return max(",;\t|", key=lambda mark: _evenness(lines, mark)) if lines else ","


def _evenness(lines: list[str], mark: str) -> tuple[int, int, int, bool]:
    """How many lines have the mark, then what lines of the commonest width have; a comma wins."""
    counts = [count for line in lines if (count := line.count(mark))]
    common = max((counts.count(count) * count for count in set(counts)), default=0)
    return len(counts), common, lines[0].count(mark), mark == ","


def _is_wrapped(start: str) -> bool:
    """Whether every record is one quoted cell that holds a whole quoted record."""
    rows = list(islice(csv.reader(io.StringIO(start, newline="")), 2))
    return bool(rows) and len(rows[0]) == 1 and rows[0][0].count(',"') + rows[0][0].count('",') >= 3


def _unwrapped(text: Utf8, scratch: Path) -> Path:
    target = new_file(scratch)
    with text.path.open("rb") as raw, target.open("w", encoding="utf-8", newline="") as copy:
        raw.seek(text.offset)
        stream = io.TextIOWrapper(raw, encoding="utf-8", errors="replace", newline="")
        for cells in csv.reader(stream):
            copy.write(",".join(cells) + "\n")
    return target
