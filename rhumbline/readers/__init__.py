"""One module per platform; this tuple is the list of formats Rhumbline reads."""

from rhumbline.readers import constant_contact, mailchimp, mastodon, sprout, x
from rhumbline.reading import Reader

READERS: tuple[Reader, ...] = (
    *constant_contact.READERS,
    *mailchimp.READERS,
    *mastodon.READERS,
    *sprout.READERS,
    *x.READERS,
)
