"""Where the rows of a file come from: the file, the export it is, and the reader that claims it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from models.metrics import Basis
from rhumbline.reading.batch import Kind


@dataclass(frozen=True)
class Provenance:
    """Where rows come from. It begins with what is known of the file from outside.

    Ingest completes it, field by field, once a reader claims a document of the file.
    """

    name: str  # as downloaded
    folder: str = ""  # below inbox/, "" for the inbox itself
    account: str | None = None  # from a sidecar, the strategy, the folder or the name
    account_as_told: str | None = None  # before the strategy gives it another name
    platform: str | None = None  # from a sidecar; once a reader claims the document, its platform
    modified_at: datetime | None = None  # UTC
    observed_at: datetime | None = None  # UTC; None while that is being found out
    observed_source: str | None = None  # file, sidecar, name or modification time
    period: tuple[date, date] | None = None  # the window the export covers, where known
    timezone: str = "UTC"  # the organisation's
    sidecar: Mapping[str, str] = field(default_factory=dict)
    # What a reader that claims a document adds.
    document: str = ""  # the member's name in a zip, else the file's own
    format: str = ""
    kind: Kind = Kind.OTHER
    basis: Basis = Basis.LIFETIME
    # What the warehouse calls the export.
    export_key: int = 0
    export_id: str = ""

    @property
    def owner(self) -> str | None:
        """Whose the export is, as file, sidecar, name or folder tell it, whatever a strategy says."""
        return self.account_as_told or self.folder.split("/")[0] or None

    @property
    def window(self) -> tuple[date | None, date | None]:
        """The first and last day that anything in the export can be of, None where unknown."""
        observed = self.observed_at.date() if self.observed_at else None
        return self.period or (None, observed)
