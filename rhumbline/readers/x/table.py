"""X's tables: the same columns in the same order in every language."""

from dataclasses import dataclass, replace
from typing import Final

from rhumbline.opening import Document
from rhumbline.reading.batch import Fate
from rhumbline.reading.daily_series import DailySeries
from rhumbline.reading.positioned_table import PositionedTable
from rhumbline.reading.table import Header

ID: Final = r"\d{5,19}(?:[.,]0+)?|\d[.,]?\d*[Ee]\+?\d+"  # also as a spreadsheet rounds it
LINK: Final = r"https?://(?:www\.)?(?:twitter|x)\.com/.+"
DAY: Final = r"(?:\d{4}-\d\d-\d\d|\d{1,2}([/.-])\d{1,2}\1\d{2,4})"


@dataclass(frozen=True, kw_only=True)
class XTable(PositionedTable):
    """A table in which positions also tell what columns are beside others whose words are known."""

    def find_by_words(self, document: Document) -> Header | None:
        """The first row that names all that is needed; the rest by position in a whole file."""
        header = super().find_by_words(document)
        if header is None:
            return None
        headers = header.sheet.head[header.at]
        ordered = replace(header, columns=self.order_columns(headers, header.sheet))
        agrees = all(
            by_words.fate is Fate.UNMAPPED or by_words == by_position
            for by_words, by_position in zip(header.columns, ordered.columns, strict=True)
        )
        return ordered if agrees else header


@dataclass(frozen=True, kw_only=True)
class XDays(DailySeries, XTable):
    """A table of one row per day of the account."""
