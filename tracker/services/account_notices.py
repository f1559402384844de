"""Changes of accounts: the line in the diary of accounts, and the letter that tells the owner."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from typing import Any

from tracker.models.account import AccountChange
from tracker.models.letter import Letter
from tracker.models.person import Person
from tracker.rules.outbox import ACCESS, LetterState
from tracker.services import account_diary
from tracker.transaction import Work
from tracker.wording.account_letters import TOLD, written

NOT_TOLD = frozenset(AccountChange) - frozenset(TOLD)
"""Changes of which no letter goes: they take nothing away, or another letter of the same act names them."""


def record(
    work: Work, person: Person, change: AccountChange, *, also_to: Collection[str] = (), **details: Any
) -> None:
    """Write the line of a change, and put a letter to its owner into the outbox where the change is one of `TOLD`.

    `also_to` are further addresses, such as the one an account had until now. Nobody without an address is written to.
    """
    account_diary.note(work, person.id, change, **details)
    if change not in TOLD:
        return
    subject, text = written(
        change, name=person.name, login=person.login, actor=work.actor.name, at=work.now, details=details
    )
    for address in dict.fromkeys([*(also_to), person.email or ""]):
        if address:
            post_letter(work, person, address, subject, text)


def post_letter(
    work: Work, person: Person, address: str, subject: str, text: str, *, kind: str = ACCESS
) -> None:
    """Put a letter about an account into the outbox."""
    name = f"{kind}.{secrets.token_hex(8)}"
    work.session.add(
        Letter(
            kind=name,
            person_id=person.id,
            slot_on=work.today,
            address=address,
            subject=subject,
            body_text=text,
            message_key=f"{name}.{person.id}",
            state=LetterState.NEW,
            next_attempt_at=work.now,
            created_at=work.now,
        )
    )
