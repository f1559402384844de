"""Looking after letters: the list, one letter as it was sent, sending one again, sending oneself a trial."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from tracker.clock import VIETNAM
from tracker.models.letter import Letter
from tracker.models.person import Person
from tracker.rules.outbox import LetterState
from tracker.rules.permissions import Permission, require
from tracker.rules.refusals import Reason, Refusal
from tracker.store import letter_lists as store
from tracker.store.letter_lists import LetterFilter, LetterReason, LetterRow
from tracker.transaction import Work

PAGE = 50
TRIAL = "trial"
"""How the kind of a trial letter begins: it says only that letters arrive."""


@dataclass(frozen=True, slots=True)
class LetterPage:
    """One page of the list; `newer` and `older` are the letters beyond which the next pages lie."""

    rows: Sequence[LetterRow]
    count: int
    readers: Sequence[tuple[int, str]]
    newer: int | None
    older: int | None


@dataclass(frozen=True, slots=True)
class LetterView:
    """One letter: to whom, as written, and why."""

    letter: Letter
    person: Person
    reasons: Sequence[LetterReason]


def listed(
    work: Work, chosen: LetterFilter, *, before: int | None = None, after: int | None = None, size: int = PAGE
) -> LetterPage:
    """Return a page of letters, newest first."""
    require(work.actor, Permission.LETTER_READ)
    rows = store.page(work.session, chosen, limit=size + 1, before=before, after=after)
    more = len(rows) > size
    if after is not None:
        rows = rows[1:] if more else rows
        has_newer, has_older = more, bool(rows)
    else:
        rows = rows[:size]
        has_newer, has_older = before is not None and bool(rows), more
    return LetterPage(
        rows=rows,
        count=store.count(work.session, chosen),
        readers=store.readers(work.session),
        newer=rows[0].letter_id if has_newer and rows else None,
        older=rows[-1].letter_id if has_older and rows else None,
    )


def view(work: Work, letter_id: int) -> LetterView:
    """Return one letter; NOT_FOUND when there is none of this number."""
    require(work.actor, Permission.LETTER_READ)
    found = store.letter(work.session, letter_id)
    if found is None:
        raise Refusal(Reason.NOT_FOUND)
    return LetterView(found[0], found[1], store.reasons(work.session, letter_id))


def send_again(work: Work, letter_id: int) -> None:
    """Let a letter that was given up be tried again at once, with as much patience as a new one.

    It is looked at again before it goes: what no longer holds is not said. Raises `Refusal` NOT_FOUND or
    LETTER_NOT_DEAD.
    """
    require(work.actor, Permission.LETTER_MANAGE)
    found = store.letter(work.session, letter_id)
    if found is None:
        raise Refusal(Reason.NOT_FOUND)
    letter = found[0]
    if letter.state is not LetterState.DEAD:
        raise Refusal(Reason.LETTER_NOT_DEAD)
    letter.state, letter.next_attempt_at, letter.first_tried_at = LetterState.RETRY, work.now, None
    letter.attempts, letter.error = 0, ""


def send_trial(work: Work, subject: str, text: str) -> str:
    """Put a trial letter to the actor into the outbox; return the address. Raises `Refusal` NO_ADDRESS."""
    require(work.actor, Permission.LETTER_MANAGE)
    person = work.session.get(Person, work.actor.user_id)
    if person is None or not person.email:
        raise Refusal(Reason.NO_ADDRESS)
    local = work.now.astimezone(VIETNAM)
    kind = f"{TRIAL}.{local:%H%M%S}{secrets.token_hex(2)}"
    work.session.add(
        Letter(
            kind=kind,
            person_id=person.id,
            slot_on=work.today,
            address=person.email,
            subject=subject,
            body_text=text,
            message_key=f"{kind}.{person.id}.{work.today:%Y%m%d}",
            state=LetterState.NEW,
            next_attempt_at=work.now,
            created_at=work.now,
        )
    )
    return person.email
