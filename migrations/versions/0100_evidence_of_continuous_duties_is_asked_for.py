"""Before a quarter ends, evidence of continuous duties is asked for where nothing was shown in it."""

from alembic import op

revision = "0100"
down_revision = "0061"
branch_labels = None
depends_on = None

BEFORE = (
    "escalation_leader escalation_office escalation_head overdue due_today due_soon returned not_accepted assigned "
    "waiting_for_confirmation extension_undecided"
).split()
AFTER = [*BEFORE, "evidence_due"]


def upgrade() -> None:
    _allow(AFTER)


def downgrade() -> None:
    op.execute("DELETE FROM reminder WHERE kind = 'evidence_due'")
    _allow(BEFORE)


def _allow(kinds: list[str]) -> None:
    listed = ", ".join(f"'{kind}'" for kind in kinds)
    with op.batch_alter_table("reminder") as reminder:
        reminder.drop_constraint(op.f("ck_reminder_reminder_kind"), type_="check")
        reminder.create_check_constraint(op.f("ck_reminder_reminder_kind"), f"kind IN ({listed})")
