"""strategy.yaml as a form sees it: read with its digest, and saved only if nobody changed it since."""

import codecs
import hashlib
import os
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import unified_diff
from pathlib import Path
from tempfile import NamedTemporaryFile

from filelock import FileLock

from rhumbline.errors import BadStrategy, UserError
from rhumbline.strategy.editing.edits import Edit
from rhumbline.strategy.editing.splicing import edit_text
from rhumbline.strategy.file import Loaded, loads
from rhumbline.workspace import Workspace


class ChangedMeanwhile(UserError):
    """The file is not what the form was filled from; nothing was written.

    `current` is the file as it is now.
    """

    def __init__(self, current: "StrategyText", path: Path) -> None:
        """Keep what the file says now."""
        self.current = current
        super().__init__(
            "strategy.yaml was changed elsewhere while the form was open.",
            str(path),
            "Look at what it says now, and make the change again.",
        )


@dataclass(frozen=True)
class StrategyText:
    """The bytes of a strategy file and its text, without byte order mark, line ends as they are."""

    raw: bytes
    text: str
    encoding: str
    mark: bytes

    @classmethod
    def of(cls, raw: bytes) -> "StrategyText":
        """Raises BadStrategy for bytes that are no text."""
        mark, encoding = b"", "utf-8"
        for each, name in _MARKS:
            if raw.startswith(each):
                mark, encoding = each, name
        try:
            return cls(raw, raw[len(mark) :].decode(encoding), encoding, mark)
        except UnicodeDecodeError:
            loads(raw)  # it says in which line
            raise

    @property
    def digest(self) -> str:
        """SHA-256 of the bytes, which a form keeps to tell whether the file changed since."""
        return hashlib.sha256(self.raw).hexdigest()

    def loaded(self) -> Loaded:
        """The strategy; raises BadStrategy with all mistakes and their lines."""
        return loads(self.raw)

    def edited(self, edits: Sequence[Edit]) -> "StrategyText":
        """The file with edits in it, in the same encoding; it may hold mistakes, which `loaded` finds.

        Raises UserError for a part that cannot be edited, BadStrategy where the file is not YAML.
        """
        text = edit_text(self.text, edits)
        return StrategyText(self.mark + text.encode(self.encoding), text, self.encoding, self.mark)

    def diff(self, other: "StrategyText") -> str:
        """What `other` changes, as a unified diff; empty where nothing does."""
        before, after = self.text.splitlines(), other.text.splitlines()
        return "\n".join(unified_diff(before, after, "strategy.yaml", "strategy.yaml", lineterm=""))


_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


def read_strategy_text(workspace: Workspace) -> StrategyText:
    """Raises BadStrategy where the file is missing or no text."""
    try:
        return StrategyText.of(workspace.strategy.read_bytes())
    except OSError as error:
        raise BadStrategy(
            f"The strategy file cannot be read: {error.strerror or error}.",
            str(workspace.strategy),
            "Check that it is there and that you may read it.",
        ) from None


def save_strategy(workspace: Workspace, new: StrategyText, filled_from: str) -> Loaded:
    """Write the file in one step, if it still has the digest `filled_from`; what it says now.

    Raises ChangedMeanwhile where it has another one, and BadStrategy where the new text has
    mistakes; nothing is written then.
    """
    loaded = new.loaded()
    workspace.state.mkdir(parents=True, exist_ok=True)
    with FileLock(workspace.state / "strategy.lock"):
        current = read_strategy_text(workspace)
        if current.digest != filled_from:
            raise ChangedMeanwhile(current, workspace.strategy)
        _replace(workspace.strategy.resolve(), new.raw)
    return loaded


def _replace(path: Path, content: bytes) -> None:
    """Write a file beside it and put that in its place, so that a crash leaves one or the other."""
    scratch = NamedTemporaryFile(dir=path.parent, prefix=".strategy-", delete=False)  # noqa: SIM115
    try:
        with scratch:
            scratch.write(content)
            scratch.flush()
            os.fsync(scratch.fileno())
        Path(scratch.name).chmod(path.stat().st_mode & 0o777)
        Path(scratch.name).replace(path)
    except BaseException:
        Path(scratch.name).unlink(missing_ok=True)
        raise
