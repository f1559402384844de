"""Addresses: those given by a browser, never off this site, and those that templates write again and again.

How many bytes of a request are read at all, whatever kind its body is: said before anything reads it.

By its stated length, or counted while it comes in pieces. Whoever is not known in this browser sends a form of a page
at most; files come from people who have signed in here (their session may have run out meanwhile) and from programs.

Pages that repeat: asked again, one that would say the same is answered with 304 and not sent, nor even made.

The tag of a page has two halves. The first is made before the page: of who asks in which session, of the address, the
language, the minute, and of a mark that the database changes with every commit; where it is the one the browser holds,
nothing at all happened meanwhile; it is given to whoever asks again. The second is the hash of the page itself, without
the token of its forms; where that one is the same, only the sending is spared. A page with a message to show, or that
cannot be marked, is made.

Files handed out as they came in: attached, never shown inside the site, nothing in them runs.

Where files stand here and how much space they may take: megabytes in the settings, bytes for the rest.
"""

from __future__ import annotations

import functools
import hashlib
import os
import re
from collections.abc import Callable
from functools import lru_cache
from typing import Any, BinaryIO, ParamSpec

from flask import Flask, Response, current_app, g, make_response, request, send_file, session, url_for
from flask.typing import ResponseReturnValue
from werkzeug.routing import IntegerConverter, Map

from tracker.core.files import MEGABYTE, FileStore, UploadLimits
from tracker.database import engine
from tracker.database.engine import db
from tracker.web import request as web_request
from tracker.web.language import get_request_language
from tracker.web.request import SEEN, current_actor, current_row

_QUERY = re.compile(r"[^\x00-\x20\\#]{1,4000}")
LARGEST_NUMBER = 2**31 - 1
"""No row has a larger number; an address with one is the address of nothing."""
_LOCAL = re.compile(r"/(?![/\\])[^\x00-\x20\\]*")


def local_or(wanted: str | None, otherwise: str) -> str:
    """Return `wanted` when it is an address of this site, else `otherwise`."""
    return wanted if wanted and _LOCAL.fullmatch(wanted) else otherwise


def query_or_nothing(given: str | None) -> str:
    """Return what stands behind the question mark of an address, nothing when no address could hold it."""
    return given if given and _QUERY.fullmatch(given) else ""


class RowNumber(IntegerConverter):
    """The number of a row in an address."""

    def __init__(self, map: Map, *args: Any, **kwargs: Any) -> None:
        super().__init__(map, *args, **({"max": LARGEST_NUMBER} | kwargs))


@lru_cache(maxsize=512)
def _plain(root: str, endpoint: str, file_name: str) -> str:
    """Return an address that depends on nothing but its page; `root` is where the application is mounted."""
    return url_for(endpoint, filename=file_name) if file_name else url_for(endpoint)


def build_page_address(endpoint: str, **values: Any) -> str:
    """Return the address of a page for templates; what every page asks for anew each time is written down once."""
    given = values.keys()
    if endpoint.startswith(".") or not given <= {"filename"}:
        return url_for(endpoint, **values)
    return _plain(request.script_root, endpoint, values.get("filename", ""))


KILOBYTE = 1024
OF_STRANGERS = 64 * KILOBYTE
"""Bytes that anybody may send: forms of signing in hold a few lines."""
OF_FORMS = 2 * KILOBYTE * KILOBYTE
"""Bytes of a form without files, sent by somebody who has signed in in this browser."""
OF_PROGRAMS = 256 * KILOBYTE
"""Bytes of a JSON document."""
OF_FILES_OF_PROGRAMS = 21 * KILOBYTE * KILOBYTE
"""Bytes of one file sent by a program, and a little more, so that a larger one is refused in its own sentence."""
API_PATH_PREFIX = "/api/"
MARKS_OF_SIGNED_IN = ("_user_id", "pending")
"""What stands in the signed cookie of a browser in which somebody has signed in, or given a password just now."""


def set_body_limits(app: Flask) -> None:
    """Set the limit of each request before its body is read."""
    app.before_request(_limit)


def _limit() -> None:
    request.max_content_length = most_bytes()


