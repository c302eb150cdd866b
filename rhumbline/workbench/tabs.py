"""The navigation: every page of the workbench, in its order."""

from typing import Final

from rhumbline.workbench.frame import Tab
from rhumbline.workbench.pages import (
    inbox,
    links,
    measures,
    next_post,
    posts,
    start,
    strategy,
    today,
)

TABS: Final[tuple[Tab, ...]] = (
    today.TAB,
    start.TAB,
    strategy.TAB,
    posts.TAB,
    measures.TAB,
    inbox.TAB,
    links.TAB,
    next_post.TAB,
)
