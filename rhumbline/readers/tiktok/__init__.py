"""TikTok: what Studio and Business Suite let an account download."""

from typing import Final

from rhumbline.readers.tiktok import business, followers, studio
from rhumbline.reading.reader import Reader

READERS: Final[tuple[Reader, ...]] = (
    studio.CONTENT,
    studio.OVERVIEW,
    studio.VIEWERS,
    studio.HISTORY,
    followers.GENDER,
    followers.TERRITORIES,
    followers.ACTIVITY,
    business.OVERVIEW,
    business.AUDIENCE,
    business.VIDEO,
)
