"""LinkedIn: what pages, people and the data archive let one download."""

from typing import Final

from rhumbline.readers.linkedin import (
    ads,
    archive,
    page_audience,
    page_content,
    personal,
    single_post,
)

READERS: Final = (
    *ads.READERS,
    *archive.READERS,
    *page_audience.READERS,
    *page_content.READERS,
    *personal.READERS,
    *single_post.READERS,
)
