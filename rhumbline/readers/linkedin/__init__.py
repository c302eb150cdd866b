"""LinkedIn: what pages, people and the data archive let one download."""

from typing import Final

from rhumbline.readers.linkedin import archive, page_audience, page_content, personal, single_post

READERS: Final = (
    *archive.READERS,
    *page_audience.READERS,
    *page_content.READERS,
    *personal.READERS,
    *single_post.READERS,
)
