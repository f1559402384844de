"""Findings in reports typed elsewhere may be explained once, with a reason that is kept."""

from alembic import op
import sqlalchemy as sa

revision = "0103"
down_revision = "0082"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "check_waiver",
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("finding", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("waived_at", sa.DateTime(), nullable=False),
        sa.Column("waived_by", sa.String(length=120), nullable=False),
        sa.Column("waived_by_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["waived_by_id"], ["person.id"], name=op.f("fk_check_waiver_waived_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_check_waiver")),
        sa.UniqueConstraint("key", name=op.f("uq_check_waiver_key")),
    )


def downgrade() -> None:
    op.drop_table("check_waiver")
