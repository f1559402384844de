"""Duties with their units and deadlines read: drafts of tasks, for a person to confirm. Nothing is stored.

What a person should look at before a draft task is used.
"""

from __future__ import annotations

import datetime as dt
import enum
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from tracker.core.refusals import Reason, Refusal
from tracker.core.text import fold_accents, normalise_text
from tracker.documents.paragraphs import Paragraph
from tracker.intake.prose.duties import ProseDuty, TextSpan, find_duties
from tracker.intake.prose.heading import Heading, split_paper
from tracker.intake.prose.lexicon import AddresseeReader
from tracker.law.calendar import WorkCalendar
from tracker.law.deadlines.reader import parse_deadline
from tracker.law.terms import Policy, Term, TermKind
from tracker.office.assignment_phrase import find_units
from tracker.office.name_reader import Resolution, UnitName, UnitNote, read_collective


class Doubt(enum.StrEnum):
    """Why a draft needs a person; a stable code for scripts."""

    NO_LEAD = "no_lead"
    LEAD_FROM_ADDRESSEES = "lead_from_addressees"
    UNKNOWN_UNIT = "unknown_unit"
    NO_DEADLINE = "no_deadline"
    IMPOSSIBLE_DATE = "impossible_date"
    CALENDAR_MISSING = "calendar_missing"
    NEEDS_REVIEW = "needs_review"
    MONITOR = "monitor"
    ISSUED_DIFFERS = "issued_differs"
    OLD_FONT = "old_font"
    GROUP = "group"
    SUBSET_UNDEFINED = "subset_undefined"
    COUNT_DIFFERS = "count_differs"
    HEAD_ADDRESSED = "head_addressed"
    SUCCESSOR_TAKEN = "successor_taken"
    NOT_ACTIVE = "not_active"
    SEVERAL_LEADS = "several_leads"
    SUPERVISOR = "supervisor"


DOUBT_SENTENCES: Mapping[Doubt, str] = MappingProxyType(
    {
        Doubt.NO_LEAD: "Chưa rõ đơn vị chủ trì. Chọn đơn vị.",
        Doubt.LEAD_FROM_ADDRESSEES: "Câu không nêu đơn vị; tạm lấy nơi nhận ở “Kính gửi”: {text}. Xác nhận lại.",
        Doubt.UNKNOWN_UNIT: "Chưa nhận ra đơn vị “{text}”.{suggested} Chọn đơn vị.",
        Doubt.NO_DEADLINE: "Văn bản không ghi thời hạn cụ thể. Nhập hạn nếu có.",
        Doubt.IMPOSSIBLE_DATE: "“{text}” là ngày không có trong lịch.{suggested} Nhập lại hạn.",
        Doubt.CALENDAR_MISSING: "Chưa có lịch nghỉ để tính “{text}”. Nhập hạn cụ thể.",
        Doubt.NEEDS_REVIEW: "Xác nhận cách hiểu thời hạn “{text}”.",
        Doubt.MONITOR: "Đơn vị này theo dõi, đôn đốc. Xác nhận có giao thành nhiệm vụ hay không.",
        Doubt.ISSUED_DIFFERS: "Ngày ghi trong văn bản là {text}, khác ngày đã nhập. Kiểm tra lại.",
        Doubt.OLD_FONT: "Tệp dùng phông chữ {text}, đã chuyển sang Unicode. Đối chiếu lại với bản gốc.",
        Doubt.GROUP: "“{text}” là tổ, đoàn liên ngành. Chọn đơn vị thường trực.",
        Doubt.SUBSET_UNDEFINED: "“{text}” chưa nêu rõ đơn vị nào. Chọn từng đơn vị.",
        Doubt.COUNT_DIFFERS: "Số đơn vị trong “{text}” khác số đơn vị đang hoạt động. Chọn từng đơn vị.",
        Doubt.HEAD_ADDRESSED: "“{text}” là người đứng đầu: giao cho đơn vị của người đó.",
        Doubt.SUCCESSOR_TAKEN: "“{text}” đã sắp xếp lại: giao cho đơn vị kế thừa.",
        Doubt.NOT_ACTIVE: "“{text}” không hoạt động vào ngày ban hành. Chọn đơn vị khác.",
        Doubt.SEVERAL_LEADS: "“{text}” nêu nhiều đơn vị mà không nói đơn vị nào chủ trì. Chọn một đơn vị.",
        Doubt.SUPERVISOR: "“{text}” là lãnh đạo phụ trách, không phải đơn vị thực hiện.",
    }
)
_NAMES = re.compile(r",\s*(?:và\s+)?(?=[A-ZĐ])|\s+và\s+(?=[A-ZĐ])|;\s*")
_LIKELY = " Có thể là {names}."


