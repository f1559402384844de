"""Letters: the list of reminders, and one letter as it was sent."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlencode

from flask import Blueprint, abort, current_app, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from tracker.mail.message import Sender, message_id
from tracker.mail.ways import Way, letter_folder, way_of
from tracker.rules.outbox import LetterState
from tracker.rules.permissions import Permission
from tracker.rules.refusals import Refusal
from tracker.services import answers, letters
from tracker.store.letter_lists import LetterFilter
from tracker.web.address_readers import key_of
from tracker.web.forms.base import day_of
from tracker.web.forms.users import PressForm
from tracker.web.guards import requires
from tracker.web.language import flash
from tracker.web.work import reading, writing
from tracker.wording.answers import OUTCOME_WORDS
from tracker.wording.letters import LETTER_STATE_WORDS
from tracker.wording.refusals import explain
from tracker.wording.reminders import SENT_AGAIN, TRIAL_QUEUED, TRIAL_SUBJECT, TRIAL_TEXT

blueprint = Blueprint("letters", __name__, url_prefix="/thu-da-gui")


@blueprint.get("")
@requires(Permission.LETTER_READ)
def index() -> ResponseReturnValue:
    """List letters, newest first."""
    chosen = _chosen()
    page = letters.listed(
        reading(),
        chosen,
        before=key_of(request.args.get("cu-hon")),
        after=key_of(request.args.get("moi-hon")),
    )
    kept = _parameters(chosen)
    return render_template(
        "letters/index.html",
        page=page,
        chosen=chosen,
        states=list(LETTER_STATE_WORDS.items()),
        state_words=LETTER_STATE_WORDS,
        chips=_chips(chosen, dict(page.readers)),
        newer_href=page.newer and _address(kept | {"moi-hon": str(page.newer)}),
        older_href=page.older and _address(kept | {"cu-hon": str(page.older)}),
    )


@blueprint.get("/<int:letter_id>")
@requires(Permission.LETTER_READ)
def show(letter_id: int) -> ResponseReturnValue:
    """Show one letter as it was sent, and why."""
    view = letters.view(reading(), letter_id)
    sender = Sender.parse(current_app.config["MAIL_FROM"])
    return render_template(
        "letters/show.html",
        view=view,
        message_id=message_id(view.letter.message_key, sender),
        sender=sender,
        has_file=_writes_files() and _file_of(view).exists(),
    )


@blueprint.get("/<int:letter_id>/tep-eml")
@requires(Permission.LETTER_READ)
def download(letter_id: int) -> ResponseReturnValue:
    """Hand out the letter's file, where this installation writes letters into a folder."""
    path = _file_of(letters.view(reading(), letter_id))
    if not (_writes_files() and path.exists()):
        abort(404)
    return send_file(
        path, mimetype="message/rfc822", as_attachment=True, download_name=f"thu-{letter_id}.eml"
    )


@blueprint.get("/tra-loi")
@requires(Permission.LETTER_READ)
def answered() -> ResponseReturnValue:
    """List what came back by mail, and what became of it."""
    return render_template(
        "letters/answers.html",
        rows=answers.listed(reading()),
        words=OUTCOME_WORDS,
        address=current_app.config["ANSWER_ADDRESS"],
    )


@blueprint.post("/<int:letter_id>/gui-lai")
@requires(Permission.LETTER_MANAGE)
def send_again(letter_id: int) -> ResponseReturnValue:
    """Let a letter that was given up be tried again."""
    if PressForm().is_submitted_and_valid():
        with writing() as work:
            letters.send_again(work, letter_id)
        flash(SENT_AGAIN, "success")
    return redirect(url_for("letters.show", letter_id=letter_id))


@blueprint.post("/gui-thu")
@requires(Permission.LETTER_MANAGE)
def trial() -> ResponseReturnValue:
    """Send oneself a letter that says that letters arrive."""
    if PressForm().is_submitted_and_valid():
        try:
            with writing() as work:
                address = letters.send_trial(work, TRIAL_SUBJECT, TRIAL_TEXT)
        except Refusal as refusal:
            flash(explain(refusal), "danger")
        else:
            flash(TRIAL_QUEUED.format(address=address), "success")
    return redirect(url_for("letters.index"))


def _chosen() -> LetterFilter:
    state = request.args.get("trang-thai", "")
    return LetterFilter(
        state=LetterState(state) if state in LETTER_STATE_WORDS else None,
        person_id=key_of(request.args.get("nguoi-nhan")),
        day=day_of(request.args.get("ngay")),
    )


def _parameters(chosen: LetterFilter, *, without: str = "") -> dict[str, str]:
    given = {
        "trang-thai": chosen.state.value if chosen.state else "",
        "nguoi-nhan": "" if chosen.person_id is None else str(chosen.person_id),
        "ngay": "" if chosen.day is None else chosen.day.isoformat(),
    }
    return {name: value for name, value in given.items() if value and name != without}


def _address(parameters: dict[str, str]) -> str:
    return f"{url_for('letters.index')}?{urlencode(parameters)}"


def _chips(chosen: LetterFilter, names: dict[int, str]) -> list[dict[str, str]]:
    words = {
        "trang-thai": chosen.state and LETTER_STATE_WORDS[chosen.state],
        "nguoi-nhan": chosen.person_id and names.get(chosen.person_id, f"#{chosen.person_id}"),
        "ngay": chosen.day and f"{chosen.day:%d/%m/%Y}",
    }
    return [
        {"words": said, "remove_href": _address(_parameters(chosen, without=name))}
        for name, said in words.items()
        if said
    ]


def _writes_files() -> bool:
    config = current_app.config
    return way_of(config["ENVIRONMENT"], config["SMTP_URL"]) is Way.FOLDER


def _file_of(view: letters.LetterView) -> Path:
    """Return where a letter's file would be; the key is our own, of letters, digits and dots."""
    folder: Path = letter_folder(current_app.config["DATA_DIR"])
    return folder / f"{view.letter.message_key}.eml"
