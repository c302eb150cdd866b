"""X and Twitter: what analytics.twitter.com and X Premium let an account download."""

from typing import Final

from rhumbline.readers.x.activity import DAYS, TWEETS
from rhumbline.readers.x.ads import ADS
from rhumbline.readers.x.archive import ARCHIVE, OLD_ARCHIVE
from rhumbline.readers.x.content import CONTENT
from rhumbline.readers.x.overview import OVERVIEW, VIDEO
from rhumbline.reading.reader import Reader

READERS: Final[tuple[Reader, ...]] = (
    CONTENT,
    TWEETS,
    DAYS,
    OVERVIEW,
    VIDEO,
    ADS,
    ARCHIVE,
    OLD_ARCHIVE,
)
