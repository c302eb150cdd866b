"""The files an organisation writes itself: activities.csv, plan.csv, outcomes.csv and links.csv."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

import polars as pl

from rhumbline.errors import BadExport, UserError
from rhumbline.opening import Document, open_documents
from rhumbline.opening.encodings import is_blank
from rhumbline.readers.own import rows
from rhumbline.readers.own.rows import TEMPLATES, Role
from rhumbline.reading.batch import REJECTED_ROW, Batch, Kind
from rhumbline.reading.cells import normalise_header
from rhumbline.reading.provenance import Provenance
from rhumbline.reading.table import Header, Table

PLANNED_POST: Final = pl.Schema(
    {
        "line": pl.Int64(),
        "date": pl.Date(),
        "platform": pl.String(),
        "text": pl.String(),
        "link": pl.String(),
        "measure": pl.String(),
    }
)
SHORT_LINK: Final = pl.Schema({"line": pl.Int64(), "short": pl.String(), "target": pl.String()})


@dataclass(frozen=True, kw_only=True)
class OwnTable(Table):
    """A table with the columns of a template; it is read whole, so that its rows can be compared."""

    role: Role
    misplaced: str | None = None  # why a file like this cannot be read from inbox/

    def claims(self, document: Document) -> bool:
        """Whether the document has exactly the template's headers, in any order."""
        header = self.find_header(document)
        if header is None:
            return False
        names = [normalise_header(column.header) for column in header.columns]
        return sorted(filter(None, names)) == sorted(TEMPLATES[self.role])

    def header_of(self, document: Document) -> Header:
        """The header of the document; raises UserError where it is not there."""
        header = self.find_header(document)
        if header is None:
            needed = [column for column in TEMPLATES[self.role] if column in self.needs]
            raise UserError(
                f"{document.name} has no line with the column "
                f"{' and '.join(f'`{column}`' for column in needed)}.",
                None,
                f"Its first line must be {','.join(TEMPLATES[self.role])}",
            )
        return header

    def read(self, document: Document, provenance: Provenance) -> Iterator[Batch]:
        """One part with all rows.

        Raises BadExport for a plan or a list of links dropped into inbox/, where it has no effect.
        """
        if self.misplaced is not None:
            raise BadExport(
                f"{document.name} is {self.misplaced}.",
                "From inbox/ it would not be kept up to date.",
                f"Put it beside strategy.yaml as {self.role}.csv; it is read there every night.",
            )
        header = self.header_of(document)
        cells = list(header.sheet.batches(header.at))
        if cells:
            yield self.read_batch(pl.concat(cells, how="diagonal"), header, provenance)

    def frames(
        self, document: Document, provenance: Provenance
    ) -> tuple[pl.DataFrame, pl.DataFrame]:
        """The kept and the rejected rows, of whatever columns the shape gives them."""
        header = self.header_of(document)
        cells = list(header.sheet.batches(header.at))
        if not cells:
            return pl.DataFrame(), pl.DataFrame()
        return self.shape_rows(pl.concat(cells, how="diagonal"), header, provenance)


def read_own(
    path: Path, role: Literal["activities", "outcomes"], provenance: Provenance
) -> Iterator[Batch]:
    """Parts of posts (activities) or conversions (outcomes); a file with nothing in it has none.

    Days are those of `provenance.timezone`. Raises UserError where the header is not there.
    """
    table = ACTIVITIES if role == "activities" else OUTCOMES
    for document in _documents(path):
        yield from table.read(document, provenance)


def read_plan(path: Path) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The content plan (PLANNED_POST), and its rejected rows with line and reason.

    Raises UserError where the header is not there.
    """
    return _frames(path, PLAN, PLANNED_POST)


def read_links(path: Path) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The short links (SHORT_LINK), and the rejected rows with line and reason.

    Raises UserError where the header is not there.
    """
    return _frames(path, LINKS, SHORT_LINK)


def _frames(
    path: Path, table: OwnTable, columns: dict[str, pl.DataType]
) -> tuple[pl.DataFrame, pl.DataFrame]:
    for document in _documents(path):
        kept, refused = table.frames(document, Provenance(path.name))
        if kept.width:
            return kept.select(list(columns)), refused.select(list(REJECTED_ROW))
    return pl.DataFrame(schema=columns), pl.DataFrame(schema=REJECTED_ROW)


def require_header(path: Path, role: str) -> None:
    """Do nothing where the file is empty or has the columns its template needs.

    Raises UserError, which calls it by its role, where it has not.
    """
    for document in _documents(path, f"{role}.csv"):
        table = next(reader for reader in READERS if reader.role == role)
        table.header_of(document)


def _documents(path: Path, name: str | None = None) -> Iterator[Document]:
    """The file as one document; none where it is empty."""
    if not is_blank(path):
        with open_documents(path, name) as documents:
            yield documents[0]


def _own(role: Role, kind: Kind, needs: set[str], misplaced: str | None = None) -> OwnTable:
    return OwnTable(
        format=f"own_{role}",
        platform="log",
        kind=kind,
        role=role,
        fields={name: name for name in TEMPLATES[role]},
        needs=frozenset(needs),
        structural=rows.is_remark,
        shape=rows.SHAPES[role],
        misplaced=misplaced,
    )


ACTIVITIES: Final = _own("activities", Kind.POSTS, {"date"})
OUTCOMES: Final = _own("outcomes", Kind.CONVERSIONS, {"date", "name", "value"})
PLAN: Final = _own("plan", Kind.OTHER, {"date", "measure"}, "a content plan")
LINKS: Final = _own("links", Kind.OTHER, {"short", "target"}, "a list of short links")

READERS: Final = (ACTIVITIES, OUTCOMES, PLAN, LINKS)
