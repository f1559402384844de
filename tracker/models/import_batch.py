"""Files brought in: kept as they came, looked at before anything is written, applied once."""

from __future__ import annotations

import datetime as dt
import enum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tracker.models.base import Base, choice


class ImportKind(enum.StrEnum):
    """What a file holds."""

    PLAN = "plan"
    REGISTER = "register"


class ImportState(enum.StrEnum):
    """What became of a file."""

    STAGED = "staged"
    APPLIED = "applied"
    DISCARDED = "discarded"


class ImportBatch(Base):
    """One file on its way in, with its details if it is an export in several files (`ImportDetail`).

    `sha256` is what the person confirms, over all its files; `asked` what was said beside the file.
    """

    __tablename__ = "import_batch"
    __table_args__ = (
        CheckConstraint("(state = 'staged') = (settled_at IS NULL)", name="settled_at_when_settled"),
    )

    kind: Mapped[ImportKind] = mapped_column(choice(ImportKind, "import_kind"))
    state: Mapped[ImportState] = mapped_column(
        choice(ImportState, "import_state"), default=ImportState.STAGED
    )
    file_name: Mapped[str] = mapped_column(String(255))
    stored_name: Mapped[str] = mapped_column(String(80), unique=True)
    sha256: Mapped[str] = mapped_column(String(64))
    asked: Mapped[dict[str, Any]] = mapped_column(default=dict)
    result: Mapped[dict[str, Any]] = mapped_column(default=dict)
    uploaded_at: Mapped[dt.datetime]
    uploaded_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    settled_at: Mapped[dt.datetime | None]


class ImportDetail(Base):
    """A further file of an export: other software gives the list in one file and the details in others."""

    __tablename__ = "import_detail"
    __table_args__ = (UniqueConstraint("batch_id", "position"),)

    batch_id: Mapped[int] = mapped_column(ForeignKey("import_batch.id"))
    position: Mapped[int]
    file_name: Mapped[str] = mapped_column(String(255))
    stored_name: Mapped[str] = mapped_column(String(80), unique=True)
