"""Instagram's data download: what was published, and the figures of past posts and reels."""

from typing import Final

from rhumbline.readers.meta.instagram_download import figures, media

READERS: Final = (*figures.READERS, *media.READERS)
