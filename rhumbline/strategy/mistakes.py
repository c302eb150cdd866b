"""What pydantic finds in a strategy, said to the person who wrote the file."""

import re
from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from typing import Any, Final

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from models.strategy import Call, Effort, Goal, Measure, Policy, Segment, Strategy, Why
from models.strategy_accounts import Account
from models.strategy_ties import Tie, Utm
from models.strategy_types import Declared
from rhumbline.strategy.yaml import Mistake, Path, YamlDocument

# Where in the file each model stands; `*` is any name or number.
PARTS: Final[dict[tuple[str, ...], type[Declared]]] = {
    (): Strategy,
    ("why",): Why,
    ("segments", "*"): Segment,
    ("goals", "*"): Goal,
    ("measures", "*"): Measure,
    ("calls", "*"): Call,
    ("ties", "*"): Tie,
    ("ties", "*", "utm"): Utm,
    ("accounts", "*", "*"): Account,
    ("effort",): Effort,
    ("policy",): Policy,
}
# What people write for a key of ours.
_SYNONYMS: Final = {
    "url": "link", "website": "link", "tag": "label", "tags": "label", "hashtags": "hashtag",
    "keyword": "phrase", "words": "phrase", "handle": "mention", "utm_campaign": "campaign",
    "start": "from", "since": "from", "end": "until", "to": "until", "deadline": "by", "due": "by",
    "description": "statement", "name": "organisation", "organization": "organisation",
    "audiences": "segments", "kpis": "measures", "metric": "value", "tz": "timezone",
    "proof": "evidence", "responsible": "owner", "foreign": "not_ours", "invitations": "calls",
    "utm_source": "source", "utm_medium": "medium", "utm_content": "content",
}  # fmt: skip


def mistakes_in(error: ValidationError, document: YamlDocument) -> Iterator[Mistake]:
    """Each of pydantic's errors with its line and what to do, but for those already explained."""
    explained = {mistake.path for mistake in document.mistakes if mistake.path}
    details = [(_path(detail), detail) for detail in error.errors(include_url=False)]
    meant = {_meant(path) for path, detail in details if detail["type"] == "extra_forbidden"}
    for path, detail in details:
        known = any(path == each[: len(path)] or each == path[: len(each)] for each in explained)
        if not known and not (detail["type"] == "missing" and path in meant):
            what, next_step = _words(detail, path)
            yield Mistake(document.line(path), what, next_step, path)


def _path(detail: ErrorDetails) -> Path:
    return tuple(step for step in detail["loc"] if step != "[key]")


def _meant(path: Path) -> Path | None:
    """The part that an unknown key was most likely meant for, which is then not missing as well."""
    key, model = str(path[-1]), part(path[:-1])
    if near := nearest(key, keys_of(model) if model else ()):
        return (*path[:-1], near)
    return next((where[:1] for where in _owners(key)), None)


def _owners(key: str) -> list[tuple[str, ...]]:
    """Where in the file a key belongs."""
    return [where for where, model in PARTS.items() if where and key in keys_of(model)]


def _words(detail: ErrorDetails, path: Path) -> tuple[str, str]:
    """What is wrong and what to do, for one error."""
    name = _named(path)
    kind, given = detail["type"], detail["input"]
    if kind == "extra_forbidden":
        return _unknown_key(path)
    if kind == "refused":
        return f"{name}: {detail['ctx']['what']}", detail["ctx"]["next_step"]
    if kind == "string_pattern_mismatch":
        slug = re.sub(r"[^\w.]+", "-", str(given)).strip("-_.") or "a-name"
        return f"`{given}` cannot be a name here", f"Names have no spaces: write `{slug}`."
    if kind in ("enum", "literal_error"):
        return _not_one_of(name, str(given), str(detail.get("ctx", {}).get("expected", "")))
    return _misshapen(name, detail, path)