@dataclass(frozen=True, slots=True)
class DraftWarning:
    """One doubt, the words it is about, and what may be meant instead."""

    doubt: Doubt
    text: str = ""
    suggestions: tuple[str, ...] = ()

    @property
    def sentence(self) -> str:
        """What to do, in Vietnamese."""
        likely = _LIKELY.format(names=", ".join(self.suggestions)) if self.suggestions else ""
        return DOUBT_SENTENCES[self.doubt].format(text=self.text, suggested=likely)

    def as_json(self) -> dict[str, object]:
        """Return the doubt as printed: its code for scripts, its sentence for people."""
        return {"code": self.doubt.value, "message": self.sentence, "suggestions": list(self.suggestions)}


def about_leads(
    written: str, leads: tuple[str, ...], found: Resolution, units: tuple[UnitName, ...], *, is_assumed: bool
) -> Iterator[DraftWarning]:
    """Tell what is open in the names of the lead."""
    if is_assumed:
        yield DraftWarning(Doubt.LEAD_FROM_ADDRESSEES, written)
    yield from about_names(found, units)
    if not leads:
        yield DraftWarning(Doubt.NO_LEAD, written)


def about_names(found: Resolution, units: tuple[UnitName, ...]) -> Iterator[DraftWarning]:
    """Tell which names are unknown, with the units that may be meant, and what else is open."""
    names = {unit.id: unit.name for unit in units}
    for piece in found.unknown:
        yield DraftWarning(Doubt.UNKNOWN_UNIT, piece.text, tuple(names[one] for one in piece.suggestions))
    for remark in found.remarks:
        yield DraftWarning(doubt_of(remark.note), remark.text)


def doubt_of(note: UnitNote) -> Doubt:
    """Return the doubt that says what a note of the resolver says."""
    return Doubt(note.value)


def written_names(written: str) -> tuple[str, ...]:
    """Return a list of names as the paper has them, one by one; a collective stays whole."""
    text = normalise_text(written)
    if not text or read_collective(text) is not None:
        return (text,) if text else ()
    return tuple(normalise_text(name) for name in _NAMES.split(text) if normalise_text(name))


_LONGEST_DEADLINE = 300
_READING = Policy()


@dataclass(frozen=True, slots=True)
class ReadingContext:
    """What a paper is read against: its day, the units of the office, its calendar and its policies."""

    issued: dt.date
    units: tuple[UnitName, ...] = ()
    calendar: WorkCalendar | None = None
    policy: Policy = _READING


@dataclass(frozen=True, slots=True)
class DraftTask:
    """A task as the paper seems to give it.

    `leads` and `coordinating` are codes of units, or the words of the paper where no units are known;
    `lead_at`, `content_at` and `deadline_at` say where each was found.
    """

    content: str
    leads: tuple[str, ...]
    coordinating: tuple[str, ...]
    collective: bool
    deadline: Term
    lead_at: TextSpan | None
    content_at: tuple[TextSpan, ...]
    deadline_at: tuple[TextSpan, ...]
    warnings: tuple[DraftWarning, ...]

    def as_json(self) -> dict[str, object]:
        """Return the draft as `flask directive extract --json` prints it."""
        return {
            "content": self.content,
            "leads": list(self.leads),
            "coordinating": list(self.coordinating),
            "collective": self.collective,
            "deadline": {**self.deadline.as_json(), "phrase": self.deadline.phrase},
            "at": {
                "lead": self.lead_at and self.lead_at.as_json(),
                "content": [place.as_json() for place in self.content_at],
                "deadline": [place.as_json() for place in self.deadline_at],
            },
            "warnings": [warned.as_json() for warned in self.warnings],
        }


@dataclass(frozen=True, slots=True)
class Extraction:
    """What a paper says: its heading, its draft tasks, who only watches and who is only asked."""

    heading: Heading
    tasks: tuple[DraftTask, ...]
    monitors: tuple[str, ...] = ()
    external: tuple[str, ...] = ()
    warnings: tuple[DraftWarning, ...] = ()

    def as_json(self) -> dict[str, object]:
        """Return the whole answer as `flask directive extract --json` prints it."""
        issued = self.heading.issued_on
        return {
            "document": {
                "number": self.heading.reference.split("/")[0],
                "reference": self.heading.reference,
                "issued_on": None if issued is None else issued.isoformat(),
                "issuer": self.heading.issuer,
                "signer": self.heading.signer,
                "kind": self.heading.kind,
                "summary": self.heading.summary,
                "monitors": list(self.monitors),
                "external": list(self.external),
                "warnings": [warned.as_json() for warned in self.warnings],
            },
            "tasks": [task.as_json() for task in self.tasks],
        }


