"""Bringing a file in from the web: staged, looked at, then applied as exactly the file that was looked at."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict, dataclass
from pathlib import Path

from tracker.documents.file_guard import checked_import
from tracker.documents.plan_table import read_plan
from tracker.documents.register_table import read_register
from tracker.models.import_batch import ImportBatch, ImportKind, ImportState
from tracker.rules.permissions import Permission, scope
from tracker.rules.refusals import Reason, Refusal
from tracker.rules.text import tidy
from tracker.services import plans, registers
from tracker.services.plans import PlanImport, PlanPaper
from tracker.services.registers import RegisterImport
from tracker.store import files, imports, units
from tracker.transaction import Work

NEEDED = {ImportKind.PLAN: Permission.PLAN_IMPORT, ImportKind.REGISTER: Permission.DIRECTIVE_REGISTER}

Found = PlanImport | RegisterImport


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


def stage(
    work: Work,
    kind: ImportKind,
    *,
    data_dir: Path,
    file_name: str,
    data: bytes,
    decision: Decision | None = None,
) -> ImportBatch:
    """Keep a file and, for a plan, the decision that adopts it; nothing of it is written yet.

    Raises `Refusal` FILE_REFUSED (field `file`) for a file that may not come in.
    """
    if not scope(work.actor, NEEDED[kind]):
        raise Refusal(Reason.NOT_ALLOWED)
    try:
        checked_import(data, file_name)
    except Refusal as refusal:
        refusal.field = "file"
        raise
    kept = files.keep(data_dir, data, files.IMPORTS)
    batch = ImportBatch(
        kind=kind,
        file_name=tidy(file_name)[:255],
        stored_name=kept.stored_name,
        sha256=kept.sha256,
        asked={} if decision is None else asdict(decision) | {"issued_on": decision.issued_on.isoformat()},
        uploaded_at=work.now,
        uploaded_by_id=work.actor.user_id,
    )
    work.session.add(batch)
    work.session.flush()
    return batch


def look(work: Work, batch_id: int, data_dir: Path) -> tuple[ImportBatch, Found]:
    """Return a staged file and what bringing it in would do now. Writes nothing."""
    batch = _batch(work, batch_id)
    return batch, _carry_out(work, batch, data_dir, dry_run=True)


def apply(work: Work, batch_id: int, data_dir: Path, *, sha256: str) -> Found:
    """Bring in the file that was looked at, all of it or nothing.

    Raises `Refusal` STALE when it is settled already or is not the file that was confirmed; while a blocking
    problem is open the answer says so and nothing is written.
    """
    batch = _batch(work, batch_id, lock=True)
    if batch.state is not ImportState.STAGED or batch.sha256 != sha256:
        raise Refusal(Reason.STALE)
    found = _carry_out(work, batch, data_dir, dry_run=False)
    if not found.is_blocked:
        batch.state, batch.settled_at = ImportState.APPLIED, work.now
        batch.result = {name: found.count(name) for name in ("created", "updated", "unchanged")}
    return found


def discard(work: Work, batch_id: int) -> None:
    """Put a staged file aside; it stays on record."""
    batch = _batch(work, batch_id, lock=True)
    if batch.state is ImportState.STAGED:
        batch.state, batch.settled_at = ImportState.DISCARDED, work.now


def _carry_out(work: Work, batch: ImportBatch, data_dir: Path, *, dry_run: bool) -> Found:
    with files.opened(data_dir, batch.stored_name, files.IMPORTS) as file:
        data = file.read()
    if batch.kind is ImportKind.REGISTER:
        return registers.import_register(work, read_register(data, batch.file_name), dry_run=dry_run)
    asked = batch.asked
    own = units.authority(work.session)
    paper = PlanPaper(
        reference=asked["reference"],
        issued_on=dt.date.fromisoformat(asked["issued_on"]),
        issuer=own.name if own else "",
        year=asked["year"],
        title=asked["title"],
    )
    return plans.import_plan(work, read_plan(data, batch.file_name), paper, dry_run=dry_run)


def _batch(work: Work, batch_id: int, *, lock: bool = False) -> ImportBatch:
    batch = imports.get(work.session, batch_id, lock=lock)
    if batch is None or not scope(work.actor, NEEDED[batch.kind]):
        raise Refusal(Reason.NOT_FOUND)
    return batch
