"""Channels beside mail, and each message that leaves by one."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tracker.models.base import Base, choice
from tracker.rules.channels import ChannelKind
from tracker.rules.outbox import LetterState


class Channel(Base):
    """An address that is told of some topics.

    For a gateway `address` is its name in the settings, where its password stays; the secret of a webhook is made
    from `salt` and the key of the house. Neither secret is in the database.
    """

    __tablename__ = "channel"

    kind: Mapped[ChannelKind] = mapped_column(choice(ChannelKind, "channel_kind"))
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
    state: Mapped[LetterState] = mapped_column(choice(LetterState, "dispatch_state"), default=LetterState.NEW)
    attempts: Mapped[int] = mapped_column(default=0)
    first_tried_at: Mapped[dt.datetime | None]
    next_attempt_at: Mapped[dt.datetime]
    answer_code: Mapped[int | None]
    answer: Mapped[str] = mapped_column(String(400), default="")
    created_at: Mapped[dt.datetime]
    sent_at: Mapped[dt.datetime | None]
