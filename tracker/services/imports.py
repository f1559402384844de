"""Bringing a file in from the web: staged, looked at, then applied as exactly the file that was looked at."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from tracker.documents.jail import Kind, read_in_jail
from tracker.documents.plan_table import PlanDraft
from tracker.documents.register_table import RegisterDraft
from tracker.models.import_batch import ImportBatch, ImportDetail, ImportKind, ImportState
from tracker.rules.permissions import Permission, scope
from tracker.rules.refusals import Reason, Refusal
from tracker.rules.text import tidy
from tracker.services import plans, registers
from tracker.services.plans import PlanImport, PlanPaper
from tracker.services.registers import RegisterImport
from tracker.store import files, imports, units
from tracker.store.files import Place
from tracker.transaction import Work

NEEDED = {ImportKind.PLAN: Permission.PLAN_IMPORT, ImportKind.REGISTER: Permission.DIRECTIVE_REGISTER}

Found = PlanImport | RegisterImport
Draft = PlanDraft | RegisterDraft

_JAIL = {ImportKind.PLAN: Kind.PLAN, ImportKind.REGISTER: Kind.REGISTER}


def kinds_open_to(work: Work) -> list[ImportKind]:
    """Return the kinds of file the actor may bring in."""
    return [kind for kind in ImportKind if scope(work.actor, NEEDED[kind])]


@dataclass(frozen=True, slots=True)
class Decision:
    """The decision that adopts a plan, as said beside its file."""

    reference: str
    issued_on: dt.date
    year: int
    title: str


@dataclass(frozen=True, slots=True)
class SentFile:
    """A file as it was sent: its bytes and its name."""

    data: bytes
    name: str


def read_files(kind: ImportKind, files: Sequence[SentFile]) -> Draft:
    """Read the files of one paper in a process of its own; asks no database, so nobody waits meanwhile.

    The first is the plan or the register; more are the details of an export. Raises `Refusal` FILE_REFUSED (field
    `file`) for a file that may not come in or cannot be read.
    """
    first, *details = files
    try:
        draft: Draft = read_in_jail(
            _JAIL[kind], first.data, first.name, [(each.data, each.name) for each in details]
        )
    except Refusal as refusal:
        refusal.field = "file"
        raise
    return draft


def stage(
    work: Work,
    kind: ImportKind,
    *,
    place: Place,
    sent: Sequence[SentFile],
    decision: Decision | None = None,
) -> ImportBatch:
    """Keep files that were read once and, for a plan, the decision that adopts it; nothing of them is written yet."""
    if not scope(work.actor, NEEDED[kind]):
        raise Refusal(Reason.NOT_ALLOWED)
    kept, *details = [files.keep(place, each.data, files.IMPORTS) for each in sent]
    batch = ImportBatch(
        kind=kind,
        file_name=tidy(sent[0].name)[:255],
        stored_name=kept.stored_name,
        sha256=_of_all([kept, *details]),
        asked={} if decision is None else asdict(decision) | {"issued_on": decision.issued_on.isoformat()},
        uploaded_at=work.now,
        uploaded_by_id=work.actor.user_id,
    )
    work.session.add(batch)
    work.session.flush()
    for position, (each, detail) in enumerate(zip(sent[1:], details, strict=True), start=1):
        work.session.add(
            ImportDetail(
                batch_id=batch.id,
                position=position,
                file_name=tidy(each.name)[:255],
                stored_name=detail.stored_name,
            )
        )
    return batch


def opened(work: Work, batch_id: int, place: Place) -> tuple[ImportBatch, Draft]:
    """Return a staged file and what stands in it and in its details."""
    batch = _batch(work, batch_id)
    kept = [(batch.stored_name, batch.file_name)]
    kept += [(detail.stored_name, detail.file_name) for detail in imports.details(work.session, batch_id)]
    return batch, read_files(batch.kind, [_sent(place, *each) for each in kept])


def look(work: Work, batch: ImportBatch, draft: Draft) -> Found:
    """Return what bringing a staged file in would do now. Writes nothing."""
    return _carry_out(work, batch, draft, dry_run=True)


def apply(work: Work, batch_id: int, draft: Draft, *, sha256: str) -> Found:
    """Bring in the file that was looked at, all of it or nothing.

    Raises `Refusal` STALE when it is settled already or is not the file that was confirmed; while a blocking
    problem is open the answer says so and nothing is written.
    """
    batch = _batch(work, batch_id, lock=True)
    if batch.state is not ImportState.STAGED or batch.sha256 != sha256:
        raise Refusal(Reason.STALE)
    found = _carry_out(work, batch, draft, dry_run=False)
    if not found.is_blocked:
        batch.state, batch.settled_at = ImportState.APPLIED, work.now
        batch.result = {name: found.count(name) for name in ("created", "updated", "unchanged")}
    return found


def discard(work: Work, batch_id: int) -> None:
    """Put a staged file aside; it stays on record."""
    batch = _batch(work, batch_id, lock=True)
    if batch.state is ImportState.STAGED:
        batch.state, batch.settled_at = ImportState.DISCARDED, work.now


def _sent(place: Place, stored_name: str, file_name: str) -> SentFile:
    with files.opened(place, stored_name, files.IMPORTS) as file:
        return SentFile(file.read(), file_name)


def _of_all(kept: Sequence[files.StoredFile]) -> str:
    """Return the SHA-256 of a file; of several, that of their digests in order."""
    digests = [each.sha256 for each in kept]
    return digests[0] if len(digests) == 1 else hashlib.sha256(" ".join(digests).encode()).hexdigest()


def _carry_out(work: Work, batch: ImportBatch, draft: Draft, *, dry_run: bool) -> Found:
    if isinstance(draft, RegisterDraft):
        return registers.import_register(work, draft, dry_run=dry_run)
    asked = batch.asked
    own = units.authority(work.session)
    paper = PlanPaper(
        reference=asked["reference"],
        issued_on=dt.date.fromisoformat(asked["issued_on"]),
        issuer=own.name if own else "",
        year=asked["year"],
        title=asked["title"],
    )
    return plans.import_plan(work, draft, paper, dry_run=dry_run)


def _batch(work: Work, batch_id: int, *, lock: bool = False) -> ImportBatch:
    batch = imports.get(work.session, batch_id, lock=lock)
    if batch is None or not scope(work.actor, NEEDED[batch.kind]):
        raise Refusal(Reason.NOT_FOUND)
    return batch
