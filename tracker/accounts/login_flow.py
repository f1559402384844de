"""The steps between sign-in and the page: a code if there is one to show, then the way on with what was typed."""

from __future__ import annotations

from flask import (
    Flask,
    Response,
    abort,
    current_app,
    make_response,
    redirect,
    render_template,
    request,
    session as cookie,
    url_for,
)
from flask.typing import ResponseReturnValue
from sqlalchemy import exists, select

from tracker.accounts import browser_session, queries, sessions
from tracker.accounts.forms import CodeForm, ConfirmPasswordForm, LoginFlowForm, ResendForm, SignInForm
from tracker.accounts.rules import is_fresh_proof, needs_second_factor
from tracker.database.engine import db
from tracker.database.unit_of_work import UnitOfWork
from tracker.law.permissions import get_permission_scope
from tracker.office import installation
from tracker.office.installation import LANGUAGE
from tracker.office.models import Person
from tracker.web import language, request as web_request
from tracker.web.forms import Typed, collect_typed_fields, has_lost_files, read_carried_fields
from tracker.web.guards import _sensitive, get_endpoint_requirement
from tracker.web.request import current_actor, current_person, current_row, is_signed_in, read_work, write_work
from tracker.web.responses import local_or

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


def start_browser_session(
    work: UnitOfWork, person: Person, *, second_factor: bool = False, single_sign_on: bool = False
) -> str:
    """Begin a session for this browser and return its token."""
    return sessions.start_session(
        work,
        person,
        web_request.get_machine_instant(),
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


def get_next_address() -> str:
    """Return where the person wanted to go, never off this site."""
    return local_or(request.args.get("tiep"), url_for("home.index"))


def begin_code_step(person_id: int, form: LoginFlowForm, *, single_sign_on: bool = False) -> ResponseReturnValue:
    """Keep in the signed cookie that the first proof was right, and ask for the second factor."""
    cookie[PENDING] = {
        "person": person_id,
        "epoch": read_work().session.get_one(Person, person_id).epoch,
        "at": int(web_request.get_machine_instant().timestamp()),
        "single_sign_on": single_sign_on,
    }
    shown = CodeForm(formdata=None, data={"kept": form.kept.data})
    return render_template("auth/code.html", form=shown, onward=request.args.get("tiep"))


def get_pending_person() -> int | None:
    """Return whose password was right a moment ago in this browser; nobody's once it changed or access ended."""
    found = cookie.get(PENDING)
    if not isinstance(found, dict) or web_request.get_machine_instant().timestamp() - found["at"] > PENDING_SECONDS:
        return None
    person = read_work().session.get(Person, int(found["person"]))
    is_over = person is None or not person.active or person.epoch != found.get("epoch")
    return None if person is None or is_over else person.id


def used_single_sign_on() -> bool:
    """Tell whether the first proof was the provider's word, not a password."""
    return bool((cookie.get(PENDING) or {}).get("single_sign_on"))


def finish_login(
    person_id: int, form: LoginFlowForm, *, second_factor: bool = False, single_sign_on: bool = False
) -> ResponseReturnValue:
    """Begin the session and go on: to what was asked for, or to what was typed before the last one ran out."""
    with write_work() as work:
        person = work.session.get_one(Person, person_id)
        token = start_browser_session(work, person, second_factor=second_factor, single_sign_on=single_sign_on)
    browser_session.sign_in_person(person, token)
    if person.must_change_password and not single_sign_on:
        answer = redirect(url_for("auth.change_password", tiep=get_next_address()))
    elif typed := read_carried_fields(form.kept.data):
        return browser_session.remember_device(
            make_response(render_resend_page(typed, get_next_address())), person.login
        )
    else:
        answer = redirect(get_next_address())
    return browser_session.remember_device(_in_their_language(make_response(answer), person_id), person.login)


def _in_their_language(answer: Response, person_id: int) -> Response:
    """Let a browser in which nobody chose a language speak the one in which this person reads letters."""
    if language.has_chosen():
        return answer
    return language.remember_language(
        answer, installation.get_preferences(read_work().session, person_id).get(LANGUAGE, "")
    )


def render_resend_page(typed: Typed, target: str) -> str:
    """Return the page that shows what was typed and sends it on by one press."""
    return render_template("auth/send_again.html", form=ResendForm(formdata=None), typed=typed, target=target)


def lacks_second_factor() -> bool:
    """Tell whether the person signed in still has to set up a second factor before anything else."""
    person = web_request.current_person()
    if person is None or not current_app.config.get("SECOND_FACTOR_REQUIRED"):
        return False
    row = web_request.current_row()
    if row is not None and row.second_factor:
        return False
    if not needs_second_factor(web_request.current_actor().roles):
        return False
    return not queries.has_second_factor(read_work().session, person.id)


def has_no_accounts() -> bool:
    """Tell whether no account exists: the installation waits for its administrator."""
    return not db.session.scalar(select(exists().where(Person.id.is_not(None))))


ALWAYS_OPEN = frozenset(
    {"auth.change_password", "account.second_factor", "account.begin_second_factor", "account.picture"}
)


def init_request_guard(app: Flask) -> None:
    """Guard every request."""
    app.before_request(_check)


def _check() -> ResponseReturnValue | None:
    if request.endpoint is None:
        return None  # unknown address: 404
    need = get_endpoint_requirement(current_app, request.endpoint)
    if need == "public":
        return None
    if not is_signed_in():
        return _to_sign_in()
    if request.endpoint not in ALWAYS_OPEN and (first := _first_of_all()):
        return redirect(first)
    if need is None or not get_permission_scope(current_actor(), need):
        abort(403)
    row = current_row()
    view = current_app.view_functions[request.endpoint]
    asks = request.method == "POST" and view in _sensitive
    if asks and row is not None and not is_fresh_proof(row.proven_at, web_request.get_machine_instant()):
        return _ask("auth/prove.html", ConfirmPasswordForm(formdata=None), request.path)
    return None


def _to_sign_in() -> ResponseReturnValue:
    """Show the way in; what was typed into a form whose session ran out comes along."""
    if has_no_accounts():
        return redirect(url_for("setup.begin"))
    if request.method == "GET":
        return redirect(url_for("auth.sign_in", tiep=request.full_path.rstrip("?")))
    form = SignInForm(formdata=None)
    form.kept.data = collect_typed_fields()
    return _ask("auth/sign_in.html", form, request.path) if form.kept.data else redirect(url_for("auth.sign_in"))


def _ask(template: str, form: LoginFlowForm, onward: str) -> ResponseReturnValue:
    """Ask who this is, in place of the answer; what was typed stands in the form."""
    form.kept.data = form.kept.data or collect_typed_fields()
    return render_template(template, form=form, onward=onward, lost_files=has_lost_files()), 401


def _first_of_all() -> str | None:
    """Return where somebody has to go before anything else: a new password, a second factor."""
    person, row = current_person(), current_row()
    came_elsewhere = row is not None and row.single_sign_on
    if person is not None and person.must_change_password and not came_elsewhere:
        return url_for("auth.change_password")
    return url_for("account.second_factor") if lacks_second_factor() else None
