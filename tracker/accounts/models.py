"""How people prove who they are: sessions, second factors, single-use links, and the event log of account changes.

Changes of accounts that wait for a second person, and mail addresses that wait for their owner's word.
"""

from __future__ import annotations

import datetime as dt
import enum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column

from tracker.accounts.rules import ProposalKind, ProposalState
from tracker.database.base import Base, enum_column_type


class CalendarFeed(Base):
    """One address somebody made: for the own work, or for a unit (`unit_id`).

    The token in the address is not kept, only its SHA-256. What the address shows is what its maker may read today;
    a revoked one answers as one that never was.
    """

    __tablename__ = "calendar_feed"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[dt.datetime]
    revoked_at: Mapped[dt.datetime | None]


class SignedInSession(Base):
    """One browser in which somebody is signed in; the browser holds the token, this row only its hash.

    `epoch` is the person's at the beginning: when the person's grows, the session is over. `proven_at` is when the
    password was typed last, `second_factor` whether a code was; `single_sign_on` that the provider vouched instead.
    """

    __tablename__ = "signed_in_session"
    __table_args__ = (Index("ix_signed_in_session_person_id_ended_at", "person_id", "ended_at"),)

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    epoch: Mapped[int]
    began_at: Mapped[dt.datetime]
    proven_at: Mapped[dt.datetime]
    second_factor: Mapped[bool] = mapped_column(default=False)
    single_sign_on: Mapped[bool] = mapped_column(default=False, server_default=false())
    address: Mapped[str] = mapped_column(String(60), default="")
    browser: Mapped[str] = mapped_column(String(120), default="")
    ended_at: Mapped[dt.datetime | None]


class SecondFactor(Base):
    """The secret shared with a person's telephone, sealed; good once a code was typed. `last_step` bars repeats."""

    __tablename__ = "second_factor"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), unique=True)
    secret: Mapped[str] = mapped_column(String(200))
    made_at: Mapped[dt.datetime]
    confirmed_at: Mapped[dt.datetime | None]
    last_step: Mapped[int] = mapped_column(default=0)


class RecoveryCode(Base):
    """A code on paper for the day the telephone is gone: used once, kept as a hash."""

    __tablename__ = "recovery_code"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    code_hash: Mapped[str] = mapped_column(String(64), unique=True)
    used_at: Mapped[dt.datetime | None]


class LinkKind(enum.StrEnum):
    """What a single-use link is for: a new account's first password, or a forgotten one."""

    INVITATION = "invitation"
    RESET = "reset"


class AccountLink(Base):
    """A link with which a password may be set once. It dies with its hour, its use, and any change of the password."""

    __tablename__ = "account_link"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    kind: Mapped[LinkKind] = mapped_column(enum_column_type(LinkKind, "link_kind"))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    epoch: Mapped[int]
    made_at: Mapped[dt.datetime]
    expires_at: Mapped[dt.datetime]
    used_at: Mapped[dt.datetime | None]


class AccountChange(enum.StrEnum):
    """What happened to an account."""

    OPENED = "opened"
    CLOSED = "closed"
    REOPENED = "reopened"
    POST_GIVEN = "post_given"
    POST_ENDED = "post_ended"
    PASSWORD_CHANGED = "password_changed"
    PASSWORD_RESET = "password_reset"
    LINK_MADE = "link_made"
    LINK_USED = "link_used"
    SECOND_FACTOR_ON = "second_factor_on"
    SECOND_FACTOR_OFF = "second_factor_off"
    RECOVERY_USED = "recovery_used"
    SESSIONS_ENDED = "sessions_ended"
    TOKEN_MADE = "token_made"
    TOKEN_REVOKED = "token_revoked"
    IDENTITY_BOUND = "identity_bound"
    IDENTITY_DROPPED = "identity_dropped"
    PROPOSED = "proposed"
    APPROVED = "approved"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    GIVEN_ALONE = "given_alone"
    KEYS_ENDED = "keys_ended"
    FEED_MADE = "feed_made"
    FEED_REVOKED = "feed_revoked"
    NAME_CHANGED = "name_changed"
    EMAIL_ASKED = "email_asked"
    EMAIL_CHANGED = "email_changed"
    PHONE_CHANGED = "phone_changed"
    OFFICE_RENAMED = "office_renamed"
    DEPUTY_NAMED = "deputy_named"
    DATA_COPIED = "data_copied"


class AccountEvent(Base):
    """One line of the log of account changes. The database refuses to change or delete it."""

    __tablename__ = "account_event"
    __table_args__ = (CheckConstraint("actor_name <> ''", name="somebody_did_it"),)

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    change: Mapped[AccountChange] = mapped_column(enum_column_type(AccountChange, "account_change"))
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    actor_name: Mapped[str] = mapped_column(String(120))
    recorded_at: Mapped[dt.datetime]
    details: Mapped[dict[str, Any]] = mapped_column(default=dict)


class ProviderIdentity(Base):
    """Who a person is at the provider of single sign-on: bound at the first sign-on, compared at every other."""

    __tablename__ = "provider_identity"
    __table_args__ = (UniqueConstraint("issuer", "subject"),)

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), unique=True)
    issuer: Mapped[str] = mapped_column(String(300))
    subject: Mapped[str] = mapped_column(String(255))
    bound_at: Mapped[dt.datetime]


class ApiToken(Base):
    """Another program may act for a person within some scopes; the program holds the token, this row its hash."""

    __tablename__ = "api_token"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    name: Mapped[str] = mapped_column(String(80))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    scopes: Mapped[str] = mapped_column(String(200))
    made_at: Mapped[dt.datetime]
    expires_at: Mapped[dt.datetime]
    revoked_at: Mapped[dt.datetime | None]


class AccountProposal(Base):
    """What an administrator proposes for the account of `person_id`, and what a second person said to it.

    `details` holds what the change needs: role, unit_id, title, valid_from; address; principal_id and days of a deputy.
    `taken_at` is when the proposer took the sign-in link that an approval allowed (LINK, ROLE).
    """

    __tablename__ = "account_proposal"
    __table_args__ = (
        CheckConstraint(
            "decided_by_id IS NULL OR state = 'withdrawn' OR decided_by_id NOT IN (proposed_by_id, person_id)",
            name="a_second_person_decides",
        ),
        CheckConstraint("(state = 'waiting') = (decided_at IS NULL)", name="decided_at_when_decided"),
    )

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    kind: Mapped[ProposalKind] = mapped_column(enum_column_type(ProposalKind, "proposal_kind"))
    details: Mapped[dict[str, Any]] = mapped_column(default=dict)
    note: Mapped[str] = mapped_column(String(300), default="")
    proposed_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    proposed_at: Mapped[dt.datetime]
    expires_at: Mapped[dt.datetime]
    state: Mapped[ProposalState] = mapped_column(
        enum_column_type(ProposalState, "proposal_state"), default=ProposalState.WAITING
    )
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[dt.datetime | None]
    reason: Mapped[str] = mapped_column(String(300), default="")
    taken_at: Mapped[dt.datetime | None]


class EmailChange(Base):
    """A new mail address that waits until its owner opens the link sent to it; the token is made when the letter goes.

    `epoch` is the person's when it was asked for: a change of the password ends it.
    """

    __tablename__ = "email_change"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    address: Mapped[str] = mapped_column(String(200))
    token_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    epoch: Mapped[int]
    asked_at: Mapped[dt.datetime]
    expires_at: Mapped[dt.datetime]
    used_at: Mapped[dt.datetime | None]
