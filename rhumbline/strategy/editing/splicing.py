"""Edits written into the text of a strategy: only the lines of the edited part change."""

import re
from collections.abc import Iterable
from typing import Final

from ruamel.yaml import YAML
from ruamel.yaml.nodes import CollectionNode, MappingNode, Node, ScalarNode, SequenceNode

from rhumbline.errors import UserError
from rhumbline.strategy.editing.edits import Add, Edit, Put, changed_data, plain_data
from rhumbline.strategy.editing.writing import Value, write_entry, write_inline, write_lines
from rhumbline.strategy.yaml import Path, YamlDocument, parse

_SEEMS_EMPTY: Final = re.compile(r"^[ \t\u00a0]+$", re.MULTILINE)
_NULL: Final = frozenset(("", "~", "null", "Null", "NULL"))


def edit_text(text: str, edits: Iterable[Edit]) -> str:
    """The text with edits in it, one after another; every character outside of them stays.

    Raises UserError, with the line, for a part that cannot be edited so, such as one that an alias
    repeats elsewhere.
    """
    for edit in edits:
        text = _edit_once(text, edit)
    return text


def _edit_once(text: str, edit: Edit) -> str:
    before = _read(text)
    wanted = plain_data(changed_data(before.data, edit))
    if wanted == plain_data(before.data):
        return text
    changed = _Text(text).edited(edit)
    after = _read(changed)
    if after.mistakes or plain_data(after.data) != wanted:
        raise UserError(
            f"{'.'.join(map(str, edit.path))} is written in a way that no form can change.",
            f"strategy.yaml:{before.line(edit.path)}",
            "Change it in the file with an editor.",
        )
    return changed


def _read(text: str) -> YamlDocument:
    return parse(_parsable(text).replace("\r\n", "\n").replace("\r", "\n"))


def _parsable(text: str) -> str:
    """Of the same length, with spaces in lines that seem empty, since tabs there stop the parser."""
    return _SEEMS_EMPTY.sub(lambda line: " " * len(line[0]), text)


