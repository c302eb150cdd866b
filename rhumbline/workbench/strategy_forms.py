"""Parts of a strategy as forms: the fields of each, made from the strategy's models, and what was typed."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from models.strategy import Strategy, TieKind
from rhumbline.strategy.editing.edits import Add, Edit, Put, edits_between
from rhumbline.strategy.editing.writing import Value
from rhumbline.strategy.mistakes import PARTS
from rhumbline.strategy.yaml import Path, YamlDocument
from rhumbline.workbench.measure_values import values_to_choose
from rhumbline.workbench.strategy_words import QUESTIONS, WORDS

MATCH_KINDS: Final = (
    "hashtag",
    "link",
    "campaign",
    "label",
    "phrase",
    "mention",
    "account",
    "type",
)


@dataclass(frozen=True)
class FormChoice:
    """One entry of a drop-down."""

    value: str
    words: str


@dataclass(frozen=True)
class FormField:
    """One field of a form: what it asks, how it is typed, and what stands in it."""

    name: str
    question: str
    hint: str
    kind: str  # line, text, lines, pairs, date, number or choice
    value: str = ""
    choices: tuple[FormChoice, ...] = ()
    is_required: bool = False


@dataclass(frozen=True)
class Section:
    """One kind of part of the strategy, and where it stands in the five steps."""

    key: str
    single: str  # one of them, as people say it
    step: str  # the step's question


_ALL: Final[tuple[Section, ...]] = (
    Section("why", "reason", "1. Why should anyone care?"),
    Section("segments", "group of people", "2. Who are these people, and where do they talk?"),
    Section("goals", "goal", "3. What should change, and by when?"),
    Section("measures", "measure", "4. What would show that it moves?"),
    Section("calls", "invitation", "5. What do you invite people to do?"),
    Section("ties", "tie", "Which posts serve which measure?"),
)
SECTIONS: Final = tuple(section for section in _ALL if section.key in Strategy.model_fields)
BY_KEY: Final = {section.key: section for section in SECTIONS}

_LONG: Final = frozenset(("problem", "promise", "who", "statement", "why", "invite"))


def fields_of(section: str, data: Mapping[str, Any], document: YamlDocument) -> list[FormField]:
    """The fields of a part, with what the file says in it; `data` is empty for a new part."""
    if section == "ties":
        return _tie_fields(data, document)
    return [
        _field(name, schema, data.get(name), document, required)
        for name, schema, required in _schema_of(section)
    ]


def values_of(section: str, form: Mapping[str, str]) -> dict[str, Value]:
    """What was typed, by field of the strategy file; an empty field is an empty text or list."""
    if section == "ties":
        return _tie_values(form)
    kinds = {name: _kind(name, schema) for name, schema, _ in _schema_of(section)}
    values = {name: _READ.get(kind, _line)(form.get(name, "")) for name, kind in kinds.items()}
    if section == "measures" and form.get("expression", "").strip():
        values["value"] = _line(form["expression"])
    return values


def edits_of(
    section: str, name: str, data: Mapping[str, Any], form: Mapping[str, str]
) -> list[Edit]:
    """The edits that make a part say what was typed; `name` is empty for a new tie."""
    values = values_of(section, form)
    filled = {key: value for key, value in values.items() if value}
    if section == "ties" and not name:
        return [Add(("ties",), filled)]
    if not data:
        return [Put(path_of(section, name), filled)]
    return edits_between(path_of(section, name), data, values)


def path_of(section: str, name: str) -> Path:
    """Where a part stands in the file."""
    if section == "why":
        return ("why",)
    return (section, int(name) if section == "ties" else name)


def typed(fields: Sequence[FormField], form: Mapping[str, str]) -> list[FormField]:
    """The fields as somebody filled them in, to be shown again with what is wrong."""
    return [
        FormField(
            each.name, each.question, each.hint, each.kind, form.get(each.name, each.value),
            each.choices, each.is_required,
        )
        for each in fields
    ]  # fmt: skip


def _schema_of(section: str) -> list[tuple[str, dict[str, Any], bool]]:
    """Name, JSON schema and necessity of each field of a section's model."""
    model = next(model for where, model in PARTS.items() if where[:1] == (section,))
    schema = model.model_json_schema(by_alias=True)
    required = schema.get("required", [])
    return [
        (name, _resolved(field, schema), name in required)
        for name, field in schema["properties"].items()
    ]


