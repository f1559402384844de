"""Letters: the list of reminders, and one letter as it was sent.

Reminding: its rules, what is to come, and what somebody chooses for themselves.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import groupby
from pathlib import Path
from types import MappingProxyType
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, abort, current_app, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from tracker.core.refusal_sentences import describe_refusal
from tracker.core.refusals import Refusal
from tracker.law.permissions import Permission
from tracker.mail.message import Sender, message_id
from tracker.mail.outbox import LetterState
from tracker.mail.smtp import TransportKind, choose_transport_kind, letter_folder
from tracker.reminders import answers, labels, outbox, policy, queries, queue
from tracker.reminders.forms import OwnRemindersForm, ReminderRuleForm
from tracker.reminders.outbox import LetterFilter
from tracker.reminders.queue import ForecastReminder
from tracker.reminders.rules import SINGLE, WorkKind
from tracker.tasks.filter_kinds import parse_row_key
from tracker.tasks.views import detail as views_detail
from tracker.web.badges import render_tag
from tracker.web.errors import status_of
from tracker.web.forms import ButtonForm, parse_day
from tracker.web.language import flash_message
from tracker.web.request import read_work, requires_permission, write_work

LETTER_BADGE_STYLES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "new": ("open", "open"),
        "sending": ("open", "open"),
        "sent": ("early", "on_day"),
        "retry": ("due_soon", "due_soon"),
        "dead": ("overdue", "overdue"),
        "obsolete": ("no_deadline", "cancelled"),
    }
)


def letter_badge(state: str) -> Markup:
    """Return the tag of a letter's state (the value of `LetterState`)."""
    return render_tag(labels.LETTER_STATE_WORDS[state], *LETTER_BADGE_STYLES[state])


letters_pages = Blueprint("letters", __name__, url_prefix="/thu-da-gui")


@letters_pages.get("")
@requires_permission(Permission.LETTER_READ)
def index() -> ResponseReturnValue:
    """List letters, newest first."""
    chosen = _chosen()
    page = outbox.list_letter_page(
        read_work(),
        chosen,
        before=parse_row_key(request.args.get("cu-hon")),
        after=parse_row_key(request.args.get("moi-hon")),
    )
    kept = _parameters(chosen)
    return render_template(
        "letters/index.html",
        page=page,
        chosen=chosen,
        states=list(labels.LETTER_STATE_WORDS.items()),
        state_words=labels.LETTER_STATE_WORDS,
        chips=_chips(chosen, dict(page.readers)),
        newer_href=page.newer and _address(kept | {"moi-hon": str(page.newer)}),
        older_href=page.older and _address(kept | {"cu-hon": str(page.older)}),
    )


@letters_pages.get("/<int:letter_id>")
@requires_permission(Permission.LETTER_READ)
def show(letter_id: int) -> ResponseReturnValue:
    """Show one letter as it was sent, and why."""
    view = outbox.view_letter(read_work(), letter_id)
    sender = Sender.parse(current_app.config["MAIL_FROM"])
    return render_template(
        "letters/show.html",
        view=view,
        message_id=message_id(view.letter.message_key, sender),
        sender=sender,
        has_file=_writes_files() and _file_of(view).exists(),
    )


@letters_pages.get("/<int:letter_id>/tep-eml")
@requires_permission(Permission.LETTER_READ)
def download(letter_id: int) -> ResponseReturnValue:
    """Hand out the letter's file, where this installation writes letters into a folder."""
    path = _file_of(outbox.view_letter(read_work(), letter_id))
    if not (_writes_files() and path.exists()):
        abort(404)
    return send_file(path, mimetype="message/rfc822", as_attachment=True, download_name=f"thu-{letter_id}.eml")


@letters_pages.get("/tra-loi")
@requires_permission(Permission.LETTER_READ)
def answered() -> ResponseReturnValue:
    """List what came back by mail, and what became of it."""
    return render_template(
        "letters/answers.html",
        rows=answers.list_answers(read_work()),
        words=labels.ANSWER_OUTCOME_WORDS,
        address=current_app.config["ANSWER_ADDRESS"],
    )


@letters_pages.post("/<int:letter_id>/gui-lai")
@requires_permission(Permission.LETTER_MANAGE)
def send_again(letter_id: int) -> ResponseReturnValue:
    """Let a letter that was given up be tried again."""
    if ButtonForm().is_submitted_and_valid():
        with write_work() as work:
            outbox.retry_letter(work, letter_id)
        flash_message(labels.SENT_AGAIN, "success")
    return redirect(url_for("letters.show", letter_id=letter_id))


@letters_pages.post("/gui-thu")
@requires_permission(Permission.LETTER_MANAGE)
def trial() -> ResponseReturnValue:
    """Send oneself a letter that says that letters arrive."""
    if ButtonForm().is_submitted_and_valid():
        try:
            with write_work() as work:
                address = outbox.send_trial(work, labels.TRIAL_SUBJECT, labels.TRIAL_TEXT)
        except Refusal as refusal:
            flash_message(describe_refusal(refusal), "danger")
        else:
            flash_message(labels.TRIAL_QUEUED.format(address=address), "success")
    return redirect(url_for("letters.index"))


