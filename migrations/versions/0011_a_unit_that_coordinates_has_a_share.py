"""A unit that coordinates has a share of its own: what the lead unit asks of it, in words."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("assignment", sa.Column("share", sa.Text(), nullable=False, server_default=""))


def downgrade() -> None:
    op.drop_column("assignment", "share")
