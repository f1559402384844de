"""Choosing the language of pages."""

from __future__ import annotations

from flask import Blueprint, make_response, redirect, url_for
from flask.typing import ResponseReturnValue

from tracker.web.addresses import local_or
from tracker.web.forms.language import LanguageForm
from tracker.web.guards import public
from tracker.web.language import remember

blueprint = Blueprint("language", __name__)


@blueprint.post("/ngon-ngu")
@public
def choose() -> ResponseReturnValue:
    """Speak another language in this browser from now on, and go back to the page that was read."""
    form = LanguageForm()
    back = redirect(local_or(form.tiep.data, url_for("home.index")))
    return remember(make_response(back), form.language.data or "") if form.is_submitted_and_valid() else back
