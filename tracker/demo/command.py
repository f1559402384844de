"""`flask demo`: a case to try things on, loaded into a database of its own."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable
from dataclasses import dataclass

import click
from flask import Flask, current_app
from flask_migrate import downgrade, upgrade

from tracker.cli.console import app_command, print_line
from tracker.core.clock import DemoClock, ManualClock
from tracker.core.labels import ROLE_WORDS
from tracker.core.refusals import Reason, Refusal
from tracker.database import engine
from tracker.database.engine import db
from tracker.database.unit_of_work import UnitOfWork, unit_of_work
from tracker.demo import loader, two_level
from tracker.demo.people import PASSWORD, TOWN_DEMO_ACCOUNTS
from tracker.figures import report_figures
from tracker.figures.sentences import report_sentences
from tracker.law.permissions import Scope
from tracker.mail.message import Sender
from tracker.mail.smtp import letter_folder
from tracker.mail.transport import FileTransport
from tracker.office import installation, people as office_people
from tracker.office.people import COMMAND_LINE
from tracker.reminders import delivery, letter_text
from tracker.tasks.selection import Selection


def register_demo_commands(app: Flask) -> None:
    """Add the commands of this module."""
    app.cli.add_command(demo)


@dataclass(frozen=True, slots=True)
class DemoCase:
    """A demonstration: how it is loaded, the instant its clock shows, and whom it names."""

    load: Callable[..., None]
    ends_at: dt.datetime
    shown: tuple[str, ...]


CASES = {
    "huong-tra-2021": DemoCase(
        loader.load_town_demo,
        loader.TOWN_DEMO_ENDS_AT,
        (*(account.login for account in TOWN_DEMO_ACCOUNTS), "nv.canbo", "tp.canbo", "tuha", "huongvan", "binhthanh"),
    ),
    "two-level": DemoCase(
        two_level.load_two_level_demo,
        two_level.TWO_LEVEL_DEMO_ENDS_AT,
        (
            *(account.login for account in two_level.TWO_LEVEL_DEMO_ACCOUNTS),
            "kt.truong",
            "kt.canbo",
            "hcc.canbo",
            "vpdu.canbo",
        ),
    ),
}
"""The town of 2021, and a ward of 2026 straight under its city."""

FIRST = "huong-tra-2021"


@app_command("demo")
@click.option("--reset", is_flag=True, help="Xóa dữ liệu thử và nạp lại từ đầu.")
@click.option("--case", type=click.Choice(list(CASES)), help="Trường hợp thử (mặc định: thị xã Hương Trà 2021).")
def demo(reset: bool, case: str | None) -> None:
    """Nạp một trường hợp thử: thị xã Hương Trà năm 2021, hoặc phường Hương Trà năm 2026 (two-level)."""
    _refuse_real_data()
    if reset:
        _empty()
    session = db.session()
    held = installation.get_installation_fact(session, installation.DEMO_CASE)
    if office_people.list_people(session):
        held = held or FIRST
        if case not in (None, held):
            raise Refusal(Reason.DEMO_ONLY)
    else:
        held = case or FIRST
        _load(held)
    _tell(CASES[held])


def _load(name: str) -> None:
    session = db.session()
    with unit_of_work(session, COMMAND_LINE, current_app.extensions["clock"]) as work:
        installation.set_fact(work.session, installation.ENVIRONMENT, "demo")
        installation.set_fact(work.session, installation.DEMO_CASE, name)
    session.rollback()
    with engine.skip_disk_sync(db.engine):
        CASES[name].load(session, every_morning=_remind)
        session.rollback()
    clock = current_app.extensions["clock"]
    if isinstance(clock, DemoClock):
        clock.show(CASES[name].ends_at)


def _remind(clock: ManualClock) -> None:
    """Send the reminders of a morning of 2021: into files, whatever mail server is set."""
    config = current_app.config
    transport = FileTransport(letter_folder(config["DATA_DIR"]))
    post = letter_text.LetterSender(transport, Sender.parse(config["MAIL_FROM"]), config["BASE_URL"])
    delivery.run_reminder_round(db.session(), clock, post)


def _refuse_real_data() -> None:
    session = db.session()
    mark = installation.get_installation_fact(session, installation.ENVIRONMENT)
    may_become_demo = mark in (None, "development") and not office_people.list_people(session)
    if current_app.config["ENVIRONMENT"] == "production" or not (mark == "demo" or may_become_demo):
        raise Refusal(Reason.DEMO_ONLY)


def _empty() -> None:
    folder = str(current_app.extensions["migrate"].directory)
    db.session.remove()
    downgrade(directory=folder, revision="base")
    upgrade(directory=folder)
    for name in ("mail", "evidence"):
        shutil.rmtree(current_app.config["DATA_DIR"] / name, ignore_errors=True)


def _tell(case: DemoCase) -> None:
    """Print the figures of the year and how to sign in."""
    session = db.session()
    work = UnitOfWork(session=session, actor=COMMAND_LINE, now=case.ends_at)
    selection = Selection(as_of=work.today, scope=Scope(everywhere=True))
    for sentence in report_sentences(report_figures.report_figures(work, selection)).values():
        print_line(str(sentence))
    print_line(f"Đăng nhập bằng mật khẩu “{PASSWORD}” với một trong các tên:")
    for login in case.shown:
        person = office_people.find_person_by_login(session, login)
        if person is not None:
            [(post, unit), *_] = office_people.list_posts(session, [person.id])
            print_line(f"  {login:<12} {ROLE_WORDS[post.role]}" + (f" – {unit.short_name}" if unit else ""))
