"""The rules of reminding as the coordinator types them, and what somebody chooses for themselves."""

from __future__ import annotations

import re

from wtforms import BooleanField, IntegerField
from wtforms.validators import InputRequired

from tracker.core.i18n import ENGLISH, VIETNAMESE, make_message
from tracker.reminders.labels import REMINDER_RULE_WORDS
from tracker.reminders.rules import SENDING_HOURS, SINGLE, ReminderPolicy
from tracker.web.forms import AtMost, SelectField, TextField, TrackerForm, VietnameseDateField

NEED_NUMBER = make_message("Nhập số ngày làm việc, ví dụ: 5.")


def _days(name: str) -> IntegerField:
    return IntegerField(REMINDER_RULE_WORDS[name], [InputRequired(NEED_NUMBER)])


class ReminderRuleForm(TrackerForm):
    """When reminders of one kind of work fall, from which day on, by which paper."""

    before_due = TextField(
        REMINDER_RULE_WORDS["before_due"], [InputRequired("Nhập các mốc trước hạn, ví dụ: 5, 1."), AtMost(40)]
    )
    overdue = _days("overdue")
    repeat_every = _days("repeat_every")
    head = _days("head")
    office = _days("office")
    leader = _days("leader")
    not_accepted = _days("not_accepted")
    not_confirmed = _days("not_confirmed")
    undecided = _days("undecided")
    valid_from = VietnameseDateField("Có hiệu lực từ ngày", [InputRequired("Nhập ngày có hiệu lực.")])
    source = TextField("Văn bản hoặc lý do", [AtMost(200)])

    def answer(self) -> ReminderPolicy:
        """Return what was typed as a policy; what is no number becomes none, which the rule refuses."""
        before = tuple(int(each) for each in re.findall(r"\d{1,4}", self.before_due.data or ""))
        return ReminderPolicy(before, *(self[name].data or 0 for name in SINGLE))


class OwnRemindersForm(TrackerForm):
    """At which hour and in which language the digest comes, and whether by letter at all."""

    hour = SelectField(
        "Giờ nhận thư",
        choices={
            str(hour): make_message("Từ {hour} giờ", hour=hour)
            for hour in range(SENDING_HOURS[0].hour, SENDING_HOURS[1].hour)
        },
    )
    language = SelectField("Ngôn ngữ của thư", choices={VIETNAMESE: make_message("Tiếng Việt"), ENGLISH: "English"})
    wants_mail = BooleanField("Nhận thư nhắc việc qua thư điện tử")
