"""Wishing for figures by mail."""

from __future__ import annotations

from wtforms.validators import InputRequired

from tracker.rules.rhythms import Rhythm
from tracker.rules.selecting import Cut
from tracker.web.forms.base import ActionForm
from tracker.web.forms.choices import SelectField
from tracker.wording.figure_letters import RHYTHM_WORDS
from tracker.wording.figures import CUT_WORDS
from tracker.wording.sentence import say

YEAR, EVERYTHING = "nam", "tat-ca"


class FigureLetterForm(ActionForm):
    """What, how often, from which hour on."""

    cut = SelectField(
        "Phân theo", [InputRequired("Chọn cách phân.")], choices={cut.value: CUT_WORDS[cut] for cut in Cut}
    )
    span = SelectField(
        "Số liệu của",
        [InputRequired("Chọn khoảng thời gian.")],
        choices={YEAR: say("Từ 01/01 đến ngày hôm trước"), EVERYTHING: say("Tất cả đến ngày hôm trước")},
    )
    rhythm = SelectField(
        "Gửi",
        [InputRequired("Chọn gửi hằng tuần hay hằng tháng.")],
        choices={rhythm.value: RHYTHM_WORDS[rhythm] for rhythm in Rhythm},
    )
    hour = SelectField(
        "Từ lúc",
        [InputRequired("Chọn giờ.")],
        choices={str(hour): say("{hour} giờ", hour=hour) for hour in range(7, 18)},
    )
