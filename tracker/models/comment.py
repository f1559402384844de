"""Comments on a task: what people say to each other beside the diary."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from tracker.models.base import Base


class Comment(Base):
    """What one person wrote on an assignment; it changes no counted state.

    For some minutes its author may edit it; it is never deleted: `withdrawn_at` hides its words and leaves the
    trace. `by_mail`: it came as an answer to a letter.
    """

    __tablename__ = "comment"

    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignment.id"), index=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    author_name: Mapped[str] = mapped_column(String(120))
    text: Mapped[str] = mapped_column(Text)
    by_mail: Mapped[bool] = mapped_column(default=False)
    written_at: Mapped[dt.datetime]
    edited_at: Mapped[dt.datetime | None]
    withdrawn_at: Mapped[dt.datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}