def most_bytes() -> int:
    """Return how many bytes the body of this request may have."""
    if request.path.startswith(API_PATH_PREFIX):
        return OF_FILES_OF_PROGRAMS if request.mimetype not in _WITHOUT_FILES else OF_PROGRAMS
    if request.method in ("GET", "HEAD"):
        return OF_STRANGERS  # pages and files are asked for without a body
    if not any(mark in session for mark in MARKS_OF_SIGNED_IN):
        return OF_STRANGERS
    if request.mimetype == "multipart/form-data":
        return int(current_app.config["MAX_CONTENT_LENGTH"])
    return OF_FORMS


_WITHOUT_FILES = frozenset({"application/json", "application/x-www-form-urlencoded", "multipart/form-data"})

ViewParams = ParamSpec("ViewParams")
CACHE_CONTROL = "private, no-cache"
"""Only this browser may keep the page, and it asks here before it shows it again."""

_FLASHES = "_flashes"
_PASSING = (SEEN, "csrf_token")
"""What of a session does not show on a page: when it was seen, and the secret of its forms, which is as old as it."""

_MINUTE, _QUARTER = 60, 900


def conditional_view(view: Callable[ViewParams, ResponseReturnValue]) -> Callable[ViewParams, ResponseReturnValue]:
    """Answer a page that is asked for again with 304 where it says the same to the same person."""

    @functools.wraps(view)
    def answer(*args: ViewParams.args, **kwargs: ViewParams.kwargs) -> ResponseReturnValue:
        row = current_row()
        if row is None or session.get(_FLASHES):
            return view(*args, **kwargs)
        held = request.if_none_match.as_set(include_weak=True)
        asked, now = _asked(row.token_hash), int(web_request.get_request_instant().timestamp())
        mark = engine.get_change_mark(db.session()) if held else None
        first = _digest(asked, str(now // _MINUTE), mark) if mark else ""
        for tag in held:
            if first and tag.startswith(f"{first}."):
                return _not_again(tag)
        response = make_response(view(*args, **kwargs))
        if response.status_code != 200 or response.is_streamed:
            return response
        body = response.get_data().replace(str(g.get("csrf_token", "")).encode() or b"\0", b"")
        second = _digest(asked, str(now // _QUARTER), hashlib.sha256(body).hexdigest())
        tag = f"{first}.{second}"
        if any(each.endswith(f".{second}") for each in held):
            return _not_again(tag)
        return _kept(response, tag)

    return answer


def _asked(session_key: str) -> str:
    """Return what a page depends on besides the database: session, person, posts, address, language, what is kept."""
    actor = current_actor()
    kept = sorted((name, str(value)) for name, value in session.items() if name not in _PASSING)
    return repr((session_key, actor.user_id, actor.posts, request.full_path, get_request_language(), kept))


def _digest(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:24]


def _not_again(tag: str) -> Response:
    return _kept(Response(status=304), tag)


def _kept(response: Response, tag: str) -> Response:
    response.set_etag(tag, weak=True)
    response.headers["Cache-Control"] = CACHE_CONTROL
    response.vary.add("Cookie")
    return response


NOTHING_RUNS = "default-src 'none'; sandbox"


def send_stored_file(stream: BinaryIO, file_name: str) -> Response:
    """Return a kept file, byte for byte, under the name it came with."""
    size = stream.seek(0, os.SEEK_END)
    stream.seek(0)
    response = send_file(
        stream,
        mimetype="application/octet-stream",
        as_attachment=True,
        download_name=file_name,
        conditional=False,
        etag=False,
        max_age=None,
    )
    response.headers["Content-Security-Policy"] = NOTHING_RUNS
    response.headers["Content-Length"] = str(size)
    return response


def get_file_store() -> FileStore:
    """Return where files stand here."""
    found: FileStore = current_app.extensions["file_store"]
    return found


def get_upload_limits() -> UploadLimits:
    """Return the limits of this installation."""
    megabytes = current_app.config["EVIDENCE_LIMITS"]
    return UploadLimits(
        **{of: limit * MEGABYTE for of, limit in megabytes.items()}, hourly=current_app.config["FILES_PER_HOUR"]
    )
