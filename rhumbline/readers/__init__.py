"""One module or package per platform; READERS lists every format that Rhumbline reads by code."""

from rhumbline.readers import (
    constant_contact,
    google_ads,
    google_analytics,
    linkedin,
    mailchimp,
    mastodon,
    meta,
    search_console,
    sprout,
    tiktok,
    x,
    youtube,
)
from rhumbline.readers.own import tables
from rhumbline.reading.reader import Reader

READERS: tuple[Reader, ...] = (
    *constant_contact.READERS,
    *google_ads.READERS,
    *google_analytics.READERS,
    *linkedin.READERS,
    *mailchimp.READERS,
    *mastodon.READERS,
    *meta.READERS,
    *tables.READERS,
    *search_console.READERS,
    *sprout.READERS,
    *tiktok.READERS,
    *x.READERS,
    *youtube.READERS,
)
