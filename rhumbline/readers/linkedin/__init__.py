"""LinkedIn: what pages, people and the data archive let one download."""

from typing import Final

from rhumbline.readers.linkedin import page_audience, page_content

READERS: Final = (*page_audience.READERS, *page_content.READERS)
