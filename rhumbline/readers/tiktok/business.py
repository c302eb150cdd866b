"""TikTok Business Suite: days of the account in full dates, its audience, and videos with their figures."""

import re
from typing import Final

from models.metrics import Basis
from rhumbline.readers.tiktok.studio import shape_video
from rhumbline.reading.batch import Kind
from rhumbline.reading.cells import map_headers
from rhumbline.reading.daily_series import DailySeries
from rhumbline.reading.table import Table

# English, and Swedish as another program knew it.
OVERVIEW_FIELDS: Final = {
    "day": "Date|Datum",
    "video_views": "Video views|Videovisningar",
    "reach": "Reached audience|Målgrupp som nåtts",
    "profile_visits": "Profile views|Profilvisningar",
    "reactions": "Likes|Gilla-markeringar",
    "shares": "Shares|Delningar",
    "comments": "Comments|Kommentarer",
    "follows": "New followers|Nya följare",
    "unfollows": "Lost followers|Tappade följare",
}
AUDIENCE_FIELDS: Final = {
    "day": "Date|Datum",
    "follows": "New followers|Nya följare",
    "followers": "Total followers",
    "reach": "Reached audience|Målgrupp som nåtts",
}
VIDEO_FIELDS: Final = {
    "text": "Video title|Videotitel",
    "permalink": "Video link|Videolänk",
    "published": "Post time|Publiceringstid",
    "video_views": "Video views|Videovisningar",
    "reactions": "Likes|Gilla-markeringar",
    "comments": "Comments|Kommentarer",
    "shares": "Shares|Delningar",
    "saves": "Add to Favorites|Lägg till i Favoriter",
}
# Clicks on buttons of the profile, each counted apart; sales; net growth is new less lost.
IGNORED_LIKE: Final = re.compile(
    r"clicks?$|klick|^leads|submission|^product|gmv|^net growth$|^nettotillväxt$"
)

OVERVIEW: Final = DailySeries(
    format="tiktok_business_overview",
    platform="tiktok",
    fields=map_headers(OVERVIEW_FIELDS),
    needs=frozenset({"day", "video_views", "profile_visits", "reactions", "follows", "unfollows"}),
    ignored_like=IGNORED_LIKE,
)
AUDIENCE: Final = DailySeries(
    format="tiktok_business_audience",
    platform="tiktok",
    fields=map_headers(AUDIENCE_FIELDS),
    needs=frozenset({"day", "follows", "followers", "reach"}),
    ignored=frozenset({"engaged audience"}),
)
VIDEO: Final = Table(
    format="tiktok_business_video",
    platform="tiktok",
    kind=Kind.POSTS,
    basis=Basis.LIFETIME,
    fields=map_headers(VIDEO_FIELDS),
    needs=frozenset({"text", "permalink", "published", "video_views"}),
    without=frozenset({"time"}),
    shape=shape_video,
)
