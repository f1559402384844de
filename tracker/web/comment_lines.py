"""Comments as lines of the timeline, between the lines of the diary; plain words whose addresses are links."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from flask import url_for
from markupsafe import Markup, escape

from tracker.models.comment import Comment
from tracker.services.comments import may_correct
from tracker.transaction import Work
from tracker.web.diary_lines import Line
from tracker.web.filters import vn_datetime
from tracker.wording.answers import BY_MAIL
from tracker.wording.notices import COMMENT_WORDS, CORRECT, EDITED, WITHDRAW, WITHDRAWN_WORDS

ALL, TALK, CHANGES = "", "trao-doi", "thay-doi"
"""What the timeline shows, by the parameter `nhat-ky`."""

_ADDRESS = re.compile(r"https?://[^\s<>\"']*[^\s<>\"'.,;:!?)\]]", re.IGNORECASE)


def merged(diary: Sequence[Line], comments: Iterable[Comment], work: Work, show: str) -> list[Line]:
    """Return the lines of the timeline in the order of time: all, the comments, or the changes."""
    talk = [] if show == CHANGES else [_line(each, work) for each in comments]
    changes = [] if show == TALK else list(diary)
    return sorted([*changes, *talk], key=lambda line: line.at)


def linked(text: str) -> Markup:
    """Return plain words as HTML: nothing in them is markup, only http and https addresses become links."""
    done, parts = 0, []
    for match in _ADDRESS.finditer(text):
        parts.append(escape(text[done : match.start()]))
        parts.append(Markup('<a href="{0}" rel="noopener nofollow">{0}</a>').format(match[0]))
        done = match.end()
    parts.append(escape(text[done:]))
    return Markup("<br>").join(Markup("").join(parts).split("\n"))


def _line(comment: Comment, work: Work) -> Line:
    if comment.withdrawn_at is not None:
        return Line(
            comment.written_at, WITHDRAWN_WORDS, "no_deadline", "withdrawn", "", [], comment.author_name
        )
    details = [] if comment.edited_at is None else [(EDITED, vn_datetime(comment.edited_at))]
    note = linked(comment.text)
    if comment.author_id == work.actor.user_id:
        note += _offers(comment, work)
    words = BY_MAIL if comment.by_mail else COMMENT_WORDS
    return Line(comment.written_at, words, "house", "draft", note, details, comment.author_name)


def _offers(comment: Comment, work: Work) -> Markup:
    here = url_for("tasks.comment", assignment_id=comment.assignment_id) + f"/{comment.id}"
    offer = Markup(' <a class="quiet" href="{}">{}</a>')
    first = offer.format(here, CORRECT) if may_correct(comment, work) else Markup("")
    return Markup("<br>") + first + offer.format(f"{here}/thu-hoi", WITHDRAW)
