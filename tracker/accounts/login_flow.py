"""The steps between sign-in and the page: a code if there is one to show, then the way on with what was typed.

The session of a browser, the one module that knows Flask-Login: the cookie holds a token, all else is a row.
"""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Mapping

from flask import (
    Flask,
    Response,
    abort,
    current_app,
    g,
    make_response,
    redirect,
    render_template,
    request,
    session,
    session as cookie,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_login import LoginManager, UserMixin, current_user, login_user, logout_user
from itsdangerous import BadSignature, URLSafeSerializer
from sqlalchemy import exists, select

from tracker.accounts import queries, sessions
from tracker.accounts.forms import CodeForm, ConfirmPasswordForm, LoginFlowForm, ResendForm, SignInForm
from tracker.accounts.rules import is_fresh_proof, is_session_over, needs_second_factor
from tracker.accounts.secret_encryption import SecretKeys, secret_keys_of
from tracker.accounts.sessions import hash_session_token
from tracker.core.text import normalise_text
from tracker.database.engine import db
from tracker.database.unit_of_work import UnitOfWork
from tracker.law.permissions import Actor, get_permission_scope
from tracker.office import installation
from tracker.office.installation import LANGUAGE
from tracker.office.models import Person
from tracker.web import language, request as web_request
from tracker.web.forms import Typed, collect_typed_fields, has_lost_files, read_carried_fields
from tracker.web.request import (
    SEEN,
    _sensitive,
    current_actor,
    current_person,
    current_row,
    get_endpoint_requirement,
    is_signed_in,
    read_work,
    write_work,
)
from tracker.web.responses import local_or

DEVICE = "thiet-bi"
DEVICE_KEPT = dt.timedelta(days=180)
SEEN_AGAIN = dt.timedelta(seconds=60)

login_manager = LoginManager()
login_manager.session_protection = None  # address and browser change on phones; the row revokes


class LoginUser(UserMixin):
    """A signed-in person as Flask-Login wants it, with the row of this browser's session."""

    def __init__(self, found: queries.OpenSession, token: str) -> None:
        self.person, self.row, self.found = found.person, found.row, found
        self.id = token

    def acting(self, day: dt.date) -> Actor:
        """Return this person as an actor, with the posts held on a civil day."""
        return queries.get_session_actor(db.session(), self.found, day)

    @property
    def unit_names(self) -> Mapping[int, str]:
        """The names of the units in which this person holds a post of their own."""
        return self.found.unit_names


def init_browser_session(app: Flask) -> None:
    """Let every request know who asks; posts are read anew each time, so a change acts at once."""
    login_manager.init_app(app, add_context_processor=False)  # templates know `current_actor` alone
    app.after_request(_note_seen)


@login_manager.user_loader
def _load(token: str) -> LoginUser | None:
    found = queries.get_open_session(db.session(), hash_session_token(token), web_request.get_request_day())
    if found is None:
        return None
    seen_at = _seen_at()
    over = seen_at is None or is_session_over(
        began_at=found.row.began_at, seen_at=seen_at, now=web_request.get_machine_instant()
    )
    if over or not found.person.active or found.person.epoch != found.row.epoch:
        return None
    return LoginUser(found, token)


def _seen_at() -> dt.datetime | None:
    seen = session.get(SEEN)
    return dt.datetime.fromtimestamp(seen, dt.UTC) if isinstance(seen, int) else None


def _note_seen(response: Response) -> Response:
    """Note in the cookie, signed, that the browser is in use: no row is written for looking at a page."""
    if "_login_user" not in g:
        return response  # nobody asked who this is: a style sheet, a heartbeat
    seen_at = _seen_at()
    if is_signed_in() and (seen_at is None or abs(web_request.get_machine_instant() - seen_at) > SEEN_AGAIN):
        session[SEEN] = int(web_request.get_machine_instant().timestamp())
    return response


def sign_in_person(person: Person, token: str) -> None:
    """Give this browser the token of a session that has begun; the old cookie's content is dropped."""
    session.clear()
    session[SEEN] = int(web_request.get_machine_instant().timestamp())
    found = queries.get_open_session(db.session(), hash_session_token(token), web_request.get_request_day())
    assert found is not None  # begun a moment ago
    login_user(LoginUser(found, token))
    g.pop("actor", None)
    g.pop("csrf_token", None)  # made for the old cookie, when this very answer holds a form


def sign_out_person() -> str | None:
    """Let the browser forget its session; return the token, so that the row can be ended too."""
    token = current_user.id if is_signed_in() else None
    logout_user()
    session.clear()
    return token


def known_device(person_login: str) -> str:
    """Return the name of this browser when somebody of this name has signed in here before, else nothing."""
    person_login = normalise_text(person_login).lower()
    try:
        kept = _device_signer().loads(request.cookies.get(DEVICE, ""))
    except BadSignature:
        return ""
    return str(kept["name"]) if person_login in kept["people"] else ""


def remember_device(response: Response, login: str) -> Response:
    """Let this browser be known the next time somebody of this name signs in."""
    try:
        kept = _device_signer().loads(request.cookies.get(DEVICE, ""))
    except BadSignature:
        kept = {"name": secrets.token_hex(8), "people": []}
    kept["people"] = sorted({*kept["people"], login})[:8]
    response.set_cookie(
        DEVICE,
        str(_device_signer().dumps(kept)),
        max_age=int(DEVICE_KEPT.total_seconds()),
        secure=bool(current_app.config["SESSION_COOKIE_SECURE"]),
        httponly=True,
        samesite="Lax",
    )
    return response


def secret_keys() -> SecretKeys:
    """Return the keys that encrypt secrets in the database: the present one, then former ones."""
    return secret_keys_of(current_app.config)


def _device_signer() -> URLSafeSerializer:
    """Return what signs the name of a browser; former keys are read, the present one, the last, signs."""
    return URLSafeSerializer(list(reversed(secret_keys().keys)), salt="device")


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
    sign_in_person(person, token)
    if person.must_change_password and not single_sign_on:
        answer = redirect(url_for("auth.change_password", tiep=get_next_address()))
    elif typed := read_carried_fields(form.kept.data):
        return remember_device(make_response(render_resend_page(typed, get_next_address())), person.login)
    else:
        answer = redirect(get_next_address())
    return remember_device(_in_their_language(make_response(answer), person_id), person.login)


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
