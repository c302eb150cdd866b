"""Versions of a strategy: whether a file corrects one, begins one, and which one judges a day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from rhumbline.errors import BadStrategy


class Change(StrEnum):
    """How a strategy file relates to the stored versions."""

    NEW_VERSION = "new_version"
    CORRECTION = "correction"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True)
class DeclaredVersion:
    """The day from which a strategy file is in force, which names its version, and its content."""

    in_force_from: date
    content_hash: str


def change(stored: Iterable[DeclaredVersion], new: DeclaredVersion) -> Change:
    """How `new` relates to the stored versions, given in the order they were stored.

    Raises BadStrategy for a date before the last version's, naming both: what has been judged by a
    later version is not judged again by an older one.
    """
    current = {version.in_force_from: version.content_hash for version in stored}
    last = max(current, default=None)
    if last is None or new.in_force_from > last:
        return Change.NEW_VERSION
    if new.in_force_from < last:
        raise BadStrategy(
            f"in_force_from is {new.in_force_from}, before the last version's {last}.",
            next_step=f"Write {last} to correct that version, or a later date to begin a new one. "
            "To begin earlier, begin another workspace and drop the exports of archive/ into its "
            "inbox/.",
        )
    return Change.UNCHANGED if current[last] == new.content_hash else Change.CORRECTION


def in_force(versions: Iterable[date], day: date) -> date | None:
    """The version that judges a day: the latest that had begun; None before the first."""
    return max((begun for begun in versions if begun <= day), default=None)
