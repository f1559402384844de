"""Figures by mail: what one wishes for, and how to end it."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from tracker.rules.permissions import Permission
from tracker.rules.refusals import Refusal
from tracker.rules.rhythms import Rhythm
from tracker.rules.selecting import Cut
from tracker.services import diary, figure_letters
from tracker.web.forms.figure_letters import YEAR, FigureLetterForm
from tracker.web.guards import requires
from tracker.web.language import flash
from tracker.web.session import current_person
from tracker.web.work import reading, writing
from tracker.wording.figure_letters import RHYTHM_WORDS, WISH_KEPT, WISH_STOPPED
from tracker.wording.figures import CUT_WORDS

blueprint = Blueprint("figure_letters", __name__, url_prefix="/so-lieu/gui-thu")


@blueprint.route("", methods=["GET", "POST"])
@requires(Permission.STATISTICS_READ)
def index() -> ResponseReturnValue:
    """Show what this person gets by mail, and take a new wish."""
    form = FigureLetterForm()
    if form.is_submitted_and_valid():
        try:
            with writing(form.request_name()) as work:
                diary.once(work)
                figure_letters.wish(
                    work,
                    cut=Cut(form.cut.data),
                    since_january=form.span.data == YEAR,
                    rhythm=Rhythm(form.rhythm.data),
                    hour=int(form.hour.data),
                )
        except Refusal as refusal:
            form.show(refusal)
        else:
            person = current_person()
            flash(WISH_KEPT.format(address=person.email if person else ""), "success")
            return redirect(url_for("figure_letters.index"))
    page = render_template(
        "figure_letters/index.html",
        form=form,
        wishes=figure_letters.mine(reading()),
        cut_words=CUT_WORDS,
        rhythm_words=RHYTHM_WORDS,
    )
    return page, 422 if form.errors or form.form_errors else 200


@blueprint.post("/<int:wish_id>/thoi")
@requires(Permission.STATISTICS_READ)
def stop(wish_id: int) -> ResponseReturnValue:
    """End a wish."""
    with writing() as work:
        figure_letters.stop(work, wish_id)
    flash(WISH_STOPPED, "success")
    return redirect(url_for("figure_letters.index"))
