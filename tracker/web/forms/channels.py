"""Adding a channel."""

from __future__ import annotations

from wtforms.validators import InputRequired
from wtforms.widgets import CheckboxInput

from tracker.rules.channels import ChannelKind, Topic
from tracker.web.forms.base import AtMost, TextField, TrackerForm
from tracker.web.forms.choices import RadioField, SelectMultipleField
from tracker.wording.channels import KIND_WORDS, NEEDS_TOPIC, TOPIC_WORDS


class ChannelForm(TrackerForm):
    """Who is told of what; for a gateway the address is its name in the settings."""

    name = TextField("Tên kênh", [InputRequired("Đặt tên kênh."), AtMost(80)])
    kind = RadioField(
        "Loại kênh",
        [InputRequired("Chọn loại kênh.")],
        choices={kind.value: words for kind, words in KIND_WORDS.items()},
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