class _Text:
    """The text of a strategy with the nodes that stand in it."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.newline = "\r\n" if "\r\n" in text else "\n"
        self.root: Node | None = YAML(typ="safe", pure=True).compose(_parsable(text))

    def edited(self, edit: Edit) -> str:
        if isinstance(edit, Add):
            return self._added(edit.path, edit.value)
        if isinstance(edit, Put):
            return self._put(edit.path, edit.value)
        return self._removed(edit.path)

    # ---- finding

    def node(self, path: Path) -> Node | None:
        node = self.root
        for step in path:
            if isinstance(node, MappingNode):
                node = next((value for key, value in node.value if key.value == str(step)), None)
            elif isinstance(node, SequenceNode) and isinstance(step, int):
                node = node.value[step] if step < len(node.value) else None
            else:
                return None
        return node

    def key(self, path: Path) -> Node:
        holder = self.node(path[:-1])
        assert isinstance(holder, MappingNode)  # noqa: S101 - the caller saw the key there
        keys: list[Node] = [key for key, _ in holder.value if key.value == str(path[-1])]
        return keys[0]

    # ---- putting

    def _put(self, path: Path, value: Value) -> str:
        node = self.node(path)
        if node is None:
            return self._put_new(path, value)
        if _is_null(node):
            return self._fill(path, node, value)
        return self._replace(node, value)

    def _put_new(self, path: Path, value: Value) -> str:
        holder = self.node(path[:-1])
        if not path[:-1] and not _is_inline(self.root):
            return self._append_section(str(path[-1]), value)
        if isinstance(holder, MappingNode) and holder.value:
            return self._append_entry(holder, str(path[-1]), value)
        if isinstance(holder, MappingNode):
            return self._splice(*_span(holder), write_inline({str(path[-1]): value}))
        return self._put(path[:-1], {str(path[-1]): value})

    def _append_section(self, key: str, value: Value) -> str:
        """A key of the whole file goes to its end."""
        is_ended = not self.text or self.text[-1] in "\r\n"
        lines = [*([] if is_ended else [""]), *write_entry(key, value, ""), ""]
        return self.text + self.newline.join(lines)

    def _fill(self, path: Path, node: Node, value: Value) -> str:
        """A value for a key that stands there with nothing, `~` or null behind it."""
        key = self.key(path)
        begins, ends = _value_span(key, node)
        if ends > begins or isinstance(value, str) or not value:
            return self._splice(
                begins, ends, f"{'' if ends > begins else ' '}{write_inline(value)}"
            )
        lines = write_lines(value, " " * (key.start_mark.column + 2))
        return self._insert_lines(self._line_end(begins), lines)

    def _replace(self, node: Node, value: Value) -> str:
        begins, ends = _span(node)
        is_laid_out = not isinstance(node, ScalarNode) and not _is_inline(node)
        if is_laid_out and not isinstance(value, str) and value:
            lines = write_lines(value, " " * node.start_mark.column)
            written = self.newline.join(lines).lstrip()
        else:
            written = write_inline(value)
        return self._splice(begins, ends, written)

    def _append_entry(self, holder: MappingNode, key: str, value: Value) -> str:
        last = holder.value[-1][1]
        _, ends = _value_span(*holder.value[-1])
        if holder.flow_style:
            return self._splice(ends, ends, f", {write_inline({key: value})[1:-1]}")
        indent = " " * holder.start_mark.column
        lines = [f"{indent}{write_inline({key: value})[1:-1]}"]
        if not _is_inline(last) or isinstance(value, str):
            lines = write_entry(key, value, indent)
        return self._insert_lines(self._line_end(ends), lines)

    def _added(self, path: Path, value: Value) -> str:
        node = self.node(path)
        if not isinstance(node, SequenceNode) or not node.value:
            if node is not None and not _is_null(node) and node.value:
                return self.text  # not a list: the comparison of data refuses it
            return self._put(path, [value])
        _, ends = _span(node.value[-1])
        if node.flow_style:
            return self._splice(ends, ends, f", {write_inline(value)}")
        indent = " " * node.start_mark.column
        return self._insert_lines(self._line_end(ends), [f"{indent}- {write_inline(value)}"])

    # ---- removing

    def _removed(self, path: Path) -> str:
        holder = self.node(path[:-1])
        if isinstance(holder, MappingNode):
            spans = [(_span(key)[0], _value_span(key, value)[1]) for key, value in holder.value]
            place = [key.value for key, _ in holder.value].index(str(path[-1]))
        elif isinstance(holder, SequenceNode):
            spans = [_span(item) for item in holder.value]
            place = int(path[-1])
        else:
            return self.text
        if holder.flow_style:
            return self._without_inline(spans, place)
        return self._without_lines(holder, spans, place)

    def _without_inline(self, spans: list[tuple[int, int]], place: int) -> str:
        begins, ends = spans[place]
        if place and "#" not in self.text[spans[place - 1][1] : begins]:
            begins = spans[place - 1][1]
        elif not place and len(spans) > 1:
            ends = spans[1][0]
        return self._splice(begins, ends, "")

    def _without_lines(self, holder: Node, spans: list[tuple[int, int]], place: int) -> str:
        begins, ends = spans[place]
        starts = self._line_start(begins)
        is_alone = self.text[starts:begins].strip(" -") == ""
        if isinstance(holder, MappingNode) and self.text[starts:begins].strip():
            is_last = place + 1 == len(spans)
            return self._splice(
                begins, self._line_end(ends) if is_last else spans[place + 1][0], ""
            )
        if not is_alone:
            return self.text
        after = self._line_end(ends)
        after += len(self.newline) if self.text.startswith(self.newline, after) else 0
        return self._splice(starts, after, "")

    # ---- the text

    def _splice(self, begins: int, ends: int, written: str) -> str:
        return self.text[:begins] + written + self.text[ends:]

    def _insert_lines(self, at: int, lines: list[str]) -> str:
        return self._splice(at, at, "".join(f"{self.newline}{line}" for line in lines))

    def _line_start(self, at: int) -> int:
        return max(self.text.rfind("\n", 0, at), self.text.rfind("\r", 0, at)) + 1

    def _line_end(self, at: int) -> int:
        found = re.compile(r"\r|\n|\Z").search(self.text, at)
        return found.start() if found else len(self.text)


def _is_inline(node: Node | None) -> bool:
    """Whether it is a mapping or a list in brackets."""
    return isinstance(node, CollectionNode) and bool(node.flow_style)


def _is_null(node: Node) -> bool:
    return isinstance(node, ScalarNode) and node.style is None and node.value in _NULL


def _span(node: Node) -> tuple[int, int]:
    """Where a node begins and ends in the text, without the blank lines and comments behind it."""
    begins, ends = int(node.start_mark.index), int(node.end_mark.index)
    if isinstance(node, ScalarNode):
        is_block = node.style in ("|", ">")
        return begins, begins + len(_source(node).rstrip()) if is_block else ends
    if _is_inline(node) or not node.value:
        return begins, ends
    if isinstance(node, MappingNode):
        return begins, _value_span(*node.value[-1])[1]
    return begins, _span(node.value[-1])[1]


def _value_span(key: Node, value: Node) -> tuple[int, int]:
    """Where the value of a key stands; just behind the colon where there is none."""
    if _is_null(value) and not value.value:
        colon = str(key.end_mark.buffer).index(":", key.end_mark.index)
        return colon + 1, colon + 1
    return _span(value)


def _source(node: Node) -> str:
    return str(node.start_mark.buffer)[node.start_mark.index : node.end_mark.index]
