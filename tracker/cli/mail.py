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

from tracker.cli.console import app_command, print_json, print_line
from tracker.core.clock import VIETNAM, Clock, ManualClock, civil_day
from tracker.database.engine import db
from tracker.database.unit_of_work import UnitOfWork
from tracker.mail.mailbox import LARGEST_LETTER, MailboxServer
from tracker.mail.message import LetterError, Sender
from tracker.mail.smtp import build_transport
from tracker.mail.transport import SentLog
from tracker.office.people import SCHEDULER_ACTOR
from tracker.operations import scheduler as operation_scheduler
from tracker.operations.lock import ExclusiveLock, acquire_lock, get_database_lock
from tracker.operations.scheduler import stop_on_signals
from tracker.reminders import answers as reminder_answers, delivery, queries as reminder_queries, queue
from tracker.reminders.answers import AnswerAddress, AnswerMailbox
from tracker.reminders.delivery import ReminderRound
from tracker.reminders.labels import ANSWER_OUTCOME_WORDS, REMINDER_WORDS
from tracker.reminders.letter_text import LetterSender
from tracker.reminders.queue import NewLine

MINUTE_TYPE = click.DateTime(formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M:%S"])


def register_mail_commands(app: Flask) -> None:
    """Add the commands of this module."""
    app.cli.add_command(scheduler)
    app.cli.add_command(remind)
    app.cli.add_command(answer)


@app_command("scheduler")
def scheduler() -> None:
    """Chạy bộ gửi thư nhắc; tiến trình thứ hai chờ đến khi tiến trình thứ nhất dừng."""
    if current_app.config["ENVIRONMENT"] != "production":  # there, lines are JSON already
        logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    logging.getLogger("apscheduler").setLevel(logging.WARNING)
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]  # the way Flask gives it
    post, box = _post(), _answer_mailbox()
    stop = threading.Event()
    stop_on_signals(stop)
    lock = _lock()
    if not acquire_lock(lock, stop=stop, on_standby=_say_standby):
        return
    click.echo(f"Bộ gửi thư nhắc đang chạy ({lock.holder()}).", err=True)
    if post is None:
        click.echo("Chưa đặt TRACKER_SMTP_URL: thư được xếp sẵn và chờ, chưa gửi.", err=True)
    try:
        operation_scheduler.run_rounds(app, lock, stop, post, box)
    finally:
        lock.release()
    click.echo("Bộ gửi thư nhắc đã dừng.", err=True)


@app_command("remind")
@click.option("--at", "instant", type=MINUTE_TYPE, required=True, help="Giờ Việt Nam, ví dụ 2021-11-10T07:30.")
@click.option("--dry-run", is_flag=True, help="Chỉ cho biết ai sẽ nhận gì; không ghi, không gửi.")
@click.option("--json", "as_json", is_flag=True, help="Kết quả dạng JSON.")
def remind(instant: dt.datetime, dry_run: bool, as_json: bool) -> None:
    """Chạy một lượt nhắc việc như bộ gửi thư chạy vào thời điểm đó."""
    clock = ManualClock(instant.replace(tzinfo=VIETNAM).astimezone(dt.UTC))
    answer = _look(clock) if dry_run else _one_round(clock)
    if as_json:
        print_json(answer)
        return
    for letter in answer["letters"]:
        print_line(f"{letter['name']} <{letter['address']}>")
        for line in letter["lines"]:
            print_line(f"  {REMINDER_WORDS[line['kind']]}: {line['title'][:100]} (nhiệm vụ số {line['assignment']})")
    print_line(answer["words"])
    if answer["trouble"]:
        raise click.ClickException(answer["trouble"])


@app_command("answer")
def answer() -> None:
    """Nhận một thư trả lời từ đầu vào chuẩn (máy chủ thư gọi), ghi vào phần trao đổi của nhiệm vụ."""
    answer_address = _answer_address()
    if answer_address is None:
        raise click.ClickException("Đặt TRACKER_ANSWER_ADDRESS là địa chỉ nhận thư trả lời trước.")
    content = sys.stdin.buffer.read(LARGEST_LETTER)
    clock: Clock = current_app.extensions["clock"]
    try:
        outcome = reminder_answers.process_answer(
            db.session(), clock, answer_address, content, base_url=current_app.config["BASE_URL"]
        )
    except OperationalError as fault:
        raise _TryLater("Cơ sở dữ liệu đang bận; máy chủ thư sẽ chuyển lại thư này.") from fault
    print_line(ANSWER_OUTCOME_WORDS[outcome] + ".")


class _TryLater(click.ClickException):
    """Ends the command so that a mail server keeps the letter and brings it again (sysexits: EX_TEMPFAIL)."""

    exit_code = 75


def _look(clock: Clock) -> dict[str, Any]:
    found = queue.preview_queue(UnitOfWork(session=db.session(), actor=SCHEDULER_ACTOR, now=clock.now()))
    return _answer(clock, ReminderRound(found), dry_run=True)


def _one_round(clock: Clock) -> dict[str, Any]:
    lock = _lock()
    if not lock.try_acquire():
        raise click.ClickException(f"Bộ gửi thư nhắc đang chạy ({lock.holder()}). Dừng nó trước.")
    try:
        done = delivery.run_reminder_round(db.session(), clock, _post(), holder=lock.holder())
    finally:
        lock.release()
    return _answer(clock, done, dry_run=False)


def _answer(clock: Clock, done: ReminderRound, *, dry_run: bool) -> dict[str, Any]:
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
    people = reminder_queries.get_people_by_id(db.session(), of_person)
    titles = reminder_queries.get_titles_by_assignment(db.session(), {line.key.assignment_id for line in lines})
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
    return get_database_lock(config["SQLALCHEMY_DATABASE_URI"], config["DATA_DIR"])


def _post() -> LetterSender | None:
    """Return the way letters leave this installation, None while they must wait."""
    config = current_app.config
    try:
        transport = build_transport(config["ENVIRONMENT"], config["SMTP_URL"], config["DATA_DIR"])
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
    return LetterSender(transport, sender, config["BASE_URL"], _answer_address(), taken)


def _answer_address() -> AnswerAddress | None:
    config = current_app.config
    if not config["ANSWER_ADDRESS"]:
        return None
    return AnswerAddress(config["ANSWER_ADDRESS"], config["SECRET_KEY"], tuple(config["SECRET_KEY_FALLBACKS"]))


def _answer_mailbox() -> AnswerMailbox | None:
    """Return where answers are fetched, None when nobody fetches them."""
    answer_address, url = _answer_address(), current_app.config["IMAP_URL"]
    if answer_address is None or not url:
        return None
    try:
        server = MailboxServer.parse(url)
    except ValueError as wrong:
        raise click.ClickException("TRACKER_IMAP_URL phải có dạng imaps://tên:mật-khẩu@máy-chủ/INBOX") from wrong
    return AnswerMailbox(server, answer_address, current_app.config["BASE_URL"])


def _say_standby(holder: str) -> None:
    click.echo(f"Bộ gửi thư nhắc đã chạy ở tiến trình {holder}; tiến trình này chờ thay.", err=True)
