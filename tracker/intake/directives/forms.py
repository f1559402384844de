"""From a paper to directives: the paper to read, then its drafts with every field to edit.

Entering a directive: its paper, its words, who gets it and by when.
"""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from flask_wtf.file import FileField
from wtforms import BooleanField, Field, FieldList, Form, FormField, HiddenField, SubmitField, TextAreaField
from wtforms.validators import InputRequired, ValidationError
from wtforms.widgets import CheckboxInput

from tracker.core.i18n import make_message
from tracker.core.labels import ORIGIN_WORDS, UNIT_KIND_WORDS, URGENCY_WORDS
from tracker.core.refusal_sentences import describe_refusal
from tracker.core.refusals import Refusal
from tracker.documents.paragraphs import Paragraph
from tracker.intake.directives.entry import LONGEST_PROPOSED_TEXT, MOST_DRAFTS, Proposals
from tracker.intake.names import NamedUnits, UnclearUnits
from tracker.law.permissions import Origin
from tracker.office.models import Unit
from tracker.tasks.evidence import Upload
from tracker.tasks.labels import UNIT_NOTES
from tracker.tasks.selection import SECRECY_WORDS
from tracker.web.forms import (
    ActionForm,
    AtMost,
    LongTextField,
    RadioField,
    RequiredUnlessSecret,
    SelectField,
    SelectMultipleField,
    TextField,
    TrackerForm,
    VietnameseDateField,
    VietnameseTranslations,
    bytes_of,
)

MOST_LETTERS = 300
"""Letters of a deadline as written."""


def list_origin_choices() -> dict[str, str]:
    """Return the origins of a directive in the words of this installation."""
    return {origin.value: ORIGIN_WORDS[origin] for origin in (Origin.PROVINCE, Origin.TOWN)}


@dataclass(frozen=True, slots=True)
class UnitGroup:
    """Units of one kind to tick."""

    words: str
    boxes: Sequence[Any]


class DirectiveForm(ActionForm):
    """Enter one directive and hand it out."""

    origin = RadioField("Nguồn", [InputRequired("Chọn nguồn của ý kiến chỉ đạo.")], choices=list_origin_choices)
    reference = TextField(
        "Số, ký hiệu văn bản", [InputRequired("Nhập số, ký hiệu văn bản, ví dụ: 935/UBND-NV."), AtMost(80)]
    )
    given_on = VietnameseDateField("Ngày ban hành", [InputRequired("Nhập ngày ban hành văn bản.")])
    issuer = TextField("Cơ quan ban hành", [AtMost(200)])
    leader = TextField(
        "Lãnh đạo chỉ đạo", [InputRequired("Nhập lãnh đạo chỉ đạo."), AtMost(120)], render_kw={"list": "lanh-dao-da-co"}
    )
    secrecy = SelectField("Độ mật", choices=dict(SECRECY_WORDS))
    clause = TextField("Vị trí trong văn bản", [AtMost(80)])
    content = LongTextField(
        "Nội dung chỉ đạo", [RequiredUnlessSecret("Nhập nội dung chỉ đạo."), AtMost(4000)], render_kw={"rows": 4}
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
            make_message("Biểu mẫu này đã gửi một lần. Nếu đây là ý kiến chỉ đạo khác, bấm “Giao nhiệm vụ” lần nữa.")
        )

    def ask(self, name: str, named: NamedUnits) -> bool:
        """Ask beside a field what its words leave open; return whether anything is asked."""
        questions = questions_about(named)
        self[name].errors = [*self[name].errors, *questions]
        return bool(questions)


class SourceFileForm(ActionForm):
    """The paper itself, as it came."""

    files = FileField("Văn bản gốc (PDF, Word hoặc ảnh)", [InputRequired("Chọn tệp văn bản gốc.")])

    def uploads(self) -> list[Upload]:
        """Return the one file sent."""
        return [Upload(self.files.data.filename or "", bytes_of(self.files.data))]


def questions_about(named: NamedUnits) -> list[str]:
    """Return what must be asked about the units of a field before anything goes out."""
    questions = [_question(piece) for piece in named.unclear]
    return questions + [UNIT_NOTES[remark.note].format(text=remark.text) for remark in named.open_remarks]


def _question(piece: UnclearUnits) -> str:
    if not piece.suggestions:
        return make_message(
            "Chưa nhận ra đơn vị “{text}”. Kiểm tra lại tên hoặc chọn trong danh sách.", text=piece.text
        )
    return make_message(
        "Chưa nhận ra đơn vị “{text}”. Có phải là {suggestions} không?",
        text=piece.text,
        suggestions=make_message(" hoặc ").join(piece.suggestions),
    )


LONGEST_QUOTE = 1_500
"""Letters quoted of the paragraphs of one draft."""


class UploadPaperForm(TrackerForm):
    """The paper to read: a file, or its text pasted."""

    issued_on = VietnameseDateField("Ngày ban hành", [InputRequired("Nhập ngày ban hành văn bản.")])
    file = FileField("Tệp văn bản (.docx, .txt, .md)")
    text = TextAreaField("Hoặc dán nội dung văn bản", [AtMost(LONGEST_PROPOSED_TEXT)], render_kw={"rows": 10})

    def paper(self) -> tuple[bytes, str] | None:
        """Return the bytes and the name of the paper; None, with a sentence beside its field, without one."""
        if self.file.data and self.file.data.filename:
            return bytes_of(self.file.data), self.file.data.filename
        if text := (self.text.data or "").strip():
            return text.encode(), "van-ban.txt"
        self.file.errors = [*self.file.errors, make_message("Chọn tệp hoặc dán nội dung văn bản.")]
        return None


