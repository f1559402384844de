"""The score of administrative reform (Chỉ số CCHC) as data: criteria, how each is scored, what full marks still need.

A scoring sheet as a table: one row to a criterion.

A criterion reads rows of the appendix; where a row is missing it has no score.

Words of scoring: manners, what full marks still need.
"""

from __future__ import annotations

import enum
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from tracker.core.formats import prose_number
from tracker.core.i18n import join_messages, make_message, make_messages
from tracker.core.refusals import Reason, Refusal
from tracker.documents.table_reader import Problem, TableLayout, TableRow, find_choice
from tracker.reports.indicators import spec

CENT = Decimal("0.01")
_TIER = re.compile(r"(?P<from>\d{1,3}(?:[.,]\d+)?) ?: ?(?P<points>\d{1,3}(?:[.,]\d+)?)", re.ASCII)


class ScoringMethod(enum.StrEnum):
    """How a criterion is scored: by tiers, in proportion, by tasks done on time, or by the office's own judgement."""

    TIER = "tier"
    PROPORTIONAL = "proportional"
    ON_TIME = "on_time"
    OWN = "own"


@dataclass(frozen=True, slots=True)
class Criterion:
    """A criterion. `reads` is a formula over rows, in per cent; for ON_TIME three rows: given, on time, late.

    `tiers` are pairs of a threshold in per cent and the points from it on, highest first; for PROPORTIONAL the first
    threshold is the floor below which nothing is given. `proofs` are the papers that must prove it.
    """

    code: str
    title: str
    most: Decimal
    manner: ScoringMethod
    reads: str = ""
    tiers: tuple[tuple[Decimal, Decimal], ...] = ()
    proofs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Score:
    """The expected points of a criterion (None: a row it reads is missing), and what keeps it from full marks.

    `reached` is the share that was read; `needed` the share from which full marks are given; `open_tasks` and
    `late_tasks` are what keeps tasks from being all on time.
    """

    criterion: Criterion
    points: Decimal | None
    reached: Decimal | None = None
    needed: Decimal | None = None
    missing: tuple[str, ...] = ()
    open_tasks: int = 0
    late_tasks: int = 0

    @property
    def is_full(self) -> bool:
        """Tell whether nothing is missing."""
        return self.points == self.criterion.most


def score_criterion(criterion: Criterion, values: Mapping[str, Decimal | None]) -> Score:
    """Return the expected score of a criterion from the rows of an appendix."""
    if criterion.manner is ScoringMethod.OWN:
        return Score(criterion, None)
    if criterion.manner is ScoringMethod.ON_TIME:
        return _on_time(criterion, values)
    formula = spec.parse_formula(criterion.reads)
    reached = formula.value(values)
    if reached is None:
        gone = tuple(code for code in formula.codes if values.get(code) is None)
        return Score(criterion, None, missing=gone)
    if criterion.manner is ScoringMethod.PROPORTIONAL:
        floor = criterion.tiers[0][0] if criterion.tiers else Decimal(0)
        share = min(reached, Decimal(100)) / 100
        points = _rounded(criterion.most * share) if reached >= floor else Decimal(0)
        return Score(criterion, points, reached, Decimal(100))
    points = next((given for threshold, given in criterion.tiers if reached >= threshold), Decimal(0))
    full = next((threshold for threshold, given in criterion.tiers if given == criterion.most), None)
    return Score(criterion, points, reached, full)


def total_scores(scores: Iterable[Score]) -> tuple[Decimal, Decimal, Decimal]:
    """Return the points expected, the most of what could be scored, and the most of everything."""
    known = list(scores)
    expected = sum((each.points for each in known if each.points is not None), Decimal())
    scored = sum((each.criterion.most for each in known if each.points is not None), Decimal())
    return expected, scored, sum((each.criterion.most for each in known), Decimal())


def read_tiers(text: str) -> tuple[tuple[Decimal, Decimal], ...]:
    """Read «100: 2; 80: 1»: from this share on, so many points; refuse TIERS_UNREADABLE."""
    found = []
    for part in filter(None, (each.strip() for each in text.split(";"))):
        match = _TIER.fullmatch(part)
        if match is None:
            raise Refusal(Reason.TIERS_UNREADABLE, tiers=part)
        found.append((Decimal(match["from"].replace(",", ".")), Decimal(match["points"].replace(",", "."))))
    return tuple(sorted(found, reverse=True))


