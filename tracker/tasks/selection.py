"""A selection of tasks: the one predicate that a number, its list and its export share.

The words of lists: spans of days, ready lists, columns with what each means, ways to put rows in order.
"""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from tracker.core.i18n import make_message, make_messages
from tracker.core.refusals import Reason, Refusal
from tracker.law.lifecycle import AssignmentState
from tracker.law.periods import plan_year
from tracker.law.permissions import Origin, Scope
from tracker.law.timing import Age, Timing


class Count(enum.StrEnum):
    """What is counted (counting rule 7): each unit's share, each directive or plan item, or each origin's own way."""

    ASSIGNMENTS = "assignments"
    DIRECTIVES = "directives"
    BY_ORIGIN = "by_origin"


COUNTED_AS_DIRECTIVES = frozenset({Origin.PLAN, Origin.PROVINCE})
"""Origins that report plan items and directives; the town's own directives report assignments."""


class Basis(enum.StrEnum):
    """By which deadline work is judged (counting rule 3): the one in force, or the one first given."""

    IN_FORCE = "in_force"
    ORIGINAL = "original"


class Adjustment(enum.StrEnum):
    """An act on which a figure rests and which is named beside each rate; the value is its name in an address.

    LATE_REPORT: accepted although reported more than 3 working days after the day it claims. AFTER_DEADLINE: counts
    on time, reported on a later day than its deadline. REDATED: the completion day was corrected; MADE_ON_TIME: by
    which late work came to be on time. DEADLINE_MOVED: its deadline is later than the one first given. SUSPENDED: it
    stood still by a leader's word. OPENING_BALANCE: it was done before this program was used.
    """

    LATE_REPORT = "bao-cao-cham"
    AFTER_DEADLINE = "bao-cao-sau-han"
    REDATED = "dinh-chinh-ngay"
    MADE_ON_TIME = "thanh-dung-han"
    DEADLINE_MOVED = "lui-han"
    SUSPENDED = "tam-dung"
    OPENING_BALANCE = "truoc-khi-dung"


@dataclass(frozen=True, slots=True)
class OwnWork:
    """Whose work is «mine»: what was given to a person, and what nobody was given yet in some units."""

    person_id: int
    unit_ids: frozenset[int]


@dataclass(frozen=True, slots=True)
class Selection:
    """Which assignments, as they stood at the close of `as_of`, as known at the instant `known_at`.

    `since`: first civil day of a period; what was finished or taken out before it is left out, what was given
    before it and is not is carried over. `basis`: the deadline that judges. `ages`: how late, in groups of days.
    `plan_from`, `plan_to`: of plan items, only those of the plans of these years.
    `deadline_moved`: the deadline in force on the day is later than the one first given. `adjustment`: what counts on
    the day rests on an act of this kind (`store.adjustments`). `done_from`, `done_to`:
    finished between these days; `not_done`: not finished. `not_late`: neither
    overdue nor finished late. `given_to`: given on this day or earlier. `asks_extension`: a request for
    more time waits for a decision now. `due_span`, `given_span` name the span of days that the bounds stand for.
    `person_id`: given to this person. `mine`: given to this person, or to nobody yet in these units. `idle_since`: no
    events in the event log after this instant. `former_unit_ids`: units that `unit_id` stands for beside itself;
    `same_area_ids`: areas of the other taxonomy that are the same as `area_id`. `scope` is how far the asker may
    see. None and empty mean «any».
    """

    as_of: dt.date
    scope: Scope
    known_at: dt.datetime | None = None
    since: dt.date | None = None
    count: Count = Count.BY_ORIGIN
    basis: Basis = Basis.IN_FORCE
    origins: frozenset[Origin] = field(default_factory=frozenset)
    timings: frozenset[Timing] = field(default_factory=frozenset)
    ages: frozenset[Age] = field(default_factory=frozenset)
    not_late: bool = False
    states: frozenset[AssignmentState] = field(default_factory=frozenset)
    unit_id: int | None = None
    former_unit_ids: frozenset[int] = field(default_factory=frozenset)
    coordinating_unit_id: int | None = None
    area_id: int | None = None
    same_area_ids: frozenset[int] = field(default_factory=frozenset)
    without_area: bool = False
    leader: str | None = None
    field_name: str | None = None
    month: int | None = None
    directive_id: int | None = None
    plan_id: int | None = None
    plan_from: int | None = None
    plan_to: int | None = None
    document_id: int | None = None
    task_id: int | None = None
    due_from: dt.date | None = None
    due_to: dt.date | None = None
    given_from: dt.date | None = None
    given_to: dt.date | None = None
    done_from: dt.date | None = None
    done_to: dt.date | None = None
    not_done: bool = False
    due_span: str = ""
    given_span: str = ""
    without_deadline: bool = False
    with_subunits: bool = False
    person_id: int | None = None
    without_person: bool = False
    mine: OwnWork | None = None
    extended_at_least: int = 0
    deadline_moved: bool = False
    adjustment: Adjustment | None = None
    idle_since: dt.datetime | None = None
    idle_days: int = 0
    has_difficulties: bool = False
    asks_extension: bool = False
    tag_id: int | None = None
    words: str = ""

    def __post_init__(self) -> None:
        if self.since is not None and self.since > self.as_of:
            raise Refusal(Reason.PERIOD_REVERSED, field="since", since=self.since, as_of=self.as_of)

    @property
    def plan_span(self) -> tuple[int | None, int | None]:
        """The years of the plans whose items count, None for no bound: never a later plan than that of the period.

        A plan is adopted in November of the year before; what it asks for does not belong to this year's report.
        """
        until = self.plan_to
        if until is None and self.since is not None:
            until = plan_year(self.since, self.as_of)
        return self.plan_from, until

    def narrowed(self, **changes: object) -> Selection:
        """Return the same selection with some fields changed."""
        return replace(self, **changes)  # type: ignore[arg-type]  # names are checked by replace itself


