"""A recurring duty is gone on with in the next year by one duty at most, however many workers there are."""

from alembic import op

revision = "0111"
down_revision = "0121"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_index(op.f("ix_task_parent_id"), table_name="task")
    op.create_index(op.f("ix_task_parent_id"), "task", ["parent_id"], unique=True)


def downgrade() -> None:
    op.drop_index(op.f("ix_task_parent_id"), table_name="task")
    op.create_index(op.f("ix_task_parent_id"), "task", ["parent_id"], unique=False)
