"""People may sign on through the provider of the province; secrets of second factors are kept sealed."""

import re

from alembic import op
import sqlalchemy as sa

revision = "0120"
down_revision = "0110"
branch_labels = None
depends_on = None

BEFORE = (
    "opened closed reopened post_given post_ended password_changed password_reset link_made link_used "
    "second_factor_on second_factor_off recovery_used sessions_ended token_made token_revoked"
).split()
AFTER = [*BEFORE, "identity_bound", "identity_dropped"]
CHECK = "ck_account_event_account_change"


def upgrade() -> None:
    op.create_table(
        "provider_identity",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("issuer", sa.String(length=300), nullable=False),
        sa.Column("subject", sa.String(length=255), nullable=False),
        sa.Column("bound_at", sa.DateTime(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_provider_identity_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_provider_identity")),
        sa.UniqueConstraint("person_id", name=op.f("uq_provider_identity_person_id")),
        sa.UniqueConstraint("issuer", "subject", name=op.f("uq_provider_identity_issuer_subject")),
    )
    with op.batch_alter_table("signed_in_session") as session:
        session.add_column(
            sa.Column("single_sign_on", sa.Boolean(), nullable=False, server_default=sa.false())
        )
    with op.batch_alter_table("second_factor") as factor:
        factor.alter_column("secret", existing_type=sa.String(length=64), type_=sa.String(length=200))
    _allow(AFTER)


def downgrade() -> None:
    """Lines that the former schema cannot hold go; sealed secrets too: those people set up their telephone anew."""
    is_postgresql = op.get_bind().dialect.name == "postgresql"
    if is_postgresql:
        op.execute("ALTER TABLE account_event DISABLE TRIGGER account_event_is_append_only")
        op.execute("DELETE FROM account_event WHERE change IN ('identity_bound', 'identity_dropped')")
        op.execute("ALTER TABLE account_event ENABLE TRIGGER account_event_is_append_only")
    _allow(BEFORE)
    op.execute("DELETE FROM second_factor WHERE length(secret) > 64")
    with op.batch_alter_table("second_factor") as factor:
        factor.alter_column("secret", existing_type=sa.String(length=200), type_=sa.String(length=64))
    with op.batch_alter_table("signed_in_session") as session:
        session.drop_column("single_sign_on")
    op.drop_table("provider_identity")


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
