"""Notices: what somebody is told inside the program about a task."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from tracker.models.base import Base


class Notice(Base):
    """One person is told of one line of a diary, or of one comment; never twice.

    `is_mention`: the comment names this person.
    """

    __tablename__ = "notice"
    __table_args__ = (
        UniqueConstraint("person_id", "event_id"),
        UniqueConstraint("person_id", "comment_id"),
        CheckConstraint("(event_id IS NULL) <> (comment_id IS NULL)", name="of_one_thing"),
        Index(
            "ix_notice_unread",
            "person_id",
            "id",
            sqlite_where=text("read_at IS NULL"),
            postgresql_where=text("read_at IS NULL"),
        ),
    )

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignment.id"), index=True)
    event_id: Mapped[int | None] = mapped_column(ForeignKey("event.id"))
    comment_id: Mapped[int | None] = mapped_column(ForeignKey("comment.id"))
    is_mention: Mapped[bool] = mapped_column(default=False)
    told_at: Mapped[dt.datetime]
    read_at: Mapped[dt.datetime | None]
