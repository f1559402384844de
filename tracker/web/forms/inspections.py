"""Inspections: entering a round, holding or cancelling it, what it found."""

from __future__ import annotations

from wtforms.validators import InputRequired, Optional

from tracker.models.inspection import InspectionKind
from tracker.web.forms.base import ActionForm, AtMost, LongTextField, TextField, VietnameseDateField
from tracker.web.forms.choices import RadioField, SelectField
from tracker.wording.inspections import KIND_WORDS


class InspectionForm(ActionForm):
    """A round at one unit."""

    kind = RadioField(
        "Hình thức",
        [InputRequired("Chọn hình thức kiểm tra.")],
        choices=dict(KIND_WORDS),
        default=InspectionKind.PLANNED.value,
    )
    unit_id = SelectField("Đơn vị được kiểm tra", [InputRequired("Chọn đơn vị.")], coerce=int)
    decision = TextField("Quyết định, kế hoạch kiểm tra", [AtMost(160)])
    planned_on = VietnameseDateField("Ngày theo kế hoạch", [Optional()])
    held_on = VietnameseDateField("Ngày đã kiểm tra", [Optional()])
    conclusion = TextField("Biên bản, thông báo kết luận", [AtMost(160)])


class HoldForm(ActionForm):
    """A planned round was held."""

    held_on = VietnameseDateField("Ngày đã kiểm tra", [InputRequired("Nhập ngày đã kiểm tra.")])
    conclusion = TextField(
        "Biên bản, thông báo kết luận", [InputRequired("Ghi biên bản hoặc thông báo."), AtMost(160)]
    )


class CancelForm(ActionForm):
    """A planned round does not take place."""

    cancelled_on = VietnameseDateField("Từ ngày", [InputRequired("Nhập ngày quyết định không kiểm tra.")])
    reason = LongTextField(
        "Lý do", [InputRequired("Ghi lý do không kiểm tra."), AtMost(600)], render_kw={"rows": 2}
    )


class FindingForm(ActionForm):
    """A problem that a round found."""

    content = LongTextField(
        "Vấn đề phát hiện", [InputRequired("Ghi vấn đề phát hiện."), AtMost(1000)], render_kw={"rows": 2}
    )


class SettleForm(ActionForm):
    """A problem is settled."""

    settled_on = VietnameseDateField("Xử lý xong ngày", [InputRequired("Nhập ngày xử lý xong.")])
    settled_by = TextField(
        "Văn bản, báo cáo khắc phục", [InputRequired("Ghi văn bản khắc phục."), AtMost(160)]
    )


class FollowUpForm(ActionForm):
    """A problem becomes a task of the unit."""

    reference = TextField(
        "Số, ký hiệu văn bản giao", [InputRequired("Nhập số, ký hiệu văn bản giao."), AtMost(80)]
    )
    leader = TextField("Lãnh đạo giao", [InputRequired("Nhập lãnh đạo giao."), AtMost(120)])
    term_text = TextField(
        "Thời hạn", [InputRequired("Nhập thời hạn, ví dụ: trước ngày 30/9/2021."), AtMost(300)]
    )
