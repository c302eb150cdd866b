"""YouTube Studio: the tables, charts and totals of advanced mode, one by one or in their zip."""

from typing import Final

from rhumbline.readers.youtube.breakdowns import OTHER, VIEWERS
from rhumbline.readers.youtube.content import CONTENT
from rhumbline.readers.youtube.days import CHART, DAYS
from rhumbline.reading import Reader

READERS: Final[tuple[Reader, ...]] = (CONTENT, DAYS, CHART, VIEWERS, OTHER)
