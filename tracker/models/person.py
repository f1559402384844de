"""People, the posts they hold between two days, and how they sign in."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from tracker.models.base import Base, choice
from tracker.rules.permissions import Role


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
        CheckConstraint(
            "unit_id IS NOT NULL OR role IN ('administrator', 'auditor')", name="post_has_a_unit"
        ),
    )

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"), index=True)
    role: Mapped[Role] = mapped_column(choice(Role, "role"))
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
