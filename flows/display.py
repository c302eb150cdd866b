"""What a flow run shows of a night: lost, and said to be, where its server goes away."""

import sys
from collections.abc import Callable
from contextlib import ExitStack
from typing import Final

import httpx
from prefect.exceptions import PrefectException
from prefect.settings import (
    PREFECT_API_URL,
    PREFECT_CLIENT_MAX_RETRIES,
    PREFECT_LOGGING_TO_API_ENABLED,
    temporary_settings,
)

from rhumbline.server.address import is_healthy
from rhumbline.server.exit import note_lost_server

SERVER_TROUBLE: Final = (httpx.HTTPError, PrefectException, OSError)
"""What Prefect's client and engine raise where the server is gone or refuses a call."""
_ANSWERS_WITHIN_SECONDS: Final = 15.0  # a busy server takes its time
_rest_of_the_run: Final = ExitStack()


class Display:
    """The pages of one flow run, changed for as long as its server answers."""

    def __init__(self) -> None:
        """Begin as shown."""
        self._is_lost = False

    def is_shown(self) -> bool:
        """Whether the server still answers, asked anew each time.

        Without asking first, Prefect's client would repeat a call to a dead server for seconds.
        """
        api_url = PREFECT_API_URL.value()  # None where Prefect started a server of its own
        if api_url and not self._is_lost and not is_healthy(api_url, _ANSWERS_WITHIN_SECONDS):
            self.lose(f"{api_url} does not answer.")
        return not self._is_lost

    def show(self, change: Callable[..., object], *args: object) -> None:
        """Call `change(*args)`, which shows something, unless the display is or gets lost."""
        if self.is_shown():
            try:
                change(*args)
            except SERVER_TROUBLE as error:
                self.lose(error)

    def lose(self, reason: object) -> None:
        """Show nothing more of this run, and say so on stderr."""
        self._is_lost = True
        give_up_server(reason)


def give_up_server(reason: object) -> None:
    """Let the rest of this process do without the server; say on stderr, once, that it went away."""
    if not note_lost_server():
        return
    print(f"The Prefect server went away: {reason}\n{_WHAT_NOW}", file=sys.stderr)  # noqa: T201
    _rest_of_the_run.enter_context(
        temporary_settings({PREFECT_CLIENT_MAX_RETRIES: 0, PREFECT_LOGGING_TO_API_ENABLED: False})
    )


_WHAT_NOW: Final = "The night goes on in this process; Prefect's pages show no more of it."
