"""Reports are checked, frozen on paper and superseded; the office has a Word file of its own."""

from alembic import op
import sqlalchemy as sa

revision = "0081"
down_revision = "0072"
branch_labels = None
depends_on = None

REFUSAL = "a frozen report stays as it was: append-only"


def upgrade() -> None:
    op.create_table(
        "report_template",
        sa.Column("file_name", sa.String(length=255), nullable=False),
        sa.Column("stored_name", sa.String(length=80), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("is_in_use", sa.Boolean(), nullable=False),
        sa.Column("uploaded_at", sa.DateTime(), nullable=False),
        sa.Column("uploaded_by_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["uploaded_by_id"], ["person.id"], name=op.f("fk_report_template_uploaded_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_template")),
        sa.UniqueConstraint("stored_name", name=op.f("uq_report_template_stored_name")),
    )
    op.create_table(
        "frozen_report",
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("frozen_period_id", sa.Integer(), nullable=True),
        sa.Column("paper", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("frozen_at", sa.DateTime(), nullable=False),
        sa.Column("frozen_by_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["frozen_by_id"], ["person.id"], name=op.f("fk_frozen_report_frozen_by_id_person")),
        sa.ForeignKeyConstraint(["frozen_period_id"], ["frozen_period.id"], name=op.f("fk_frozen_report_frozen_period_id_frozen_period")),
        sa.ForeignKeyConstraint(["report_id"], ["report.id"], name=op.f("fk_frozen_report_report_id_report")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_frozen_report")),
        sa.UniqueConstraint("report_id", name=op.f("uq_frozen_report_report_id")),
    )
    op.create_table(
        "report_waiver",
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("finding", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("waived_at", sa.DateTime(), nullable=False),
        sa.Column("waived_by_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["report_id"], ["report.id"], name=op.f("fk_report_waiver_report_id_report")),
        sa.ForeignKeyConstraint(["waived_by_id"], ["person.id"], name=op.f("fk_report_waiver_waived_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_waiver")),
        sa.UniqueConstraint("report_id", "key", name=op.f("uq_report_waiver_report_id_key")),
    )
    op.add_column("report", sa.Column("reason", sa.Text(), server_default="", nullable=False))
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE FUNCTION refuse_frozen_report_change() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$"
        )
        op.execute(
            "CREATE TRIGGER frozen_report_is_append_only BEFORE UPDATE OR DELETE ON frozen_report "
            "FOR EACH ROW EXECUTE FUNCTION refuse_frozen_report_change()"
        )
        return
    for verb in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER frozen_report_refuses_{verb.lower()} BEFORE {verb} ON frozen_report "
            f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
        )


def downgrade() -> None:
    op.drop_table("report_waiver")
    op.drop_table("frozen_report")
    op.drop_table("report_template")
    with op.batch_alter_table("report") as report:
        report.drop_column("reason")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION refuse_frozen_report_change()")
