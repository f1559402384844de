"""Accounts and the posts people hold."""

from __future__ import annotations

from collections.abc import Iterable

from wtforms import PasswordField
from wtforms.validators import InputRequired, Optional

from tracker.models.unit import Unit
from tracker.rules.permissions import Role
from tracker.web.forms.base import ActionForm, AtMost, TextField, TrackerForm, VietnameseDateField
from tracker.web.forms.choices import SelectField
from tracker.wording import ROLE_WORDS
from tracker.wording.sentence import say

ROLES = {"": say("Chọn vai trò")} | {role.value: ROLE_WORDS[role] for role in Role}
WITHOUT_UNIT = frozenset({Role.ADMINISTRATOR, Role.AUDITOR})
"""Roles that need no unit."""


class PostFields(ActionForm):
    """A role in a unit."""

    role = SelectField("Vai trò", [InputRequired("Chọn vai trò.")], choices=ROLES)
    unit_id = SelectField("Đơn vị", [Optional()])
    basis = TextField("Căn cứ", [AtMost(300)])

    def offer(self, units: Iterable[Unit]) -> None:
        """Offer the units of today."""
        self.unit_id.choices = {"": say("Không thuộc đơn vị nào")} | {
            str(unit.id): unit.name for unit in units
        }

    def chosen_role(self) -> Role:
        """Return the role chosen."""
        return Role(self.role.data)

    def chosen_unit(self) -> int | None:
        """Return the unit chosen, None for none."""
        return int(self.unit_id.data) if self.unit_id.data else None

    def has_its_unit(self) -> bool:
        """Tell whether the role has the unit it needs; ask beside the field when not."""
        if self.chosen_unit() is not None or self.chosen_role() in WITHOUT_UNIT:
            return True
        self.unit_id.errors = [*self.unit_id.errors, say("Chọn đơn vị của vai trò này.")]
        return False


class NewUserForm(PostFields):
    """Open an account with its first post."""

    name = TextField("Họ và tên", [InputRequired("Nhập họ và tên."), AtMost(120)])
    login = TextField(
        "Tên đăng nhập",
        [InputRequired("Nhập tên đăng nhập, ví dụ: tuha."), AtMost(80)],
        render_kw={"autocomplete": "off"},
    )
    email = TextField("Thư điện tử", [AtMost(200)])
    password = PasswordField(
        "Mật khẩu ban đầu", [Optional(), AtMost(128)], render_kw={"autocomplete": "new-password"}
    )


class PostForm(PostFields):
    """Give a person one more post."""

    title = TextField("Chức danh", [AtMost(120)])
    valid_from = VietnameseDateField("Từ ngày", [InputRequired("Nhập ngày bắt đầu giữ vai trò.")])


class NewPasswordForm(TrackerForm):
    """Give a person a new initial password."""

    password = PasswordField(
        "Mật khẩu ban đầu mới",
        [InputRequired("Nhập mật khẩu mới."), AtMost(128)],
        render_kw={"autocomplete": "new-password"},
    )


class PressForm(TrackerForm):
    """A button that is a whole form: only the token."""


class RefuseProposalForm(TrackerForm):
    """Refuse a proposal for an account."""

    reason = TextField("Lý do không duyệt", [InputRequired("Ghi lý do không duyệt."), AtMost(300)])


class PersonForm(TrackerForm):
    """Write a person's name, mail address and telephone number anew."""

    name = TextField(
        "Họ và tên", [InputRequired("Nhập họ và tên."), AtMost(120)], render_kw={"autocomplete": "off"}
    )
    email = TextField("Thư điện tử", [AtMost(200)], render_kw={"autocomplete": "off", "inputmode": "email"})
    phone = TextField("Điện thoại", [AtMost(40)], render_kw={"autocomplete": "off", "inputmode": "tel"})
    basis = TextField("Căn cứ", [AtMost(300)])


class ContactForm(TrackerForm):
    """Write one's own mail address and telephone number anew."""

    email = TextField("Thư điện tử", [AtMost(200)], render_kw={"autocomplete": "email", "inputmode": "email"})
    phone = TextField("Điện thoại", [AtMost(40)], render_kw={"autocomplete": "tel", "inputmode": "tel"})


class OfficeForm(TrackerForm):
    """Write the name of the office anew."""

    name = TextField("Tên cơ quan", [InputRequired("Nhập tên cơ quan."), AtMost(120)])
