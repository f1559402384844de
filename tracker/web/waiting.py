"""How long a page waits for its database: set when a request begins, taken back when it ends."""

from __future__ import annotations

from flask import Flask

from tracker.store.postgresql import ANSWER_SECONDS, OF_A_PAGE


def init_app(app: Flask) -> None:
    """Bound the wait of every request."""
    app.before_request(_begin)
    app.teardown_request(_end)


def _begin() -> None:
    ANSWER_SECONDS.set(OF_A_PAGE)


def _end(fault: BaseException | None) -> None:
    ANSWER_SECONDS.set(None)
