"""Changing a row of a form of indicators, and loading another form from a file."""

from __future__ import annotations

from wtforms.validators import InputRequired, ValidationError

from tracker.documents.indicator_table import choices_in, owners_in
from tracker.models.indicator import Indicator
from tracker.rules.indicators import formulas, rulebook
from tracker.rules.indicators.spec import Binding, Source, Spec, ValueKind
from tracker.rules.refusals import Refusal
from tracker.services.imports import SentFile
from tracker.services.indicators import FormHead
from tracker.web.forms.base import ActionForm, AtMost, LongTextField, TextField, VietnameseDateField
from tracker.web.forms.choices import SelectField
from tracker.web.forms.imports import TableForm
from tracker.wording.areas import NEW, OLD
from tracker.wording.indicators import BINDING_WORDS, GROUP_WORDS, KIND_WORDS, SOURCE_WORDS
from tracker.wording.refusals import explain
from tracker.wording.sentence import say

KINDS = {kind.value: KIND_WORDS[kind] for kind in ValueKind if kind is not ValueKind.HEADING}
SOURCES = {source.value: SOURCE_WORDS[source] for source in Source if source is not Source.NONE}
BINDINGS = {"": "–"} | {binding.value: BINDING_WORDS[binding] for binding in Binding}


class IndicatorForm(ActionForm):
    """One row: its words, its unit of measure, how its value is obtained, what must hold."""

    label = LongTextField(
        "Tên chỉ tiêu", [InputRequired("Nhập tên chỉ tiêu."), AtMost(600)], render_kw={"rows": 2}
    )
    unit = TextField("Đơn vị tính", [AtMost(120)])
    kind = SelectField("Kiểu số liệu", choices=KINDS)
    source = SelectField("Nguồn số liệu", choices=SOURCES)
    binding = SelectField("Hệ thống tính từ", choices=BINDINGS)
    formula = TextField("Công thức", [AtMost(300)])
    owners = TextField("Đơn vị báo cáo", [AtMost(300)])
    rules = LongTextField("Quy tắc", [AtMost(600)], render_kw={"rows": 3})

    @classmethod
    def of(cls, row: Indicator) -> IndicatorForm:
        """Return the form of a row as it stands."""
        return cls(
            data={
                "label": row.label,
                "unit": row.unit,
                "kind": row.kind.value,
                "source": row.source.value,
                "binding": row.binding.value if row.binding else "",
                "formula": row.formula,
                "owners": "; ".join(GROUP_WORDS.get(owner, owner) for owner in row.owners),
                "rules": "\n".join(row.rules),
                "version": row.version,
            }
        )

    def validate_binding(self, field: SelectField) -> None:
        """Ask what a computed row counts."""
        if self.source.data == Source.COMPUTED and not field.data:
            raise ValidationError(say("Chọn số liệu mà hệ thống tính."))

    def validate_formula(self, field: TextField) -> None:
        """Ask for a formula that can be read."""
        if self.source.data != Source.FORMULA:
            return
        try:
            formulas.read(field.data or "")
        except Refusal as refusal:
            raise ValidationError(explain(refusal)) from refusal

    def validate_rules(self, field: LongTextField) -> None:
        """Read each rule."""
        for line in (field.data or "").splitlines():
            try:
                rulebook.read_rule(line)
            except Refusal as refusal:
                raise ValidationError(explain(refusal)) from refusal

    def validate_kind(self, field: SelectField) -> None:
        """Ask for the choices of a choice."""
        if field.data in (ValueKind.CHOICE, ValueKind.YES_NO) and len(choices_in(self.unit.data or "")) < 2:
            raise ValidationError(say("Ghi các lựa chọn ở ô đơn vị tính, ví dụ: Chưa = 0 Có = 1."))

    def spec(self, code: str) -> Spec:
        """Return the valid answer; what does not belong to the source is dropped."""
        source, kind = Source(self.source.data), ValueKind(self.kind.data)
        return Spec(
            code=code,
            label=self.label.data or "",
            unit=self.unit.data or "",
            kind=kind,
            source=source,
            binding=Binding(self.binding.data) if source is Source.COMPUTED else None,
            formula=(self.formula.data or "") if source is Source.FORMULA else "",
            owners=owners_in(self.owners.data or "") if source is Source.ENTERED else (),
            choices=choices_in(self.unit.data or "") if kind in (ValueKind.CHOICE, ValueKind.YES_NO) else {},
            rules=tuple(line for line in (self.rules.data or "").splitlines() if line),
        )


class FormFileForm(TableForm):
    """Another form of indicators, from a file."""

    family = TextField("Mã biểu", [InputRequired("Đặt mã biểu, ví dụ: cchc."), AtMost(40)])
    title = TextField("Tên biểu", [InputRequired("Nhập tên biểu."), AtMost(300)])
    taxonomy = SelectField(
        "Bộ lĩnh vực", choices={NEW: say("Giai đoạn {new}", new=NEW), OLD: say("Giai đoạn {old}", old=OLD)}
    )
    valid_from = VietnameseDateField("Dùng từ ngày", [InputRequired("Nhập ngày bắt đầu dùng biểu.")])
    source = TextField("Văn bản ban hành biểu", [AtMost(300)])

    def head(self) -> FormHead:
        """Return what was said of the form as a whole."""
        assert self.valid_from.data is not None  # InputRequired has run
        return FormHead(
            self.family.data or "",
            self.title.data or "",
            self.taxonomy.data or NEW,
            self.valid_from.data,
            self.source.data or "",
        )

    def the_file(self) -> SentFile:
        """Return the one file that came in."""
        return self.sent()[0]
