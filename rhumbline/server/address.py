"""Where a workspace's Prefect server is, whether it answers, and the environment its runs need."""

import json
import os
import urllib.error
import urllib.request
from base64 import b64encode
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

from rhumbline.errors import UserError
from rhumbline.settings import quiet_dependencies
from rhumbline.workspace import Workspace

_ANSWERS_WITHIN_SECONDS: Final = 2.0
_RETRIES: Final = (
    "3"  # 14 s in all; five, Prefect's default, hold up a night without a server for 62
)


def address_file(workspace: Workspace) -> Path:
    """The file that `serve` writes its address to, and `run` reads."""
    return workspace.state / "server.json"


def read_address(workspace: Workspace) -> dict[str, Any]:
    """What `serve` wrote: api_url, ui_url, pid and server_pid; empty where none runs."""
    with suppress(OSError, ValueError):
        address = json.loads(address_file(workspace).read_text(encoding="utf-8"))
        return address if isinstance(address, dict) else {}
    return {}


def find_server(workspace: Workspace) -> str | None:
    """The API address of a server that answers: PREFECT_API_URL, else the one `serve` started."""
    candidates = (os.environ.get("PREFECT_API_URL"), read_address(workspace).get("api_url"))
    return next((url for url in candidates if url and is_healthy(url)), None)


def is_healthy(api_url: str, within: float = _ANSWERS_WITHIN_SECONDS) -> bool:
    """Whether a Prefect server answers within so many seconds that it is healthy."""
    if not api_url.startswith(("http://", "https://")):
        return False
    with suppress(OSError, ValueError):
        request = urllib.request.Request(f"{api_url.rstrip('/')}/health")  # noqa: S310
        with urllib.request.urlopen(request, timeout=within) as answer:  # noqa: S310
            return bool(answer.status == 200)
    return False


def pages_url(api_url: str) -> str:
    """The address of the pages of the server with this API address."""
    return api_url.rstrip("/").removesuffix("/api")


def prepare_environment(workspace: Workspace, api_url: str | None = None) -> None:
    """Set the variables Prefect reads in this process; to be called before anything imports it.

    Prefect's home is the workspace's own, never the user's profile, unless PREFECT_HOME is set.
    Raises UserError where the server at `api_url` asks for another password than is set.
    """
    quiet_dependencies()
    os.environ.setdefault("PREFECT_CLIENT_MAX_RETRIES", _RETRIES)
    home = Path(os.environ.setdefault("PREFECT_HOME", str(workspace.state / "prefect")))
    home.mkdir(parents=True, exist_ok=True)  # Prefect makes only the last folder of the path
    if password := os.environ.get("PREFECT_SERVER_API_AUTH_STRING"):
        os.environ.setdefault("PREFECT_API_AUTH_STRING", password)
    if api_url:
        os.environ["PREFECT_API_URL"] = api_url
        _refuse_wrong_password(api_url)


def _refuse_wrong_password(api_url: str) -> None:
    """Raise UserError where the server asks for a password and none, or a wrong one, is set."""
    headers = {}
    if password := os.environ.get("PREFECT_API_AUTH_STRING"):
        headers["Authorization"] = f"Basic {b64encode(password.encode()).decode()}"
    request = urllib.request.Request(f"{api_url.rstrip('/')}/admin/version", headers=headers)  # noqa: S310
    try:
        urllib.request.urlopen(request, timeout=_ANSWERS_WITHIN_SECONDS).close()  # noqa: S310
    except urllib.error.HTTPError as refusal:
        if refusal.code in (401, 403):
            raise UserError(
                "The Prefect server asks for a password.",
                api_url,
                "Set PREFECT_API_AUTH_STRING=user:password, as it was set for the server.",
            ) from None
    except OSError:
        return  # the first call to the server reports that it does not answer
