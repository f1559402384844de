"""What is written in a comment."""

from __future__ import annotations

from wtforms.validators import InputRequired

from tracker.web.forms.base import ActionForm, AtMost, LongTextField

LENGTH = 2000


class CommentForm(ActionForm):
    """One comment in plain words."""

    text = LongTextField("Nội dung trao đổi", [InputRequired("Ghi nội dung trao đổi."), AtMost(LENGTH)])