SPAN_WORDS: Mapping[str, str] = make_messages(
    {
        "hom-nay": "Hôm nay",
        "tuan-nay": "Tuần này",
        "tuan-truoc": "Tuần trước",
        "tuan-sau": "Tuần sau",
        "thang-nay": "Tháng này",
        "thang-truoc": "Tháng trước",
        "quy-nay": "Quý này",
        "quy-truoc": "Quý trước",
        "nam-nay": "Năm nay",
    }
)
"""Spans of days with a name of their own."""

COUNTED_SPAN_WORDS: Mapping[str, str] = make_messages(
    {
        "ngay-toi": "{number} ngày tới",
        "ngay-qua": "{number} ngày qua",
        "ngay-lam-viec-toi": "{number} ngày làm việc tới",
        "ngay-lam-viec-truoc": "đã quá {number} ngày làm việc",
    }
)
"""Spans counted in days, by the end of their name in an address («7-ngay-toi»)."""


def span_words(name: str) -> str:
    """Say a span of days as people do: «tuần này», «7 ngày tới»."""
    number, _, rest = name.partition("-")
    return SPAN_WORDS.get(name) or COUNTED_SPAN_WORDS[rest].format(number=number)


GUIDE_TITLE = make_message("Điều kiện và cột")
GUIDE_HEADS = (make_message("Mục"), make_message("Ý nghĩa"))
GUIDE_CONDITIONS, GUIDE_MADE, GUIDE_ROWS = (
    make_message("Điều kiện lọc"),
    make_message("Lập lúc"),
    make_message("Số dòng"),
)
"""The sheet that says what was selected and what each column means."""

AUDIENCE_WORDS: Mapping[str, str] = make_messages({"owner": "chỉ mình tôi", "unit": "đơn vị", "everybody": "mọi người"})
"""Who sees a kept list."""

VIEW_SAVED, VIEW_DELETED = make_message("Đã lưu danh sách."), make_message("Đã xóa danh sách.")

PAPER_OF = make_message("{reference} ngày {day}, {issuer}: {content}")
PROGRESS_ON_DAY = make_message("{state} ngày {day}")
EXTENDED_TIMES = make_message("Đã gia hạn {number} lần")
SECRET_PAPER_WORDS = make_message("(văn bản mật, không ghi nội dung)")
SECRET_TASK = make_message("Thực hiện văn bản {reference}{place} (văn bản mật, không ghi nội dung)")
SECRECY_WORDS: Mapping[str, str] = make_messages(
    {"": "Không mật", "mat": "Mật", "toi_mat": "Tối mật", "tuyet_mat": "Tuyệt mật"}
)
"""The degrees of secrecy of a paper (Law on the protection of state secrets)."""
"""The cells of the register of papers."""
