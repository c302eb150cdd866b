"""Headers made comparable: without case, invisible marks and doubled spaces."""

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from typing import Final

# Soft hyphens, joiners, byte-order marks, and the marks that turn the direction of writing.
INVISIBLE: Final = dict.fromkeys(
    [0xAD, 0x61C, *range(0x200B, 0x2010), *range(0x202A, 0x202F), 0x2060, *range(0x2066, 0x206A), 0xFEFF]
)  # fmt: skip

_COUNTED: Final = re.compile(
    r"(?<=\D)\.\d{1,2}$"
)  # how programs tell a second Views from the first
_SPACES: Final = re.compile(r"\s+")


@lru_cache(maxsize=8192)
def normalise_header(header: str) -> str:
    """A header without case, accents' composition, invisible marks, doubled spaces or a final colon.

    The Views.1 that a program makes of a second column Views is Views again.
    """
    plain = unicodedata.normalize("NFKC", header).translate(INVISIBLE)
    told = _COUNTED.sub("", _SPACES.sub(" ", plain).strip())
    return told.removesuffix(":").strip().casefold()


def map_headers(names: Mapping[str, str]) -> dict[str, str]:
    """Normalised header → our field, from our fields and all their names, set off by | or line breaks."""
    return {
        normalise_header(name): ours
        for ours, spelled in names.items()
        for name in spelled.replace("\n", "|").split("|")
        if name.strip()
    }
