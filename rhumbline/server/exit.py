"""The end of a process that spoke to a Prefect server: at once where that server is gone."""

import os
import sys
from typing import NoReturn


class _Server:
    """Whether the server this process spoke to went away."""

    is_lost = False


def note_lost_server() -> bool:
    """Let this process end without last calls to its server; whether that is news."""
    is_news = not _Server.is_lost
    _Server.is_lost = True
    return is_news


def exit_with(code: int) -> NoReturn:
    """Exit with the code.

    Prefect sends its last logs and events when the interpreter ends. To a server that is gone it
    would repeat them for half a minute; that is left out.
    """
    if _Server.is_lost:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)
    sys.exit(code)
