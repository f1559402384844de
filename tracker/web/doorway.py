"""The steps between the door and the page: a code if there is one to show, then the way on with what was typed."""

from __future__ import annotations

from flask import Response, current_app, make_response, redirect, render_template, request, url_for
from flask import session as cookie
from flask.typing import ResponseReturnValue

from tracker.models.person import Person
from tracker.rules.proving import needs_second_factor
from tracker.services import sessions
from tracker.store import preferences, proofs
from tracker.store.reminders import LANGUAGE
from tracker.transaction import Work
from tracker.web import clockwork, language, session
from tracker.web.addresses import local_or
from tracker.web.forms.auth import CodeForm, DoorForm, SendAgainForm
from tracker.web.forms.kept import Typed, carried
from tracker.web.work import reading, writing

BROWSERS = (
    ("Edg/", "Edge"),
    ("coc_coc", "Cốc Cốc"),
    ("OPR/", "Opera"),
    ("Firefox/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)
"""Signs by which browsers and systems are known, the telling ones first."""
PENDING = "pending"
PENDING_SECONDS = 300
"""After the password, so long for the code."""


def begin(work: Work, person: Person, *, second_factor: bool = False, single_sign_on: bool = False) -> str:
    """Begin a session for this browser and return its token."""
    return sessions.begin(
        work,
        person,
        clockwork.real(),
        address=request.remote_addr or "",
        browser=browser_name(request.user_agent.string),
        second_factor=second_factor,
        single_sign_on=single_sign_on,
    )


def browser_name(agent: str) -> str:
    """Return a browser's name and system as people know them, what it says of itself when neither is known."""
    browser = next((name for sign, name in BROWSERS if sign in agent), "")
    system = next((name for sign, name in SYSTEMS if sign in agent), "")
    return ", ".join(part for part in (browser, system) if part) or agent[:60]


def onward() -> str:
    """Return where the person wanted to go, never off this site."""
    return local_or(request.args.get("tiep"), url_for("home.index"))


def ask_for_code(person_id: int, form: DoorForm, *, single_sign_on: bool = False) -> ResponseReturnValue:
    """Keep in the signed cookie that the first proof was right, and ask for the second factor."""
    cookie[PENDING] = {
        "person": person_id,
        "epoch": reading().session.get_one(Person, person_id).epoch,
        "at": int(clockwork.real().timestamp()),
        "single_sign_on": single_sign_on,
    }
    shown = CodeForm(formdata=None, data={"kept": form.kept.data})
    return render_template("auth/code.html", form=shown, onward=request.args.get("tiep"))


def pending() -> int | None:
    """Return whose password was right a moment ago in this browser; nobody's once it changed or access ended."""
    found = cookie.get(PENDING)
    if not isinstance(found, dict) or clockwork.real().timestamp() - found["at"] > PENDING_SECONDS:
        return None
    person = reading().session.get(Person, int(found["person"]))
    is_over = person is None or not person.active or person.epoch != found.get("epoch")
    return None if person is None or is_over else person.id


def came_by_sign_on() -> bool:
    """Tell whether the first proof was the provider's word, not a password."""
    return bool((cookie.get(PENDING) or {}).get("single_sign_on"))


def let_in(
    person_id: int, form: DoorForm, *, second_factor: bool = False, single_sign_on: bool = False
) -> ResponseReturnValue:
    """Begin the session and go on: to what was asked for, or to what was typed before the last one ran out."""
    with writing() as work:
        person = work.session.get_one(Person, person_id)
        token = begin(work, person, second_factor=second_factor, single_sign_on=single_sign_on)
    session.sign_in(person, token)
    if person.must_change_password and not single_sign_on:
        answer = redirect(url_for("auth.change_password", tiep=onward()))
    elif typed := carried(form.kept.data):
        return session.remember_device(make_response(send_again(typed, onward())), person.login)
    else:
        answer = redirect(onward())
    return session.remember_device(_in_their_language(make_response(answer), person_id), person.login)


def _in_their_language(answer: Response, person_id: int) -> Response:
    """Let a browser in which nobody chose a language speak the one in which this person reads letters."""
    if language.has_chosen():
        return answer
    return language.remember(answer, preferences.of(reading().session, person_id).get(LANGUAGE, ""))


def send_again(typed: Typed, target: str) -> str:
    """Return the page that shows what was typed and sends it on by one press."""
    return render_template(
        "auth/send_again.html", form=SendAgainForm(formdata=None), typed=typed, target=target
    )


def lacks_second_factor() -> bool:
    """Tell whether the person signed in still has to set up a second factor before anything else."""
    person = session.current_person()
    if person is None or not current_app.config.get("SECOND_FACTOR_REQUIRED"):
        return False
    row = session.current_row()
    if row is not None and row.second_factor:
        return False
    if not needs_second_factor(session.current_actor().roles):
        return False
    return not proofs.has_second_factor(reading().session, person.id)
