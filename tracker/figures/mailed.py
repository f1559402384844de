"""Figures by mail: whoever wants them gets a letter in a rhythm, through the outbox of all letters.

Questions about figures that go out by mail.

The words of letters that bring figures.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.core.clock import VIETNAM, Clock
from tracker.core.i18n import make_message, make_messages
from tracker.core.refusals import Reason, Refusal
from tracker.database.unit_of_work import UnitOfWork, unit_of_work
from tracker.figures import statistics
from tracker.figures.models import FigureSubscription
from tracker.law.periods import Rhythm, get_latest_slot, is_slot_due
from tracker.law.permissions import Permission, get_permission_scope, require_permission
from tracker.law.tally import Tally
from tracker.law.timing import Timing
from tracker.mail.outbox import Letter, LetterState
from tracker.office import people as office_people
from tracker.office.models import Person
from tracker.office.people import SCHEDULER_ACTOR
from tracker.tasks.cuts import CUTS, Cut, describe_cut_key
from tracker.tasks.selection import Selection


def list_person_subscriptions(session: Session, person_id: int) -> Sequence[FigureSubscription]:
    """Return what a person wants, oldest wish first."""
    question = select(FigureSubscription).where(FigureSubscription.person_id == person_id, FigureSubscription.active)
    return list(session.scalars(question.order_by(FigureSubscription.id)))


def list_active_subscriptions(session: Session) -> list[tuple[FigureSubscription, Person]]:
    """Return every wish of people with an open account and an address."""
    question = (
        select(FigureSubscription, Person)
        .join(Person, Person.id == FigureSubscription.person_id)
        .where(FigureSubscription.active, Person.active, Person.email.is_not(None), Person.email != "")
        .order_by(FigureSubscription.id)
    )
    return [(row[0], row[1]) for row in session.execute(question)]


def get_figure_subscription(session: Session, subscription_id: int) -> FigureSubscription | None:
    """Return one wish."""
    return session.get(FigureSubscription, subscription_id)


KIND = "figures"

RHYTHM_WORDS: Mapping[str, str] = make_messages(
    {"weekly": "Hằng tuần, sáng thứ Hai", "monthly": "Hằng tháng, ngày đầu tháng"}
)
"""How often, in words."""

_EVERY: Mapping[str, str] = MappingProxyType({"weekly": "tuần", "monthly": "tháng"})

SUBSCRIPTION_SAVED = make_message("Đã ghi: số liệu sẽ gửi đến {address}, thư đầu tiên vào kỳ tới.")
SUBSCRIPTION_STOPPED = make_message("Đã thôi gửi.")


def figure_letter_subject(rhythm: str, day: dt.date) -> str:
    """Return the subject of a letter."""
    return f"[Theo dõi nhiệm vụ] Số liệu {_EVERY[rhythm]}, tính đến {day:%d/%m/%Y}"


def figure_letter_text(
    *,
    name: str,
    day: dt.date,
    since: dt.date | None,
    cut: Cut,
    whole: Tally,
    lines: Sequence[tuple[Any, str | None, Tally]],
    base_url: str,
) -> str:
    """Return the letter: the whole, then line by line, and where every number opens its list."""
    begins = f", từ ngày {since:%d/%m/%Y}" if since else ""
    address = f"{base_url.rstrip('/')}/so-lieu?tinh-den={day.isoformat()}" + (
        f"&tu-ngay={since.isoformat()}" if since else ""
    )
    return "\n".join(
        [
            f"Kính gửi {name},",
            "",
            f"Số liệu tính đến hết ngày {day:%d/%m/%Y}{begins}, trong phạm vi anh/chị được xem:",
            f"- Tổng số: {_counts(whole)}.",
            "",
            f"{CUTS[cut].words}:",
            *(f"- {describe_cut_key(cut, key, label)}: {_counts(tally)}." for key, label, tally in lines),
            "",
            f"Mở số liệu, con số nào cũng bấm được: {address}",
            f"Thôi nhận: {base_url.rstrip('/')}/so-lieu/gui-thu",
        ]
    )


def _counts(tally: Tally) -> str:
    return (
        f"{tally.total}, hoàn thành {tally.done} (trước và đúng hạn {tally.done_on_time}, "
        f"quá hạn {tally[Timing.DONE_LATE]}), chưa xong {tally.open} (quá hạn {tally[Timing.OPEN_OVERDUE]})"
    )


LONGEST_SUBSCRIPTION_ERROR = 400

log = logging.getLogger(__name__)


def start_figure_subscription(
    work: UnitOfWork, *, cut: Cut, since_january: bool, rhythm: Rhythm, hour: int
) -> FigureSubscription:
    """Note that the actor wants figures by mail, from the next slot on. Raises `Refusal` NO_ADDRESS."""
    require_permission(work.actor, Permission.STATISTICS_READ, unit_id=next(iter(work.actor.unit_ids), None))
    person = work.session.get(Person, work.actor.user_id)
    if person is None or not person.email:
        raise Refusal(Reason.NO_ADDRESS)
    made = FigureSubscription(
        person_id=person.id,
        cut=cut,
        since_january=since_january,
        rhythm=rhythm,
        hour=hour,
        created_at=work.now,
        last_slot_on=get_latest_slot(rhythm, work.today),
    )
    work.session.add(made)
    work.session.flush()
    return made


def list_own_subscriptions(work: UnitOfWork) -> Sequence[FigureSubscription]:
    """Return what the actor wants by mail."""
    assert work.actor.user_id is not None  # a page is opened by a person
    return list_person_subscriptions(work.session, work.actor.user_id)


def stop_figure_subscription(work: UnitOfWork, subscription_id: int) -> None:
    """End a wish of the actor; refuse NOT_FOUND what is somebody else's."""
    found = get_figure_subscription(work.session, subscription_id)
    if found is None or found.person_id != work.actor.user_id:
        raise Refusal(Reason.NOT_FOUND)
    found.active = False


