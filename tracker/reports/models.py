"""Reports of a period: the draft that is being filled in, the words of its sections, what was waived.

Findings in reports typed elsewhere that stand all the same, each with its reason.

Forms of indicators, their rows, and what units say for a report; what was said is appended, never changed.

Inspections of administrative reform: rounds by a decision or by surprise, and what they found.

Scoring sheets: criteria of the superior level, and the papers that prove each for a report.
"""

from __future__ import annotations

import datetime as dt
import enum
from decimal import Decimal
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.database.base import Base, enum_column_type
from tracker.office.models import Unit
from tracker.reports.indicators.spec import BlankReason, CountedSource, IndicatorSpec, ValueKind, ValueSource
from tracker.reports.scoring_rules import Criterion, ScoringMethod


class CheckWaiver(Base):
    """A finding that was explained: the same case in the same place with the same numbers is not raised again.

    Of the report itself nothing is kept but the sentence of the finding.
    """

    __tablename__ = "check_waiver"

    key: Mapped[str] = mapped_column(String(64), unique=True)
    finding: Mapped[str] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(Text)
    waived_at: Mapped[dt.datetime]
    waived_by: Mapped[str] = mapped_column(String(120))
    waived_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class IndicatorForm(Base):
    """One version of a form of indicators («biểu mẫu chỉ tiêu»): the paper it comes from, the areas it follows.

    A report uses the version with the latest `valid_from` not after its cut-off. A version some report uses is not
    changed any more: a change makes the next version.
    """

    __tablename__ = "indicator_form"
    __table_args__ = (UniqueConstraint("family", "version"),)

    family: Mapped[str] = mapped_column(String(40))
    version: Mapped[int]
    title: Mapped[str] = mapped_column(String(300))
    taxonomy: Mapped[str] = mapped_column(String(20))
    valid_from: Mapped[dt.date]
    source: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[dt.datetime]


class Indicator(Base):
    """One row of a form; `choices` are pairs of a code and its words, `owners` codes of units or of groups."""

    __tablename__ = "indicator"
    __table_args__ = (
        UniqueConstraint("form_id", "code"),
        CheckConstraint("(source = 'computed') = (binding IS NOT NULL)", name="computed_has_its_binding"),
        CheckConstraint("(source = 'formula') = (formula <> '')", name="derived_has_its_formula"),
        CheckConstraint("(kind = 'heading') = (source = 'none')", name="heading_has_no_source"),
    )

    form_id: Mapped[int] = mapped_column(ForeignKey("indicator_form.id"), index=True)
    position: Mapped[int]
    code: Mapped[str] = mapped_column(String(20))
    label: Mapped[str] = mapped_column(Text)
    unit: Mapped[str] = mapped_column(String(120), default="")
    kind: Mapped[ValueKind] = mapped_column(enum_column_type(ValueKind, "indicator_kind"))
    source: Mapped[ValueSource] = mapped_column(enum_column_type(ValueSource, "indicator_source"))
    binding: Mapped[CountedSource | None] = mapped_column(enum_column_type(CountedSource, "indicator_binding"))
    formula: Mapped[str] = mapped_column(String(300), default="")
    owners: Mapped[list[Any]] = mapped_column(default=list)
    choices: Mapped[list[Any]] = mapped_column(default=list)
    rules: Mapped[list[Any]] = mapped_column(default=list)
    version: Mapped[int] = mapped_column(default=1)

    form: Mapped[IndicatorForm] = relationship(lazy="raise")

    __mapper_args__ = {"version_id_col": version}

    def spec(self) -> IndicatorSpec:
        """Return the row as the rules read it."""
        return IndicatorSpec(
            code=self.code,
            label=self.label,
            unit=self.unit,
            kind=self.kind,
            source=self.source,
            binding=self.binding,
            formula=self.formula,
            owners=tuple(self.owners),
            choices={int(code): words for code, words in self.choices},
            rules=tuple(self.rules),
        )


