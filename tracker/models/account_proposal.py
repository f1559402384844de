"""Changes of accounts that wait for a second person, and mail addresses that wait for their owner's word."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from tracker.models.base import Base, choice
from tracker.rules.account_approval import ProposalKind, ProposalState


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
    kind: Mapped[ProposalKind] = mapped_column(choice(ProposalKind, "proposal_kind"))
    details: Mapped[dict[str, Any]] = mapped_column(default=dict)
    note: Mapped[str] = mapped_column(String(300), default="")
    proposed_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    proposed_at: Mapped[dt.datetime]
    expires_at: Mapped[dt.datetime]
    state: Mapped[ProposalState] = mapped_column(
        choice(ProposalState, "proposal_state"), default=ProposalState.WAITING
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
