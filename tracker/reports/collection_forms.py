"""The figures of a unit: fields for each row it owes, an upload of its file, remarks that send values back.

Changing a row of a form of indicators, and loading another form from a file.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from flask_wtf.file import FileField
from wtforms.validators import InputRequired, Optional, ValidationError

from tracker.core.i18n import make_message
from tracker.core.refusal_sentences import describe_refusal
from tracker.core.refusals import Refusal
from tracker.intake.forms import ImportTableForm
from tracker.intake.imports import SentFile
from tracker.reports.collection.answers import FieldMistakes, TypedFields
from tracker.reports.form_versions import FormHead
from tracker.reports.indicators import spec as indicators_spec
from tracker.reports.indicators.table import choices_in, owners_in
from tracker.reports.models import Indicator
from tracker.tasks.evidence import Upload
from tracker.tasks.labels import NEW_TAXONOMY, OLD_TAXONOMY
from tracker.web.forms import (
    EVIDENCE_TYPES,
    ActionForm,
    AtMost,
    LongTextField,
    SelectField,
    TextField,
    TrackerForm,
    VietnameseDateField,
    bytes_of,
)

BLANK_CHOICES = {"": "–"} | {blank.value: words for blank, words in indicators_spec.BLANK_WORDS.items()}
FIGURE_FIELD_NAMES = ("value", "part", "whole", "blank", "note", "evidence")


class FiguresForm(ActionForm):
    """Everything a unit says for a report. `done_on`: the day on the paper of a unit without a line of its own."""

    done_on = VietnameseDateField("Ngày đơn vị báo cáo", [Optional()])

    @classmethod
    def of(
        cls, rows: Iterable[Indicator], said: Mapping[int, TypedFields], *, anew: bool = False, **head: Any
    ) -> FiguresForm:
        """Return the form of some rows filled with what was said; `anew` looks at nothing that was sent."""
        fields: dict[str, Any] = {}
        data: dict[str, Any] = dict(head)
        for row in rows:
            fields |= _fields(row)
            known = said.get(row.id, TypedFields())
            data |= {f"{name}_{row.id}": getattr(known, name) for name in FIGURE_FIELD_NAMES}
            data[f"blank_{row.id}"] = known.blank.value if known.blank else ""
        made: type[FiguresForm] = type("FiguresOfAUnit", (cls,), fields)
        return made(formdata=None, data=data) if anew else made(data=data)

    def said(self, rows: Iterable[Indicator]) -> dict[int, TypedFields]:
        """Return what stands in the fields, by id of the row."""
        return {
            row.id: TypedFields(
                value=self._text("value", row),
                part=self._text("part", row),
                whole=self._text("whole", row),
                blank=indicators_spec.BlankReason(chosen) if (chosen := self._text("blank", row)) else None,
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
        if isinstance(refusal, FieldMistakes):
            for each in refusal.refusals:
                super().show(each)
        else:
            super().show(refusal)

    def _text(self, name: str, row: Indicator) -> str:
        field = self._fields.get(f"{name}_{row.id}")
        return str(field.data or "") if field is not None else ""


class UnitSheetForm(TrackerForm):
    """The file of a unit that comes back."""

    file = FileField("Tệp số liệu (.xlsx, .csv)", [InputRequired("Chọn tệp số liệu đã điền.")])

    def sent(self) -> SentFile:
        """Return what came in."""
        return SentFile(self.file.data.stream.read(), self.file.data.filename or "")


class ReturnFiguresForm(ActionForm):
    """What is to be looked at again, row by row."""

    @classmethod
    def of(cls, rows: Iterable[Indicator]) -> ReturnFiguresForm:
        """Return the form with a remark for each row."""
        fields = {f"remark_{row.id}": TextField("Cần xem lại", [AtMost(300)]) for row in rows}
        made: type[ReturnFiguresForm] = type("RemarksOnAUnit", (cls,), fields)
        return made()

    def remarks(self) -> dict[int, str]:
        """Return the remarks, by id of the row."""
        return {
            int(name.removeprefix("remark_")): str(field.data or "")
            for name, field in self._fields.items()
            if name.startswith("remark_")
        }


class RequestFiguresForm(ActionForm):
    """Ask the units for their figures."""

    reference = TextField(
        "Số, ký hiệu văn bản yêu cầu", [InputRequired("Nhập số, ký hiệu, ví dụ: 2601/UBND-NV."), AtMost(80)]
    )
    leader = TextField("Lãnh đạo chỉ đạo", [InputRequired("Nhập lãnh đạo chỉ đạo."), AtMost(120)])
    term_text = TextField("Thời hạn", [InputRequired("Nhập thời hạn, ví dụ: trước ngày 15/11/2021."), AtMost(300)])


def _fields(row: Indicator) -> dict[str, Any]:
    def about(what: str) -> str:
        return make_message("{code}: {what}", code=row.code, what=what)

    value = make_message("tỷ lệ (%)") if row.kind is indicators_spec.ValueKind.PERCENT else make_message("số liệu")
    fields: dict[str, Any] = {
        f"value_{row.id}": TextField(about(value)),
        f"blank_{row.id}": SelectField(about(make_message("lý do để trống")), choices=BLANK_CHOICES),
        f"note_{row.id}": TextField(about(make_message("ghi chú")), [AtMost(500)]),
        f"evidence_{row.id}": TextField(about(make_message("minh chứng")), [AtMost(300)]),
        f"file_{row.id}": FileField(about(make_message("tệp minh chứng")), render_kw=EVIDENCE_TYPES),
    }
    if row.kind is indicators_spec.ValueKind.PERCENT:
        fields[f"part_{row.id}"] = TextField(about(make_message("tử số")))
        fields[f"whole_{row.id}"] = TextField(about(make_message("mẫu số")))
    return fields


VALUE_KIND_CHOICES = {
    kind.value: indicators_spec.INDICATOR_KIND_WORDS[kind]
    for kind in indicators_spec.ValueKind
    if kind is not indicators_spec.ValueKind.HEADING
}
SOURCES = {
    source.value: indicators_spec.SOURCE_WORDS[source]
    for source in indicators_spec.ValueSource
    if source is not indicators_spec.ValueSource.NONE
}
BINDING_CHOICES = {"": "–"} | {
    binding.value: indicators_spec.BINDING_WORDS[binding] for binding in indicators_spec.CountedSource
}


class EditIndicatorForm(ActionForm):
    """One row: its words, its unit of measure, how its value is obtained, what must hold."""

    label = LongTextField("Tên chỉ tiêu", [InputRequired("Nhập tên chỉ tiêu."), AtMost(600)], render_kw={"rows": 2})
    unit = TextField("Đơn vị tính", [AtMost(120)])
    kind = SelectField("Kiểu số liệu", choices=VALUE_KIND_CHOICES)
    source = SelectField("Nguồn số liệu", choices=SOURCES)
    binding = SelectField("Hệ thống tính từ", choices=BINDING_CHOICES)
    formula = TextField("Công thức", [AtMost(300)])
    owners = TextField("Đơn vị báo cáo", [AtMost(300)])
    rules = LongTextField("Quy tắc", [AtMost(600)], render_kw={"rows": 3})

    @classmethod
    def of(cls, row: Indicator) -> EditIndicatorForm:
        """Return the form of a row as it stands."""
        return cls(
            data={
                "label": row.label,
                "unit": row.unit,
                "kind": row.kind.value,
                "source": row.source.value,
                "binding": row.binding.value if row.binding else "",
                "formula": row.formula,
                "owners": "; ".join(indicators_spec.GROUP_WORDS.get(owner, owner) for owner in row.owners),
                "rules": "\n".join(row.rules),
                "version": row.version,
            }
        )

    def validate_binding(self, field: SelectField) -> None:
        """Ask what a computed row counts."""
        if self.source.data == indicators_spec.ValueSource.COMPUTED and not field.data:
            raise ValidationError(make_message("Chọn số liệu mà hệ thống tính."))

    def validate_formula(self, field: TextField) -> None:
        """Ask for a formula that can be read."""
        if self.source.data != indicators_spec.ValueSource.FORMULA:
            return
        try:
            indicators_spec.parse_formula(field.data or "")
        except Refusal as refusal:
            raise ValidationError(describe_refusal(refusal)) from refusal

    def validate_rules(self, field: LongTextField) -> None:
        """Read each rule."""
        for line in (field.data or "").splitlines():
            try:
                indicators_spec.read_rule(line)
            except Refusal as refusal:
                raise ValidationError(describe_refusal(refusal)) from refusal

    def validate_kind(self, field: SelectField) -> None:
        """Ask for the choices of a choice."""
        if (
            field.data in (indicators_spec.ValueKind.CHOICE, indicators_spec.ValueKind.YES_NO)
            and len(choices_in(self.unit.data or "")) < 2
        ):
            raise ValidationError(make_message("Ghi các lựa chọn ở ô đơn vị tính, ví dụ: Chưa = 0 Có = 1."))

    def spec(self, code: str) -> indicators_spec.IndicatorSpec:
        """Return the valid answer; what does not belong to the source is dropped."""
        source, kind = indicators_spec.ValueSource(self.source.data), indicators_spec.ValueKind(self.kind.data)
        return indicators_spec.IndicatorSpec(
            code=code,
            label=self.label.data or "",
            unit=self.unit.data or "",
            kind=kind,
            source=source,
            binding=indicators_spec.CountedSource(self.binding.data)
            if source is indicators_spec.ValueSource.COMPUTED
            else None,
            formula=(self.formula.data or "") if source is indicators_spec.ValueSource.FORMULA else "",
            owners=owners_in(self.owners.data or "") if source is indicators_spec.ValueSource.ENTERED else (),
            choices=choices_in(self.unit.data or "")
            if kind in (indicators_spec.ValueKind.CHOICE, indicators_spec.ValueKind.YES_NO)
            else {},
            rules=tuple(line for line in (self.rules.data or "").splitlines() if line),
        )


class FormFileForm(ImportTableForm):
    """Another form of indicators, from a file."""

    family = TextField("Mã biểu", [InputRequired("Đặt mã biểu, ví dụ: cchc."), AtMost(40)])
    title = TextField("Tên biểu", [InputRequired("Nhập tên biểu."), AtMost(300)])
    taxonomy = SelectField(
        "Bộ lĩnh vực",
        choices={
            NEW_TAXONOMY: make_message("Giai đoạn {new}", new=NEW_TAXONOMY),
            OLD_TAXONOMY: make_message("Giai đoạn {old}", old=OLD_TAXONOMY),
        },
    )
    valid_from = VietnameseDateField("Dùng từ ngày", [InputRequired("Nhập ngày bắt đầu dùng biểu.")])
    source = TextField("Văn bản ban hành biểu", [AtMost(300)])

    def head(self) -> FormHead:
        """Return what was said of the form as a whole."""
        assert self.valid_from.data is not None  # InputRequired has run
        return FormHead(
            self.family.data or "",
            self.title.data or "",
            self.taxonomy.data or NEW_TAXONOMY,
            self.valid_from.data,
            self.source.data or "",
        )

    def the_file(self) -> SentFile:
        """Return the one file that came in."""
        return self.sent()[0]
