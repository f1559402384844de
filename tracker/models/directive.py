"""Directives (ý kiến chỉ đạo) of the province's and the town's leaders."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.models.base import Base, choice
from tracker.models.document import Document
from tracker.rules.permissions import Origin


class Directive(Base):
    """One instruction in one paper: who gave it, on what day, in which words.

    A directive to nine wards is one directive and nine assignments (counting rule 7). `leader` is the post of the
    person who gave it, as the register says it; `clause` the place of these words in the paper («mục II.3»).
    """

    __tablename__ = "directive"
    __table_args__ = (CheckConstraint("origin IN ('province', 'town')", name="from_above_or_own"),)

    origin: Mapped[Origin] = mapped_column(choice(Origin, "directive_origin"))
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"), index=True)
    given_on: Mapped[dt.date] = mapped_column(index=True)
    leader: Mapped[str] = mapped_column(String(120), default="")
    supervising_leader: Mapped[str] = mapped_column(String(120), default="")
    field: Mapped[str] = mapped_column(String(120), default="")
    clause: Mapped[str] = mapped_column(String(80), default="", server_default="")
    content: Mapped[str] = mapped_column(Text)
    search_text: Mapped[str] = mapped_column(Text)
    created_at: Mapped[dt.datetime]

    document: Mapped[Document] = relationship(lazy="raise")
