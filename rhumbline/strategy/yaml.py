"""YAML as a volunteer writes it: plain data, the line of every part, and mistakes in plain words."""

import re
import warnings
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

Path = tuple[str | int, ...]

_NULL: Final = frozenset(("", "~", "null", "Null", "NULL"))
_SEEMS_EMPTY: Final = re.compile(r"^[ \t\u00a0]+$", re.MULTILINE)
_LOST_HASH: Final = re.compile(r"[:,\[{-]\s+(#\w[^\s,}\]]*)")
_CURLY: Final = re.compile(r"[“”„«‘’].*[“”»‘’]", re.DOTALL)


class Place(NamedTuple):
    """A line of a file, as editors and terminals open it."""

    file: str
    line: int

    def __str__(self) -> str:
        """`strategy.yaml:31`."""
        return f"{self.file}:{self.line}"


class Mistake(NamedTuple):
    """One thing to put right in the file: where, what is wrong, what to do."""

    line: int
    what: str
    next_step: str
    path: Path = ()


@dataclass
class YamlDocument:
    """A YAML file as plain data whose scalars are all texts, with the line of each part."""

    data: Any = None
    lines: dict[Path, int] = field(default_factory=dict)
    mistakes: list[Mistake] = field(default_factory=list)

    def line(self, path: Path) -> int:
        """The line of a part, or of the nearest part around it."""
        while path not in self.lines and path:
            path = path[:-1]
        return self.lines.get(path, 1)


def decode(raw: bytes) -> str | Mistake:
    """The text of a file, whatever its byte order mark and line ends say."""
    encoding = "utf-16" if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        return Mistake(line, "this line is not UTF-8 text", "Save the file as UTF-8 and try again.")
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _SEEMS_EMPTY.sub("", text)  # a tab alone on a line, which nobody sees, stops the parser


def parse(text: str) -> YamlDocument:
    """Read YAML into plain data; what keeps it from being read is in `mistakes`."""
    if strange := _indented_with("\u00a0", "a no-break space", text):
        return YamlDocument(mistakes=strange)  # it parses, and nothing stands where it seems to
    try:
        with warnings.catch_warnings(action="ignore"):  # a reused anchor is no concern of ours
            root = YAML(typ="safe", pure=True).compose(text)
    except MarkedYAMLError as error:
        return YamlDocument(mistakes=_indented_with("\t", "a tab", text) or [_syntax(error, text)])
    except YAMLError as error:
        return YamlDocument(mistakes=[_character(error, text)])
    except RecursionError:
        return YamlDocument(mistakes=[Mistake(1, "it is nested too deeply", "Write it flatter.")])
    reader = _Reader(text.split("\n"))
    data = reader.value(root, ()) if root is not None else None
    return YamlDocument(data, reader.lines, reader.mistakes)


class _Reader:
    """Walks the nodes of a document once."""

    def __init__(self, source: list[str]) -> None:
        self.source = source
        self.lines: dict[Path, int] = {}
        self.mistakes: list[Mistake] = []
        self.open: list[Node] = []

    def value(self, node: Node, path: Path) -> Any:
        """The content of a node as plain data, its scalars as written."""
        self.lines.setdefault(path, node.start_mark.line + 1)
        if isinstance(node, ScalarNode):
            return self.scalar(node, path)
        if any(node is outer for outer in self.open):
            self.blame(node, path, "this refers to itself", "Write the part out.")
            return None
        self.open.append(node)
        content = (
            self.mapping(node, path) if isinstance(node, MappingNode) else self.items(node, path)
        )
        self.open.pop()
        return content

    def scalar(self, node: ScalarNode, path: Path) -> str | None:
        written = str(node.value)
        if node.style is None and written in _NULL:
            self.look_for_lost_hash(node, path)
            return None
        if node.style is None and _CURLY.fullmatch(written):
            self.blame(
                node,
                path,
                f"{written} stands in typographic quotes, which would be part of the text",
                'Use straight quotes: "…".',
            )
        return written

    def look_for_lost_hash(self, node: ScalarNode, path: Path) -> None:
        """`hashtag: #SaturdayCrew` is an empty key and a comment, which nobody means."""
        lost = _LOST_HASH.search(self.source[self.lines[path] - 1])
        if lost and (not path or path[-1] not in _MAY_BE_EMPTY):
            self.blame(
                node,
                path,
                f"in YAML {lost[1]} is a comment here, so nothing is written",
                f'Put it in quotes: "{lost[1]}".',
            )

    def items(self, node: Node, path: Path) -> list[Any]:
        return [self.value(item, (*path, place)) for place, item in enumerate(node.value)]

    def mapping(self, node: MappingNode, path: Path) -> dict[str, Any]:
        entries: dict[str, Any] = {}
        for key, value in node.value:
            if not isinstance(key, ScalarNode):
                self.blame(key, path, "a key must be a plain word", "Write `key: value`.")
            elif key.value == "<<":
                entries = {**self.merged(value, path), **entries}
            else:
                self.entry(entries, key, value, (*path, str(key.value)))
        return entries

    def entry(self, entries: dict[str, Any], key: ScalarNode, value: Node, path: Path) -> None:
        name, line = str(key.value), key.start_mark.line + 1
        if name in entries and path in self.lines:
            what = f"`{name}` is written twice, first on line {self.lines[path]}"
            self.mistakes.append(Mistake(line, what, "Keep one of them.", path))
            return
        self.lines[path] = line
        entries[name] = self.value(value, path)

    def merged(self, node: Node, path: Path) -> dict[str, Any]:
        parts = node.value if isinstance(node, SequenceNode) else [node]
        entries: dict[str, Any] = {}
        for part in reversed(parts):
            inner = self.value(part, (*path, "<<"))
            entries.update(inner if isinstance(inner, dict) else {})
        return entries

    def blame(self, node: Node, path: Path, what: str, next_step: str) -> None:
        self.mistakes.append(Mistake(node.start_mark.line + 1, what, next_step, path))


