"""Each occurrence of a duty is reported by its unit and confirmed, and no day of a duty is there twice."""

import sqlalchemy as sa
from alembic import op

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("occurrence") as occurrence:
        occurrence.add_column(sa.Column("claimed_on", sa.Date(), nullable=True))
        occurrence.add_column(sa.Column("reported_at", sa.DateTime(), nullable=True))
        occurrence.add_column(sa.Column("reported_by_id", sa.Integer(), nullable=True))
        occurrence.add_column(
            sa.Column("late_report", sa.Boolean(), nullable=False, server_default=sa.false())
        )
        occurrence.add_column(sa.Column("note", sa.Text(), nullable=False, server_default=""))
        occurrence.add_column(sa.Column("document", sa.String(length=160), nullable=False, server_default=""))
    with op.batch_alter_table("occurrence") as occurrence:
        occurrence.create_foreign_key(
            op.f("fk_occurrence_reported_by_id_person"), "person", ["reported_by_id"], ["id"]
        )
        occurrence.create_unique_constraint(
            op.f("uq_occurrence_assignment_id_due_on"), ["assignment_id", "due_on"]
        )
        occurrence.create_check_constraint(
            op.f("ck_occurrence_done_or_skipped"), "done_on IS NULL OR skipped_on IS NULL"
        )
        occurrence.create_check_constraint(
            op.f("ck_occurrence_reported_when_claimed"), "(claimed_on IS NULL) = (reported_at IS NULL)"
        )
        occurrence.create_check_constraint(
            op.f("ck_occurrence_done_as_claimed"), "done_on IS NULL OR done_on = claimed_on"
        )


def downgrade() -> None:
    with op.batch_alter_table("occurrence") as occurrence:
        for name in ("done_as_claimed", "reported_when_claimed", "done_or_skipped"):
            occurrence.drop_constraint(op.f(f"ck_occurrence_{name}"), type_="check")
        occurrence.drop_constraint(op.f("uq_occurrence_assignment_id_due_on"), type_="unique")
        occurrence.drop_constraint(op.f("fk_occurrence_reported_by_id_person"), type_="foreignkey")
        for name in ("document", "note", "late_report", "reported_by_id", "reported_at", "claimed_on"):
            occurrence.drop_column(name)
