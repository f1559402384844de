"""A second person approves changes of deciding accounts; a new mail address waits for its owner's word."""

import re

from alembic import op
import sqlalchemy as sa

revision = "0151"
down_revision = "0150"
branch_labels = None
depends_on = None

BEFORE = (
    "opened closed reopened post_given post_ended password_changed password_reset link_made link_used "
    "second_factor_on second_factor_off recovery_used sessions_ended token_made token_revoked "
    "identity_bound identity_dropped"
).split()
NEW = (
    "proposed approved refused withdrawn given_alone keys_ended feed_made feed_revoked name_changed "
    "email_asked email_changed phone_changed office_renamed deputy_named data_copied"
).split()
CHECK = "ck_account_event_account_change"


def upgrade() -> None:
    op.create_table(
        "account_proposal",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.Column("note", sa.String(length=300), nullable=False),
        sa.Column("proposed_by_id", sa.Integer(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(), nullable=False),
        sa.Column("expires_at", sa.DateTime(), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(), nullable=True),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("taken_at", sa.DateTime(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('role', 'second_factor', 'link', 'email', 'deputy')",
            name=op.f("ck_account_proposal_proposal_kind"),
        ),
        sa.CheckConstraint(
            "state IN ('waiting', 'approved', 'refused', 'withdrawn')",
            name=op.f("ck_account_proposal_proposal_state"),
        ),
        sa.CheckConstraint(
            "decided_by_id IS NULL OR state = 'withdrawn' OR decided_by_id NOT IN (proposed_by_id, person_id)",
            name=op.f("ck_account_proposal_a_second_person_decides"),
        ),
        sa.CheckConstraint(
            "(state = 'waiting') = (decided_at IS NULL)",
            name=op.f("ck_account_proposal_decided_at_when_decided"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_account_proposal_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["proposed_by_id"], ["person.id"], name=op.f("fk_account_proposal_proposed_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["person.id"], name=op.f("fk_account_proposal_decided_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_proposal")),
    )
    op.create_index("ix_account_proposal_person_id", "account_proposal", ["person_id"])
    op.create_table(
        "email_change",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("address", sa.String(length=200), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=True),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(), nullable=False),
        sa.Column("expires_at", sa.DateTime(), nullable=False),
        sa.Column("used_at", sa.DateTime(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_email_change_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_email_change")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_email_change_token_hash")),
    )
    op.create_index("ix_email_change_person_id", "email_change", ["person_id"])
    _allow([*BEFORE, *NEW])


def downgrade() -> None:
    """Lines that the former schema cannot hold go."""
    listed = ", ".join(f"'{change}'" for change in NEW)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE account_event DISABLE TRIGGER account_event_is_append_only")
        op.execute(f"DELETE FROM account_event WHERE change IN ({listed})")
        op.execute("ALTER TABLE account_event ENABLE TRIGGER account_event_is_append_only")
    _allow(BEFORE)
    op.drop_table("email_change")
    op.drop_table("account_proposal")


def _allow(changes: list[str]) -> None:
    listed = ", ".join(f"'{change}'" for change in changes)
    if op.get_bind().dialect.name == "postgresql":
        op.drop_constraint(op.f(CHECK), "account_event", type_="check")
        op.create_check_constraint(op.f(CHECK), "account_event", f"change IN ({listed})")
        return
    _copied_with(f"CHECK (change IN ({listed}))", f"change IN ({listed})")


def _copied_with(check: str, kept_lines: str) -> None:
    """Copy the table with another check: SQLite cannot change one, and its triggers refuse to touch the lines."""
    connection = op.get_bind()
    kept = connection.exec_driver_sql(
        "SELECT type, sql FROM sqlite_master WHERE tbl_name = 'account_event' AND sql IS NOT NULL ORDER BY type, name"
    ).all()
    [table] = [sql for kind, sql in kept if kind == "table"]
    made = re.sub(r"CHECK \(change IN \([^)]*\)\)", check, table, count=1)
    made = re.sub(r'CREATE TABLE "?account_event"?', "CREATE TABLE account_event_anew", made, count=1)
    connection.exec_driver_sql(made)
    connection.exec_driver_sql(f"INSERT INTO account_event_anew SELECT * FROM account_event WHERE {kept_lines}")
    connection.exec_driver_sql("DROP TABLE account_event")
    connection.exec_driver_sql("ALTER TABLE account_event_anew RENAME TO account_event")
    for kind, sql in kept:
        if kind != "table":
            connection.exec_driver_sql(sql)
