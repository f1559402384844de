"""Facts about this installation, and the counting policies with the day from which each holds."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tracker.models.base import Base


class InstallationFact(Base):
    """A named fact: which environment made the database, the hash of the set-up code, the place's name."""

    __tablename__ = "installation_fact"

    name: Mapped[str] = mapped_column(String(60), unique=True)
    value: Mapped[str] = mapped_column(Text)


class PolicySetting(Base):
    """A counting policy chosen for this installation from a day on, with the paper that decided it."""

    __tablename__ = "policy_setting"
    __table_args__ = (UniqueConstraint("name", "valid_from"),)

    name: Mapped[str] = mapped_column(String(40))
    value: Mapped[str] = mapped_column(String(40))
    valid_from: Mapped[dt.date]
    source: Mapped[str] = mapped_column(String(200), default="")
