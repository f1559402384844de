"""What other programs may be told of: topics, and which actions and reminders belong to each.

Channels, what they are still to be told, and what waits to be sent.

The words of channels beside mail.

Channels beside mail, and each message that leaves by one.
"""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    String,
    Text,
    UniqueConstraint,
    and_,
    cast,
    exists,
    func,
    literal,
    or_,
    select,
    update,
)
from sqlalchemy.orm import Mapped, Session, mapped_column

from tracker.core.i18n import make_message, make_messages
from tracker.database.base import Base, enum_column_type
from tracker.law.lifecycle import Action
from tracker.mail.outbox import LetterState
from tracker.office.models import Unit
from tracker.reminders.models import Reminder
from tracker.reminders.rules import ReminderKind
from tracker.tasks.events import TaskEvent
from tracker.tasks.models import Assignment
from tracker.tasks.verbs import VERBS


class ChannelKind(enum.StrEnum):
    """How a channel tells: a signed message about each task, or one line a day through a gateway."""

    WEBHOOK = "webhook"
    GATEWAY = "gateway"


class Topic(enum.StrEnum):
    """Something a channel may be told of."""

    ASSIGNED = "assigned"
    SUBMITTED = "submitted"
    CONFIRMED = "confirmed"
    RETURNED = "returned"
    DEADLINE_MOVED = "deadline_moved"
    CLOSED = "closed"
    DUE_SOON = "due_soon"
    DUE_TODAY = "due_today"
    OVERDUE = "overdue"


TOPIC_OF_ACTION: Mapping[Action, Topic] = MappingProxyType(
    {action: Topic(verb.topic) for action, verb in VERBS.items() if verb.topic}
)
TOPIC_OF_REMINDER: Mapping[ReminderKind, Topic] = MappingProxyType(
    {
        ReminderKind.DUE_SOON: Topic.DUE_SOON,
        ReminderKind.DUE_TODAY: Topic.DUE_TODAY,
        ReminderKind.OVERDUE: Topic.OVERDUE,
    }
)


class Channel(Base):
    """An address that is told of some topics.

    For a gateway `address` is its name in the settings, where its password stays; the secret of a webhook is made
    from `salt` and the key of this installation. Neither secret is in the database.
    """

    __tablename__ = "channel"

    kind: Mapped[ChannelKind] = mapped_column(enum_column_type(ChannelKind, "channel_kind"))
    name: Mapped[str] = mapped_column(String(80), unique=True)
    address: Mapped[str] = mapped_column(String(500))
    topics: Mapped[list[Any]] = mapped_column(default=list)
    salt: Mapped[str] = mapped_column(String(64))
    active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[dt.datetime]


class Dispatch(Base):
    """One message to one channel, made once for its `source` and tried until it is taken or patience ends.

    `key` and `body` are the same for every try; `answer_code` and `answer` are what was answered last.
    """

    __tablename__ = "dispatch"
    __table_args__ = (
        UniqueConstraint("channel_id", "source"),
        CheckConstraint("(state = 'sent') = (sent_at IS NOT NULL)", name="sent_at_when_sent"),
        Index("ix_dispatch_state_next_attempt_at", "state", "next_attempt_at"),
    )

    channel_id: Mapped[int] = mapped_column(ForeignKey("channel.id"))
    source: Mapped[str] = mapped_column(String(80))
    key: Mapped[str] = mapped_column(String(64), unique=True)
    body: Mapped[str] = mapped_column(Text)
    state: Mapped[LetterState] = mapped_column(enum_column_type(LetterState, "dispatch_state"), default=LetterState.NEW)
    attempts: Mapped[int] = mapped_column(default=0)
    first_tried_at: Mapped[dt.datetime | None]
    next_attempt_at: Mapped[dt.datetime]
    answer_code: Mapped[int | None]
    answer: Mapped[str] = mapped_column(String(400), default="")
    created_at: Mapped[dt.datetime]
    sent_at: Mapped[dt.datetime | None]


WAITING_DISPATCH_STATES = (LetterState.NEW, LetterState.RETRY)


@dataclass(frozen=True, slots=True)
class UnsentEvent:
    """An event a channel was not told of."""

    event_id: int
    action: Action
    assignment_id: int
    unit_code: str
    due_on: dt.date | None


@dataclass(frozen=True, slots=True)
class UnsentReminder:
    """A reminder that went into somebody's letter; several people may have the same."""

    kind: ReminderKind
    assignment_id: int
    unit_code: str
    due_on: dt.date | None
    slot_on: dt.date


def load_channels(session: Session) -> Sequence[Channel]:
    """Return all channels by name."""
    return list(session.scalars(select(Channel).order_by(Channel.name, Channel.id)))


def get_channel(session: Session, channel_id: int) -> Channel | None:
    """Return a channel."""
    return session.get(Channel, channel_id)


def find_channel(session: Session, name: str) -> Channel | None:
    """Return the channel of a name."""
    return session.scalar(select(Channel).where(Channel.name == name))


def list_active_channels(session: Session) -> Sequence[Channel]:
    """Return the channels that are to be told."""
    return list(session.scalars(select(Channel).where(Channel.active.is_(True)).order_by(Channel.id)))


