"""Reminding: its rules, what is to come, and what somebody chooses for themselves."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from tracker.rules.permissions import Permission
from tracker.rules.refusals import Refusal
from tracker.rules.reminder_policy import SINGLE, WorkKind
from tracker.services import own_reminders, reminder_rules, reminders
from tracker.services.reminders import Foreseen
from tracker.store import reminders as store
from tracker.web.address_readers import key_of
from tracker.web.errors import status_of
from tracker.web.forms.reminders import OwnRemindersForm, RuleForm
from tracker.web.guards import requires
from tracker.web.language import flash
from tracker.web.views.tasks import showing
from tracker.web.work import reading, writing
from tracker.wording.reminders import OWN_KEPT, RULE_KEPT, RULE_WORDS, STEP_WORDS, WORK_WORDS

showing.PANELS.append(
    lambda work, assignment: {"ladder": reminders.steps_above(work, assignment), "step_words": STEP_WORDS}
)
blueprint = Blueprint("reminders", __name__, url_prefix="/nhac-viec")


@blueprint.get("/quy-tac")
@requires(Permission.LETTER_READ)
def rules() -> ResponseReturnValue:
    """Show when reminders of each kind of work fall, today and formerly."""
    return render_template(
        "reminders/rules.html",
        rules=reminder_rules.view(reading()),
        work_words=WORK_WORDS,
        rule_words=RULE_WORDS,
        names=("before_due", *SINGLE),
    )


@blueprint.route("/quy-tac/<any(plan, directive, recurring, urgent):kind>", methods=["GET", "POST"])
@requires(Permission.LETTER_MANAGE)
def rule(kind: str) -> ResponseReturnValue:
    """Choose when reminders of one kind of work fall from a day on."""
    work = reading()
    now = reminder_rules.view(work).today[WorkKind(kind)]
    given: dict[str, Any] = {name: getattr(now, name) for name in SINGLE}
    form = RuleForm(
        data=given | {"before_due": ", ".join(map(str, now.before_due)), "valid_from": work.today}
    )
    status = 200
    if form.is_submitted_and_valid():
        assert form.valid_from.data is not None  # InputRequired has run
        try:
            with writing() as work:
                reminder_rules.choose(
                    work,
                    WorkKind(kind),
                    form.answer(),
                    valid_from=form.valid_from.data,
                    source=form.source.data or "",
                )
        except Refusal as refusal:
            form.show(refusal)
            status = status_of(refusal)
        else:
            flash(RULE_KEPT.format(day=f"{form.valid_from.data:%d/%m/%Y}"), "success")
            return redirect(url_for("reminders.rules"))
    elif form.errors:
        status = 422
    page = render_template("reminders/rule.html", form=form, kind=kind, words=WORK_WORDS[kind])
    return page, status


@blueprint.get("/sap-toi")
@requires(Permission.LETTER_READ)
def to_come() -> ResponseReturnValue:
    """Show what goes to whom in the next fourteen days, by day and person; of one person or task if asked."""
    work = reading()
    found = reminders.foresee(work)
    names = {person.id: person.name for person in store.everybody(work.session)}
    pictures = reminders.foresee_pictures(work)
    readers = {each.key.person_id for each in found}.union(*pictures.values())
    people = sorted(((each, names[each]) for each in readers), key=lambda who: who[1])
    person, task = key_of(request.args.get("nguoi-nhan")), key_of(request.args.get("nhiem-vu"))
    found = [
        each
        for each in found
        if person in (None, each.key.person_id) and task in (None, each.key.assignment_id)
    ]
    written = {(each.day, each.key.person_id) for each in found}
    if task is None:
        written |= {(day, each) for day, who in pictures.items() for each in who if person in (None, each)}
    titles = store.titles(work.session, {each.key.assignment_id for each in found})
    return render_template(
        "reminders/to_come.html",
        days=_by_day(found),
        count=len(found),
        letters=len(written),
        pictures={
            day: who for day, who in pictures.items() if task is None and (not person or person in who)
        },
        names=names,
        titles=titles,
        people=people,
        person=person,
        task=task,
        days_ahead=reminders.DAYS_AHEAD,
    )


@blueprint.route("/cua-toi", methods=["GET", "POST"])
@requires(Permission.OWN_ACCOUNT)
def own() -> ResponseReturnValue:
    """Let somebody choose the hour of their digest, and whether it comes by letter."""
    work = reading()
    chosen = own_reminders.view(work)
    if chosen is None:
        abort(404)
    form = OwnRemindersForm(
        data={"hour": str(chosen.hour), "language": chosen.language, "wants_mail": chosen.wants_mail}
    )
    if form.is_submitted_and_valid():
        with writing() as work:
            own_reminders.choose(
                work,
                hour=int(form.hour.data),
                language=form.language.data,
                wants_mail=bool(form.wants_mail.data),
            )
        flash(OWN_KEPT, "success")
        return redirect(url_for("reminders.own"))
    page = render_template("reminders/own.html", form=form, chosen=chosen)
    return page, 422 if form.errors else 200


def _by_day(found: list[Foreseen]) -> list[tuple[Any, list[tuple[int, list[Foreseen]]]]]:
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
