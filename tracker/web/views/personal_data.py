"""Personal data: the notice everybody may read, and the copy of one's own data."""

from __future__ import annotations

import io

from flask import Blueprint, redirect, render_template, send_file, url_for
from flask.typing import ResponseReturnValue

from tracker.rules.permissions import Permission
from tracker.services import personal_data
from tracker.web.forms.users import PressForm
from tracker.web.guards import public, requires
from tracker.web.work import writing

blueprint = Blueprint("personal_data", __name__)


@blueprint.get("/du-lieu-ca-nhan")
@public
def index() -> ResponseReturnValue:
    """Say what is kept about people, why, for how long, and what they may ask."""
    return render_template("account/personal_data.html")


@blueprint.post("/tai-khoan/du-lieu-cua-toi")
@requires(Permission.OWN_ACCOUNT)
def copy() -> ResponseReturnValue:
    """Hand out everything held about the person signed in, as one file."""
    if not PressForm().is_submitted_and_valid():
        return redirect(url_for("personal_data.index"))
    with writing() as work:
        packed = personal_data.copy_of_own_data(work)
    return send_file(
        io.BytesIO(packed),
        mimetype="application/zip",
        as_attachment=True,
        download_name="du-lieu-cua-toi.zip",
    )
