"""Forms of indicators, their rows, and what units say for a report; what was said is appended, never changed."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.models.base import Base, choice
from tracker.rules.indicators.spec import Binding, Blank, Source, Spec, ValueKind


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
    kind: Mapped[ValueKind] = mapped_column(choice(ValueKind, "indicator_kind"))
    source: Mapped[Source] = mapped_column(choice(Source, "indicator_source"))
    binding: Mapped[Binding | None] = mapped_column(choice(Binding, "indicator_binding"))
    formula: Mapped[str] = mapped_column(String(300), default="")
    owners: Mapped[list[Any]] = mapped_column(default=list)
    choices: Mapped[list[Any]] = mapped_column(default=list)
    rules: Mapped[list[Any]] = mapped_column(default=list)
    version: Mapped[int] = mapped_column(default=1)

    form: Mapped[IndicatorForm] = relationship(lazy="raise")

    __mapper_args__ = {"version_id_col": version}

    def spec(self) -> Spec:
        """Return the row as the rules read it."""
        return Spec(
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
    blank: Mapped[Blank | None] = mapped_column(choice(Blank, "entry_blank"))
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
