"""Bringing a file in from the web: staged, looked at, then applied as exactly the file that was looked at.

Questions about files on their way in.

Files brought in: kept as they came, looked at before anything is written, applied once.
"""

from __future__ import annotations

import datetime as dt
import enum
import hashlib
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from tracker.core import files as core_files
from tracker.core.files import StoreLocation
from tracker.core.refusals import Reason, Refusal
from tracker.core.text import normalise_text
from tracker.database.base import Base, enum_column_type
from tracker.database.unit_of_work import UnitOfWork
from tracker.documents.sandbox import SandboxFileKind, read_sandboxed
from tracker.intake.plans import intake as plans_intake
from tracker.intake.plans.intake import PlanImport, PlanPaper
from tracker.intake.plans.table import PlanDraft
from tracker.intake.registers import intake as registers_intake
from tracker.intake.registers.intake import RegisterImport
from tracker.intake.registers.table import RegisterDraft
from tracker.law.permissions import Permission, get_permission_scope
from tracker.office import units


class ImportKind(enum.StrEnum):
    """What a file holds."""

    PLAN = "plan"
    REGISTER = "register"


class ImportState(enum.StrEnum):
    """What became of a file."""

    STAGED = "staged"
    APPLIED = "applied"
    DISCARDED = "discarded"


class ImportBatch(Base):
    """One file on its way in, with its details if it is an export in several files (`ImportDetail`).

    `sha256` is what the person confirms, over all its files; `asked` what was said beside the file.
    """

    __tablename__ = "import_batch"
    __table_args__ = (CheckConstraint("(state = 'staged') = (settled_at IS NULL)", name="settled_at_when_settled"),)

    kind: Mapped[ImportKind] = mapped_column(enum_column_type(ImportKind, "import_kind"))
    state: Mapped[ImportState] = mapped_column(
        enum_column_type(ImportState, "import_state"), default=ImportState.STAGED
    )
    file_name: Mapped[str] = mapped_column(String(255))
    stored_name: Mapped[str] = mapped_column(String(80), unique=True)
    sha256: Mapped[str] = mapped_column(String(64))
    asked: Mapped[dict[str, Any]] = mapped_column(default=dict)
    result: Mapped[dict[str, Any]] = mapped_column(default=dict)
    uploaded_at: Mapped[dt.datetime]
    uploaded_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    settled_at: Mapped[dt.datetime | None]


class ImportDetail(Base):
    """A further file of an export: other software gives the list in one file and the details in others."""

    __tablename__ = "import_detail"
    __table_args__ = (UniqueConstraint("batch_id", "position"),)

    batch_id: Mapped[int] = mapped_column(ForeignKey("import_batch.id"))
    position: Mapped[int]
    file_name: Mapped[str] = mapped_column(String(255))
    stored_name: Mapped[str] = mapped_column(String(80), unique=True)


LATEST = 20


def get_import_batch(session: Session, batch_id: int, *, lock: bool = False) -> ImportBatch | None:
    """Return a file on its way in; with `lock`, nobody else settles it."""
    question = select(ImportBatch).where(ImportBatch.id == batch_id)
    return session.scalar(question.with_for_update() if lock else question)


def list_latest_imports(session: Session, kinds: Sequence[ImportKind]) -> Sequence[ImportBatch]:
    """Return the files brought in last, newest first."""
    question = select(ImportBatch).where(ImportBatch.kind.in_(kinds)).order_by(ImportBatch.id.desc())
    return list(session.scalars(question.limit(LATEST)))


def list_import_details(session: Session, batch_id: int) -> Sequence[ImportDetail]:
    """Return the further files of an export, in the order in which they were sent."""
    question = select(ImportDetail).where(ImportDetail.batch_id == batch_id).order_by(ImportDetail.position)
    return list(session.scalars(question))


PERMISSION_OF_IMPORT = {ImportKind.PLAN: Permission.PLAN_IMPORT, ImportKind.REGISTER: Permission.DIRECTIVE_REGISTER}

ImportResult = PlanImport | RegisterImport
Draft = PlanDraft | RegisterDraft

