"""What a form asks of strategy.yaml: to put, add or remove a part, and which of these two forms differ by."""

from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from rhumbline.strategy.editing.writing import Value
from rhumbline.strategy.yaml import Path


@dataclass(frozen=True)
class Put:
    """Write a value at a path, in place of what stands there; what is missing above it is made."""

    path: Path
    value: Value


@dataclass(frozen=True)
class Add:
    """Write a value at the end of the list at a path."""

    path: Path
    value: Value


@dataclass(frozen=True)
class Remove:
    """Take a part out; nothing happens where it is not there."""

    path: Path


Edit = Put | Add | Remove


def edits_between(path: Path, before: Mapping[str, Any], after: Mapping[str, Value]) -> list[Edit]:
    """The edits that make the fields of a part say `after`; an empty field is taken out.

    Fields that only `before` has are left alone, since the form did not show them.
    """
    return list(_field_edits(path, before, after))


def _field_edits(
    path: Path, before: Mapping[str, Any], after: Mapping[str, Value]
) -> Iterator[Edit]:
    for name, value in after.items():
        is_empty = value in ("", {}) or (not isinstance(value, str) and not value)
        if is_empty and before.get(name) is not None:
            yield Remove((*path, name))
        elif not is_empty and _as_list(before.get(name), value) != value:
            yield Put((*path, name), value)


def _as_list(before: Any, value: Value) -> Any:
    """A text where the form has a list is a list of one, as the strategy reads it."""
    is_listed = isinstance(value, Sequence) and not isinstance(value, str)
    return [before] if is_listed and isinstance(before, str) else before


def changed_data(data: Any, edit: Edit) -> Any:
    """What the file's data must be after an edit: the yardstick of what was written."""
    changed = deepcopy(data) if isinstance(data, dict) else {}
    if isinstance(edit, Add):
        held = _held(changed, edit.path)
        _set(changed, edit.path, [*(held or []), edit.value])
    elif isinstance(edit, Put):
        _set(changed, edit.path, edit.value)
    else:
        _unset(changed, edit.path)
    return changed


def _held(data: Any, path: Path) -> Any:
    for step in path:
        if isinstance(data, dict):
            data = data.get(str(step))
        elif isinstance(data, list) and isinstance(step, int) and step < len(data):
            data = data[step]
        else:
            return None
    return data


def _set(data: Any, path: Path, value: Any) -> None:
    for step in path[:-1]:
        if isinstance(data, dict) and data.get(str(step)) is None:
            data[str(step)] = {}
        data = data[step]
    data[path[-1]] = deepcopy(value)


def _unset(data: Any, path: Path) -> None:
    holder = _held(data, path[:-1])
    if isinstance(holder, dict):
        holder.pop(str(path[-1]), None)
    elif isinstance(holder, list) and int(path[-1]) < len(holder):
        del holder[int(path[-1])]


def plain_data(data: Any) -> Any:
    """Data without what says nothing, so that an emptied section equals one that is not there."""
    if isinstance(data, Mapping):
        inner = {key: plain_data(value) for key, value in data.items()}
        return {key: value for key, value in inner.items() if value not in (None, {}, [])}
    if isinstance(data, Sequence) and not isinstance(data, str):
        return [plain_data(value) for value in data]
    return data