def extract_paper(paragraphs: Sequence[Paragraph], around: ReadingContext) -> Extraction:
    """Return the draft tasks of a paper.

    A unit that only follows the paper up («theo dõi, đôn đốc việc thực hiện») is named among the monitors and
    gets a task, marked as such, only when it must report by a day. Bodies outside the committee get none.
    """
    letter = split_paper(paragraphs)
    names = [name for unit in around.units for name in (unit.name, *unit.aliases)]
    tasks: list[DraftTask] = []
    monitors: list[str] = []
    external: list[str] = []
    for duty in find_duties(letter.body, AddresseeReader(names)):
        lead_text, is_assumed = _lead_text(duty, letter.addressees)
        found = find_units(lead_text, around.units, around.issued) if around.units else Resolution()
        external += found.external
        if found.external and not (found.leads or found.unknown):
            continue
        term, problems = _deadline(duty, around)
        if duty.is_monitoring and term.kind in {TermKind.NONE, TermKind.CONTINUOUS}:
            monitors += _codes(found.leads or found.monitors, lead_text, around)
            continue
        leads = _codes(found.leads or found.coordinating or found.monitors, lead_text, around)
        beside = find_units(duty.coordinating, around.units, around.issued) if around.units else Resolution()
        helpers = (*found.coordinating, *beside.leads, *beside.coordinating, *beside.monitors)
        coordinating = tuple(code for code in _codes(helpers, duty.coordinating, around) if code not in leads)
        warnings = (
            *about_leads(lead_text, leads, found, around.units, is_assumed=is_assumed),
            *about_names(beside, around.units),
            *problems,
            *((DraftWarning(Doubt.MONITOR, duty.text),) if duty.is_monitoring else ()),
        )
        tasks.append(
            DraftTask(
                content=duty.text,
                leads=leads,
                coordinating=coordinating,
                collective=found.collective,
                deadline=term,
                lead_at=duty.lead_at,
                content_at=tuple(duty.content),
                deadline_at=tuple(duty.moments),
                warnings=warnings,
            )
        )
    heading, told = _checked_heading(letter.heading, around.issued)
    if paragraphs and (font := paragraphs[0].font) is not None:
        told = (DraftWarning(Doubt.OLD_FONT, font.value), *told)
    return Extraction(heading, tuple(tasks), _once(monitors), _once(external), told)


def _lead_text(duty: ProseDuty, addressees: str) -> tuple[str, bool]:
    """Return the words naming the lead; «quý phòng», and a duty without a name, mean the addressees."""
    is_polite = fold_accents(duty.lead).startswith("quy ")
    if (is_polite or duty.is_from_addressees) and addressees:
        return addressees, True
    return ("" if is_polite else duty.lead), False


def _deadline(duty: ProseDuty, around: ReadingContext) -> tuple[Term, tuple[DraftWarning, ...]]:
    """Read the deadline phrases of a duty; one that names an impossible day stays without a day."""
    phrases = list(dict.fromkeys(normalise_text(place.text).strip(" .;,") for place in duty.moments))
    phrase = "; ".join(phrases)
    nothing = Term(phrase, TermKind.NONE, "D52", needs_review=True)
    if not phrase:
        return nothing, (DraftWarning(Doubt.NO_DEADLINE),)
    try:
        term = parse_deadline(
            phrase[:_LONGEST_DEADLINE], issued=around.issued, calendar=around.calendar, policy=around.policy
        )
    except Refusal as refusal:
        if refusal.reason is Reason.IMPOSSIBLE_DATE:
            suggestion = str(refusal.details.get("suggestion", ""))
            return nothing, (DraftWarning(Doubt.IMPOSSIBLE_DATE, phrase, (suggestion,)),)
        return replace(nothing, kind=TermKind.RELATIVE), (DraftWarning(Doubt.CALENDAR_MISSING, phrase),)
    if term.kind is TermKind.NONE:
        return term, (DraftWarning(Doubt.NO_DEADLINE, phrase),)
    return term, (DraftWarning(Doubt.NEEDS_REVIEW, phrase),) if term.needs_review else ()


def _codes(unit_ids: Sequence[int], written: str, around: ReadingContext) -> tuple[str, ...]:
    """Return codes of units; the words themselves, name by name, where no units are known."""
    if not around.units:
        return written_names(written)
    codes = {unit.id: unit.code for unit in around.units}
    return _once([codes[unit_id] for unit_id in unit_ids])


def _checked_heading(heading: Heading, issued: dt.date) -> tuple[Heading, tuple[DraftWarning, ...]]:
    if heading.issued_on is None:
        return replace(heading, issued_on=issued), ()
    if heading.issued_on != issued:
        return heading, (DraftWarning(Doubt.ISSUED_DIFFERS, f"{heading.issued_on:%d/%m/%Y}"),)
    return heading, ()


def _once(codes: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(codes))
