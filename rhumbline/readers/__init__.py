"""One module per platform; this tuple is the list of formats Rhumbline reads."""

from rhumbline.readers import (
    constant_contact,
    facebook,
    facebook_insights,
    google_analytics,
    instagram,
    instagram_download,
    linkedin,
    mailchimp,
    mastodon,
    meta_ads,
    meta_insights,
    sprout,
    tiktok,
    x,
    youtube,
)
from rhumbline.readers.own import tables
from rhumbline.reading.reader import Reader

READERS: tuple[Reader, ...] = (
    *constant_contact.READERS,
    *facebook.READERS,
    *facebook_insights.READERS,
    *google_analytics.READERS,
    *instagram.READERS,
    *instagram_download.READERS,
    *linkedin.READERS,
    *mailchimp.READERS,
    *mastodon.READERS,
    *meta_ads.READERS,
    *meta_insights.READERS,
    *tables.READERS,
    *sprout.READERS,
    *tiktok.READERS,
    *x.READERS,
    *youtube.READERS,
)
