"""A workspace: the folder a person keeps, and where everything in it lies."""

from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from pathlib import Path

from rhumbline.errors import UserError


@dataclass(frozen=True)
class Workspace:
    """The paths of a workspace; nothing is created until something writes."""

    root: Path

    @classmethod
    def find(cls, given: Path | None = None) -> "Workspace":
        """The given folder, or the nearest parent of the current one with a strategy.yaml."""
        if given is not None:
            return cls._checked(given.expanduser().resolve())
        here = Path.cwd().resolve()
        for folder in (here, *here.parents):
            if (folder / "strategy.yaml").is_file():
                return cls(folder)
        raise UserError(
            "There is no strategy.yaml here or in any folder above.",
            str(here),
            "Run `rhumbline init` to begin a workspace, or name one with --workspace DIR.",
        )

    @classmethod
    def _checked(cls, root: Path) -> "Workspace":
        if not root.is_dir():
            raise UserError(
                "The workspace is not a folder.",
                str(root),
                "Create one with `rhumbline init DIR`, or name another with --workspace.",
            )
        if not (root / "strategy.yaml").is_file():
            raise UserError(
                "The workspace has no strategy.yaml.",
                str(root),
                "Run `rhumbline init` there, and say in strategy.yaml why you post.",
            )
        return cls(root)

    @property
    def strategy(self) -> Path:
        """The declared strategy."""
        return self.root / "strategy.yaml"

    @property
    def inbox(self) -> Path:
        """Where exports are dropped."""
        return self.root / "inbox"

    @property
    def archive(self) -> Path:
        """Where every file that was read lies, by content hash."""
        return self.root / "archive"

    @property
    def decisions(self) -> Path:
        """The append-only decisions of people."""
        return self.root / "decisions.jsonl"

    @property
    def formats(self) -> Path:
        """Declarative mappings for files no reader knows."""
        return self.root / "formats"

    @property
    def warehouse(self) -> Path:
        """The writer's database."""
        return self.root / "warehouse.duckdb"

    @property
    def published(self) -> Path:
        """The database people query."""
        return self.root / "published.duckdb"

    @property
    def site(self) -> Path:
        """The scorecard, and the failing activities as CSV."""
        return self.root / "site"

    @property
    def site_for_sharing(self) -> Path:
        """The scorecard without words of posts, accounts and names of files, to be passed on."""
        return self.root / "site-for-sharing"

    @property
    def state(self) -> Path:
        """Run state: Prefect's home, the locks, the server's address and log."""
        return self.root / ".rhumbline"

    @property
    def kept_today(self) -> date | None:
        """The day that this workspace keeps as its today, as a demonstration does; None elsewhere.

        Raises UserError where the file that holds it is not a day.
        """
        path = self.state / "today"
        if not path.is_file():
            return None
        try:
            return date.fromisoformat(path.read_text(encoding="utf-8").strip())
        except ValueError:
            raise UserError(
                "The day that this workspace keeps as its today cannot be read.",
                str(path),
                "Write a day into it, such as 2026-10-13, or remove the file: then today is today.",
            ) from None

    def keep_today(self, day: date) -> None:
        """Write the day that this workspace takes for today from now on."""
        self.state.mkdir(parents=True, exist_ok=True)
        (self.state / "today").write_text(f"{day}\n", encoding="utf-8")

    def today(self, zone: tzinfo) -> date:
        """The day as of which to judge: the one the workspace keeps, else the day it is in `zone`."""
        return self.kept_today or datetime.now(zone).date()
