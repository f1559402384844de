"""Scoring: a paper that proves a criterion, and loading a sheet."""

from __future__ import annotations

from wtforms import HiddenField
from wtforms.validators import InputRequired

from tracker.services.imports import SentFile
from tracker.web.forms.base import ActionForm, AtMost, TextField, VietnameseDateField
from tracker.web.forms.imports import TableForm


class ProofForm(ActionForm):
    """A paper."""

    criterion_id = HiddenField()
    document = TextField("Văn bản minh chứng", [InputRequired("Ghi số, ký hiệu văn bản."), AtMost(200)])

    def criterion(self) -> int:
        """Return the number of the criterion; 0 is none."""
        chosen = self.criterion_id.data or ""
        return int(chosen) if chosen.isdecimal() and len(chosen) < 10 else 0


class SheetFileForm(TableForm):
    """A sheet of the superior level, from a file."""

    title = TextField("Tên bộ tiêu chí", [InputRequired("Nhập tên bộ tiêu chí."), AtMost(300)])
    issued = TextField("Văn bản ban hành", [AtMost(300)])
    valid_from = VietnameseDateField("Dùng từ ngày", [InputRequired("Nhập ngày bắt đầu dùng.")])

    def the_file(self) -> SentFile:
        """Return the one file that came in."""
        return self.sent()[0]
