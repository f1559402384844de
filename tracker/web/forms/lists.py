"""How somebody likes to see lists."""

from __future__ import annotations

from flask import url_for
from wtforms import HiddenField

from tracker.web.addresses import local_or
from tracker.web.forms.base import TrackerForm
from tracker.web.forms.choices import SelectField, SelectMultipleField
from tracker.wording.selecting import COLUMN_WORDS


class LookForm(TrackerForm):
    """Columns and rows on a page; `next_address` is the list it was sent from."""

    columns = SelectMultipleField("Cột", choices={name: words[0] for name, words in COLUMN_WORDS.items()})
    rows = SelectField("Số dòng mỗi trang", choices={n: n for n in ("20", "50", "100", "200")})
    next_address = HiddenField()

    def back(self) -> str:
        """Return the list to go back to, within the site."""
        return local_or(self.next_address.data, url_for("tasks.index"))
