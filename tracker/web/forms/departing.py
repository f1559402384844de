"""Handing over the work of somebody who leaves."""

from __future__ import annotations

from wtforms import BooleanField, HiddenField
from wtforms.validators import Optional

from tracker.services.departing import Departure
from tracker.web.forms.base import TrackerForm
from tracker.web.forms.choices import SelectField
from tracker.wording.sentence import say


class DepartureForm(TrackerForm):
    """Who goes on with the work, and whether the account is closed. `mark` is that of what was seen."""

    mark = HiddenField()
    to_person_id = SelectField("Người nhận việc", [Optional()])
    close_account = BooleanField("Khóa tài khoản", default=True)

    def offer(self, found: Departure) -> None:
        """Offer the colleagues of the same units."""
        self.to_person_id.choices = {"": say("Trả về đơn vị, chưa giao cho ai")} | {
            str(other.id): f"{other.name} ({other.login})" for other, _ in found.colleagues
        }
