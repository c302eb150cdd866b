"""The Prefect server of a workspace: where it is, whether it answers, and the environment runs need."""

import json
import os
import urllib.error
import urllib.request
from base64 import b64encode
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

from rhumbline.errors import UserError
from rhumbline.settings import hush
from rhumbline.workspace import Workspace

_ANSWERS_WITHIN_SECONDS: Final = 2.0


def note(workspace: Workspace) -> Path:
    """Where `serve` writes its address, for `run` to find."""
    return workspace.state / "server.json"


def noted(workspace: Workspace) -> dict[str, Any]:
    """What `serve` wrote: api_url, ui_url and pid; empty where none runs or ran."""
    with suppress(OSError, ValueError):
        said = json.loads(note(workspace).read_text(encoding="utf-8"))
        return said if isinstance(said, dict) else {}
    return {}


def address(workspace: Workspace) -> str | None:
    """The API address of a Prefect server that answers: PREFECT_API_URL, or the one `serve` started."""
    candidates = (os.environ.get("PREFECT_API_URL"), noted(workspace).get("api_url"))
    return next((url for url in candidates if url and answers(url)), None)


def refuse_without_password(api_url: str) -> None:
    """Raise UserError where the server asks for a password and none, or a wrong one, is set."""
    headers = {}
    if known := os.environ.get("PREFECT_API_AUTH_STRING"):
        headers["Authorization"] = f"Basic {b64encode(known.encode()).decode()}"
    request = urllib.request.Request(f"{api_url.rstrip('/')}/admin/version", headers=headers)  # noqa: S310
    try:
        urllib.request.urlopen(request, timeout=_ANSWERS_WITHIN_SECONDS).close()  # noqa: S310
    except urllib.error.HTTPError as refused:
        if refused.code in (401, 403):
            raise UserError(
                "The Prefect server asks for a password.",
                api_url,
                "Set PREFECT_API_AUTH_STRING=user:password, as it was set for the server.",
            ) from None
    except OSError:
        return  # whoever speaks to it next will say so


def pages(api_url: str) -> str:
    """Where a person opens the pages of the server with this API address."""
    return api_url.rstrip("/").removesuffix("/api")


def answers(api_url: str, within: float = _ANSWERS_WITHIN_SECONDS) -> bool:
    """Whether a Prefect server says, within so many seconds, that it is healthy."""
    if not api_url.startswith(("http://", "https://")):
        return False
    with suppress(OSError, ValueError):
        request = urllib.request.Request(f"{api_url.rstrip('/')}/health")  # noqa: S310
        with urllib.request.urlopen(request, timeout=within) as answer:  # noqa: S310
            return bool(answer.status == 200)
    return False


def prepare(workspace: Workspace, api_url: str | None = None) -> None:
    """Set the environment for Prefect in this process, before anything imports it.

    The workspace's own Prefect home, never the user's profile, unless PREFECT_HOME is set. Raises
    UserError where a server at `api_url` asks for another password than is set.
    """
    hush()
    home = Path(os.environ.setdefault("PREFECT_HOME", str(workspace.state / "prefect")))
    home.mkdir(parents=True, exist_ok=True)  # Prefect makes the last folder of the path alone
    if guard := os.environ.get("PREFECT_SERVER_API_AUTH_STRING"):
        os.environ.setdefault("PREFECT_API_AUTH_STRING", guard)
    if api_url:
        os.environ["PREFECT_API_URL"] = api_url
        refuse_without_password(api_url)
