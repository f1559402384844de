"""A task leads to the clause of its paper: where in it the duty stands, and the paper itself as it came."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("directive") as directive:
        directive.add_column(sa.Column("clause", sa.String(80), nullable=False, server_default=""))
    with op.batch_alter_table("document") as document:
        document.add_column(sa.Column("stored_name", sa.String(80), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("document") as document:
        document.drop_column("stored_name")
    with op.batch_alter_table("directive") as directive:
        directive.drop_column("clause")
