"""Indicators are data: forms and their rows, what units say for a report, inspections and what they find."""

from alembic import op
import sqlalchemy as sa

revision = "0080"
down_revision = "0070"
branch_labels = None
depends_on = None

REFUSAL = "what was said for a report is kept"
INDICATOR_KIND = sa.Enum(
    "heading", "count", "percent", "choice", "yes_no",
    name="indicator_kind", native_enum=False, create_constraint=True, length=32,
)
INDICATOR_SOURCE = sa.Enum(
    "none", "computed", "entered", "formula",
    name="indicator_source", native_enum=False, create_constraint=True, length=32,
)
INDICATOR_BINDING = sa.Enum(
    "plan_total", "plan_done", "province_total", "province_on_time", "province_late", "town_total",
    "town_on_time", "town_late", "steering_papers", "inspected_bodies", "inspection_findings",
    "findings_settled", "departments", "service_units", "communes",
    name="indicator_binding", native_enum=False, create_constraint=True, length=32,
)
INSPECTION_KIND = sa.Enum(
    "planned", "surprise",
    name="inspection_kind", native_enum=False, create_constraint=True, length=32,
)
REPORT_STATE = sa.Enum(
    "draft", "frozen", "superseded",
    name="report_state", native_enum=False, create_constraint=True, length=32,
)
ENTRY_BLANK = sa.Enum(
    "nothing_arose", "not_ours", "no_figures_yet",
    name="entry_blank", native_enum=False, create_constraint=True, length=32,
)