_SANDBOX = {ImportKind.PLAN: SandboxFileKind.PLAN, ImportKind.REGISTER: SandboxFileKind.REGISTER}


def list_permitted_kinds(work: UnitOfWork) -> list[ImportKind]:
    """Return the kinds of file the actor may bring in."""
    return [kind for kind in ImportKind if get_permission_scope(work.actor, PERMISSION_OF_IMPORT[kind])]


@dataclass(frozen=True, slots=True)
class PlanDecision:
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
        draft: Draft = read_sandboxed(
            _SANDBOX[kind], first.data, first.name, [(each.data, each.name) for each in details]
        )
    except Refusal as refusal:
        refusal.field = "file"
        raise
    return draft


def stage_import(
    work: UnitOfWork,
    kind: ImportKind,
    *,
    place: StoreLocation,
    sent: Sequence[SentFile],
    decision: PlanDecision | None = None,
) -> ImportBatch:
    """Keep files that were read once and, for a plan, the decision that adopts it; nothing of them is written yet."""
    if not get_permission_scope(work.actor, PERMISSION_OF_IMPORT[kind]):
        raise Refusal(Reason.NOT_ALLOWED)
    kept, *details = [core_files.store_file_bytes(place, each.data, core_files.IMPORT_FOLDER) for each in sent]
    batch = ImportBatch(
        kind=kind,
        file_name=normalise_text(sent[0].name)[:255],
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
                file_name=normalise_text(each.name)[:255],
                stored_name=detail.stored_name,
            )
        )
    return batch


def open_staged_import(work: UnitOfWork, batch_id: int, place: StoreLocation) -> tuple[ImportBatch, Draft]:
    """Return a staged file and what stands in it and in its details."""
    batch = _batch(work, batch_id)
    kept = [(batch.stored_name, batch.file_name)]
    kept += [(detail.stored_name, detail.file_name) for detail in list_import_details(work.session, batch_id)]
    return batch, read_files(batch.kind, [_sent(place, *each) for each in kept])


def preview_import(work: UnitOfWork, batch: ImportBatch, draft: Draft) -> ImportResult:
    """Return what bringing a staged file in would do now. Writes nothing."""
    return _carry_out(work, batch, draft, dry_run=True)


def apply_import(work: UnitOfWork, batch_id: int, draft: Draft, *, sha256: str) -> ImportResult:
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


def discard_import(work: UnitOfWork, batch_id: int) -> None:
    """Put a staged file aside; it stays on record."""
    batch = _batch(work, batch_id, lock=True)
    if batch.state is ImportState.STAGED:
        batch.state, batch.settled_at = ImportState.DISCARDED, work.now


def _sent(place: StoreLocation, stored_name: str, file_name: str) -> SentFile:
    with core_files.open_stored_file(place, stored_name, core_files.IMPORT_FOLDER) as file:
        return SentFile(file.read(), file_name)


def _of_all(kept: Sequence[core_files.StoredFile]) -> str:
    """Return the SHA-256 of a file; of several, that of their digests in order."""
    digests = [each.sha256 for each in kept]
    return digests[0] if len(digests) == 1 else hashlib.sha256(" ".join(digests).encode()).hexdigest()


def _carry_out(work: UnitOfWork, batch: ImportBatch, draft: Draft, *, dry_run: bool) -> ImportResult:
    if isinstance(draft, RegisterDraft):
        return registers_intake.import_register(work, draft, dry_run=dry_run)
    asked = batch.asked
    own = units.get_authority(work.session)
    paper = PlanPaper(
        reference=asked["reference"],
        issued_on=dt.date.fromisoformat(asked["issued_on"]),
        issuer=own.name if own else "",
        year=asked["year"],
        title=asked["title"],
    )
    return plans_intake.import_plan(work, draft, paper, dry_run=dry_run)


def _batch(work: UnitOfWork, batch_id: int, *, lock: bool = False) -> ImportBatch:
    batch = get_import_batch(work.session, batch_id, lock=lock)
    if batch is None or not get_permission_scope(work.actor, PERMISSION_OF_IMPORT[batch.kind]):
        raise Refusal(Reason.NOT_FOUND)
    return batch
