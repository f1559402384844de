"""Choosing the unit whose deadlines a calendar shows.

Adding a channel.
"""

from __future__ import annotations

from wtforms.validators import InputRequired
from wtforms.widgets import CheckboxInput

from tracker.core.i18n import make_message
from tracker.integrations.api.access import SCOPE_WORDS
from tracker.integrations.channels import CHANNEL_KIND_WORDS, NEEDS_TOPIC, TOPIC_WORDS, ChannelKind, Topic
from tracker.web.forms import AtMost, RadioField, SelectField, SelectMultipleField, TextField, TrackerForm


class ApiTokenForm(TrackerForm):
    """Make a key for another program."""

    name = TextField("Phần mềm nào", [InputRequired("Nhập tên phần mềm dùng khóa."), AtMost(80)])
    scopes = SelectMultipleField("Được làm gì", choices=dict(SCOPE_WORDS), option_widget=CheckboxInput())
    days = SelectField(
        "Dùng trong",
        choices={"30": make_message("30 ngày"), "90": make_message("90 ngày"), "365": make_message("một năm")},
        default="90",
    )


class UnitCalendarForm(TrackerForm):
    """The unit of a calendar."""

    unit_id = SelectField("Đơn vị", [InputRequired("Chọn đơn vị.")], coerce=int, choices=[])


class ChannelForm(TrackerForm):
    """Who is told of what; for a gateway the address is its name in the settings."""

    name = TextField("Tên kênh", [InputRequired("Đặt tên kênh."), AtMost(80)])
    kind = RadioField(
        "Loại kênh",
        [InputRequired("Chọn loại kênh.")],
        choices={kind.value: words for kind, words in CHANNEL_KIND_WORDS.items()},
        default=ChannelKind.WEBHOOK,
    )
    address = TextField("Địa chỉ hoặc tên cổng", [InputRequired("Nhập địa chỉ hoặc tên cổng."), AtMost(500)])
    topics = SelectMultipleField(
        "Loại tin",
        [InputRequired(NEEDS_TOPIC)],
        choices={topic.value: words for topic, words in TOPIC_WORDS.items()},
        option_widget=CheckboxInput(),
    )

    def chosen(self) -> list[Topic]:
        """Return the topics that were ticked."""
        return [Topic(value) for value in self.topics.data or []]