def upgrade() -> None:
    op.create_table(
        "indicator_form",
        sa.Column("family", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("taxonomy", sa.String(length=20), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_indicator_form")),
        sa.UniqueConstraint("family", "version", name=op.f("uq_indicator_form_family_version")),
    )
    op.create_table(
        "indicator",
        sa.Column("form_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("unit", sa.String(length=120), nullable=False),
        sa.Column("kind", INDICATOR_KIND, nullable=False),
        sa.Column("source", INDICATOR_SOURCE, nullable=False),
        sa.Column("binding", INDICATOR_BINDING, nullable=True),
        sa.Column("formula", sa.String(length=300), nullable=False),
        sa.Column("owners", sa.JSON(), nullable=False),
        sa.Column("choices", sa.JSON(), nullable=False),
        sa.Column("rules", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("(kind = 'heading') = (source = 'none')", name=op.f("ck_indicator_heading_has_no_source")),
        sa.CheckConstraint("(source = 'computed') = (binding IS NOT NULL)", name=op.f("ck_indicator_computed_has_its_binding")),
        sa.CheckConstraint("(source = 'formula') = (formula <> '')", name=op.f("ck_indicator_derived_has_its_formula")),
        sa.ForeignKeyConstraint(["form_id"], ["indicator_form.id"], name=op.f("fk_indicator_form_id_indicator_form")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_indicator")),
        sa.UniqueConstraint("form_id", "code", name=op.f("uq_indicator_form_id_code")),
    )
    op.create_index(op.f("ix_indicator_form_id"), "indicator", ["form_id"])

    op.create_table(
        "inspection",
        sa.Column("kind", INSPECTION_KIND, nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("decision", sa.String(length=160), nullable=False),
        sa.Column("planned_on", sa.Date(), nullable=True),
        sa.Column("held_on", sa.Date(), nullable=True),
        sa.Column("conclusion", sa.String(length=160), nullable=False),
        sa.Column("cancelled_on", sa.Date(), nullable=True),
        sa.Column("cancel_reason", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("(cancelled_on IS NULL) = (cancel_reason = '')", name=op.f("ck_inspection_cancelled_with_its_reason")),
        sa.CheckConstraint("kind = 'planned' OR held_on IS NOT NULL", name=op.f("ck_inspection_surprise_is_held")),
        sa.CheckConstraint("held_on IS NULL OR cancelled_on IS NULL", name=op.f("ck_inspection_held_or_cancelled")),
        sa.ForeignKeyConstraint(["created_by_id"], ["person.id"], name=op.f("fk_inspection_created_by_id_person")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_inspection_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inspection")),
        sa.UniqueConstraint("unit_id", "decision", "planned_on", name=op.f("uq_inspection_unit_id_decision_planned_on")),
    )
    op.create_index(op.f("ix_inspection_held_on"), "inspection", ["held_on"])
    op.create_index(op.f("ix_inspection_unit_id"), "inspection", ["unit_id"])

    op.create_table(
        "inspection_finding",
        sa.Column("inspection_id", sa.Integer(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=True),
        sa.Column("settled_on", sa.Date(), nullable=True),
        sa.Column("settled_by", sa.String(length=160), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("(settled_on IS NULL) = (settled_by = '')", name=op.f("ck_inspection_finding_settled_by_a_paper")),
        sa.CheckConstraint("task_id IS NULL OR settled_on IS NULL", name=op.f("ck_inspection_finding_settled_by_task_or_by_paper")),
        sa.ForeignKeyConstraint(["inspection_id"], ["inspection.id"], name=op.f("fk_inspection_finding_inspection_id_inspection")),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name=op.f("fk_inspection_finding_task_id_task")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inspection_finding")),
    )
    op.create_index(op.f("ix_inspection_finding_inspection_id"), "inspection_finding", ["inspection_id"])
    op.create_index(op.f("ix_inspection_finding_task_id"), "inspection_finding", ["task_id"])

    op.create_table(
        "report",
        sa.Column("period", sa.String(length=12), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("form_id", sa.Integer(), nullable=False),
        sa.Column("state", REPORT_STATE, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("supersedes_id", sa.Integer(), nullable=True),
        sa.Column("request_task_id", sa.Integer(), nullable=True),
        sa.Column("number", sa.String(length=80), nullable=False),
        sa.Column("dated_on", sa.Date(), nullable=True),
        sa.Column("texts", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("frozen_at", sa.DateTime(), nullable=True),
        sa.Column("frozen_by_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("(state = 'draft') = (frozen_at IS NULL)", name=op.f("ck_report_frozen_at_when_frozen")),
        sa.CheckConstraint("state = 'draft' OR (number <> '' AND dated_on IS NOT NULL)", name=op.f("ck_report_frozen_has_its_number")),
        sa.CheckConstraint("first_on <= as_of", name=op.f("ck_report_window_is_in_order")),
        sa.ForeignKeyConstraint(["created_by_id"], ["person.id"], name=op.f("fk_report_created_by_id_person")),
        sa.ForeignKeyConstraint(["form_id"], ["indicator_form.id"], name=op.f("fk_report_form_id_indicator_form")),
        sa.ForeignKeyConstraint(["frozen_by_id"], ["person.id"], name=op.f("fk_report_frozen_by_id_person")),
        sa.ForeignKeyConstraint(["request_task_id"], ["task.id"], name=op.f("fk_report_request_task_id_task")),
        sa.ForeignKeyConstraint(["supersedes_id"], ["report.id"], name=op.f("fk_report_supersedes_id_report")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report")),
        sa.UniqueConstraint("period", "first_on", "as_of", "revision", name=op.f("uq_report_period_first_on_as_of_revision")),
    )
    op.create_index(op.f("ix_report_form_id"), "report", ["form_id"])

    op.create_table(
        "indicator_entry",
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("indicator_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("typed", sa.String(length=60), nullable=False),
        sa.Column("value", sa.String(length=40), nullable=True),
        sa.Column("part", sa.String(length=40), nullable=True),
        sa.Column("whole", sa.String(length=40), nullable=True),
        sa.Column("blank", ENTRY_BLANK, nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("evidence", sa.String(length=300), nullable=False),
        sa.Column("is_returned", sa.Boolean(), nullable=False),
        sa.Column("remark", sa.Text(), nullable=False),
        sa.Column("entered_at", sa.DateTime(), nullable=False),
        sa.Column("entered_by_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("(part IS NULL) = (whole IS NULL)", name=op.f("ck_indicator_entry_share_of_a_whole")),
        sa.CheckConstraint("value IS NOT NULL OR blank IS NOT NULL", name=op.f("ck_indicator_entry_something_is_said")),
        sa.CheckConstraint("value IS NULL OR blank IS NULL", name=op.f("ck_indicator_entry_value_or_reason")),
        sa.ForeignKeyConstraint(["entered_by_id"], ["person.id"], name=op.f("fk_indicator_entry_entered_by_id_person")),
        sa.ForeignKeyConstraint(["indicator_id"], ["indicator.id"], name=op.f("fk_indicator_entry_indicator_id_indicator")),
        sa.ForeignKeyConstraint(["report_id"], ["report.id"], name=op.f("fk_indicator_entry_report_id_report")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_indicator_entry_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_indicator_entry")),
    )
    op.create_index(op.f("ix_indicator_entry_indicator_id"), "indicator_entry", ["indicator_id"])
    op.create_index(op.f("ix_indicator_entry_report_id"), "indicator_entry", ["report_id"])
    op.create_index(op.f("ix_indicator_entry_unit_id"), "indicator_entry", ["unit_id"])
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE FUNCTION refuse_entry_change() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$"
        )
        op.execute(
            "CREATE TRIGGER indicator_entry_is_append_only BEFORE UPDATE OR DELETE ON indicator_entry "
            "FOR EACH ROW EXECUTE FUNCTION refuse_entry_change()"
        )
        return
    for verb in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER indicator_entry_refuses_{verb.lower()} BEFORE {verb} ON indicator_entry "
            f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
        )


def downgrade() -> None:
    for table in ("indicator_entry", "report", "inspection_finding", "inspection", "indicator", "indicator_form"):
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION refuse_entry_change()")
