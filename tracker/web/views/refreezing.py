"""What is asked to be frozen again: approved by a second person, or put aside."""

from __future__ import annotations

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from tracker.rules.permissions import Permission
from tracker.services import refreezing
from tracker.web.forms.users import PressForm
from tracker.web.guards import requires
from tracker.web.language import flash
from tracker.web.views.frozen import blueprint
from tracker.web.work import writing
from tracker.wording.figures import FROZEN, FROZEN_NUMBER, PUT_ASIDE


@blueprint.post("/da-chot/de-nghi/<int:request_id>/duyet")
@requires(Permission.PERIOD_FREEZE)
def approve(request_id: int) -> ResponseReturnValue:
    """Freeze again what somebody else asked for."""
    if not PressForm().is_submitted_and_valid():
        return redirect(url_for("frozen.index"))
    with writing() as work:
        made = refreezing.approve(work, request_id)
        number = made.id
        words = FROZEN_NUMBER.format(number=made.number, year=made.year)
    flash(FROZEN.format(number=words), "success")
    return redirect(url_for("frozen.show", frozen_id=number))


@blueprint.post("/da-chot/de-nghi/<int:request_id>/bo")
@requires(Permission.PERIOD_FREEZE)
def put_aside(request_id: int) -> ResponseReturnValue:
    """Leave the figures as they are."""
    if PressForm().is_submitted_and_valid():
        with writing() as work:
            refreezing.put_aside(work, request_id)
        flash(PUT_ASIDE, "success")
    return redirect(url_for("frozen.index"))
