"""PostgreSQL that does not answer: a page waits for it for a while only, whatever the network and the server do.

A server whose processes stand still goes on taking connections and acknowledging packets: no setting of the network
notices it. So the driver itself gives up waiting. Commands and the scheduler wait as long as their work takes.
"""

from __future__ import annotations

from contextvars import ContextVar
from functools import cache
from typing import Any

from sqlalchemy import Engine, event

ANSWER_SECONDS: ContextVar[float | None] = ContextVar("answer_seconds", default=None)
"""How long this thread waits for the answer to one statement; None: as long as it takes."""
OF_A_PAGE = 12.8
"""Seconds for a statement of a page: longer than it may wait for a lock, and within the 16 seconds promised."""
OF_A_SIGN_OF_LIFE = 2.5
"""Seconds for the question whether a connection that was put aside is still good."""
STATEMENT_MILLISECONDS = 12_500
"""After which the server itself ends a statement of a page."""


def prepare(engine: Engine) -> None:
    """Let connections of an engine give up waiting; does nothing for other databases."""
    if engine.dialect.name != "postgresql":
        return
    event.listen(engine, "do_connect", _connect)
    event.listen(engine, "checkin", _put_aside)
    event.listen(engine, "checkout", _take_up)


def _connect(dialect: Any, record: Any, arguments: list[Any], named: dict[str, Any]) -> Any:
    """Connect; what is connected for a page has its statements ended by the server too."""
    if ANSWER_SECONDS.get() is not None:
        limit = f"-c statement_timeout={STATEMENT_MILLISECONDS}"
        named = named | {"options": f"{named.get('options', '')} {limit}".strip()}
    return _impatient().connect(*arguments, **named)


def _put_aside(connection: Any, record: Any) -> None:
    if connection is not None:
        connection.rested = True


def _take_up(connection: Any, record: Any, proxy: Any) -> None:
    connection.rested = False


@cache
def _impatient() -> Any:
    """Return the class of connections that give up; the driver is installed only where PostgreSQL is used."""
    import psycopg

    class ImpatientConnection(psycopg.Connection[Any]):
        """A connection that closes itself when no answer comes in time."""

        rested = False

        def wait(self, gen: Any, interval: float = 0.1, timeout: float | None = None) -> Any:
            """Wait for an answer; raises `OperationalError` when the time of this thread is up."""
            own = ANSWER_SECONDS.get()
            if timeout is not None or own is None:
                return super().wait(gen, interval, timeout)
            limit = min(own, OF_A_SIGN_OF_LIFE) if self.rested else own
            try:
                return super().wait(gen, interval, limit)
            except psycopg.errors._WaitTimeout as late:
                self.pgconn.finish()
                raise psycopg.OperationalError(f"no answer within {limit} seconds") from late

    return ImpatientConnection