class NeededToHandOut:
    """Refuse an empty field, when its draft is ticked to go out."""

    def __init__(self, sentence: str) -> None:
        self.sentence = sentence
        self.field_flags = {"required": True}

    def __call__(self, form: DraftForm, field: Field) -> None:
        """Raise the sentence when the draft is to go out without this field."""
        if form.chosen.data and not field.data:
            raise ValidationError(self.sentence)


class DraftForm(Form):
    """One draft task. `seen` names the reading of its deadline that was on the page when it was sent."""

    class Meta:
        """Let WTForms speak Vietnamese."""

        def get_translations(self, form: Any) -> VietnameseTranslations:
            """Return our own sentences."""
            return VietnameseTranslations()

    chosen = BooleanField("Giao nhiệm vụ này")
    content = LongTextField(
        "Nội dung", [NeededToHandOut(make_message("Nhập nội dung nhiệm vụ.")), AtMost(4000)], render_kw={"rows": 3}
    )
    clause = TextField("Vị trí trong văn bản", [AtMost(80)])
    lead_text = TextField(
        "Đơn vị chủ trì", [NeededToHandOut(make_message("Nhập ít nhất một đơn vị chủ trì.")), AtMost(2000)]
    )
    coordinating = TextField("Đơn vị phối hợp", [AtMost(2000)])
    deadline = TextField("Thời hạn ghi trong văn bản", [AtMost(300)])
    quoted = HiddenField()
    remarks = HiddenField()
    seen = HiddenField()

    def ask(self, name: str, named: NamedUnits) -> None:
        """Ask beside a field what its words leave open."""
        self.complain(name, *questions_about(named))

    def show(self, refusal: Refusal) -> None:
        """Put the sentence of a refusal beside the field of the draft it concerns, or beside its content."""
        name = {"leads": "lead_text"}.get(refusal.field or "", refusal.field)
        self.complain(name if name in self._fields else "content", describe_refusal(refusal))

    def complain(self, name: str | None, *sentences: str) -> None:
        """Put sentences beside a field."""
        field = self._fields[name or "content"]
        field.errors = [*field.errors, *sentences]


class DraftsForm(ActionForm):
    """The heading of the paper and its drafts, those ticked to be handed out together."""

    origin = RadioField("Nguồn", [InputRequired("Chọn nguồn của ý kiến chỉ đạo.")], choices=list_origin_choices)
    reference = TextField(
        "Số, ký hiệu văn bản", [InputRequired("Nhập số, ký hiệu văn bản, ví dụ: 935/UBND-NV."), AtMost(80)]
    )
    given_on = VietnameseDateField("Ngày ban hành", [InputRequired("Nhập ngày ban hành văn bản.")])
    issuer = TextField("Cơ quan ban hành", [InputRequired("Nhập cơ quan ban hành văn bản."), AtMost(200)])
    signer = TextField("Người ký", [AtMost(120)])
    leader = TextField("Lãnh đạo chỉ đạo", [InputRequired("Nhập lãnh đạo chỉ đạo."), AtMost(120)])
    urgency = SelectField("Độ khẩn", choices=dict(URGENCY_WORDS))
    drafts = FieldList(FormField(DraftForm), max_entries=MOST_DRAFTS)

    @classmethod
    def proposing(cls, found: Proposals, issued_on: dt.date) -> DraftsForm:
        """Return the form filled with what a paper proposes; clear drafts are ticked."""
        heading = found.heading
        return cls(
            formdata=None,
            data={
                "origin": found.origin.value,
                "reference": heading.reference,
                "given_on": issued_on,
                "issuer": heading.issuer,
                "signer": heading.signer,
                "leader": heading.signer,
                "drafts": [
                    {
                        "chosen": draft.is_clear,
                        "content": draft.content,
                        "lead_text": draft.lead_text,
                        "coordinating": draft.coordinating_text,
                        "deadline": draft.deadline_text,
                        "quoted": _quotation(draft.quoted),
                        "remarks": "\n".join(warned.sentence for warned in draft.warnings),
                    }
                    for draft in found.drafts
                ],
            },
        )

    def to_hand_out(self) -> list[DraftForm]:
        """Return the drafts that are ticked."""
        return [entry.form for entry in self.drafts if entry.form.chosen.data]

    def show_once(self, refusal: Refusal) -> None:
        """Show a refusal of the heading, however many drafts meet it."""
        sentence = describe_refusal(refusal)
        if refusal.field and sentence not in self[refusal.field].errors:
            self.show(refusal)

    def problems(self) -> list[tuple[str, str]]:
        """Return what must be put right: the id of the field, empty for the whole form, and the sentence."""
        head = [("", sentence) for sentence in self.form_errors]
        for field in self:
            if field.name != "drafts":
                place = f"{field.id}-0" if field.type == "RadioField" else field.id
                head += [(place, sentence) for sentence in field.errors]
        return head + [
            (field.id, make_message("Nhiệm vụ {number}: {sentence}", number=number, sentence=sentence))
            for number, entry in enumerate(self.drafts, start=1)
            for field in entry.form
            for sentence in field.errors
        ]

    def ask_again(self) -> None:
        """Say that this form went out before with other words; sent once more it is a paper of its own."""
        self.request_id.data = secrets.token_urlsafe(16)
        self.form_errors.append(
            make_message("Biểu mẫu này đã gửi một lần. Nếu vẫn muốn giao tiếp, bấm “Giao” lần nữa.")
        )


def _quotation(paragraphs: Sequence[Paragraph]) -> str:
    text = "\n".join(
        make_message("Đoạn {number}: {text}", number=paragraph.number, text=paragraph.text) for paragraph in paragraphs
    )
    return text if len(text) <= LONGEST_QUOTE else f"{text[:LONGEST_QUOTE]}…"
