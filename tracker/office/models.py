"""Units of the authority and how they came from one another.

Days on which the working calendar differs from Monday to Friday.

Papers: decisions, plans, letters, reports, each with number, symbol and day.

Facts about this installation, and the counting policies with the day from which each holds.

People, the posts they hold between two days, and how they sign in.

What somebody likes: columns, rows on a page, keys; kept for the next time.
"""

from __future__ import annotations

import datetime as dt
import enum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.engine.default import DefaultExecutionContext
from sqlalchemy.orm import Mapped, mapped_column

from tracker.core.text import search_key
from tracker.database.base import Base, enum_column_type
from tracker.law.calendar import DayKind
from tracker.law.permissions import Role
from tracker.office.name_reader import UnitKind, UnitLevel


class CalendarDay(Base):
    """A holiday, a day in lieu, a swapped day off or a working Saturday, with the paper that made it so.

    A year without any row is a year without calendar: working days in it are refused, never assumed.
    """

    __tablename__ = "calendar_day"

    day: Mapped[dt.date] = mapped_column(unique=True)
    kind: Mapped[DayKind] = mapped_column(enum_column_type(DayKind, "day_kind"))
    name: Mapped[str] = mapped_column(String(120))
    source: Mapped[str] = mapped_column(String(200))


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


class Person(Base):
    """An official with an account. `epoch` grows when sessions must end (password, disabling)."""

    __tablename__ = "person"

    login: Mapped[str] = mapped_column(String(80), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    sort_key: Mapped[str] = mapped_column(String(240))
    email: Mapped[str | None] = mapped_column(String(200))
    phone: Mapped[str | None] = mapped_column(String(40))
    password_hash: Mapped[str | None] = mapped_column(String(200))
    must_change_password: Mapped[bool] = mapped_column(default=False)
    active: Mapped[bool] = mapped_column(default=True)
    epoch: Mapped[int] = mapped_column(default=1)
    wants_mail: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[dt.datetime]
    last_sign_in_at: Mapped[dt.datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class Membership(Base):
    """A post held in a unit from one day to another (one may hold several: K40)."""

    __tablename__ = "membership"
    __table_args__ = (
        CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name="ends_after_it_begins"),
        CheckConstraint("unit_id IS NOT NULL OR role IN ('administrator', 'auditor')", name="post_has_a_unit"),
    )

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"), index=True)
    role: Mapped[Role] = mapped_column(enum_column_type(Role, "role"))
    title: Mapped[str] = mapped_column(String(120), default="")
    valid_from: Mapped[dt.date]
    valid_to: Mapped[dt.date | None]


class Deputation(Base):
    """For a period one official acts for another; what is done is recorded «X thay Y»."""

    __tablename__ = "deputation"
    __table_args__ = (CheckConstraint("valid_to >= valid_from", name="ends_after_it_begins"),)

    principal_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    deputy_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    valid_from: Mapped[dt.date]
    valid_to: Mapped[dt.date]
    document_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"))


class SignInTry(Base):
    """One try to prove who one is, counted before it is judged: the counters of all workers live in the database.

    `device` names the browser when the person has signed in there before: strangers cannot use up its tries.
    """

    __tablename__ = "sign_in_try"
    __table_args__ = (Index("ix_sign_in_try_login_tried_at", "login", "tried_at"),)

    login: Mapped[str] = mapped_column(String(80))
    address: Mapped[str] = mapped_column(String(60), index=True)
    device: Mapped[str] = mapped_column(String(32), default="")
    tried_at: Mapped[dt.datetime]


class Preference(Base):
    """One thing a person chose, by its name; what was never chosen has no row."""

    __tablename__ = "preference"
    __table_args__ = (UniqueConstraint("person_id", "name"),)

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    name: Mapped[str] = mapped_column(String(40))
    value: Mapped[str] = mapped_column(String(400))


class LineageKind(enum.StrEnum):
    """How one unit became another, or ended; OPENED and RENAMED lead from a unit to itself."""

    OPENED = "opened"
    MOVED = "moved"
    MERGED = "merged"
    SPLIT = "split"
    DISSOLVED = "dissolved"
    RENAMED = "renamed"


class Unit(Base):
    """An agency, department, service unit, ward or commune, with the days between which it exists.

    `aliases` are other spellings found in papers; `sort_key` orders names as Vietnamese does. A unit is never
    deleted: it ends on `valid_to`, and `UnitLineage` says what follows it.
    """

    __tablename__ = "unit"
    __table_args__ = (CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name="ends_after_it_begins"),)

    code: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    short_name: Mapped[str] = mapped_column(String(80))
    kind: Mapped[UnitKind] = mapped_column(enum_column_type(UnitKind, "unit_kind"))
    level: Mapped[UnitLevel] = mapped_column(enum_column_type(UnitLevel, "unit_level"), default=UnitLevel.DISTRICT)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"), index=True)
    aliases: Mapped[list[Any]] = mapped_column(default=list)
    search_text: Mapped[str] = mapped_column(String(600))
    sort_key: Mapped[str] = mapped_column(String(400))
    position: Mapped[int] = mapped_column(default=0)
    valid_from: Mapped[dt.date]
    valid_to: Mapped[dt.date | None]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class FormerUnitName(Base):
    """A name that a unit had up to a civil day, by a decision; what happened until then goes on bearing it (K05)."""

    __tablename__ = "former_unit_name"
    __table_args__ = (UniqueConstraint("unit_id", "until_on"),)

    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    name: Mapped[str] = mapped_column(String(200))
    short_name: Mapped[str] = mapped_column(String(80))
    until_on: Mapped[dt.date]


class UnitLineage(Base):
    """On a day, by a document, one unit went over into another (or out of the authority).

    `to_name` is what follows in words: the successor's name of that day, the new name, or the body outside.
    """

    __tablename__ = "unit_lineage"
    __table_args__ = (UniqueConstraint("from_unit_id", "to_unit_id", "changed_on"),)

    from_unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    to_unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"), index=True)
    to_name: Mapped[str] = mapped_column(String(200), default="")
    kind: Mapped[LineageKind] = mapped_column(enum_column_type(LineageKind, "lineage_kind"))
    changed_on: Mapped[dt.date]
    document_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"))
