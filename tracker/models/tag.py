"""Tags: short words that the office sticks on tasks to find them again; they change nothing that is counted."""

from __future__ import annotations

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tracker.models.base import Base


class Tag(Base):
    """One word of the office; `key` is its name folded, so that «Họp tháng» and «họp tháng» are one."""

    __tablename__ = "tag"

    name: Mapped[str] = mapped_column(String(40))
    key: Mapped[str] = mapped_column(String(40), unique=True)


class AssignmentTag(Base):
    """A tag on an assignment; who stuck it there stands in the diary."""

    __tablename__ = "assignment_tag"
    __table_args__ = (UniqueConstraint("assignment_id", "tag_id"),)

    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignment.id"))
    tag_id: Mapped[int] = mapped_column(ForeignKey("tag.id"), index=True)
