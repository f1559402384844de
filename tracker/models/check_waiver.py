"""Findings in reports typed elsewhere that stand all the same, each with its reason."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from tracker.models.base import Base


class CheckWaiver(Base):
    """A finding that was explained: the same case in the same place with the same numbers is not raised again.

    Of the report itself nothing is kept but the sentence of the finding.
    """

    __tablename__ = "check_waiver"

    key: Mapped[str] = mapped_column(String(64), unique=True)
    finding: Mapped[str] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(Text)
    waived_at: Mapped[dt.datetime]
    waived_by: Mapped[str] = mapped_column(String(120))
    waived_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