def queue_due(session: Session, clock: Clock, base_url: str) -> int:
    """Put the letters that are due into the outbox, each in a transaction of its own; return how many.

    One that cannot be written is noted beside its wish, and does not keep the others.
    """
    with unit_of_work(session, SCHEDULER_ACTOR, clock) as work:
        now = work.now.astimezone(VIETNAM)
        wanted = [
            (each.id, person.id)
            for each, person in list_active_subscriptions(work.session)
            if is_slot_due(each.rhythm, each.hour, each.last_slot_on, now)
        ]
    queued = 0
    for subscription_id, person_id in wanted:
        try:
            with unit_of_work(session, SCHEDULER_ACTOR, clock) as work:
                _queue(work, subscription_id, person_id, base_url)
            queued += 1
        except Exception as error:
            log.exception("figures by mail: wish=%d could not be written", subscription_id)
            with unit_of_work(session, SCHEDULER_ACTOR, clock) as work:
                _note(work, subscription_id, f"{type(error).__name__}: {error}".splitlines()[0])
    return queued


def _queue(work: UnitOfWork, subscription_id: int, person_id: int, base_url: str) -> None:
    found, person = (get_figure_subscription(work.session, subscription_id), work.session.get_one(Person, person_id))
    assert found is not None and person.email  # chosen a moment ago
    actor = office_people.get_person_actor(work.session, person, work.today)
    yesterday = work.today - dt.timedelta(days=1)
    selection = Selection(
        as_of=yesterday,
        scope=get_permission_scope(actor, Permission.TASK_READ),
        since=dt.date(yesterday.year, 1, 1) if found.since_january else None,
    )
    figures = statistics.compute_figures(work, selection, found.cut)
    slot_on = get_latest_slot(found.rhythm, work.today)
    kind = f"{KIND}.{found.id}"
    work.session.add(
        Letter(
            kind=kind,
            person_id=person.id,
            slot_on=slot_on,
            address=person.email,
            subject=figure_letter_subject(found.rhythm, yesterday),
            body_text=figure_letter_text(
                name=person.name,
                day=yesterday,
                since=selection.since,
                cut=found.cut,
                whole=figures.tally,
                lines=[(group.key, group.label, group.tally) for group in figures.groups],
                base_url=base_url,
            ),
            message_key=f"{kind}.{person.id}.{slot_on:%Y%m%d}",
            state=LetterState.NEW,
            next_attempt_at=work.now,
            created_at=work.now,
        )
    )
    found.last_slot_on, found.last_error = slot_on, ""


def _note(work: UnitOfWork, subscription_id: int, error: str) -> None:
    found = get_figure_subscription(work.session, subscription_id)
    if found is not None:
        found.last_error = error[:LONGEST_SUBSCRIPTION_ERROR]
        found.last_slot_on = get_latest_slot(found.rhythm, work.today)