# Keys that are often left empty with a remark behind them.
_MAY_BE_EMPTY: Final = frozenset(
    ("segments", "goals", "measures", "ties", "sites", "accounts", "expected_exports", "effort",
     "policy", "minutes", "audience", "interests", "listens_at", "handles", "files")
)  # fmt: skip


def _indented_with(sign: str, name: str, text: str) -> list[Mistake]:
    """Lines indented with what looks like spaces in an editor and is none to YAML."""
    return [
        Mistake(number, f"this line is indented with {name}", "Indent with spaces.")
        for number, line in enumerate(text.split("\n"), start=1)
        if sign in line[: len(line) - len(line.lstrip())] and line.strip("# \t\u00a0")
    ]


def _syntax(error: MarkedYAMLError, text: str) -> Mistake:
    """The parser's complaint, as the thing a person most likely did."""
    mark, opened = error.problem_mark or error.context_mark, error.context_mark
    line = mark.line + 1 if mark else 1
    problem, context = str(error.problem or ""), str(error.context or "")
    source = text.split("\n")
    begun = min(opened.line if opened else line, max(line - 3, 0))  # the lost end may be above
    lines_read = range(begun, min(line, len(source)))
    lost = next((hit for n in lines_read if (hit := _LOST_HASH.search(source[n]))), None)
    if lost:
        what = f"in YAML {lost[1]} begins a comment, and what follows it is not read"
        at = source.index(lost.string) + 1
        return Mistake(at, what, f'Put it in quotes: "{lost[1]}".')
    for sign, (what, next_step, blame_the_opening) in _COMPLAINTS.items():
        if sign in problem or sign in context:
            at = opened.line + 1 if opened and blame_the_opening else line
            return Mistake(at, what, next_step)
    return Mistake(line, f"this is not YAML: {problem or context}", _LOOK)


_LOOK: Final = "Compare the line with the ones above it, or with docs/strategy.md."
_INDENT: Final = "Indent it exactly as its neighbours are, with spaces."
_FLOW: Final = "Close it; separate with commas; put texts that hold a comma or a colon in quotes."
_COMPLAINTS: Final[dict[str, tuple[str, str, bool]]] = {
    "'\\t' that cannot": ("a tab stands where YAML wants spaces", "Write spaces instead.", False),
    "that cannot start any token": (
        "a text that begins with @, `, % or | needs quotes",
        'Put the whole text in quotes: "@riverside".',
        False,
    ),
    "undefined alias": (
        "a text that begins with * needs quotes",
        'Put the whole text in quotes: "*.riverside.example/join".',
        False,
    ),
    "mapping values are not allowed": (
        "there is a second colon on this line, or it is indented too far",
        'Put a text that holds ": " in quotes; indent keys exactly as their neighbours are.',
        False,
    ),
    "quoted scalar": (
        "a quote that opens here is not closed, or holds a \\ or a quote of its own",
        "Close the quote; write '' for a single quote inside single quotes.",
        True,
    ),
    "flow mapping": ("a { opens here that does not read on to its }", _FLOW, True),
    "flow sequence": ("a [ opens here that does not read on to its ]", _FLOW, True),
    "block mapping": ("this line is not indented as the lines above it", _INDENT, False),
    "block collection": ("this line is not indented as the lines above it", _INDENT, False),
    "could not find expected ':'": ("a key here has no colon", "Write `key: value`.", True),
    "another document": (
        "a line of --- begins a second document",
        "Remove it: one file holds one strategy.",
        False,
    ),
}  # fmt: skip


def _character(error: YAMLError, text: str) -> Mistake:
    position = int(getattr(error, "position", 0) or 0)
    line = text[:position].count("\n") + 1
    what = "this line holds a character that no text editor writes"
    return Mistake(line, what, "Copy the text into a new file, saved as UTF-8.")
