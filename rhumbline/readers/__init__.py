"""One module per platform; this tuple is the list of formats Rhumbline reads."""

from rhumbline.readers import x
from rhumbline.reading import Reader

READERS: tuple[Reader, ...] = (*x.READERS,)
