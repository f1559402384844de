"""Papers: decisions, plans, letters, reports, each with number, symbol and day."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tracker.models.base import Base


class Document(Base):
    """A paper that gives, changes or answers tasks; fields as Decree 30/2020/NĐ-CP, appendix VI names them.

    `reference` is number and symbol as printed («1822/QĐ-UBND»). `is_steering` marks the authority's own papers
    that steer administrative reform (indicator 1.1.3). `secrecy` other than empty forbids content in `summary`.
    """

    __tablename__ = "document"
    __table_args__ = (UniqueConstraint("reference", "issued_on", "issuer"),)

    reference: Mapped[str] = mapped_column(String(80), index=True)
    number: Mapped[str] = mapped_column(String(20), default="")
    symbol: Mapped[str] = mapped_column(String(60), default="")
    kind: Mapped[str] = mapped_column(String(20), default="")
    issued_on: Mapped[dt.date | None]
    issuer: Mapped[str] = mapped_column(String(200), default="")
    summary: Mapped[str] = mapped_column(Text, default="")
    signer: Mapped[str] = mapped_column(String(120), default="")
    urgency: Mapped[str] = mapped_column(String(20), default="")
    secrecy: Mapped[str] = mapped_column(String(20), default="")
    is_steering: Mapped[bool] = mapped_column(default=False)
    file_name: Mapped[str | None] = mapped_column(String(255))
    stored_name: Mapped[str | None] = mapped_column(String(80))
    file_sha256: Mapped[str | None] = mapped_column(String(64))
    supersedes_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"))
    created_at: Mapped[dt.datetime]
