"""Papers: decisions, plans, letters, reports, each with number, symbol and day."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.engine.default import DefaultExecutionContext
from sqlalchemy.orm import Mapped, mapped_column

from tracker.models.base import Base
from tracker.rules.searching import search_key


def _to_be_found_by(context: DefaultExecutionContext) -> str:
    """Return the words by which a new document is found; of a secret one only its number and symbol (K47)."""
    values: dict[str, str] = context.get_current_parameters()  # type: ignore[no-untyped-call]  # SQLAlchemy names no type
    if values.get("secrecy"):
        return search_key(values["reference"])
    return search_key(*(values.get(name) or "" for name in ("reference", "summary", "issuer", "signer")))


class Document(Base):
    """A paper that gives, changes or answers tasks; fields as Decree 30/2020/NĐ-CP, appendix VI names them.

    `reference` is number and symbol as printed («1822/QĐ-UBND»). `is_steering` marks the authority's own papers
    that steer administrative reform (indicator 1.1.3). `secrecy` other than empty forbids content in `summary`.
    """

    __tablename__ = "document"
    __table_args__ = (
        UniqueConstraint("reference", "issued_on", "issuer"),
        CheckConstraint("secrecy = '' OR summary = ''", name="secret_without_content"),
    )

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
    search_text: Mapped[str] = mapped_column(Text, default=_to_be_found_by)
    supersedes_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"))
    created_at: Mapped[dt.datetime]
