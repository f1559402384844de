"""Pages that repeat: asked again, one that would say the same is answered with 304 and not sent, nor even made.

The tag of a page has two halves. The first is made before the page: of who asks in which session, of the address, the
language, the minute, and of a mark that the database changes with every commit; where it is the one the browser holds,
nothing at all happened meanwhile; it is given to whoever asks again. The second is the hash of the page itself, without
the token of its forms; where that one is the same, only the sending is spared. A page with a message to show, or that
cannot be marked, is made.
"""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Callable
from typing import ParamSpec

from flask import Response, g, make_response, request, session
from flask.typing import ResponseReturnValue

from tracker.extensions import db
from tracker.store import machine
from tracker.web import clockwork
from tracker.web.language import chosen
from tracker.web.session import SEEN, current_actor, current_row

Given = ParamSpec("Given")
KEPT = "private, no-cache"
"""Only this browser may keep the page, and it asks here before it shows it again."""

_FLASHES = "_flashes"
_PASSING = (SEEN, "csrf_token")
"""What of a session does not show on a page: when it was seen, and the secret of its forms, which is as old as it."""

_MINUTE, _QUARTER = 60, 900


def repeats(view: Callable[Given, ResponseReturnValue]) -> Callable[Given, ResponseReturnValue]:
    """Answer a page that is asked for again with 304 where it says the same to the same person."""

    @functools.wraps(view)
    def answer(*args: Given.args, **kwargs: Given.kwargs) -> ResponseReturnValue:
        row = current_row()
        if row is None or session.get(_FLASHES):
            return view(*args, **kwargs)
        held = request.if_none_match.as_set(include_weak=True)
        asked, now = _asked(row.token_hash), int(clockwork.now().timestamp())
        mark = machine.change_mark(db.session()) if held else None
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
    return repr((session_key, actor.user_id, actor.posts, request.full_path, chosen(), kept))


def _digest(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:24]


def _not_again(tag: str) -> Response:
    return _kept(Response(status=304), tag)


def _kept(response: Response, tag: str) -> Response:
    response.set_etag(tag, weak=True)
    response.headers["Cache-Control"] = KEPT
    response.vary.add("Cookie")
    return response
