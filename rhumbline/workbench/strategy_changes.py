"""What forms of the strategy carry from page to page: the file they were filled from, and the edits."""

import base64
import json
import re
from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from starlette.datastructures import FormData

from rhumbline.errors import UserError
from rhumbline.strategy.editing.edits import Add, Edit, Put, Remove
from rhumbline.strategy.editing.file import StrategyText
from rhumbline.strategy.yaml import YamlDocument, parse
from rhumbline.workbench.strategy_forms import BY_KEY, edits_of, path_of

_NAME: Final = re.compile(r"[^\w.]+")


def edits_in(file: StrategyText, form: FormData) -> list[Edit]:
    """The edits that a form asks for: those it carries, or those of the fields filled in."""
    if "edits" in form:
        return _read_edits(str(form["edits"]))
    section, name = str(form.get("section", "")), str(form.get("name", ""))
    document = document_of(file)
    if section not in BY_KEY:
        raise UserError("There is no such part of the strategy.", section, "Go back and try again.")
    if form.get("remove"):
        return [Remove(path_of(section, name))]
    typed_in = {key: str(value) for key, value in form.items()}
    if name == "new":
        name = "" if section == "ties" else _new_name(document, section, typed_in)
        return edits_of(section, name, {}, typed_in)
    return edits_of(section, name, data_of(document, section, name), typed_in)


def _new_name(document: YamlDocument, section: str, form: Mapping[str, str]) -> str:
    """The short name of a new part, as the file can hold it. Raises UserError where it is taken."""
    name = _NAME.sub("-", form.get("new_name", "").strip()).strip("-_.").lower()[:80]
    taken = document.data.get(section) if isinstance(document.data, dict) else None
    if not name:
        raise UserError("A new part needs a short name.", None, "Such as weekend-volunteers.")
    if isinstance(taken, dict) and name in taken:
        raise UserError(f"There is a {name} already.", None, "Choose another name, or change it.")
    return name


def course_in(form: FormData) -> date | None:
    """The day of a change of course; None for a correction."""
    if form.get("course") != "new":
        return None
    written = str(form.get("day", ""))
    try:
        return date.fromisoformat(written)
    except ValueError:
        raise UserError(
            f"“{written}” is not a day.", None, "Choose the day from which the new course holds."
        ) from None


def data_of(document: YamlDocument, section: str, name: str) -> dict[str, Any]:
    """What the file says of a part; nothing of a new one. Raises UserError where it is not there."""
    if section not in BY_KEY:
        raise UserError("There is no such part of the strategy.", section, "Go back to Strategy.")
    held = document.data.get(section) if isinstance(document.data, dict) else None
    if name == "new" and section != "why":
        return {}
    if isinstance(held, list):
        part = held[int(name)] if name.isdecimal() and int(name) < len(held) else None
    else:
        part = (held or {}).get(name) if section != "why" else held or {}
    if not isinstance(part, dict):
        raise UserError("There is no such part of the strategy.", name, "Go back to Strategy.")
    return part


def last_line_of(document: YamlDocument, section: str, name: str, first: int) -> int:
    """The last line of the file on which a part stands."""
    if not first:
        return 0
    path = path_of(section, name)
    return max(line for where, line in document.lines.items() if where[: len(path)] == path)


def document_of(file: StrategyText) -> YamlDocument:
    """The file as plain data with the line of each part."""
    return parse(file.text.replace("\r\n", "\n").replace("\r", "\n"))


def pack_file(file: StrategyText) -> str:
    """The file's bytes, for a hidden field: the next page knows what the form was filled from."""
    return base64.b64encode(file.raw).decode("ascii")


def unpack_file(packed: str) -> StrategyText:
    """The file that a form was filled from; raises UserError where the form does not hold it."""
    try:
        return StrategyText.of(base64.b64decode(packed, validate=True))
    except ValueError:
        raise UserError(
            "The form does not say which file it was filled from.", None, "Open it again."
        ) from None


def write_edits(edits: list[Edit]) -> str:
    """Edits as text for a hidden field; `edits_in` reads them back."""
    return json.dumps(
        [
            {"do": type(edit).__name__, "path": edit.path, "value": getattr(edit, "value", None)}
            for edit in edits
        ]
    )


def _read_edits(written: str) -> list[Edit]:
    try:
        return [
            _edit(tuple(each["path"]), each["do"], each["value"]) for each in json.loads(written)
        ]
    except (ValueError, TypeError, KeyError):
        raise UserError("The form does not say what to change.", None, "Open it again.") from None


def _edit(path: tuple[str | int, ...], do: str, value: Any) -> Edit:
    if do == "Remove":
        return Remove(path)
    return Add(path, value) if do == "Add" else Put(path, value)
