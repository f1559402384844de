"""Log lines for machines: one JSON object to a line, without names, passwords, addresses of people or what they typed.

A fault is told by its kind and the places in the code it came through; its message may quote data and is left out.
"""

from __future__ import annotations

import datetime as dt
import json
import logging
import traceback

ZONE = dt.timezone(dt.timedelta(hours=7))
SECURITY = "tracker.security"
"""Under this name stand signing in, refusals at sign-in and changes of accounts: people by number alone."""


class JsonLines(logging.Formatter):
    """Writes a record as one line of JSON; line breaks inside it cannot begin another line."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        at = dt.datetime.fromtimestamp(record.created, ZONE)
        line: dict[str, object] = {
            "at": at.isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "source": record.name,
            "process": record.process,
            "message": record.getMessage(),
        }
        if record.exc_info and record.exc_info[0] is not None:
            line["fault"] = record.exc_info[0].__name__
            line["through"] = [
                f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(record.exc_info[2])
            ]
        return json.dumps(line, ensure_ascii=False)


def log_as_json() -> None:
    """Let every log line of this process be JSON on standard error."""
    handler = logging.StreamHandler()
    handler.setFormatter(JsonLines())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.INFO)
    logging.getLogger("apscheduler").setLevel(logging.WARNING)
    logging.getLogger("alembic").setLevel(logging.WARNING)
