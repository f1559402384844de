"""The form of the component gallery: one field of each kind, saved nowhere.

The two buttons of language at the foot of every page.
"""

from __future__ import annotations

from wtforms import BooleanField, HiddenField, IntegerField, MultipleFileField, StringField, TextAreaField
from wtforms.validators import AnyOf, InputRequired, Length, Optional

from tracker.core.i18n import ENGLISH, VIETNAMESE
from tracker.web.forms import RadioField, SelectField, TrackerForm, VietnameseDateField


class GalleryForm(TrackerForm):
    """A report of completion as a ward official would see it."""

    done_on = VietnameseDateField("Ngày hoàn thành", [InputRequired("Nhập ngày hoàn thành.")])
    document = StringField("Số, ký hiệu văn bản báo cáo", [Optional()])
    lead_unit = SelectField("Đơn vị chủ trì", [InputRequired("Chọn đơn vị chủ trì.")])
    percent = IntegerField("Tiến độ (%)", [Optional()])
    result = TextAreaField(
        "Kết quả thực hiện",
        [InputRequired("Nhập kết quả thực hiện."), Length(max=2000, message="Rút gọn còn tối đa 2.000 ký tự.")],
    )
    evidence = MultipleFileField("Tài liệu kiểm chứng")
    kind = RadioField(
        "Hình thức kết thúc",
        [InputRequired("Chọn một hình thức.")],
        choices={"done": "Hoàn thành", "met": "Đạt yêu cầu đến thời điểm báo cáo"},
    )
    confirmed = BooleanField("Tôi đã kiểm tra nội dung báo cáo", [InputRequired("Đánh dấu vào ô này trước khi gửi.")])


class LanguageForm(TrackerForm):
    """In which language pages speak, and to which page to go back."""

    language = HiddenField(validators=[AnyOf([VIETNAMESE, ENGLISH])])
    tiep = HiddenField()
