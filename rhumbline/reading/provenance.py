"""Where the rows of a file come from: what is known of the file besides its rows."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime


@dataclass(frozen=True)
class Provenance:
    """What is known of a file from outside it: its name, its folder, a sidecar."""

    name: str  # as downloaded
    folder: str = ""  # below inbox/, "" for the inbox itself
    account: str | None = None  # from a sidecar, the strategy, the folder or the name
    platform: str | None = None  # likewise, for files that do not say
    observed_at: datetime | None = None  # UTC; None while that is being found out
    period: tuple[date, date] | None = None  # the window the export covers, where known
    timezone: str = "UTC"  # the organisation's
    sidecar: Mapping[str, str] = field(default_factory=dict)

    @property
    def window(self) -> tuple[date | None, date | None]:
        """The first and last day that anything in the export can be of, None where unknown."""
        observed = self.observed_at.date() if self.observed_at else None
        return self.period or (None, observed)
