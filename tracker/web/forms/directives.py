"""Entering a directive: its paper, its words, who gets it and by when."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from flask_wtf.file import FileField
from wtforms import BooleanField, SubmitField
from wtforms.validators import InputRequired
from wtforms.widgets import CheckboxInput

from tracker.models.unit import Unit
from tracker.rules.permissions import Origin
from tracker.services.entering import Named, Unclear
from tracker.services.evidence import Upload
from tracker.web.forms.base import ActionForm, AtMost, LongTextField, TextField, VietnameseDateField, bytes_of
from tracker.web.forms.choices import RadioField, SelectField, SelectMultipleField
from tracker.web.forms.secrecy import RequiredUnlessSecret
from tracker.wording import ORIGIN_WORDS, UNIT_KIND_WORDS, URGENCY_WORDS
from tracker.wording.selecting import SECRECY_WORDS
from tracker.wording.sentence import say
from tracker.wording.terms import UNIT_NOTES

MOST_LETTERS = 300
"""Letters of a deadline as written."""


def origins() -> dict[str, str]:
    """Return the origins of a directive in the words of this installation."""
    return {origin.value: ORIGIN_WORDS[origin] for origin in (Origin.PROVINCE, Origin.TOWN)}


@dataclass(frozen=True, slots=True)
class UnitGroup:
    """Units of one kind to tick."""

    words: str
    boxes: Sequence[Any]


class DirectiveForm(ActionForm):
    """Enter one directive and hand it out."""

    origin = RadioField("Nguồn", [InputRequired("Chọn nguồn của ý kiến chỉ đạo.")], choices=origins)
    reference = TextField(
        "Số, ký hiệu văn bản", [InputRequired("Nhập số, ký hiệu văn bản, ví dụ: 935/UBND-NV."), AtMost(80)]
    )
    given_on = VietnameseDateField("Ngày ban hành", [InputRequired("Nhập ngày ban hành văn bản.")])
    issuer = TextField("Cơ quan ban hành", [AtMost(200)])
    leader = TextField(
        "Lãnh đạo chỉ đạo",
        [InputRequired("Nhập lãnh đạo chỉ đạo."), AtMost(120)],
        render_kw={"list": "lanh-dao-da-co"},
    )
    secrecy = SelectField("Độ mật", choices=dict(SECRECY_WORDS))
    clause = TextField("Vị trí trong văn bản", [AtMost(80)])
    content = LongTextField(
        "Nội dung chỉ đạo",
        [RequiredUnlessSecret("Nhập nội dung chỉ đạo."), AtMost(4000)],
        render_kw={"rows": 4},
    )
    deadline = TextField("Thời hạn ghi trong văn bản", [AtMost(MOST_LETTERS)])
    leads = SelectMultipleField("Đơn vị chủ trì", coerce=int, option_widget=CheckboxInput())
    lead_text = TextField("Hoặc gõ tên đơn vị chủ trì", [AtMost(600)])
    coordinating = TextField("Đơn vị phối hợp", [AtMost(600)])
    urgency = SelectField("Độ khẩn", choices=dict(URGENCY_WORDS))
    evidence_required = BooleanField("Bắt buộc có minh chứng khi báo cáo hoàn thành")
    look_first = SubmitField("Xem trước")
    confirmed = BooleanField("Đã kiểm tra cách hiểu ở trên, đồng ý giao")

    def offer(self, units: Iterable[Unit]) -> list[UnitGroup]:
        """Offer units to tick; return the boxes by kind, in the order of the office."""
        offered = list(units)
        self.leads.choices = {str(unit.id): unit.short_name for unit in offered}
        kind_of = {unit.id: unit.kind for unit in offered}
        groups: dict[str, list[Any]] = {}
        for box, unit in zip(self.leads, offered, strict=True):
            groups.setdefault(kind_of[unit.id], []).append(box)
        return [UnitGroup(UNIT_KIND_WORDS[kind], boxes) for kind, boxes in groups.items()]

    def ask_again(self) -> None:
        """Say that this form went out before with other words; sent once more it is a directive of its own."""
        self.request_id.data = secrets.token_urlsafe(16)
        self.form_errors.append(
            say("Biểu mẫu này đã gửi một lần. Nếu đây là ý kiến chỉ đạo khác, bấm “Giao nhiệm vụ” lần nữa.")
        )

    def ask(self, name: str, named: Named) -> bool:
        """Ask beside a field what its words leave open; return whether anything is asked."""
        questions = questions_about(named)
        self[name].errors = [*self[name].errors, *questions]
        return bool(questions)


class SourceForm(ActionForm):
    """The paper itself, as it came."""

    files = FileField("Văn bản gốc (PDF, Word hoặc ảnh)", [InputRequired("Chọn tệp văn bản gốc.")])

    def uploads(self) -> list[Upload]:
        """Return the one file sent."""
        return [Upload(self.files.data.filename or "", bytes_of(self.files.data))]


def questions_about(named: Named) -> list[str]:
    """Return what must be asked about the units of a field before anything goes out."""
    questions = [_question(piece) for piece in named.unclear]
    return questions + [UNIT_NOTES[remark.note].format(text=remark.text) for remark in named.open_remarks]


def _question(piece: Unclear) -> str:
    if not piece.suggestions:
        return say(
            "Chưa nhận ra đơn vị “{text}”. Kiểm tra lại tên hoặc chọn trong danh sách.", text=piece.text
        )
    return say(
        "Chưa nhận ra đơn vị “{text}”. Có phải là {suggestions} không?",
        text=piece.text,
        suggestions=say(" hoặc ").join(piece.suggestions),
    )
