"""The journal of the archive: own files, strategy versions and nights, in order; a rebuild follows it."""

import json
import os
import re
from dataclasses import dataclass
from datetime import date
from typing import Final

from rhumbline.archive.content import make_archive
from rhumbline.workspace import Workspace

OWN_FILES: Final = ("activities", "plan", "outcomes", "links")
_SHA256: Final = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class NightJudged:
    """A night judged what is stored, as of a day."""

    as_of: date


@dataclass(frozen=True)
class StrategyAdopted:
    """A text of the strategy is in force from a day; a later line of the same day corrects it."""

    sha256: str
    in_force_from: date


@dataclass(frozen=True)
class OwnFileChanged:
    """An own file has other content than before, or is gone."""

    role: str
    sha256: str | None  # None where it is gone


Line = NightJudged | StrategyAdopted | OwnFileChanged


@dataclass(frozen=True)
class Journal:
    """The lines of archive/journal.jsonl in order; one that a crash cut off is left out."""

    lines: tuple[Line, ...] = ()
    damaged: tuple[int, ...] = ()  # numbers of the lines that cannot be read

    @property
    def last_night(self) -> date | None:
        """The day as of which the last night judged; None where none ever did."""
        nights = [line.as_of for line in self.lines if isinstance(line, NightJudged)]
        return nights[-1] if nights else None

    @property
    def own_files(self) -> dict[str, str]:
        """Role → SHA-256 of each own file in force."""
        last = {each.role: each.sha256 for each in self.lines if isinstance(each, OwnFileChanged)}
        return {role: sha256 for role, sha256 in last.items() if sha256}

    @property
    def strategies(self) -> dict[date, str]:
        """First day in force → SHA-256 of each strategy version, corrections in place of the first."""
        return {
            line.in_force_from: line.sha256
            for line in self.lines
            if isinstance(line, StrategyAdopted)
        }

    @property
    def warnings(self) -> tuple[str, ...]:
        """The damaged lines, as a person is told of them."""
        return tuple(
            f"Line {number} of archive/journal.jsonl cannot be read and was passed over."
            for number in self.damaged
        )


def read_journal(workspace: Workspace) -> Journal:
    """The journal of the archive, empty where there is none."""
    path = workspace.archive / "journal.jsonl"
    if not path.is_file():
        return Journal()
    lines: list[Line] = []
    damaged: list[int] = []
    for number, raw in enumerate(path.read_bytes().splitlines(), start=1):
        if not raw.endswith(b"}"):  # a crash cut it: what it began was done again
            continue
        try:
            line = _read(raw)
        except (ValueError, KeyError, TypeError, RecursionError):
            damaged.append(number)
        else:
            lines += [] if line is None else [line]
    return Journal(tuple(lines), tuple(damaged))


def _read(raw: bytes) -> Line | None:
    """One line; None for one of a kind that only a newer Rhumbline knows."""
    written = json.loads(raw)
    what = written["what"]
    if what == "night":
        return NightJudged(date.fromisoformat(written["as_of"]))
    if what == "strategy":
        day = date.fromisoformat(written["in_force_from"])
        return StrategyAdopted(_checked(written["sha256"]), day)
    if what in OWN_FILES:
        sha256 = written["sha256"]
        return OwnFileChanged(what, None if sha256 is None else _checked(sha256))
    if not isinstance(what, str):
        raise TypeError(what)
    return None


def _checked(sha256: str) -> str:
    if not _SHA256.fullmatch(sha256):
        raise ValueError(sha256)
    return sha256


def append_to_journal(workspace: Workspace, line: Line) -> None:
    """Append a line to the journal and see it to the disk."""
    make_archive(workspace)
    with (workspace.archive / "journal.jsonl").open("a+b") as file:
        file.seek(0, os.SEEK_END)
        if file.tell():
            file.seek(-1, os.SEEK_END)
            if file.read(1) != b"\n":  # a crash cut the last line: this one begins a new one
                file.write(b"\n")
        file.write((json.dumps(_written(line), ensure_ascii=False) + "\n").encode())
        file.flush()
        os.fsync(file.fileno())


def _written(line: Line) -> dict[str, str | None]:
    match line:
        case NightJudged(as_of):
            return {"what": "night", "as_of": as_of.isoformat()}
        case StrategyAdopted(sha256, in_force_from):
            day = in_force_from.isoformat()
            return {"what": "strategy", "sha256": sha256, "in_force_from": day}
        case OwnFileChanged(role, sha256):
            return {"what": role, "sha256": sha256}