class IndicatorEntry(Base):
    """What a unit said for a row of a report, on one occasion; the last one counts, the others are its history.

    `unit_id` None: entered by the office for the whole authority. `value`, `part` and `whole` are decimals as plain
    text, so that no database rounds them. `typed` is what stood in the field. `is_returned`: the office sends this
    value back, and `remark` says why. `evidence` names the paper it rests on; the file, if there is one, is kept byte
    for byte under a random name and goes along with later words for the same row until another takes its place.
    """

    __tablename__ = "indicator_entry"
    __table_args__ = (
        CheckConstraint("value IS NULL OR blank IS NULL", name="value_or_reason"),
        CheckConstraint("value IS NOT NULL OR blank IS NOT NULL", name="something_is_said"),
        CheckConstraint("(part IS NULL) = (whole IS NULL)", name="share_of_a_whole"),
        CheckConstraint(
            "(stored_name IS NULL) = (file_name IS NULL) AND (stored_name IS NULL) = (sha256 IS NULL) "
            "AND (stored_name IS NULL) = (size IS NULL)",
            name="file_is_whole",
        ),
    )

    report_id: Mapped[int] = mapped_column(ForeignKey("report.id"), index=True)
    indicator_id: Mapped[int] = mapped_column(ForeignKey("indicator.id"), index=True)
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"), index=True)
    typed: Mapped[str] = mapped_column(String(60), default="")
    value: Mapped[str | None] = mapped_column(String(40))
    part: Mapped[str | None] = mapped_column(String(40))
    whole: Mapped[str | None] = mapped_column(String(40))
    blank: Mapped[BlankReason | None] = mapped_column(enum_column_type(BlankReason, "entry_blank"))
    note: Mapped[str] = mapped_column(Text, default="")
    evidence: Mapped[str] = mapped_column(String(300), default="")
    file_name: Mapped[str | None] = mapped_column(String(255))
    stored_name: Mapped[str | None] = mapped_column(String(80))
    sha256: Mapped[str | None] = mapped_column(String(64))
    size: Mapped[int | None]
    is_returned: Mapped[bool] = mapped_column(default=False)
    remark: Mapped[str] = mapped_column(Text, default="")
    entered_at: Mapped[dt.datetime]
    entered_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    def copy(self, **changed: object) -> IndicatorEntry:
        """Return a new entry, not yet in a session, that says the same but for the columns in `changed`."""
        names = IndicatorEntry.__table__.columns.keys()
        return IndicatorEntry(**{name: getattr(self, name) for name in names if name != "id"} | changed)


class InspectionKind(enum.StrEnum):
    """Announced in a plan, or without notice."""

    PLANNED = "planned"
    SURPRISE = "surprise"


