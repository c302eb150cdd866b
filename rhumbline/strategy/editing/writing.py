"""Values as YAML: plain where YAML reads them back as they are, quoted where it would not."""

import json
from collections.abc import Mapping, Sequence
from typing import TypeAlias

from rhumbline.errors import UserError
from rhumbline.strategy.yaml import parse

Value: TypeAlias = "str | Sequence[Value] | Mapping[str, Value]"


def write_inline(value: Value) -> str:
    """A value on one line, as it stands inside brackets or behind a key."""
    if isinstance(value, str):
        return _scalar(value)
    if isinstance(value, Mapping):
        entries = (f"{_scalar(key)}: {write_inline(inner)}" for key, inner in value.items())
        return f"{{{', '.join(entries)}}}"
    return f"[{', '.join(write_inline(inner) for inner in value)}]"


def write_lines(value: Value, indent: str) -> list[str]:
    """A mapping or a list as lines of its own, each with its indent; a text is one line."""
    if isinstance(value, str) or not value:
        return [f"{indent}{write_inline(value)}"]
    if isinstance(value, Mapping):
        return [line for key, inner in value.items() for line in write_entry(key, inner, indent)]
    return [f"{indent}- {write_inline(inner)}" for inner in value]


def write_entry(key: str, value: Value, indent: str) -> list[str]:
    """A key with its value: mappings below it, lists and texts behind it."""
    if isinstance(value, Mapping) and value:
        return [f"{indent}{_scalar(key)}:", *write_lines(value, f"{indent}  ")]
    return [f"{indent}{_scalar(key)}: {write_inline(value)}"]


def _scalar(text: str) -> str:
    """The shortest way to write a text that is read back as itself."""
    for written in (text, json.dumps(text, ensure_ascii=False), json.dumps(text)):
        if "\n" not in written and _is_read_back(written, text):
            return written
    raise UserError(
        "A text holds a sign that a strategy file cannot hold.",
        None,
        "Type the text again instead of pasting it.",
    )


def _is_read_back(written: str, text: str) -> bool:
    """Whether it says the text behind a key and in a list, between brackets and without them."""
    if not text or written != written.strip():
        return written == '""'
    block = parse(f"k: {written}\nl:\n  - {written}\n")
    inline = parse(f"{{k: {written}, {written}: x}}\n")
    return (
        not block.mistakes
        and not inline.mistakes
        and block.data == {"k": text, "l": [text]}
        and inline.data == {"k": text, text: "x"}
    )
