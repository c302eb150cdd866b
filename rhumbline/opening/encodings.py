"""Text in any encoding becomes UTF-8 on disk."""

import codecs
import json
import os
import re
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from rhumbline.errors import BadExport

SAMPLE: Final = 1024 * 1024
BLANK: Final = b"\x00\t\r\n \xef\xbb\xbf\xff\xfe"  # bytes that say nothing
_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# The commonest first: where several fit a text alike, the first of them is it.
_LEGACY: Final[tuple[str, ...]] = (
    "cp1252",
    "cp1250",
    "cp1251",
    "cp1253",
    "cp1254",
    "shift_jis",
    "mac_roman",
)
_WINDOWS: Final = tuple(name for name in _LEGACY if name.startswith("cp"))
_SOFT_HYPHEN: Final = re.compile(rb"[A-Za-z]\xad[A-Za-z]")  # in Windows' code pages
_SURROGATE: Final = re.compile(  # one that stands alone: two together are a character
    rb"\\u[dD][89abAB][0-9a-fA-F]{2}(?!\\u[dD][c-fC-F])"
    rb"|(?<!\\u[dD][89abAB][0-9a-fA-F]{2})\\u[dD][c-fC-F]"
)


@dataclass(frozen=True)
class Utf8:
    """A text on disk as UTF-8, and the encoding it came in."""

    path: Path
    encoding: str
    offset: int  # bytes of a byte-order mark to skip

    def start(self) -> str:
        """The first 64 KiB, decoded; a character cut at the end is dropped."""
        with self.path.open("rb") as file:
            file.seek(self.offset)
            return file.read(65536).decode("utf-8", errors="ignore")

    def json(self) -> object:
        """The whole text as JSON; raises BadExport where it is cut off or not JSON."""
        try:
            raw = self.path.read_bytes()[self.offset :]
            content: object = json.loads(raw)
            return _without_surrogates(content) if _SURROGATE.search(raw) else content
        except (ValueError, RecursionError) as error:
            raise BadExport(
                f"The file is damaged JSON ({error}).", None, "Download the export again."
            ) from error


def _without_surrogates(content: object) -> object:
    """JSON with each half of a character, which no text can hold, replaced by �."""
    if isinstance(content, str):
        return content.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(content, list):
        return [_without_surrogates(item) for item in content]
    if isinstance(content, dict):
        return {_without_surrogates(k): _without_surrogates(v) for k, v in content.items()}
    return content


def is_blank(path: Path) -> bool:
    """Whether a file holds nothing but white space, byte-order marks and zero bytes."""
    with path.open("rb") as file:
        return not any(block.strip(BLANK) for block in iter(lambda: file.read(SAMPLE), b""))


def as_utf8(path: Path, scratch: Path) -> Utf8:
    """The text as UTF-8: the file itself where it is, a transcoded copy in `scratch` where it is not."""
    signature = path.open("rb").read(4)
    for bom, encoding in _BOMS:
        if signature.startswith(bom):
            if encoding == "utf-8-sig" and _is_utf8(path):
                return Utf8(path, encoding, len(bom))
            if encoding != "utf-8-sig":
                return _transcoded(path, encoding, scratch)
    if _is_utf16_without_bom(path):
        return _transcoded(path, "utf-16-le", scratch)
    if _is_utf8(path):
        return Utf8(path, "utf-8", 0)
    return _transcoded(path, _legacy_encoding(path), scratch)


def _is_utf8(path: Path) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        with path.open("rb") as file:
            for block in iter(lambda: file.read(SAMPLE), b""):
                decoder.decode(block)
    except UnicodeDecodeError:
        return False
    return True  # a character cut at the very end is a cut-off file, not another encoding


def _is_utf16_without_bom(path: Path) -> bool:
    start = path.open("rb").read(512)
    return len(start) > 8 and start[1::2].count(0) > 0.7 * len(start[1::2])


def _legacy_encoding(path: Path) -> str:
    from charset_normalizer import from_bytes

    start, names = path.open("rb").read(SAMPLE), _LEGACY
    if _SOFT_HYPHEN.search(start):  # which nobody's words hold, and so no guess should see
        start, names = start.replace(b"\xad", b""), _WINDOWS
    matches = from_bytes(start, cp_isolation=list(names))
    best = matches.best()
    if best is None:
        return "cp1252"
    alike = [
        name
        for match in matches
        if match.chaos <= best.chaos + 0.01 and match.coherence >= best.coherence - 0.1
        for name in match.could_be_from_charset
    ]
    return next((name for name in names if name in alike), best.encoding)


def _transcoded(path: Path, encoding: str, scratch: Path) -> Utf8:
    target = new_file(scratch)
    with (
        path.open("r", encoding=encoding, errors="replace", newline="") as source,
        target.open("w", encoding="utf-8", newline="") as copy,
    ):
        for block in iter(lambda: source.read(SAMPLE), ""):
            copy.write(block)
    return Utf8(target, encoding, 0)


def new_file(scratch: Path) -> Path:
    """An empty file with a name of its own: that of the export may be as long as a name can be."""
    handle, name = tempfile.mkstemp(dir=scratch)
    os.close(handle)
    return Path(name)
