"""What a person should look at before a draft task is used."""

from __future__ import annotations

import enum
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from tracker.rules.text import tidy
from tracker.rules.unit_grammar.collectives import read_collective
from tracker.rules.unit_names import Resolution, UnitName, UnitNote


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
    GROUP = "group"
    SUBSET_UNDEFINED = "subset_undefined"
    COUNT_DIFFERS = "count_differs"
    HEAD_ADDRESSED = "head_addressed"
    SUCCESSOR_TAKEN = "successor_taken"
    NOT_ACTIVE = "not_active"
    SEVERAL_LEADS = "several_leads"
    SUPERVISOR = "supervisor"


SENTENCES: Mapping[Doubt, str] = MappingProxyType(
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
class Warned:
    """One doubt, the words it is about, and what may be meant instead."""

    doubt: Doubt
    text: str = ""
    suggestions: tuple[str, ...] = ()

    @property
    def sentence(self) -> str:
        """What to do, in Vietnamese."""
        likely = _LIKELY.format(names=", ".join(self.suggestions)) if self.suggestions else ""
        return SENTENCES[self.doubt].format(text=self.text, suggested=likely)

    def as_json(self) -> dict[str, object]:
        """Return the doubt as printed: its code for scripts, its sentence for people."""
        return {"code": self.doubt.value, "message": self.sentence, "suggestions": list(self.suggestions)}


def about_leads(
    written: str, leads: tuple[str, ...], found: Resolution, units: tuple[UnitName, ...], *, is_assumed: bool
) -> Iterator[Warned]:
    """Tell what is open in the names of the lead."""
    if is_assumed:
        yield Warned(Doubt.LEAD_FROM_ADDRESSEES, written)
    yield from about_names(found, units)
    if not leads:
        yield Warned(Doubt.NO_LEAD, written)


def about_names(found: Resolution, units: tuple[UnitName, ...]) -> Iterator[Warned]:
    """Tell which names are unknown, with the units that may be meant, and what else is open."""
    names = {unit.id: unit.name for unit in units}
    for piece in found.unknown:
        yield Warned(Doubt.UNKNOWN_UNIT, piece.text, tuple(names[one] for one in piece.suggestions))
    for remark in found.remarks:
        yield Warned(doubt_of(remark.note), remark.text)


def doubt_of(note: UnitNote) -> Doubt:
    """Return the doubt that says what a note of the resolver says."""
    return Doubt(note.value)


def written_names(written: str) -> tuple[str, ...]:
    """Return a list of names as the paper has them, one by one; a collective stays whole."""
    text = tidy(written)
    if not text or read_collective(text) is not None:
        return (text,) if text else ()
    return tuple(tidy(name) for name in _NAMES.split(text) if tidy(name))
