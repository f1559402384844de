"""Keys with which other programs act for a person: made, shown once, taken back."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from tracker.rules.api_scopes import ApiScope
from tracker.rules.permissions import Permission
from tracker.rules.refusals import Refusal
from tracker.services import api_tokens
from tracker.web.forms.account import TokenForm
from tracker.web.forms.users import PressForm
from tracker.web.guards import requires, sensitive
from tracker.web.language import flash
from tracker.web.work import reading, writing
from tracker.wording.api import SCOPE_WORDS
from tracker.wording.sentence import say

blueprint = Blueprint("tokens", __name__, url_prefix="/tai-khoan/khoa")


@blueprint.route("", methods=["GET", "POST"])
@requires(Permission.OWN_ACCOUNT)
@sensitive
def index() -> ResponseReturnValue:
    """List one's keys and make another, shown this once."""
    form, token = TokenForm(), None
    if form.is_submitted_and_valid():
        scopes = {ApiScope(each) for each in form.scopes.data or []}
        try:
            with writing() as work:
                token = api_tokens.make(
                    work, name=form.name.data or "", scopes=scopes, days=int(form.days.data)
                )
        except Refusal as refusal:
            form.show(refusal)
    page = render_template(
        "account/tokens.html",
        form=form,
        token=token,
        tokens=api_tokens.mine(reading()),
        scope_words=SCOPE_WORDS,
    )
    return page, 422 if form.errors else 200


@blueprint.post("/<int:token_id>/thu-hoi")
@requires(Permission.OWN_ACCOUNT)
def revoke(token_id: int) -> ResponseReturnValue:
    """Take a key back at once."""
    if PressForm().is_submitted_and_valid():
        with writing() as work:
            api_tokens.revoke(work, token_id)
        flash(say("Đã thu hồi khóa."), "success")
    return redirect(url_for("tokens.index"))
