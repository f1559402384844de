"""The paper a directive stands in: taken in once, handed out as it came."""

from __future__ import annotations

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from tracker.rules.permissions import Permission
from tracker.rules.refusals import Refusal
from tracker.services import evidence, sources
from tracker.web.downloads import as_it_came
from tracker.web.forms.directives import SourceForm
from tracker.web.guards import requires
from tracker.web.language import flash
from tracker.web.room import limits, shelf, tell_changes
from tracker.web.views.directives import blueprint
from tracker.web.work import reading, writing
from tracker.wording.refusals import explain
from tracker.wording.sentence import say


@blueprint.post("/<int:directive_id>/van-ban")
@requires(Permission.DIRECTIVE_REGISTER)
def keep_source(directive_id: int) -> ResponseReturnValue:
    """Keep the paper itself beside its directive."""
    form = SourceForm()
    if form.is_submitted_and_valid():
        try:
            with (
                evidence.held(shelf(), form.uploads(), limits()) as held,
                writing(form.request_name()) as work,
            ):
                sources.keep(work, directive_id, held.files[0])
                work.after_commit.append(held.keep)
            flash(say("Đã lưu văn bản gốc."), "success")
            tell_changes(held)
        except Refusal as refusal:
            if refusal.field is None:
                raise
            flash(explain(refusal), "danger")
    for sentence in form.files.errors:
        flash(sentence, "danger")
    return redirect(url_for("directives.show", directive_id=directive_id))


@blueprint.get("/<int:directive_id>/van-ban")
@requires(Permission.DIRECTIVE_READ)
def source(directive_id: int) -> ResponseReturnValue:
    """Send the paper, byte for byte."""
    document, stream = sources.open_file(reading(), shelf(), directive_id)
    return as_it_came(stream, document.file_name or "")
