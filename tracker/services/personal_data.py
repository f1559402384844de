"""The copy somebody takes of everything held about them: one file for machines, the same to be read."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from typing import Any

from tracker.clock import VIETNAM
from tracker.models.account import AccountChange
from tracker.models.person import Person
from tracker.rules.refusals import Reason, Refusal
from tracker.services import account_diary
from tracker.store import installation
from tracker.store import personal_data as store
from tracker.transaction import Work
from tracker.wording.personal_data import HEAD, HELD


def copy_of_own_data(work: Work) -> bytes:
    """Return a zip with `du-lieu.json` and `du-lieu.txt`: everything held about the actor; a line notes the taking."""
    person = work.session.get(Person, work.actor.user_id)
    if person is None:
        raise Refusal(Reason.NOT_FOUND)
    account_diary.note(work, person.id, AccountChange.DATA_COPIED)
    work.session.flush()
    held = store.held_about(work.session, person)
    head = HEAD.format(
        name=person.name,
        login=person.login,
        place=installation.place_name(work.session) or "–",
        at=work.now.astimezone(VIETNAM),
    )
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as bundle:
        bundle.writestr("du-lieu.json", json.dumps(held, ensure_ascii=False, indent=1))
        bundle.writestr("du-lieu.txt", readable(head, held))
    return packed.getvalue()


def readable(head: str, held: Mapping[str, Sequence[Mapping[str, Any]]]) -> str:
    """Return the rows as a text with a heading for each kind."""
    parts = [head]
    for table, rows in held.items():
        parts.append(f"\n== {HELD[table]} ({len(rows)}) ==")
        for row in rows:
            said = (f"{name}: {value}" for name, value in row.items() if value not in (None, "", [], {}))
            parts.append("- " + "; ".join(said))
    return "\n".join(parts) + "\n"
