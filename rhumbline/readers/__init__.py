"""One module per platform; this tuple is the list of formats Rhumbline reads."""

from rhumbline import own_files
from rhumbline.readers import constant_contact, facebook, instagram, mailchimp, mastodon, sprout, x
from rhumbline.reading import Reader

READERS: tuple[Reader, ...] = (
    *constant_contact.READERS,
    *facebook.READERS,
    *instagram.READERS,
    *mailchimp.READERS,
    *mastodon.READERS,
    *own_files.READERS,
    *sprout.READERS,
    *x.READERS,
)
