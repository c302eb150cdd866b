"""Meta: posts and insights of Facebook and Instagram, ads, and the download of an Instagram account."""

from typing import Final

from rhumbline.readers.meta import (
    ads,
    facebook_content,
    insights,
    instagram_content,
    instagram_download,
    page_insights,
)

READERS: Final = (
    *ads.READERS,
    *facebook_content.READERS,
    *insights.READERS,
    *instagram_content.READERS,
    *instagram_download.READERS,
    *page_insights.READERS,
)
