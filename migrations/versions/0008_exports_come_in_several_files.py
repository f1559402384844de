"""Exports of other software come in several files: the list, and its details beside it."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "import_detail",
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("file_name", sa.String(255), nullable=False),
        sa.Column("stored_name", sa.String(80), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["import_batch.id"], name="fk_import_detail_batch_id_import_batch"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_import_detail"),
        sa.UniqueConstraint("batch_id", "position", name="uq_import_detail_batch_id_position"),
        sa.UniqueConstraint("stored_name", name="uq_import_detail_stored_name"),
    )


def downgrade() -> None:
    op.drop_table("import_detail")
