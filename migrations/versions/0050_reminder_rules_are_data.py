"""When reminders fall is data with a day from which it holds; an extension nobody decides is reminded of too."""

from alembic import op
import sqlalchemy as sa

revision = "0050"
down_revision = "0042"
branch_labels = None
depends_on = None

WORK = sa.Enum(
    "plan", "directive", "recurring", "urgent",
    name="reminder_work", native_enum=False, create_constraint=True, length=32,
)  # fmt: skip
BEFORE = (
    "escalation_leader escalation_office escalation_head overdue due_today due_soon returned not_accepted assigned "
    "waiting_for_confirmation"
).split()
AFTER = [*BEFORE, "extension_undecided"]


def upgrade() -> None:
    op.create_table(
        "reminder_rule",
        sa.Column("work", WORK, nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("before_due", sa.String(length=40), nullable=False),
        *(
            sa.Column(name, sa.Integer(), nullable=False)
            for name in (
                "overdue", "head", "office", "leader", "not_accepted", "not_confirmed", "undecided", "repeat_every",
            )
        ),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.Column("changed_by", sa.String(length=120), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reminder_rule")),
        sa.UniqueConstraint("work", "valid_from", name=op.f("uq_reminder_rule_work_valid_from")),
    )  # fmt: skip
    _allow(AFTER)


def downgrade() -> None:
    op.execute("DELETE FROM reminder WHERE kind = 'extension_undecided'")
    _allow(BEFORE)
    op.drop_table("reminder_rule")


def _allow(kinds: list[str]) -> None:
    listed = ", ".join(f"'{kind}'" for kind in kinds)
    with op.batch_alter_table("reminder") as reminder:
        reminder.drop_constraint(op.f("ck_reminder_reminder_kind"), type_="check")
        reminder.create_check_constraint(op.f("ck_reminder_reminder_kind"), f"kind IN ({listed})")
