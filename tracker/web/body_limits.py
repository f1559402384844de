"""How many bytes of a request are read at all, whatever kind its body is: said before anything reads it.

By its stated length, or counted while it comes in pieces. Whoever is not known in this browser sends a form of a page
at most; files come from people who have signed in here (their session may have run out meanwhile) and from programs.
"""

from __future__ import annotations

from flask import Flask, current_app, request, session

KILOBYTE = 1024
OF_STRANGERS = 64 * KILOBYTE
"""Bytes that anybody may send: forms of signing in hold a few lines."""
OF_FORMS = 2 * KILOBYTE * KILOBYTE
"""Bytes of a form without files, sent by somebody who has signed in in this browser."""
OF_PROGRAMS = 256 * KILOBYTE
"""Bytes of a JSON document."""
OF_FILES_OF_PROGRAMS = 21 * KILOBYTE * KILOBYTE
"""Bytes of one file sent by a program, and a little more, so that a larger one is refused in its own sentence."""
FOR_PROGRAMS = "/api/"
MARKS_OF_SIGNED_IN = ("_user_id", "pending")
"""What stands in the signed cookie of a browser in which somebody has signed in, or given a password just now."""


def init_app(app: Flask) -> None:
    """Set the limit of each request before its body is read."""
    app.before_request(_limit)


def _limit() -> None:
    request.max_content_length = most_bytes()


def most_bytes() -> int:
    """Return how many bytes the body of this request may have."""
    if request.path.startswith(FOR_PROGRAMS):
        return OF_FILES_OF_PROGRAMS if request.mimetype not in _WITHOUT_FILES else OF_PROGRAMS
    if request.method in ("GET", "HEAD"):
        return OF_STRANGERS  # pages and files are asked for without a body
    if not any(mark in session for mark in MARKS_OF_SIGNED_IN):
        return OF_STRANGERS
    if request.mimetype == "multipart/form-data":
        return int(current_app.config["MAX_CONTENT_LENGTH"])
    return OF_FORMS


_WITHOUT_FILES = frozenset({"application/json", "application/x-www-form-urlencoded", "multipart/form-data"})