def _misshapen(name: str, detail: ErrorDetails, path: Path) -> tuple[str, str]:
    kind, given = detail["type"], detail["input"]
    if kind in ("missing", "string_too_short"):
        return f"{name} is missing or empty", f"Write it: {_description(path)}"
    if kind in _SHAPES:
        return f"{name} {_SHAPES[kind]}, but this is {_shape(given)}", _sample(path, kind)
    return f"{name}: {detail['msg'][:1].lower()}{detail['msg'][1:]}", _description(path)


def _named(path: Path) -> str:
    """A part as a person speaks of it: `measures.signups.by`, but `from` of tie 3."""
    if path[:1] == ("ties",) and len(path) > 1:
        tie, inner = f"tie {int(path[1]) + 1}", ".".join(map(str, path[2:]))
        return f"`{inner}` of {tie}" if inner else tie
    return f"`{'.'.join(map(str, path)) or 'strategy.yaml'}`"


_SHAPES: Final = {
    "string_type": "should be a text",
    "tuple_type": "should be a list",
    "list_type": "should be a list",
    "dict_type": "should be names with something under each",
    "model_type": "should be a group of keys",
    "model_attributes_type": "should be a group of keys",
    "float_type": "should be a number",
    "int_type": "should be a whole number",
    "int_parsing": "should be a whole number",
    "date_type": "should be a date",
}


def _shape(given: Any) -> str:
    if given is None:
        return "empty"
    if isinstance(given, Mapping):
        return "a group of keys"
    return "a list" if isinstance(given, list | tuple) else f"the text `{given}`"


def _sample(path: Path, kind: str) -> str:
    keys = part(path)
    if kind.startswith("model") and keys:
        return f"Write its keys under it, indented: {', '.join(keys_of(keys))}."
    if kind == "dict_type":
        return "Write a name and a colon, and what belongs to it indented under it."
    if kind in ("tuple_type", "list_type"):
        return "Begin each entry with a dash and a space, or write [one, two]."
    return _description(path)


def part(path: Path) -> type[Declared] | None:
    """The model that stands at a path, if one does."""
    for pattern, model in PARTS.items():
        if len(pattern) == len(path) and all(
            step in ("*", str(own)) for step, own in zip(pattern, path, strict=True)
        ):
            return model
    return None


def keys_of(model: type[Declared]) -> list[str]:
    """The keys of a part, as they are written in the file."""
    return [info.alias or name for name, info in model.model_fields.items()]


def _description(path: Path) -> str:
    model = part(path[:-1]) if path else None
    for name, info in model.model_fields.items() if model else ():
        if path[-1] in (name, info.alias) and info.description:
            return " ".join(info.description.split())
    return "See docs/strategy.md."


def _unknown_key(path: Path) -> tuple[str, str]:
    key, model = str(path[-1]), part(path[:-1])
    what = f"`{key}` is not a key of {_named(path[:-1])}"
    own = keys_of(model) if model else []
    if model is Utm and key in ("campaign", "utm_campaign"):
        return what, "Tie by `campaign:` instead of `utm:`, it reads utm_campaign."
    if near := nearest(key, own):
        return what, f"Did you mean `{near}`?"
    if owners := _owners(key):
        return what, f"Indent it under `{owners[0][0]}`, where it belongs."
    return what, f"Its keys are: {', '.join(own)}."


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word that was most likely meant, if any is near."""
    known = list(known)
    meant = _SYNONYMS.get(word.lower().replace("-", "_"))
    if meant in known:
        return meant
    return next(iter(get_close_matches(word.lower(), known, n=1, cutoff=0.7)), None)


def _not_one_of(name: str, given: str, expected: str) -> tuple[str, str]:
    choices = re.findall(r"'([^']+)'", expected)
    near = nearest(given, choices)
    what = f"{name} is `{given}`, which is none of {', '.join(choices)}"
    return what, f"Did you mean `{near}`?" if near else f"Write {' or '.join(choices)}."
