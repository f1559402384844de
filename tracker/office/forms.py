"""Opening a unit and changing one."""

from __future__ import annotations

from wtforms.validators import InputRequired, Optional

from tracker.core.i18n import make_message
from tracker.core.labels import UNIT_KIND_WORDS
from tracker.office.name_reader import UnitKind
from tracker.web.forms import ActionForm, AtMost, LongTextField, SelectField, TextField, VietnameseDateField

UNIT_KIND_CHOICES = {"": make_message("Chọn loại đơn vị")} | {kind.value: UNIT_KIND_WORDS[kind] for kind in UnitKind}


class UnitFields(ActionForm):
    """What is said of a unit whether it is new or known."""

    name = TextField("Tên đơn vị", [InputRequired("Nhập tên đầy đủ của đơn vị."), AtMost(200)])
    kind = SelectField("Loại đơn vị", [InputRequired("Chọn loại đơn vị.")], choices=UNIT_KIND_CHOICES)
    aliases = LongTextField("Tên gọi khác", [AtMost(600)], render_kw={"rows": 4})

    def unit_kind(self) -> UnitKind:
        """Return the kind chosen."""
        return UnitKind(self.kind.data)

    def other_names(self) -> list[str]:
        """Return the other names, one to a line."""
        return [line for line in (self.aliases.data or "").splitlines() if line]


class NewUnitForm(UnitFields):
    """Open a unit."""

    code = TextField("Mã đơn vị", [InputRequired("Nhập mã đơn vị, ví dụ: PHUBAI."), AtMost(40)])
    valid_from = VietnameseDateField("Hoạt động từ ngày", [InputRequired("Nhập ngày bắt đầu hoạt động.")])


class EditUnitForm(UnitFields):
    """Change a unit, or end it."""

    valid_to = VietnameseDateField("Ngày hoạt động cuối cùng", [Optional()])
