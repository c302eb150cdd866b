"""One module per platform; this tuple is the list of formats Rhumbline reads."""

from rhumbline.readers import sprout, x
from rhumbline.reading import Reader

READERS: tuple[Reader, ...] = (*sprout.READERS, *x.READERS)
