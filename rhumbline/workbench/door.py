"""Who may come in: a one-time secret in a file of this user alone, exchanged for a cookie."""

import base64
import hashlib
import hmac
import os
import secrets
import threading
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from rhumbline.workspace import Workspace

_SUBMIT: Final = "document.forms[0].submit();"
_PAGE: Final = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="referrer" content="no-referrer">
<meta http-equiv="Content-Security-Policy"
  content="default-src 'none'; form-action {address}; script-src 'sha256-{digest}'">
<title>Open the workbench</title>
</head>
<body>
<form method="post" action="{address}/enter">
<input type="hidden" name="secret" value="{secret}">
<button>Open the workbench</button>
</form>
<script>{script}</script>
</body>
</html>
"""


@dataclass(frozen=True)
class Notice:
    """One message to show on the next page, with a form that takes back what it tells of."""

    text: str
    is_good: bool = True
    take_back: str | None = None  # the path that a POST to takes it back


@dataclass
class Session:
    """What the workbench remembers of one browser, until the workbench ends."""

    decided_by: str | None = None
    notices: list[Notice] = field(default_factory=list)

    def notify(self, text: str, *, is_good: bool = True, take_back: str | None = None) -> None:
        """Show a message on the next page."""
        self.notices.append(Notice(text, is_good, take_back))

    def take_notices(self) -> list[Notice]:
        """The messages not shown yet; they are shown once."""
        notices, self.notices = self.notices, []
        return notices


class Door:
    """The secret, the file that holds it, and the sessions that were opened with one.

    Each secret opens one session. After that the file holds the next one, so that the same file
    also opens a second browser.
    """

    def __init__(self, workspace: Workspace, port: int) -> None:
        """Describe the door of a workbench at `port`; `renew` writes its file."""
        self.address = f"http://127.0.0.1:{port}"
        self.hosts = (f"127.0.0.1:{port}", f"localhost:{port}")
        self.cookie = f"rhumbline-{port}"
        self.file = door_file(workspace)
        self._secret = ""
        self._sessions: dict[str, Session] = {}
        self._lock = threading.Lock()

    def renew(self) -> None:
        """Write a page with a new secret, readable by this user alone; it replaces the earlier one."""
        secret = secrets.token_urlsafe(32)
        page = _PAGE.format(
            address=self.address,
            digest=base64.b64encode(hashlib.sha256(_SUBMIT.encode()).digest()).decode(),
            secret=secret,
            script=_SUBMIT,
        )
        self.file.parent.mkdir(parents=True, exist_ok=True)
        fresh = self.file.with_name(f".{self.file.name}.{secrets.token_hex(8)}")
        handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(page)
        fresh.replace(self.file)
        self._secret = secret

    def exchange(self, secret: str) -> str | None:
        """The value of a new session's cookie for a secret that was not used yet; None for any other."""
        with self._lock:
            if not self._secret or not hmac.compare_digest(self._secret.encode(), secret.encode()):
                return None
            self._secret = ""
            value = secrets.token_urlsafe(32)
            self._sessions[_digest(value)] = Session()
            self.renew()
            return value

    def session(self, value: str) -> Session | None:
        """The session of a cookie's value; None where there is none."""
        return self._sessions.get(_digest(value))

    def close(self) -> None:
        """Remove the file."""
        self.file.unlink(missing_ok=True)


def door_file(workspace: Workspace) -> Path:
    """The file that opens the workbench of a workspace."""
    return workspace.state / "open.html"


def _digest(value: str) -> str:
    return hashlib.sha256(value.encode(errors="replace")).hexdigest()
