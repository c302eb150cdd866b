"""The types that all parts of the strategy file are made of: names, texts, days, numbers, lists."""

import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

_LOOSE_DAY = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
_NUMBER = re.compile(r"([+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)\s*(%?)")


def plain(text: str) -> str:
    """Text as ties compare it: NFKC, lower case, runs of white space as one space."""
    return " ".join(unicodedata.normalize("NFKC", text).lower().split())


def one_line(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Fields with their texts' line breaks and runs of spaces as one space each."""
    return {
        name: " ".join(value.split()) if isinstance(value, str) else value
        for name, value in fields.items()
    }


def refusal(what: str, next_step: str) -> PydanticCustomError:
    """A validation error that says what is wrong and what to do; braces in the texts are kept."""
    context = {"what": what, "next_step": next_step}
    return PydanticCustomError("refused", "{what}. {next_step}", context)


class Declared(BaseModel):
    """A part of the strategy file: frozen, and unknown keys are errors."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        str_strip_whitespace=True,
        validate_by_name=True,
        validate_by_alias=True,
        serialize_by_alias=True,
        use_attribute_docstrings=True,
    )

    @model_validator(mode="before")
    @classmethod
    def _a_key_left_empty_is_not_written(cls, data: Any) -> Any:
        if isinstance(data, Mapping):
            return {key: value for key, value in data.items() if value is not None}
        return data


def _day(value: Any) -> Any:
    """A date that begins with the year, such as 2026-9-1 or 2026/09/01; 1.9.2026 is ambiguous."""
    if not isinstance(value, str):
        return value
    match = _LOOSE_DAY.fullmatch(value.strip())
    if not match:
        raise refusal(f"`{value}` is not a date", "Write year-month-day, such as 2026-09-01.")
    try:
        return date(*(int(part) for part in match.groups()))
    except ValueError:
        raise refusal(f"`{value}` is not a day", "Look it up in a calendar.") from None


def _number(value: Any) -> Any:
    """A plain number; `5%` is 0.05. `1,000` is refused: in much of Europe it means 1."""
    if not isinstance(value, str):
        return value
    match = _NUMBER.fullmatch(value.strip())
    if not match:
        raise refusal(
            f"`{value}` is not a plain number",
            "Write digits, with a point for decimals: 1000 or 27.50, without separators or units.",
        )
    number = float(match[1])
    return number / 100 if match[2] else number


def _list(value: Any) -> Any:
    """One text as a list of one; a text with commas is refused, since as one text it matches nothing."""
    if not isinstance(value, str):
        return value
    parts = [part.strip() for part in value.split(",")]
    if len(parts) > 1:
        quoted = ", ".join(f'"{part}"' for part in parts)
        raise refusal(f"`{value}` is one text", f"Write a list: [{quoted}].")
    return (value,) if value.strip() else ()


def _sentences(value: Any) -> Any:
    """One sentence as a list of one: sentences have commas of their own."""
    return (value,) if isinstance(value, str) and value.strip() else value


def _mapping(value: Any) -> Any:
    return {} if value is None else value


Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Id = Annotated[str, StringConstraints(pattern=r"^[^\W_][\w.-]*$", max_length=80)]
Lowered = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, to_lower=True)]
Day = Annotated[date, BeforeValidator(_day)]
Number = Annotated[float, BeforeValidator(_number)]
OneOrMany = BeforeValidator(_list)
Texts = Annotated[tuple[Text, ...], OneOrMany]
Sentences = Annotated[tuple[Text, ...], BeforeValidator(_sentences)]
NoneAsEmpty = BeforeValidator(
    _mapping
)  # `riverside:` with nothing after it is an empty declaration
