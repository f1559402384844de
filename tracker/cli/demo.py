"""`flask demo`: the year 2021 of thị xã Hương Trà, loaded into a database of its own."""

from __future__ import annotations

import shutil

import click
from flask import Flask, current_app
from flask_migrate import downgrade, upgrade

from tracker.cli.console import command, say
from tracker.clock import DemoClock, HandClock
from tracker.demo import loader
from tracker.demo.people import CENTRAL, PASSWORD
from tracker.documents.sentences import report_sentences
from tracker.extensions import db
from tracker.mail.message import Sender
from tracker.mail.transport import FileTransport
from tracker.mail.ways import letter_folder
from tracker.rules.permissions import Scope
from tracker.rules.refusals import Reason, Refusal
from tracker.rules.selecting import Cut, Selection
from tracker.services import reminders, statistics
from tracker.services.machine import COMMAND_LINE
from tracker.store import installation, people, sqlite
from tracker.transaction import Work, unit_of_work
from tracker.wording import ROLE_WORDS

SHOWN = (*(account.login for account in CENTRAL), "nv.canbo", "tp.canbo", "tuha", "huongvan", "binhthanh")


def register(app: Flask) -> None:
    """Add the commands of this module."""
    app.cli.add_command(demo)


@command("demo")
@click.option("--reset", is_flag=True, help="Xóa dữ liệu thử và nạp lại từ đầu.")
def demo(reset: bool) -> None:
    """Nạp năm 2021 của thị xã Hương Trà vào cơ sở dữ liệu thử."""
    _refuse_real_data()
    if reset:
        _empty()
    session = db.session()
    if people.by_login(session, "noivu") is None:
        with unit_of_work(session, COMMAND_LINE, current_app.extensions["clock"]) as work:
            installation.set_fact(work.session, installation.ENVIRONMENT, "demo")
        session.rollback()
        with sqlite.in_haste(db.engine):
            loader.load(session, every_morning=_remind)
            session.rollback()
        clock = current_app.extensions["clock"]
        if isinstance(clock, DemoClock):
            clock.show(loader.ENDS_AT)
    _tell()


def _remind(clock: HandClock) -> None:
    """Send the reminders of a morning of 2021: into files, whatever mail server is set."""
    config = current_app.config
    transport = FileTransport(letter_folder(config["DATA_DIR"]))
    post = reminders.Post(transport, Sender.parse(config["MAIL_FROM"]), config["BASE_URL"])
    reminders.tick(db.session(), clock, post)


def _refuse_real_data() -> None:
    session = db.session()
    mark = installation.fact(session, installation.ENVIRONMENT)
    may_become_demo = mark in (None, "development") and not people.listed(session)
    if current_app.config["ENVIRONMENT"] == "production" or not (mark == "demo" or may_become_demo):
        raise Refusal(Reason.DEMO_ONLY)


def _empty() -> None:
    folder = str(current_app.extensions["migrate"].directory)
    db.session.remove()
    downgrade(directory=folder, revision="base")
    upgrade(directory=folder)
    for name in ("mail", "evidence"):
        shutil.rmtree(current_app.config["DATA_DIR"] / name, ignore_errors=True)


def _tell() -> None:
    """Print the figures of the year and how to sign in."""
    session = db.session()
    work = Work(session=session, actor=COMMAND_LINE, now=loader.ENDS_AT)
    selection = Selection(as_of=work.today, scope=Scope(everywhere=True))
    tallies = {group.key: group.tally for group in statistics.breakdown(work, selection, Cut.ORIGIN)}
    for _, sentence in report_sentences(tallies, selection):
        say(str(sentence))
    say(f"Đăng nhập bằng mật khẩu “{PASSWORD}” với một trong các tên:")
    for login in SHOWN:
        person = people.by_login(session, login)
        if person is not None:
            [(post, unit), *_] = people.posts(session, [person.id])
            say(f"  {login:<12} {ROLE_WORDS[post.role]}" + (f" – {unit.short_name}" if unit else ""))
