"""Names that match nothing: misspelt platforms, types and accounts, and text left over from the template."""

import re
from collections.abc import Iterator
from typing import Any, Final

from models.platforms import PLATFORMS, id_in_strategy
from models.strategy import plain
from rhumbline.lint.finding import Evidence, Remark
from rhumbline.strategy.file import Loaded
from rhumbline.strategy.mistakes import nearest
from rhumbline.strategy.yaml import Path

_TYPES: Final = ("post", "reply", "story", "video", "mailing")
_OTHER_TYPES: Final = {"replies": "reply", "stories": "story", "tweet": "post", "reel": "video"}


def unknown_platform(loaded: Loaded, evidence: Evidence) -> Iterator[Remark]:
    """A platform that nothing is read from has no activities, and is most likely misspelt."""
    strategy = loaded.strategy
    named: list[tuple[Path, str]] = [
        (("ties", place, "platform"), tie.platform)
        for place, tie in enumerate(strategy.ties)
        if tie.platform
    ]
    named += [(("accounts", name), name) for name in strategy.accounts]
    named += [(("expected_exports", name), name) for name in strategy.expected_exports]
    known = [*PLATFORMS, *sorted(set(evidence.platforms) - PLATFORMS.keys())]
    for path, name in named:
        if name in known:
            continue
        if record := PLATFORMS.get(id_in_strategy(name)):
            yield Remark(
                path, f"`{name}` is another name of {record.name}", f"Write `{record.id}`."
            )
        else:
            near = nearest(name, known)
            todo = f"Did you mean `{near}`?" if near else f"Known are: {', '.join(known)}."
            yield Remark(path, f"`{name}` is no platform that Rhumbline knows", todo)


def likely_misspelt_type(loaded: Loaded, _: Evidence) -> Iterator[Remark]:
    """The activity log may hold any type, so only what looks like a slip is a finding."""
    strategy = loaded.strategy
    named: list[tuple[Path, str]] = [
        (("ties", place, "type"), tie.type) for place, tie in enumerate(strategy.ties) if tie.type
    ]
    named += [(("effort", "minutes", name), name) for name in strategy.effort.minutes]
    for path, name in named:
        near = _OTHER_TYPES.get(name) or nearest(name, _TYPES)
        if near and name not in _TYPES:
            message = f"`{name}` is no type that a platform's activities have"
            yield Remark(path, message, f"Did you mean `{near}`?")


def undeclared_account(loaded: Loaded, _: Evidence) -> Iterator[Remark]:
    """Where accounts are declared, a tie to another one is most likely misspelt."""
    strategy = loaded.strategy
    for place, tie in enumerate(strategy.ties):
        where = [tie.platform] if tie.platform else list(strategy.accounts)
        known = [name for platform in where for name in strategy.accounts.get(platform, {})]
        if tie.account and known and plain(tie.account) not in map(plain, known):
            near = nearest(tie.account, known)
            todo = f"Did you mean `{near}`?" if near else f"Declared are: {', '.join(known)}."
            yield Remark(
                ("ties", place, "account"), f"no account `{tie.account}` is declared", todo
            )


def still_to_fill_in(loaded: Loaded, _: Evidence) -> Iterator[Remark]:
    """A template that was not filled in says what somebody else thought of."""
    for path, text in _texts(loaded.document.data, ()):
        if re.fullmatch(r"<[^<>]+>", text):
            message = f"`{path[-1]}` still holds the template's text"
            yield Remark(path, message, f"Replace {text}.")


def _texts(data: Any, path: Path) -> Iterator[tuple[Path, str]]:
    """Every text in the file with its path."""
    if isinstance(data, str):
        yield path, data
    elif isinstance(data, dict | list):
        for key, value in data.items() if isinstance(data, dict) else enumerate(data):
            yield from _texts(value, (*path, key))
