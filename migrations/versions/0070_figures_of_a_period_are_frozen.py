"""Figures of a period are frozen with their members; the database refuses to change what was frozen."""

from alembic import op
import sqlalchemy as sa

revision = "0070"
down_revision = "0102"
branch_labels = None
depends_on = None

REFUSAL = "what was frozen stays as it was: append-only"
TABLES = ("frozen_period", "frozen_member")


def _choice(name: str, *words: str) -> sa.Enum:
    return sa.Enum(*words, name=name, native_enum=False, create_constraint=True, length=32)


ORIGIN = _choice("frozen_origin", "plan", "province", "town")
TIMING = _choice(
    "frozen_timing", "excluded", "done_no_deadline", "done_early", "done_on_day", "done_late", "suspended",
    "open_no_deadline", "open_in_time", "open_overdue",
)
BOX = _choice("frozen_box", "open", "done", "suspended", "withdrawn", "cancelled", "transferred", "merged")


def upgrade() -> None:
    op.create_table(
        "frozen_period",
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("period", sa.String(length=20), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("known_at", sa.DateTime(), nullable=False),
        sa.Column("figures", sa.JSON(), nullable=False),
        sa.Column("policies", sa.JSON(), nullable=False),
        sa.Column("diary_lines", sa.Integer(), nullable=False),
        sa.Column("last_event_id", sa.Integer(), nullable=False),
        sa.Column("diary_head", sa.String(length=64), nullable=False),
        sa.Column("members", sa.Integer(), nullable=False),
        sa.Column("members_hash", sa.String(length=64), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("author_name", sa.String(length=120), nullable=False),
        sa.Column("supersedes_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(supersedes_id IS NULL) = (reason = '')", name=op.f("ck_frozen_period_superseding_has_its_reason")
        ),
        sa.CheckConstraint("first_on <= as_of", name=op.f("ck_frozen_period_ends_after_it_begins")),
        sa.ForeignKeyConstraint(["author_id"], ["person.id"], name=op.f("fk_frozen_period_author_id_person")),
        sa.ForeignKeyConstraint(
            ["supersedes_id"], ["frozen_period.id"], name=op.f("fk_frozen_period_supersedes_id_frozen_period")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_frozen_period")),
        sa.UniqueConstraint("supersedes_id", name=op.f("uq_frozen_period_supersedes_id")),
        sa.UniqueConstraint("year", "number", name=op.f("uq_frozen_period_year_number")),
    )
    op.create_index(op.f("ix_frozen_period_period"), "frozen_period", ["period"])
    op.create_table(
        "frozen_member",
        sa.Column("frozen_id", sa.Integer(), nullable=False),
        sa.Column("assignment_id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("origin", ORIGIN, nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("timing", TIMING, nullable=False),
        sa.Column("box", BOX, nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("judged_due_on", sa.Date(), nullable=True),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("carried", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["frozen_id"], ["frozen_period.id"], name=op.f("fk_frozen_member_frozen_id_frozen_period")
        ),
        sa.ForeignKeyConstraint(
            ["assignment_id"], ["assignment.id"], name=op.f("fk_frozen_member_assignment_id_assignment")
        ),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name=op.f("fk_frozen_member_task_id_task")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_frozen_member_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_frozen_member")),
        sa.UniqueConstraint("frozen_id", "assignment_id", name=op.f("uq_frozen_member_frozen_id_assignment_id")),
    )
    _refuse_changes()


def _refuse_changes() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE FUNCTION refuse_frozen_change() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$"
        )
        for table in TABLES:
            op.execute(
                f"CREATE TRIGGER {table}_is_append_only BEFORE UPDATE OR DELETE ON {table} "
                "FOR EACH ROW EXECUTE FUNCTION refuse_frozen_change()"
            )
        return
    for table in TABLES:
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_refuses_{verb.lower()} BEFORE {verb} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
            )


def downgrade() -> None:
    op.drop_table("frozen_member")
    op.drop_table("frozen_period")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION refuse_frozen_change()")
