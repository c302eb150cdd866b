"""Account archives: downloads of everything an account holds, and the few members of them that are read.

Messages, contacts, devices, addresses and ad data are never opened, copied or named.
"""

import re
from dataclasses import dataclass
from re import Pattern
from typing import Final


@dataclass(frozen=True)
class AccountArchive:
    """One platform's archive: the names that show it, and those of the members that are opened."""

    platform: str
    shown_by: Pattern[str]
    opened: Pattern[str]
    owner: Pattern[str]  # of what is opened, the member that names the account and much else

    def shows(self, member: str) -> bool:
        """Whether a member of this name is in no other zip than this platform's archive."""
        return bool(self.shown_by.search(member.replace("\\", "/")))

    def opens(self, member: str) -> bool:
        """Whether the member holds own posts, or the name of the account."""
        return bool(self.opened.search(member.replace("\\", "/")))

    def names_owner(self, member: str) -> bool:
        """Whether the member names the account."""
        return bool(self.owner.search(member.replace("\\", "/")))


X_ARCHIVE: Final = AccountArchive(
    platform="x",
    shown_by=re.compile(r"(?:^|/)data/tweets?(?:-part\d+)?\.js$"),
    opened=re.compile(r"(?:^|/)data/(?:tweets?|note-tweet|account)(?:-part\d+)?\.js$"),
    owner=re.compile(r"(?:^|/)data/account\.js$"),
)