def _chosen() -> LetterFilter:
    state = request.args.get("trang-thai", "")
    return LetterFilter(
        state=LetterState(state) if state in labels.LETTER_STATE_WORDS else None,
        person_id=parse_row_key(request.args.get("nguoi-nhan")),
        day=parse_day(request.args.get("ngay")),
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
        "trang-thai": chosen.state and labels.LETTER_STATE_WORDS[chosen.state],
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
    return choose_transport_kind(config["ENVIRONMENT"], config["SMTP_URL"]) is TransportKind.FOLDER


def _file_of(view: outbox.LetterView) -> Path:
    """Return where a letter's file would be; the key is our own, of letters, digits and dots."""
    folder: Path = letter_folder(current_app.config["DATA_DIR"])
    return folder / f"{view.letter.message_key}.eml"


views_detail.PANELS.append(
    lambda work, assignment: {"ladder": queue.list_escalation_steps(work, assignment), "step_words": labels.STEP_WORDS}
)
reminders_pages = Blueprint("reminders", __name__, url_prefix="/nhac-viec")


@reminders_pages.get("/quy-tac")
@requires_permission(Permission.LETTER_READ)
def rules() -> ResponseReturnValue:
    """Show when reminders of each kind of work fall, today and formerly."""
    return render_template(
        "reminders/rules.html",
        rules=policy.get_reminder_rules(read_work()),
        work_words=labels.WORK_WORDS,
        rule_words=labels.REMINDER_RULE_WORDS,
        names=("before_due", *SINGLE),
    )


@reminders_pages.route("/quy-tac/<any(plan, directive, recurring, urgent):kind>", methods=["GET", "POST"])
@requires_permission(Permission.LETTER_MANAGE)
def rule(kind: str) -> ResponseReturnValue:
    """Choose when reminders of one kind of work fall from a day on."""
    work = read_work()
    now = policy.get_reminder_rules(work).today[WorkKind(kind)]
    given: dict[str, Any] = {name: getattr(now, name) for name in SINGLE}
    form = ReminderRuleForm(data=given | {"before_due": ", ".join(map(str, now.before_due)), "valid_from": work.today})
    status = 200
    if form.is_submitted_and_valid():
        assert form.valid_from.data is not None  # InputRequired has run
        try:
            with write_work() as work:
                policy.add_reminder_rule(
                    work, WorkKind(kind), form.answer(), valid_from=form.valid_from.data, source=form.source.data or ""
                )
        except Refusal as refusal:
            form.show(refusal)
            status = status_of(refusal)
        else:
            flash_message(labels.RULE_SAVED.format(day=f"{form.valid_from.data:%d/%m/%Y}"), "success")
            return redirect(url_for("reminders.rules"))
    elif form.errors:
        status = 422
    page = render_template("reminders/rule.html", form=form, kind=kind, words=labels.WORK_WORDS[kind])
    return page, status


@reminders_pages.get("/sap-toi")
@requires_permission(Permission.LETTER_READ)
def to_come() -> ResponseReturnValue:
    """Show what goes to whom in the next fourteen days, by day and person; of one person or task if asked."""
    work = read_work()
    found = queue.forecast_reminders(work)
    names = {person.id: person.name for person in queries.list_account_holders(work.session)}
    pictures = queue.forecast_week_pictures(work)
    readers = {each.key.person_id for each in found}.union(*pictures.values())
    people = sorted(((each, names[each]) for each in readers), key=lambda who: who[1])
    person, task = parse_row_key(request.args.get("nguoi-nhan")), parse_row_key(request.args.get("nhiem-vu"))
    found = [each for each in found if person in (None, each.key.person_id) and task in (None, each.key.assignment_id)]
    written = {(each.day, each.key.person_id) for each in found}
    if task is None:
        written |= {(day, each) for day, who in pictures.items() for each in who if person in (None, each)}
    titles = queries.get_titles_by_assignment(work.session, {each.key.assignment_id for each in found})
    return render_template(
        "reminders/to_come.html",
        days=_by_day(found),
        count=len(found),
        letters=len(written),
        pictures={day: who for day, who in pictures.items() if task is None and (not person or person in who)},
        names=names,
        titles=titles,
        people=people,
        person=person,
        task=task,
        days_ahead=queue.DAYS_AHEAD,
    )


@reminders_pages.route("/cua-toi", methods=["GET", "POST"])
@requires_permission(Permission.OWN_ACCOUNT)
def own() -> ResponseReturnValue:
    """Let somebody choose the hour of their digest, and whether it comes by letter."""
    work = read_work()
    chosen = policy.get_own_reminders(work)
    if chosen is None:
        abort(404)
    form = OwnRemindersForm(
        data={"hour": str(chosen.hour), "language": chosen.language, "wants_mail": chosen.wants_mail}
    )
    if form.is_submitted_and_valid():
        with write_work() as work:
            policy.save_own_reminders(
                work, hour=int(form.hour.data), language=form.language.data, wants_mail=bool(form.wants_mail.data)
            )
        flash_message(labels.OWN_REMINDERS_SAVED, "success")
        return redirect(url_for("reminders.own"))
    page = render_template("reminders/own.html", form=form, chosen=chosen)
    return page, 422 if form.errors else 200


def _by_day(found: list[ForecastReminder]) -> list[tuple[Any, list[tuple[int, list[ForecastReminder]]]]]:
    """Return reminders by day, and under each day by person."""
    return [
        (
            day,
            [
                (person, list(lines))
                for person, lines in groupby(
                    sorted(of_day, key=lambda each: each.key.person_id), key=lambda each: each.key.person_id
                )
            ],
        )
        for day, of_day in groupby(found, key=lambda each: each.day)
    ]