def _on_time(criterion: Criterion, values: Mapping[str, Decimal | None]) -> Score:
    """All done and none late: full; all done, some late: half; otherwise nothing."""
    codes = criterion.reads.split()
    known = [values.get(code) for code in codes]
    if len(codes) != 3 or any(value is None for value in known):
        return Score(criterion, None, missing=tuple(c for c in codes if values.get(c) is None))
    given, on_time, late = (value or Decimal() for value in known)
    undone = int(given - on_time - late)
    reached = None if not given else (on_time * 100 / given).quantize(Decimal("0.1"), ROUND_HALF_UP)
    points = criterion.most if not late else _rounded(criterion.most / 2)
    if undone:
        points = Decimal(0)
    return Score(criterion, points, reached, Decimal(100), open_tasks=undone, late_tasks=int(late))


def _rounded(points: Decimal) -> Decimal:
    return points.quantize(CENT, ROUND_HALF_UP).normalize()


MANNER_WORDS: Mapping[ScoringMethod, str] = make_messages(
    {
        ScoringMethod.TIER: "Theo bậc",
        ScoringMethod.PROPORTIONAL: "Theo tỷ lệ",
        ScoringMethod.ON_TIME: "Theo tiến độ",
        ScoringMethod.OWN: "Tự chấm",
    }
)

SHIPPED_SHEET_TITLE = "Bộ tiêu chí minh họa chấm điểm CCHC"
SHIPPED_SOURCE = "Minh họa các cách chấm thường gặp; thay bằng bộ tiêu chí do cấp trên ban hành."


def describe_lacking_points(score: Score) -> str:
    """Say what keeps a criterion from full marks; empty when nothing does."""
    if score.criterion.manner is ScoringMethod.OWN:
        return make_message("Cơ quan tự chấm, kèm minh chứng.")
    if score.missing:
        return make_message("Chưa có số liệu chỉ tiêu {missing}.", missing=", ".join(score.missing))
    if score.is_full:
        return ""
    said = []
    if score.open_tasks:
        said.append(make_message("Còn {open_tasks} nhiệm vụ chưa hoàn thành", open_tasks=score.open_tasks))
    if score.late_tasks:
        said.append(make_message("{late_tasks} nhiệm vụ hoàn thành quá hạn", late_tasks=score.late_tasks))
    if not said and score.reached is not None and score.needed is not None:
        reached = prose_number(round(score.reached, 2)) if score.reached else "0"
        said.append(
            make_message("Đạt {reached}%, cần từ {needed}%", reached=reached, needed=prose_number(score.needed))
        )
    return join_messages(said, between=". ", end=".") if said else ""


SCORING_TABLE = TableLayout(
    {
        "code": r"^(?:ma|stt)$",
        "title": r"^(?:tieu.chi|tieu chi, tieu chi thanh phan)$",
        "most": r"^diem.toi.da$",
        "manner": r"^cach.cham$",
        "reads": r"^so.lieu$",
        "tiers": r"^bac(?:.diem)?$",
        "proofs": r"^(?:minh.chung|tai lieu kiem chung)$",
    },
    required=frozenset({"code", "title", "most", "manner"}),
    missing="Không tìm thấy bảng tiêu chí. Cần các cột Mã, Tiêu chí, Điểm tối đa, Cách chấm.",
)


@dataclass(frozen=True, slots=True)
class SheetTable:
    """The criteria of a file, and what must be put right in it."""

    rows: tuple[Criterion, ...]
    problems: tuple[Problem, ...]


def read_scoring_sheet(data: bytes, filename: str) -> SheetTable:
    """Read a scoring sheet from .csv, .xlsx or .docx; each mistake stands beside its line."""
    rows, problems = SCORING_TABLE.read(data, filename, _criterion)
    return SheetTable(tuple(rows), tuple(problems))


def _criterion(row: TableRow) -> Criterion | None:
    if not row.text("code") or not row.text("most"):
        return None
    manner = find_choice(MANNER_WORDS, row.text("manner"), "Cột cách chấm")
    try:
        most = Decimal(row.text("most").replace(",", "."))
    except InvalidOperation as error:
        raise ValueError(f"Điểm tối đa ghi “{row.text('most')}”. Ghi một số, ví dụ: 1,5.") from error
    reads = row.text("reads")
    if manner in (ScoringMethod.TIER, ScoringMethod.PROPORTIONAL):
        spec.parse_formula(reads)
    if manner is ScoringMethod.ON_TIME and len(reads.split()) != 3:
        raise ValueError("Cách chấm theo tiến độ cần ba mã chỉ tiêu: được giao, đúng hạn, quá hạn.")
    tiers = read_tiers(row.text("tiers"))
    return Criterion(row.text("code"), row.text("title"), most, manner, reads, tiers, row.parts("proofs"))
