"""The first digest after a standstill names it, so the scheduler keeps when it was silent."""

from alembic import op
import sqlalchemy as sa

revision = "0051"
down_revision = "0050"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("heartbeat") as heartbeat:
        heartbeat.add_column(sa.Column("gap_from", sa.DateTime(), nullable=True))
        heartbeat.add_column(sa.Column("gap_until", sa.DateTime(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("heartbeat") as heartbeat:
        heartbeat.drop_column("gap_until")
        heartbeat.drop_column("gap_from")
