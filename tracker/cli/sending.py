"""Commands of letters: `flask scheduler`, `flask remind`, and `flask answer` for what comes back."""

from __future__ import annotations

import datetime as dt
import logging
import sys
import threading
from typing import Any

import click
from flask import Flask, current_app
from sqlalchemy.exc import OperationalError

from tracker.cli.console import command, say, say_json
from tracker.clock import VIETNAM, Clock, HandClock, civil_day
from tracker.extensions import db
from tracker.jobs import rounds
from tracker.jobs.lock import ExclusiveLock, acquire, lock_for
from tracker.jobs.timetable import stop_on_signals
from tracker.mail.answers import LARGEST
from tracker.mail.letter import LetterError
from tracker.mail.mailbox import MailboxServer
from tracker.mail.message import Sender
from tracker.mail.sent_log import SentLog
from tracker.mail.ways import transport_of
from tracker.rules.answering import AnswerDesk
from tracker.services import answers, reminders
from tracker.services.fetching import Letterbox
from tracker.services.machine import SCHEDULER
from tracker.services.reminders import NewLine, Post, Round
from tracker.store import reminders as store
from tracker.transaction import Work
from tracker.wording.answers import OUTCOME_WORDS
from tracker.wording.letters import REMINDER_WORDS

INSTANT = click.DateTime(formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M:%S"])


def register(app: Flask) -> None:
    """Add the commands of this module."""
    app.cli.add_command(scheduler)
    app.cli.add_command(remind)
    app.cli.add_command(answer)


@command("scheduler")
def scheduler() -> None:
    """Chạy bộ gửi thư nhắc; tiến trình thứ hai chờ đến khi tiến trình thứ nhất dừng."""
    if current_app.config["ENVIRONMENT"] != "production":  # there, lines are JSON already
        logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    logging.getLogger("apscheduler").setLevel(logging.WARNING)
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]  # the way Flask gives it
    post, box = _post(), _letterbox()
    stop = threading.Event()
    stop_on_signals(stop)
    lock = _lock()
    if not acquire(lock, stop=stop, on_standby=_say_standby):
        return
    click.echo(f"Bộ gửi thư nhắc đang chạy ({lock.holder()}).", err=True)
    if post is None:
        click.echo("Chưa đặt TRACKER_SMTP_URL: thư được xếp sẵn và chờ, chưa gửi.", err=True)
    try:
        rounds.run(app, lock, stop, post, box)
    finally:
        lock.release()
    click.echo("Bộ gửi thư nhắc đã dừng.", err=True)


@command("remind")
@click.option("--at", "instant", type=INSTANT, required=True, help="Giờ Việt Nam, ví dụ 2021-11-10T07:30.")
@click.option("--dry-run", is_flag=True, help="Chỉ cho biết ai sẽ nhận gì; không ghi, không gửi.")
@click.option("--json", "as_json", is_flag=True, help="Kết quả dạng JSON.")
def remind(instant: dt.datetime, dry_run: bool, as_json: bool) -> None:
    """Chạy một lượt nhắc việc như bộ gửi thư chạy vào thời điểm đó."""
    clock = HandClock(instant.replace(tzinfo=VIETNAM).astimezone(dt.UTC))
    answer = _look(clock) if dry_run else _one_round(clock)
    if as_json:
        say_json(answer)
        return
    for letter in answer["letters"]:
        say(f"{letter['name']} <{letter['address']}>")
        for line in letter["lines"]:
            say(f"  {REMINDER_WORDS[line['kind']]}: {line['title'][:100]} (nhiệm vụ số {line['assignment']})")
    say(answer["words"])
    if answer["trouble"]:
        raise click.ClickException(answer["trouble"])


@command("answer")
def answer() -> None:
    """Nhận một thư trả lời từ đầu vào chuẩn (máy chủ thư gọi), ghi vào phần trao đổi của nhiệm vụ."""
    desk = _desk()
    if desk is None:
        raise click.ClickException("Đặt TRACKER_ANSWER_ADDRESS là địa chỉ nhận thư trả lời trước.")
    content = sys.stdin.buffer.read(LARGEST)
    clock: Clock = current_app.extensions["clock"]
    try:
        outcome = answers.take(db.session(), clock, desk, content, base_url=current_app.config["BASE_URL"])
    except OperationalError as fault:
        raise _TryLater("Cơ sở dữ liệu đang bận; máy chủ thư sẽ chuyển lại thư này.") from fault
    say(OUTCOME_WORDS[outcome] + ".")


