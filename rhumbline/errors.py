"""The errors Rhumbline shows to a person, and the exit code each ends with.

* RhumblineError
  x UserError            exit 2: the input or the machine is at fault; shown without a traceback
    - BadStrategy        strategy.yaml cannot be read or contradicts itself
    - BadExport          a file in inbox/ cannot be read as a whole
    - WarehouseBusy      another process writes to the workspace
    - NothingToJudge     nothing is stored and nothing arrived
  x CheckFailed          exit 1: a check of the night failed
    - AlignmentFailed    activities without a measure; they are published all the same
    - IntegrityFailed    rows lost, duplicated or contradictory; nothing was published

Anything else that is raised is a mistake of ours: exit 3, with a traceback.
"""

from typing import ClassVar

EXIT_GOOD, EXIT_FAILED, EXIT_USER, EXIT_OURS = 0, 1, 2, 3


class RhumblineError(Exception):
    """Anything Rhumbline raises on purpose."""

    exit_code: ClassVar[int] = EXIT_OURS


class UserError(RhumblineError):
    """Something a person can put right; its text says what is wrong, where, and what to do next."""

    exit_code = EXIT_USER

    def __init__(self, what: str, where: str | None = None, next_step: str | None = None) -> None:
        """Keep the three parts; `str()` puts each on a line of its own."""
        self.what, self.where, self.next_step = what, where, next_step
        super().__init__("\n".join(part for part in (what, where, next_step) if part))

    def __reduce__(self) -> tuple[type["UserError"], tuple[str, str | None, str | None]]:
        """Pickle with all three parts: Prefect pickles the exception of a flow run."""
        return type(self), (self.what, self.where, self.next_step)


class BadStrategy(UserError):
    """strategy.yaml cannot be read, or contradicts itself or an earlier version."""


class BadExport(UserError):
    """A file cannot be read at all; it is archived with this text as the reason."""


class WarehouseBusy(UserError):
    """Another process holds the workspace's lock; the text names that process."""


class NothingToJudge(UserError):
    """inbox/ is empty and nothing was ever stored."""


class CheckFailed(RhumblineError):
    """The night ran to its end and a critical check failed; the first line is the headline."""

    exit_code = EXIT_FAILED


class AlignmentFailed(CheckFailed):
    """Activities cannot be traced to a measure; what was judged is published all the same."""


class IntegrityFailed(CheckFailed):
    """What is stored contradicts itself; the last published database was left untouched."""
