"""The organisation's accounts: which exports are theirs, and how often one is expected."""

import re
from fnmatch import fnmatchcase
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field

from models.strategy_types import Declared, Text, Texts, plain, refusal

_EVERY = {"daily": 1, "weekly": 7, "fortnightly": 14, "monthly": 31, "quarterly": 92}
_DAYS = re.compile(r"(?:every )?(\d+)(?: days?)?")


def handle(name: str) -> str:
    """An account's name as accounts compare: the bare name, also of `@name` and a profile's address."""
    last = plain(name).split("?")[0].rstrip("/").rsplit("/", 1)[-1]
    return last.lstrip("@")


def split_account(reference: str) -> tuple[str, str]:
    """The platform and the bare account of `platform/account`; `*` is every account there."""
    platform, _, account = reference.partition("/")
    return plain(platform), account.strip() if account.strip() == "*" else handle(account)


def _account_reference(value: str) -> str:
    platform, slash, account = value.partition("/")
    if not (slash and platform.strip() and account.strip()):
        raise refusal(
            f"`{value}` does not name an account",
            "Write platform/account, such as x/riverside, or x/* for every account there.",
        )
    return value


AccountRef = Annotated[Text, AfterValidator(_account_reference)]


class Account(Declared):
    """One account of the organisation, and how its exports are told from those of the others."""

    name: Text | None = None
    """What people call it, shown in reports."""
    handles: Texts = ()
    """How exports name it: @handle, profile address, page name or number."""
    files: Texts = ()
    """Which files in inbox/ are its own, by name, folder or pattern: riverside/, Feb-*.csv."""

    def claims(self, path: str) -> bool:
        """Whether a file, by its path below inbox/, is declared to be this account's."""
        path = plain(path.replace("\\", "/"))
        return any(_covers(plain(pattern).strip("/"), path) for pattern in self.files)


def _covers(pattern: str, path: str) -> bool:
    name = path.rsplit("/", 1)[-1]
    whole = fnmatchcase(path, pattern) or fnmatchcase(path, f"{pattern}/*")
    return whole or ("/" not in pattern and fnmatchcase(name, pattern))


def _days(value: Any) -> Any:
    """`weekly`, `10 days` or a number of days."""
    if not isinstance(value, str):
        return value
    written = plain(value)
    if written in _EVERY:
        return _EVERY[written]
    match = _DAYS.fullmatch(written)
    if not match:
        raise refusal(f"`{value}` is not an interval", f"Write {', '.join(_EVERY)}, or 10 days.")
    return int(match[1])


Interval = Annotated[
    int,
    BeforeValidator(_days),
    Field(
        ge=1,
        le=366,
        json_schema_extra={
            "type": ["string", "integer"],
            "examples": [*_EVERY, "10 days"],
        },
    ),
]
