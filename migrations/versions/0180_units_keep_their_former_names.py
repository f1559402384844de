"""Units keep their former names, each with the last day on which it was theirs."""

from alembic import op
import sqlalchemy as sa

revision = "0180"
down_revision = "0170"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "former_unit_name",
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("short_name", sa.String(length=80), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_former_unit_name_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_former_unit_name")),
        sa.UniqueConstraint("unit_id", "until_on", name=op.f("uq_former_unit_name_unit_id_until_on")),
    )


def downgrade() -> None:
    op.drop_table("former_unit_name")
