"""Looking at letters: the list, and one letter as it was sent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tracker.models.letter import Letter
from tracker.models.person import Person
from tracker.rules.permissions import Permission, require
from tracker.rules.refusals import Reason, Refusal
from tracker.store import letter_lists as store
from tracker.store.letter_lists import LetterFilter, LetterReason, LetterRow
from tracker.transaction import Work

PAGE = 50


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
