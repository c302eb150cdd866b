"""The logs of flow runs: Rhumbline's own lines in, expected errors without a traceback."""

import logging
from typing import Final

import httpx

from rhumbline.errors import RhumblineError

_EXPECTED: Final = (
    RhumblineError,
    httpx.HTTPError,
)  # raised on purpose, or by a server that is gone


class WithoutTraceback(logging.Filter):
    """Logs an expected error as its text; others keep their traceback."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Let every record pass, shortened where its error is an expected one."""
        error = record.exc_info[1] if record.exc_info else None
        if isinstance(error, _EXPECTED):
            record.exc_info = record.exc_text = None
            record.msg, record.args = str(error), ()
        return True


def set_up_run_logs() -> None:
    """Set levels and filters for the runs of this process."""
    logging.getLogger("rhumbline").setLevel(logging.INFO)
    logging.getLogger("great_expectations").setLevel(logging.WARNING)
    for name in ("prefect.flow_runs", "prefect.task_runs"):
        logger = logging.getLogger(name)
        if not any(isinstance(known, WithoutTraceback) for known in logger.filters):
            logger.addFilter(WithoutTraceback())


class WithoutLostConnections(logging.Filter):
    """Drops what asyncio logs of a connection that a background task of Prefect's lost or never got."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Let all but connection errors pass: `serve` itself says that the server ended."""
        error = record.exc_info[1] if record.exc_info else None
        return not isinstance(error, OSError)


def set_up_serve_logs() -> None:
    """Set the filter for the process of `serve`, whose server may go away at any moment."""
    logging.getLogger("asyncio").addFilter(WithoutLostConnections())
