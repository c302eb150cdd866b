"""LinkedIn: what pages, people and the data archive let one download."""

from typing import Final

from rhumbline.readers.linkedin import page_content

READERS: Final = (*page_content.READERS,)