def _resolved(field: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    """A field without the alternatives that say only that it may be missing."""
    options = [each for each in field.get("anyOf", ()) if each.get("type") != "null"]
    resolved = {**(options[0] if options else field), "description": field.get("description", "")}
    if "$ref" in resolved:
        resolved |= schema["$defs"][resolved["$ref"].rsplit("/", 1)[-1]] | {
            "description": field.get("description", "")
        }
    return resolved


def _kind(name: str, schema: Mapping[str, Any]) -> str:
    if "enum" in schema or name in ("goal", "segment", "measure", "value"):
        return "choice"
    if schema.get("format") == "date":
        return "date"
    by_type = {"array": "lines", "object": "pairs", "number": "number"}
    return by_type.get(str(schema.get("type")), "text" if name in _LONG else "line")


def _field(
    name: str, schema: Mapping[str, Any], value: Any, document: YamlDocument, required: bool
) -> FormField:
    kind = _kind(name, schema)
    return FormField(
        name,
        QUESTIONS.get(name, name.replace("_", " ").capitalize()),
        str(schema.get("description", "")),
        kind,
        _SHOWN.get(kind, _as_line)(value),
        _choices(name, schema, document, value),
        required,
    )


def _choices(
    name: str, schema: Mapping[str, Any], document: YamlDocument, value: Any
) -> tuple[FormChoice, ...]:
    if name == "value":
        return tuple(FormChoice(*each) for each in values_to_choose(document.data, _as_line(value)))
    if name in ("goal", "segment", "measure"):
        declared = document.data.get(f"{name}s") if isinstance(document.data, dict) else None
        return tuple(
            FormChoice(each, _named(each, part)) for each, part in (declared or {}).items()
        )
    return tuple(FormChoice(each, WORDS.get(each, each)) for each in schema.get("enum", ()))


def _named(name: str, part: Any) -> str:
    label = next(
        (part[key] for key in ("label", "statement", "who") if isinstance(part, dict) and part.get(key)),
        "",
    )  # fmt: skip
    return f"{name}: {label}" if label else name


def _tie_fields(data: Mapping[str, Any], document: YamlDocument) -> list[FormField]:
    schema = {name: field for name, field, _ in _schema_of("ties")}
    kind = next((each for each in MATCH_KINDS if data.get(each)), "hashtag")
    kinds = tuple(FormChoice(each, WORDS[each]) for each in MATCH_KINDS)
    narrowing = [each for each in ("platform", "account", "type", "from", "until") if each != kind]
    return [
        _field("measure", schema["measure"], data.get("measure"), document, required=True),
        FormField("match_by", QUESTIONS["match_by"], "", "choice", kind, kinds, is_required=True),
        FormField(
            "pattern", QUESTIONS["pattern"],
            "Such as #SaturdayCrew, riverside.example/volunteer* or spring-2026.",
            "line", _as_line(data.get(kind)), is_required=not data.get("utm"),
        ),
        *(_field(each, schema[each], data.get(each), document, required=False) for each in narrowing),
    ]  # fmt: skip


def _tie_values(form: Mapping[str, str]) -> dict[str, Value]:
    kind = form.get("match_by", "")
    narrowing = ("platform", "account", "type", "from", "until")
    values: dict[str, Value] = {"measure": _line(form.get("measure", ""))}
    values |= {each: "" for each in TieKind if each in MATCH_KINDS and each not in narrowing}
    values |= {each: _line(form.get(each, "")) for each in narrowing}
    if kind in MATCH_KINDS and form.get("pattern", "").strip():
        values[kind] = _line(form["pattern"])
    return values


def _line(text: str) -> str:
    return " ".join(text.split())


def _lines(text: str) -> list[Value]:
    return [_line(each) for each in text.splitlines() if each.strip()]


def _pairs(text: str) -> dict[str, Value]:
    """`location: Riverside, Oakton` on each line: a facet and its values."""
    pairs: dict[str, Value] = {}
    for each in text.splitlines():
        facet, _, values = each.partition(":")
        listed: list[Value] = [_line(value) for value in values.split(",") if value.strip()]
        if facet.strip() and listed:
            pairs[_line(facet)] = listed
    return pairs


_READ: Final[dict[str, Callable[[str], Value]]] = {"lines": _lines, "pairs": _pairs}


def _as_line(value: Any) -> str:
    return "" if value is None or isinstance(value, (dict, list)) else str(value)


def _as_lines(value: Any) -> str:
    return "\n".join(map(str, value)) if isinstance(value, list) else _as_line(value)


def _as_pairs(value: Any) -> str:
    if not isinstance(value, dict):
        return ""
    return "\n".join(
        f"{facet}: {', '.join(map(str, values if isinstance(values, list) else [values]))}"
        for facet, values in value.items()
    )


_SHOWN: Final[dict[str, Callable[[Any], str]]] = {"lines": _as_lines, "pairs": _as_pairs}
