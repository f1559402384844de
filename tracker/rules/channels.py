"""What other programs may be told of: topics, and which actions and reminders belong to each."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from types import MappingProxyType

from tracker.rules.lifecycle import Action
from tracker.rules.reminding import ReminderKind


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
    {
        Action.ASSIGN: Topic.ASSIGNED,
        Action.REASSIGN: Topic.ASSIGNED,
        Action.SUBMIT: Topic.SUBMITTED,
        Action.CONFIRM: Topic.CONFIRMED,
        Action.SEND_BACK: Topic.RETURNED,
        Action.REOPEN: Topic.RETURNED,
        Action.SET_DEADLINE: Topic.DEADLINE_MOVED,
        Action.GRANT_EXTENSION: Topic.DEADLINE_MOVED,
        Action.WITHDRAW: Topic.CLOSED,
        Action.CANCEL: Topic.CLOSED,
        Action.TRANSFER: Topic.CLOSED,
        Action.MERGE: Topic.CLOSED,
    }
)
TOPIC_OF_REMINDER: Mapping[ReminderKind, Topic] = MappingProxyType(
    {
        ReminderKind.DUE_SOON: Topic.DUE_SOON,
        ReminderKind.DUE_TODAY: Topic.DUE_TODAY,
        ReminderKind.OVERDUE: Topic.OVERDUE,
    }
)
