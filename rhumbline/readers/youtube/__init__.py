"""YouTube Studio: the tables, charts and totals of advanced mode, one by one, in a zip or a workbook."""

from typing import Final

from rhumbline.readers.youtube.breakdowns import OTHER, VIEWERS
from rhumbline.readers.youtube.content import CONTENT
from rhumbline.readers.youtube.days import CHART, DAYS
from rhumbline.readers.youtube.workbook import add_other_sheets
from rhumbline.reading.reader import Reader

_TABLES: Final[tuple[Reader, ...]] = (CONTENT, DAYS, CHART, VIEWERS, OTHER)
READERS: Final[tuple[Reader, ...]] = tuple(add_other_sheets(first, _TABLES) for first in _TABLES)
