"""The figures of a unit: fields for each row it owes, an upload of its file, remarks that send values back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from flask_wtf.file import FileField
from wtforms.validators import InputRequired, Optional

from tracker.models.indicator import Indicator
from tracker.rules.indicators.spec import Blank, ValueKind
from tracker.rules.refusals import Refusal
from tracker.services.evidence import Upload
from tracker.services.imports import SentFile
from tracker.services.reporting.giving import Mistakes, Said
from tracker.web.forms.base import (
    EVIDENCE_TYPES,
    ActionForm,
    AtMost,
    TextField,
    TrackerForm,
    VietnameseDateField,
    bytes_of,
)
from tracker.web.forms.choices import SelectField
from tracker.wording.indicators import BLANK_WORDS
from tracker.wording.sentence import say

BLANKS = {"": "–"} | {blank.value: words for blank, words in BLANK_WORDS.items()}
NAMES = ("value", "part", "whole", "blank", "note", "evidence")


class FiguresForm(ActionForm):
    """Everything a unit says for a report. `done_on`: the day on the paper of a unit without a line of its own."""

    done_on = VietnameseDateField("Ngày đơn vị báo cáo", [Optional()])

    @classmethod
    def of(
        cls, rows: Iterable[Indicator], said: Mapping[int, Said], *, anew: bool = False, **head: Any
    ) -> FiguresForm:
        """Return the form of some rows filled with what was said; `anew` looks at nothing that was sent."""
        fields: dict[str, Any] = {}
        data: dict[str, Any] = dict(head)
        for row in rows:
            fields |= _fields(row)
            known = said.get(row.id, Said())
            data |= {f"{name}_{row.id}": getattr(known, name) for name in NAMES}
            data[f"blank_{row.id}"] = known.blank.value if known.blank else ""
        made: type[FiguresForm] = type("FiguresOfAUnit", (cls,), fields)
        return made(formdata=None, data=data) if anew else made(data=data)

    def said(self, rows: Iterable[Indicator]) -> dict[int, Said]:
        """Return what stands in the fields, by id of the row."""
        return {
            row.id: Said(
                value=self._text("value", row),
                part=self._text("part", row),
                whole=self._text("whole", row),
                blank=Blank(chosen) if (chosen := self._text("blank", row)) else None,
                note=self._text("note", row),
                evidence=self._text("evidence", row),
            )
            for row in rows
        }

    def uploads(self, rows: Iterable[Indicator]) -> dict[int, Upload]:
        """Return the files chosen, by id of the row each proves."""
        found: dict[int, Upload] = {}
        for row in rows:
            name = f"file_{row.id}"
            sent = self[name].data if name in self else None
            if sent and sent.filename:
                found[row.id] = Upload(sent.filename, bytes_of(sent), name)
        return found

    def show(self, refusal: Refusal) -> None:
        """Put every refusal beside its field."""
        if isinstance(refusal, Mistakes):
            for each in refusal.refusals:
                super().show(each)
        else:
            super().show(refusal)

    def _text(self, name: str, row: Indicator) -> str:
        field = self._fields.get(f"{name}_{row.id}")
        return str(field.data or "") if field is not None else ""


class SheetForm(TrackerForm):
    """The file of a unit that comes back."""

    file = FileField("Tệp số liệu (.xlsx, .csv)", [InputRequired("Chọn tệp số liệu đã điền.")])

    def sent(self) -> SentFile:
        """Return what came in."""
        return SentFile(self.file.data.stream.read(), self.file.data.filename or "")


class RemarksForm(ActionForm):
    """What is to be looked at again, row by row."""

    @classmethod
    def of(cls, rows: Iterable[Indicator]) -> RemarksForm:
        """Return the form with a remark for each row."""
        fields = {f"remark_{row.id}": TextField("Cần xem lại", [AtMost(300)]) for row in rows}
        made: type[RemarksForm] = type("RemarksOnAUnit", (cls,), fields)
        return made()

    def remarks(self) -> dict[int, str]:
        """Return the remarks, by id of the row."""
        return {
            int(name.removeprefix("remark_")): str(field.data or "")
            for name, field in self._fields.items()
            if name.startswith("remark_")
        }


class AskForm(ActionForm):
    """Ask the units for their figures."""

    reference = TextField(
        "Số, ký hiệu văn bản yêu cầu", [InputRequired("Nhập số, ký hiệu, ví dụ: 2601/UBND-NV."), AtMost(80)]
    )
    leader = TextField("Lãnh đạo chỉ đạo", [InputRequired("Nhập lãnh đạo chỉ đạo."), AtMost(120)])
    term_text = TextField(
        "Thời hạn", [InputRequired("Nhập thời hạn, ví dụ: trước ngày 15/11/2021."), AtMost(300)]
    )


def _fields(row: Indicator) -> dict[str, Any]:
    def about(what: str) -> str:
        return say("{code}: {what}", code=row.code, what=what)

    value = say("tỷ lệ (%)") if row.kind is ValueKind.PERCENT else say("số liệu")
    fields: dict[str, Any] = {
        f"value_{row.id}": TextField(about(value)),
        f"blank_{row.id}": SelectField(about(say("lý do để trống")), choices=BLANKS),
        f"note_{row.id}": TextField(about(say("ghi chú")), [AtMost(500)]),
        f"evidence_{row.id}": TextField(about(say("minh chứng")), [AtMost(300)]),
        f"file_{row.id}": FileField(about(say("tệp minh chứng")), render_kw=EVIDENCE_TYPES),
    }
    if row.kind is ValueKind.PERCENT:
        fields[f"part_{row.id}"] = TextField(about(say("tử số")))
        fields[f"whole_{row.id}"] = TextField(about(say("mẫu số")))
    return fields
