"""One module per platform; this tuple is the list of formats Rhumbline reads."""

from rhumbline.readers import mastodon, sprout, x
from rhumbline.reading import Reader

READERS: tuple[Reader, ...] = (*mastodon.READERS, *sprout.READERS, *x.READERS)