class Inspection(Base):
    """One unit inspected in one round. `decision` is the paper that orders it, `conclusion` the one that ends it.

    Planned and not yet held, held on a day, or cancelled on a day with its reason (K02): never two of these.
    """

    __tablename__ = "inspection"
    __table_args__ = (
        UniqueConstraint("unit_id", "decision", "planned_on"),
        CheckConstraint("held_on IS NULL OR cancelled_on IS NULL", name="held_or_cancelled"),
        CheckConstraint("(cancelled_on IS NULL) = (cancel_reason = '')", name="cancelled_with_its_reason"),
        CheckConstraint("kind = 'planned' OR held_on IS NOT NULL", name="surprise_is_held"),
    )

    kind: Mapped[InspectionKind] = mapped_column(enum_column_type(InspectionKind, "inspection_kind"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    decision: Mapped[str] = mapped_column(String(160), default="")
    planned_on: Mapped[dt.date | None]
    held_on: Mapped[dt.date | None] = mapped_column(index=True)
    conclusion: Mapped[str] = mapped_column(String(160), default="")
    cancelled_on: Mapped[dt.date | None]
    cancel_reason: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[dt.datetime]
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    version: Mapped[int] = mapped_column(default=1)

    unit: Mapped[Unit] = relationship(lazy="raise")

    __mapper_args__ = {"version_id_col": version}


class InspectionFinding(Base):
    """A problem found. It is settled on the day its follow-up task is done, or on `settled_on` by a paper."""

    __tablename__ = "inspection_finding"
    __table_args__ = (
        CheckConstraint("task_id IS NULL OR settled_on IS NULL", name="settled_by_task_or_by_paper"),
        CheckConstraint("(settled_on IS NULL) = (settled_by = '')", name="settled_by_a_paper"),
    )

    inspection_id: Mapped[int] = mapped_column(ForeignKey("inspection.id"), index=True)
    content: Mapped[str] = mapped_column(Text)
    task_id: Mapped[int | None] = mapped_column(ForeignKey("task.id"), index=True)
    settled_on: Mapped[dt.date | None]
    settled_by: Mapped[str] = mapped_column(String(160), default="")
    created_at: Mapped[dt.datetime]


class ReportState(enum.StrEnum):
    """A draft is filled in; a frozen report never changes; one that was superseded has a newer version."""

    DRAFT = "draft"
    FROZEN = "frozen"
    SUPERSEDED = "superseded"


class Report(Base):
    """The report of a window of days up to a cut-off. `period` is its name («2021», «2021-6T») or empty for any window.

    `number` and `dated_on` are printed on it once it is frozen. `revision` counts the versions of one report;
    `supersedes_id` is the version before, replaced for `reason`. `request_task_id` is the task by which units were
    asked for their figures.
    """

    __tablename__ = "report"
    __table_args__ = (
        UniqueConstraint("period", "first_on", "as_of", "revision"),
        CheckConstraint("first_on <= as_of", name="window_is_in_order"),
        CheckConstraint("(state = 'draft') = (frozen_at IS NULL)", name="frozen_at_when_frozen"),
        CheckConstraint("state = 'draft' OR (number <> '' AND dated_on IS NOT NULL)", name="frozen_has_its_number"),
    )

    period: Mapped[str] = mapped_column(String(12), default="")
    title: Mapped[str] = mapped_column(String(300))
    first_on: Mapped[dt.date]
    as_of: Mapped[dt.date]
    form_id: Mapped[int] = mapped_column(ForeignKey("indicator_form.id"), index=True)
    state: Mapped[ReportState] = mapped_column(enum_column_type(ReportState, "report_state"), default=ReportState.DRAFT)
    revision: Mapped[int] = mapped_column(default=1)
    supersedes_id: Mapped[int | None] = mapped_column(ForeignKey("report.id"))
    reason: Mapped[str] = mapped_column(Text, default="", server_default="")
    request_task_id: Mapped[int | None] = mapped_column(ForeignKey("task.id"))
    number: Mapped[str] = mapped_column(String(80), default="")
    dated_on: Mapped[dt.date | None]
    texts: Mapped[dict[str, Any]] = mapped_column(default=dict)
    created_at: Mapped[dt.datetime]
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    frozen_at: Mapped[dt.datetime | None]
    frozen_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class ReportWaiver(Base):
    """A finding of the check that stands all the same, with the reason, which the internal copy prints.

    `key` identifies the finding: the same case in the same place with the same numbers.
    """

    __tablename__ = "report_waiver"
    __table_args__ = (UniqueConstraint("report_id", "key"),)

    report_id: Mapped[int] = mapped_column(ForeignKey("report.id"))
    key: Mapped[str] = mapped_column(String(64))
    finding: Mapped[str] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(Text)
    waived_at: Mapped[dt.datetime]
    waived_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class FrozenReport(Base):
    """A report as it was frozen: everything that is printed, as text. The database refuses to change or delete it.

    `frozen_period_id` are the figures of its days with their members; None in reports frozen before windows had them.
    """

    __tablename__ = "frozen_report"

    report_id: Mapped[int] = mapped_column(ForeignKey("report.id"), unique=True)
    frozen_period_id: Mapped[int | None] = mapped_column(ForeignKey("frozen_period.id"))
    paper: Mapped[str] = mapped_column(Text)
    sha256: Mapped[str] = mapped_column(String(64))
    frozen_at: Mapped[dt.datetime]
    frozen_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class ReportTemplate(Base):
    """A Word file of the office into which reports are written; the newest is used, the others are kept."""

    __tablename__ = "report_template"

    file_name: Mapped[str] = mapped_column(String(255))
    stored_name: Mapped[str] = mapped_column(String(80), unique=True)
    sha256: Mapped[str] = mapped_column(String(64))
    is_in_use: Mapped[bool]
    uploaded_at: Mapped[dt.datetime]
    uploaded_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class ScoringSheet(Base):
    """A set of criteria, valid from a civil day on; `source` is the paper that issues it."""

    __tablename__ = "scoring_sheet"

    title: Mapped[str] = mapped_column(String(300))
    source: Mapped[str] = mapped_column(Text, default="")
    valid_from: Mapped[dt.date]
    created_at: Mapped[dt.datetime]


class ScoringCriterion(Base):
    """A row of a sheet; points and tiers are decimals as plain text."""

    __tablename__ = "scoring_criterion"
    __table_args__ = (UniqueConstraint("sheet_id", "code"),)

    sheet_id: Mapped[int] = mapped_column(ForeignKey("scoring_sheet.id"), index=True)
    position: Mapped[int]
    code: Mapped[str] = mapped_column(String(20))
    title: Mapped[str] = mapped_column(Text)
    most: Mapped[str] = mapped_column(String(20))
    manner: Mapped[ScoringMethod] = mapped_column(enum_column_type(ScoringMethod, "scoring_manner"))
    reads: Mapped[str] = mapped_column(String(300), default="")
    tiers: Mapped[list[Any]] = mapped_column(default=list)
    proofs: Mapped[list[Any]] = mapped_column(default=list)

    def criterion(self) -> Criterion:
        """Return the row as the rules read it."""
        return Criterion(
            self.code,
            self.title,
            Decimal(self.most),
            self.manner,
            self.reads,
            tuple((Decimal(start), Decimal(points)) for start, points in self.tiers),
            tuple(self.proofs),
        )


class ScoringProof(Base):
    """A paper that proves a criterion for a report."""

    __tablename__ = "scoring_proof"
    __table_args__ = (UniqueConstraint("report_id", "criterion_id", "document"),)

    report_id: Mapped[int] = mapped_column(ForeignKey("report.id"), index=True)
    criterion_id: Mapped[int] = mapped_column(ForeignKey("scoring_criterion.id"))
    document: Mapped[str] = mapped_column(String(200))
    added_at: Mapped[dt.datetime]
    added_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
