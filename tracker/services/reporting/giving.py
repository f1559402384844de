"""What a unit says for a report, row by row: read by its unit of measure, all of it or, while one is wrong, none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType

from tracker.models.indicator import Indicator, IndicatorEntry
from tracker.models.report import Report
from tracker.rules.indicators.filling import share
from tracker.rules.indicators.reading import read_count, read_value
from tracker.rules.indicators.spec import Blank, Source, Spec, ValueKind
from tracker.rules.permissions import Permission, require
from tracker.rules.refusals import Reason, Refusal
from tracker.rules.text import tidy
from tracker.services.reporting.opening import taken
from tracker.services.tasks import NewFile
from tracker.store import indicators
from tracker.transaction import Work


@dataclass(frozen=True, slots=True)
class Said:
    """What stands in the fields of one row, as typed."""

    value: str = ""
    part: str = ""
    whole: str = ""
    blank: Blank | None = None
    note: str = ""
    evidence: str = ""

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing was said: no number and no reason."""
        return not (self.value.strip() or self.part.strip() or self.whole.strip() or self.blank)


@dataclass(frozen=True, slots=True)
class Read:
    """The same, understood."""

    typed: str
    value: Decimal | None = None
    part: Decimal | None = None
    whole: Decimal | None = None
    blank: Blank | None = None


class Mistakes(Refusal):
    """Several refusals at once, each beside the field of its row."""

    def __init__(self, refusals: Sequence[Refusal]) -> None:
        super().__init__(refusals[0].reason, field=refusals[0].field, **refusals[0].details)
        self.refusals = tuple(refusals)


def give(
    work: Work,
    report_id: int,
    unit_id: int | None,
    said: Mapping[int, Said],
    *,
    complete: bool = False,
    files: Mapping[int, NewFile] = MappingProxyType({}),
) -> int:
    """Keep what a unit says (None: the office, for the whole authority), by id of the row; return how much is new.

    What stands there already is not kept a second time. `files` are kept already, by id of the row each proves; a row
    without a new one keeps the one it has. `complete` asks for every row: a number or a reason. Raises
    `Mistakes` with a refusal for each row that is wrong, and then nothing of it is kept.
    """
    require(work.actor, Permission.FIGURES_GIVE if unit_id else Permission.REPORT_PREPARE, unit_id=unit_id)
    report = taken(work, report_id)
    rows = {row.id: row for row in indicators.rows(work.session, report.form_id)}
    present = {
        entry.indicator_id: entry
        for entry in indicators.entries(work.session, report.id)
        if entry.unit_id == unit_id
    }
    refusals: list[Refusal] = []
    made: list[IndicatorEntry] = []
    for key, words in said.items():
        row = rows.get(key)
        if row is None or row.source not in (Source.ENTERED, Source.FORMULA):
            continue
        try:
            asks = complete or key in files  # a file alone proves nothing
            read = understood(row.spec(), words, key, complete=asks, shared=_is_shared(row, unit_id))
        except Refusal as refusal:
            refusals.append(refusal)
            continue
        if read is None:
            continue
        entry = _entry(work, report, row, unit_id, words, read)
        _join_file(entry, files.get(key) or present.get(key))
        if not _is_same(entry, present.get(key)):
            made.append(entry)
    if refusals:
        raise Mistakes(refusals)
    work.session.add_all(made)
    work.session.flush()
    return len(made)


def understood(spec: Spec, said: Said, key: int, *, complete: bool, shared: bool) -> Read | None:
    """Return what the fields of a row mean, None when nothing was said.

    `shared`: the row adds up several units, so a share needs its numerator and denominator.
    """
    if said.is_empty:
        if complete:
            raise Refusal(Reason.REASON_MISSING, field=f"value_{key}", code=spec.code)
        return None
    if said.blank is not None and not (said.value.strip() or said.part.strip() or said.whole.strip()):
        if said.blank is Blank.NOTHING_AROSE and spec.kind is not ValueKind.PERCENT:
            return Read("0", value=Decimal(0))
        return Read("", blank=said.blank)
    if spec.kind is not ValueKind.PERCENT:
        return Read(tidy(said.value), value=read_value(said.value, spec, field=f"value_{key}"))
    return _share(spec, said, key, shared=shared)


def _share(spec: Spec, said: Said, key: int, *, shared: bool) -> Read:
    if bool(said.part.strip()) != bool(said.whole.strip()) or (shared and not said.part.strip()):
        raise Refusal(Reason.SHARE_INCOMPLETE, field=f"part_{key}")
    stated = read_value(said.value, spec, field=f"value_{key}")
    if not said.part.strip():
        return Read(tidy(said.value), value=stated)
    part = read_count(said.part, field=f"part_{key}")
    whole = read_count(said.whole, field=f"whole_{key}")
    if part > whole:
        raise Refusal(Reason.PART_EXCEEDS_WHOLE, field=f"part_{key}", part=part, whole=whole)
    found = share(part, whole)
    if found is None:
        return Read("", blank=Blank.NOTHING_AROSE)
    if stated is not None and abs(stated - found) > Decimal("0.05"):
        raise Refusal(
            Reason.SHARE_DIFFERS, field=f"value_{key}", part=part, whole=whole, expected=found, share=stated
        )
    return Read(f"{tidy(said.part)}/{tidy(said.whole)}", value=found, part=part, whole=whole)


def _entry(
    work: Work, report: Report, row: Indicator, unit_id: int | None, said: Said, read: Read
) -> IndicatorEntry:
    return IndicatorEntry(
        report_id=report.id,
        indicator_id=row.id,
        unit_id=unit_id,
        typed=read.typed[:60],
        value=_text(read.value),
        part=_text(read.part),
        whole=_text(read.whole),
        blank=read.blank,
        note=said.note.strip(),
        evidence=tidy(said.evidence)[:300],
        is_returned=False,
        remark="",
        entered_at=work.now,
        entered_by_id=work.actor.user_id,
    )


def _join_file(entry: IndicatorEntry, file: NewFile | IndicatorEntry | None) -> None:
    """Let an entry rest on a new file, or on the one of what was said before."""
    if file is not None:
        entry.file_name, entry.stored_name = file.file_name, file.stored_name
        entry.sha256, entry.size = file.sha256, file.size


def _is_same(entry: IndicatorEntry, present: IndicatorEntry | None) -> bool:
    if present is None or present.is_returned:
        return False
    fields = ("value", "part", "whole", "blank", "note", "evidence", "stored_name")
    return all(getattr(entry, name) == getattr(present, name) for name in fields)


def _is_shared(row: Indicator, unit_id: int | None) -> bool:
    return unit_id is not None and any(owner.startswith("@") for owner in row.owners)


def _text(value: Decimal | None) -> str | None:
    return None if value is None else f"{value.normalize():f}"
