"""The navigation: every page of the workbench, in its order."""

from typing import Final

from rhumbline.workbench.frame import Tab
from rhumbline.workbench.pages import inbox, posts, start, today

TABS: Final[tuple[Tab, ...]] = (today.TAB, posts.TAB, inbox.TAB, start.TAB)
