"""Letters know their first try, from which patience runs; reminders are found by their day."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("letter") as letter:
        letter.add_column(sa.Column("first_tried_at", sa.DateTime(), nullable=True))
    op.create_index("ix_reminder_slot_on", "reminder", ["slot_on"])


def downgrade() -> None:
    op.drop_index("ix_reminder_slot_on", "reminder")
    with op.batch_alter_table("letter") as letter:
        letter.drop_column("first_tried_at")