def list_unsent_events(
    session: Session, channel_id: int, actions: Collection[Action], since: dt.datetime
) -> list[UnsentEvent]:
    """Return the events since an instant that a channel was not told of, in their order."""
    told = exists().where(
        Dispatch.channel_id == channel_id, Dispatch.source == literal("event:") + cast(TaskEvent.id, String)
    )
    question = (
        select(
            TaskEvent.id.label("event_id"),
            TaskEvent.action,
            TaskEvent.assignment_id,
            Unit.code.label("unit_code"),
            TaskEvent.due_on,
        )
        .join(Unit, Unit.id == TaskEvent.unit_id)
        .where(TaskEvent.recorded_at >= since, TaskEvent.action.in_(sorted(actions)), ~told)
        .order_by(TaskEvent.id)
    )
    return [UnsentEvent(**row) for row in session.execute(question).mappings()]


def list_reminder_news(session: Session, day: dt.date, kinds: Collection[ReminderKind]) -> list[UnsentReminder]:
    """Return the reminders of a day, each task once for each kind."""
    question = (
        select(Reminder.kind, Reminder.assignment_id, Unit.code.label("unit_code"), Reminder.due_on, Reminder.slot_on)
        .join(Assignment, Assignment.id == Reminder.assignment_id)
        .join(Unit, Unit.id == Assignment.unit_id)
        .where(Reminder.slot_on == day, Reminder.kind.in_(sorted(kinds)))
        .distinct()
        .order_by(Reminder.assignment_id, Reminder.kind)
    )
    return [UnsentReminder(**row) for row in session.execute(question).mappings()]


def list_queued_sources(session: Session, channel_id: int, wanted: Collection[str]) -> set[str]:
    """Return which of some messages a channel has already."""
    question = select(Dispatch.source).where(Dispatch.channel_id == channel_id, Dispatch.source.in_(sorted(wanted)))
    return set(session.scalars(question))


def release_dispatches(session: Session, now: dt.datetime) -> None:
    """Let messages that were under way when the sender died be tried again at once."""
    session.execute(
        update(Dispatch)
        .where(Dispatch.state == LetterState.SENDING)
        .values(state=LetterState.RETRY, next_attempt_at=now)
    )


def claim_due_dispatch(session: Session, now: dt.datetime, without: Collection[int]) -> tuple[Dispatch, Channel] | None:
    """Take the next message that is due of a channel that is open and not among `without`; each claim is a try."""
    is_due = or_(
        Dispatch.state == LetterState.NEW, and_(Dispatch.state == LetterState.RETRY, Dispatch.next_attempt_at <= now)
    )
    due = (
        select(Dispatch.id)
        .join(Channel, Channel.id == Dispatch.channel_id)
        .where(is_due, Channel.active.is_(True), Channel.id.not_in(sorted(without)))
        .order_by(Dispatch.next_attempt_at, Dispatch.id)
        .limit(1)
    )
    taken = session.scalar(
        update(Dispatch)
        .where(Dispatch.id.in_(due), Dispatch.state.in_(WAITING_DISPATCH_STATES))
        .values(
            state=LetterState.SENDING,
            attempts=Dispatch.attempts + 1,
            first_tried_at=func.coalesce(Dispatch.first_tried_at, now),
        )
        .returning(Dispatch.id)
        .execution_options(synchronize_session=False)
    )
    return None if taken is None else get_dispatch_with_channel(session, taken)


def get_dispatch_with_channel(session: Session, dispatch_id: int) -> tuple[Dispatch, Channel]:
    """Return a message with its channel, as the database has them now."""
    question = (
        select(Dispatch, Channel).join(Channel, Channel.id == Dispatch.channel_id).where(Dispatch.id == dispatch_id)
    )
    row = session.execute(question.execution_options(populate_existing=True)).one()
    return row[0], row[1]


def list_channel_dispatches(session: Session, channel_id: int, limit: int) -> Sequence[Dispatch]:
    """Return the newest messages to a channel."""
    question = select(Dispatch).where(Dispatch.channel_id == channel_id).order_by(Dispatch.id.desc())
    return list(session.scalars(question.limit(limit)))


TOPIC_WORDS: Mapping[Topic, str] = make_messages(
    {
        Topic.ASSIGNED: "Giao, chuyển nhiệm vụ",
        Topic.SUBMITTED: "Báo cáo hoàn thành",
        Topic.CONFIRMED: "Xác nhận hoàn thành",
        Topic.RETURNED: "Trả lại, mở lại",
        Topic.DEADLINE_MOVED: "Gia hạn, đổi hạn",
        Topic.CLOSED: "Thu hồi, dừng, bàn giao, nhập",
        Topic.DUE_SOON: "Sắp đến hạn",
        Topic.DUE_TODAY: "Đến hạn trong ngày",
        Topic.OVERDUE: "Quá hạn",
    }
)
CHANNEL_KIND_WORDS: Mapping[ChannelKind, str] = make_messages(
    {ChannelKind.WEBHOOK: "Địa chỉ nhận tin (webhook)", ChannelKind.GATEWAY: "Cổng Zalo, Telegram, SMS"}
)
OPENED, CLOSED = make_message("Đã bật kênh."), make_message("Đã tắt kênh. Tin đang chờ được giữ lại.")
TRIED = make_message("Đã xếp một tin thử. Tin đi trong vòng một phút; xem kết quả ở nhật ký dưới đây.")
NEEDS_TOPIC = make_message("Chọn ít nhất một loại tin.")


def gateway_title(count: int) -> str:
    """Return all that a gateway is told: how many, and not what or whose."""
    return f"Có {count} việc cần xử lý"