class _TryLater(click.ClickException):
    """Ends the command so that a mail server keeps the letter and brings it again (sysexits: EX_TEMPFAIL)."""

    exit_code = 75


def _look(clock: Clock) -> dict[str, Any]:
    found = reminders.look(Work(session=db.session(), actor=SCHEDULER, now=clock.now()))
    return _answer(clock, Round(found), dry_run=True)


def _one_round(clock: Clock) -> dict[str, Any]:
    lock = _lock()
    if not lock.try_acquire():
        raise click.ClickException(f"Bộ gửi thư nhắc đang chạy ({lock.holder()}). Dừng nó trước.")
    try:
        done = reminders.tick(db.session(), clock, _post(), holder=lock.holder())
    finally:
        lock.release()
    return _answer(clock, done, dry_run=False)


def _answer(clock: Clock, done: Round, *, dry_run: bool) -> dict[str, Any]:
    queued, delivered = done.queued, done.delivered
    return {
        "at": clock.now().astimezone(VIETNAM),
        "day": civil_day(clock.now()),
        "dry_run": dry_run,
        "open": queued.is_open,
        "letters": _letters(queued.lines),
        "queued": {"lines": len(queued.lines), "letters": queued.letters, "waiting": queued.waiting},
        "delivered": {
            "sent": delivered.sent,
            "retry": delivered.retry,
            "dead": delivered.dead,
            "obsolete": delivered.obsolete,
        },
        "words": done.words,
        "trouble": done.trouble,
    }


def _letters(lines: tuple[NewLine, ...]) -> list[dict[str, Any]]:
    """Return who gets what, one entry to a person."""
    of_person: dict[int, list[NewLine]] = {}
    for line in lines:
        of_person.setdefault(line.key.person_id, []).append(line)
    people = store.people(db.session(), of_person)
    titles = store.titles(db.session(), {line.key.assignment_id for line in lines})
    return [
        {
            "person": person_id,
            "name": people[person_id].name,
            "address": people[person_id].email,
            "lines": [
                {
                    "kind": line.key.kind.value,
                    "assignment": line.key.assignment_id,
                    "title": titles[line.key.assignment_id],
                    "slot": line.key.slot_on,
                    "due": line.due_on,
                }
                for line in their_lines
            ],
        }
        for person_id, their_lines in sorted(of_person.items())
    ]


def _lock() -> ExclusiveLock:
    config = current_app.config
    return lock_for(config["SQLALCHEMY_DATABASE_URI"], config["DATA_DIR"])


def _post() -> Post | None:
    """Return the way letters leave this installation, None while they must wait."""
    config = current_app.config
    try:
        transport = transport_of(config["ENVIRONMENT"], config["SMTP_URL"], config["DATA_DIR"])
        sender = Sender.parse(config["MAIL_FROM"])
    except LetterError as wrong:
        raise click.ClickException(
            "TRACKER_MAIL_FROM phải là một địa chỉ thư, ví dụ: Theo dõi nhiệm vụ <theo-doi@tinh.gov.vn>."
        ) from wrong
    except ValueError as wrong:
        raise click.ClickException(
            "TRACKER_SMTP_URL phải có dạng smtp://tên:mật-khẩu@máy-chủ:cổng hoặc smtps://…"
        ) from wrong
    if transport is None:
        return None
    one_host = config["SQLALCHEMY_DATABASE_URI"].startswith("sqlite")
    taken = SentLog(config["DATA_DIR"] / "sent.log") if one_host else None
    return Post(transport, sender, config["BASE_URL"], _desk(), taken)


def _desk() -> AnswerDesk | None:
    config = current_app.config
    if not config["ANSWER_ADDRESS"]:
        return None
    return AnswerDesk(config["ANSWER_ADDRESS"], config["SECRET_KEY"], tuple(config["SECRET_KEY_FALLBACKS"]))


def _letterbox() -> Letterbox | None:
    """Return where answers are fetched, None when nobody fetches them."""
    desk, url = _desk(), current_app.config["IMAP_URL"]
    if desk is None or not url:
        return None
    try:
        server = MailboxServer.parse(url)
    except ValueError as wrong:
        raise click.ClickException(
            "TRACKER_IMAP_URL phải có dạng imaps://tên:mật-khẩu@máy-chủ/INBOX"
        ) from wrong
    return Letterbox(server, desk, current_app.config["BASE_URL"])


def _say_standby(holder: str) -> None:
    click.echo(f"Bộ gửi thư nhắc đã chạy ở tiến trình {holder}; tiến trình này chờ thay.", err=True)
