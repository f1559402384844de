"""Handing over the work of somebody who leaves.

What is asked of a change of organisation: what happens, by which paper, from which day.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from flask import request
from wtforms import BooleanField, HiddenField
from wtforms.validators import InputRequired, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from tracker.core.i18n import make_message
from tracker.office.forms import UNIT_KIND_CHOICES
from tracker.office.models import LineageKind, Unit
from tracker.office.name_reader import UnitKind
from tracker.reorganisation.request import (
    DecisionPaper,
    Departure,
    NewUnit,
    ReorganisationChoices,
    ReorganisationRequest,
)
from tracker.web.forms import (
    ActionForm,
    AtMost,
    SelectField,
    SelectMultipleField,
    TextField,
    TrackerForm,
    VietnameseDateField,
)


class DepartureForm(TrackerForm):
    """Who goes on with the work, and whether the account is closed. `mark` is that of what was seen."""

    mark = HiddenField()
    to_person_id = SelectField("Người nhận việc", [Optional()])
    close_account = BooleanField("Khóa tài khoản", default=True)

    def offer(self, found: Departure) -> None:
        """Offer the colleagues of the same units."""
        self.to_person_id.choices = {"": make_message("Trả về đơn vị, chưa giao cho ai")} | {
            str(other.id): f"{other.name} ({other.login})" for other, _ in found.colleagues
        }


FIELDS: Mapping[LineageKind, tuple[str, ...]] = {
    LineageKind.OPENED: ("code", "name", "kind"),
    LineageKind.RENAMED: ("unit_ids", "to_name"),
    LineageKind.MOVED: ("unit_ids", "to_name"),
    LineageKind.MERGED: ("unit_ids", "successor_ids", "code", "name", "kind"),
    LineageKind.SPLIT: ("unit_ids", "successor_ids", "code", "name", "kind"),
    LineageKind.DISSOLVED: ("unit_ids", "successor_ids"),
}
"""Which fields each kind of change asks for, beside its day and its paper."""


class ChecksField(SelectMultipleField):
    """Several units, each with a box to tick."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class ReorganisationForm(ActionForm):
    """A change of organisation. `mark` and `confirmed` come with the second step, after looking at what moves."""

    mark = HiddenField()
    confirmed = HiddenField()
    on = VietnameseDateField("Có hiệu lực từ ngày", [InputRequired("Nhập ngày thay đổi có hiệu lực.")])
    reference = TextField("Số, ký hiệu văn bản", [InputRequired("Nhập số, ký hiệu văn bản làm căn cứ."), AtMost(80)])
    issued_on = VietnameseDateField("Ngày ban hành", [InputRequired("Nhập ngày ban hành văn bản.")])
    issuer = TextField("Cơ quan ban hành", [AtMost(160)])
    unit_ids = ChecksField("Đơn vị thay đổi", coerce=int)
    successor_ids = ChecksField("Đơn vị tiếp nhận đang có", coerce=int)
    to_name = TextField("Cơ quan tiếp nhận", [AtMost(200)])
    name = TextField("Tên đơn vị mới", [AtMost(200)])
    code = TextField("Mã đơn vị mới", [AtMost(40)])
    kind = SelectField("Loại đơn vị mới", [Optional()], choices=UNIT_KIND_CHOICES)
    keep_both = BooleanField("Giữ cả hai nhiệm vụ trùng ở đơn vị tiếp nhận, không nhập làm một")

    def suit(self, what: LineageKind, units: Iterable[Unit]) -> None:
        """Keep the fields this kind of change asks for, and offer the units there are."""
        there = list(units)
        choices = [(unit.id, unit.name) for unit in there if unit.kind is not UnitKind.AUTHORITY]
        self.unit_ids.choices = self.successor_ids.choices = choices
        if what is LineageKind.RENAMED:
            self.unit_ids.choices = [(unit.id, unit.name) for unit in there]
            self.to_name.label.text = make_message("Tên mới")
        asked = {"unit_ids", "successor_ids", "to_name", "name", "code", "kind"}
        for name in asked - set(FIELDS[what]):
            del self[name]

    def has_what_it_needs(self, what: LineageKind) -> bool:
        """Tell whether the units are named; ask beside the field when not."""
        before = len(self.errors)
        if "unit_ids" in self and not self.unit_ids.data:
            self._ask("unit_ids", make_message("Chọn đơn vị thay đổi."))
        if what is LineageKind.RENAMED and len(self.unit_ids.data or ()) > 1:
            self._ask("unit_ids", make_message("Chọn một đơn vị."))
        if "name" in self:
            wanted = any((self.name.data, self.code.data, self.kind.data))
            if what is LineageKind.OPENED or wanted:
                for name, words in (
                    ("name", make_message("Nhập tên đơn vị mới.")),
                    ("code", make_message("Nhập mã đơn vị mới, ví dụ: HUONGSO.")),
                    ("kind", make_message("Chọn loại đơn vị mới.")),
                ):
                    if not self[name].data:
                        self._ask(name, words)
        return len(self.errors) == before

    def change(self, what: LineageKind) -> ReorganisationRequest:
        """Return the change asked for."""
        assert self.on.data is not None and self.issued_on.data is not None  # InputRequired has run
        return ReorganisationRequest(
            kind=what,
            on=self.on.data,
            paper=DecisionPaper(self.reference.data or "", self.issued_on.data, self.issuer.data or ""),
            unit_ids=tuple(self.unit_ids.data or ()) if "unit_ids" in self else (),
            successor_ids=tuple(self.successor_ids.data or ()) if "successor_ids" in self else (),
            new_unit=self._new_unit(),
            to_name=(self.to_name.data or "") if "to_name" in self else "",
        )

    def choices(self) -> ReorganisationChoices:
        """Return what was decided on the page that showed what moves: `viec-41` and `vai-tro-7` name a successor."""
        shares, posts = _numbers(request.form, "viec-"), _numbers(request.form, "vai-tro-")
        return ReorganisationChoices(
            shares={key: int(to) for key, to in shares.items() if to.isdecimal()},
            posts={key: int(to) if to.isdecimal() else None for key, to in posts.items()},
            keep_both=bool(self.keep_both.data),
        )

    def first_step(self) -> list[tuple[str, str]]:
        """Return what was asked in the first step, to go along hidden with the second."""
        return [
            (name, value)
            for name, value in request.form.items(multi=True)
            if name in self and name not in ("csrf_token", "mark", "confirmed", "keep_both", "version")
        ]

    def _ask(self, name: str, words: str) -> None:
        self[name].errors = [*self[name].errors, words]

    def _new_unit(self) -> NewUnit | None:
        if "name" not in self or not self.name.data:
            return None
        return NewUnit(self.code.data or "", self.name.data, UnitKind(self.kind.data))


def _numbers(sent: Mapping[str, str], prefix: str) -> dict[int, str]:
    return {
        int(name.removeprefix(prefix)): str(value)
        for name, value in sent.items()
        if name.startswith(prefix) and name.removeprefix(prefix).isdecimal() and len(name) < 20
    }
