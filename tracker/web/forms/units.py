"""Opening a unit and changing one."""

from __future__ import annotations

from wtforms.validators import InputRequired, Optional

from tracker.rules.unit_names import UnitKind
from tracker.web.forms.base import ActionForm, AtMost, LongTextField, TextField, VietnameseDateField
from tracker.web.forms.choices import SelectField
from tracker.wording import UNIT_KIND_WORDS
from tracker.wording.sentence import say

KINDS = {"": say("Chọn loại đơn vị")} | {kind.value: UNIT_KIND_WORDS[kind] for kind in UnitKind}


class UnitFields(ActionForm):
    """What is said of a unit whether it is new or known."""

    name = TextField("Tên đơn vị", [InputRequired("Nhập tên đầy đủ của đơn vị."), AtMost(200)])
    kind = SelectField("Loại đơn vị", [InputRequired("Chọn loại đơn vị.")], choices=KINDS)
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


class UnitForm(UnitFields):
    """Change a unit, or end it."""

    valid_to = VietnameseDateField("Ngày hoạt động cuối cùng", [Optional()])
