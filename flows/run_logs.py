"""The logs of flow runs: Rhumbline's own lines in, its expected errors without a traceback."""

import logging

from rhumbline.errors import RhumblineError


class WithoutTraceback(logging.Filter):
    """Logs an error that Rhumbline raises on purpose as its text; others keep their traceback."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Let every record pass, shortened where its error is one of ours."""
        error = record.exc_info[1] if record.exc_info else None
        if isinstance(error, RhumblineError):
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
