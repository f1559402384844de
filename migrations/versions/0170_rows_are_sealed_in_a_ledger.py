"""Rows of facts are sealed in a ledger, which the database refuses to change.

Rows that are older are sealed by `flask init`, once.
"""

from alembic import op
import sqlalchemy as sa

revision = "0170"
down_revision = "0160"
branch_labels = None
depends_on = None

TABLES = ("ledger_entry", "ledger_row")
REFUSAL = "the ledger is append-only"


def upgrade() -> None:
    op.create_table(
        "ledger_entry",
        sa.Column("prev_hash", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("length(hash) = 64", name=op.f("ck_ledger_entry_hash_is_sha256")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_entry")),
        sa.UniqueConstraint("hash", name=op.f("uq_ledger_entry_hash")),
    )
    op.create_table(
        "ledger_row",
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("table_name", sa.String(length=40), nullable=False),
        sa.Column("row_id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["ledger_entry.id"], name=op.f("fk_ledger_row_entry_id_ledger_entry")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_row")),
        sa.UniqueConstraint(
            "entry_id", "table_name", "row_id", name=op.f("uq_ledger_row_entry_id_table_name_row_id")
        ),
    )
    op.create_index("ix_ledger_row_of_row", "ledger_row", ["table_name", "row_id", "entry_id"])
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE FUNCTION refuse_ledger_change() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$"
        )
    for table in TABLES:
        _guard(table)


def _guard(table: str) -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            f"CREATE TRIGGER {table}_is_append_only BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION refuse_ledger_change()"
        )
        return
    for verb in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER {table}_refuses_{verb.lower()} BEFORE {verb} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
        )


def downgrade() -> None:
    on_postgresql = op.get_bind().dialect.name == "postgresql"
    for table in TABLES:
        if on_postgresql:
            op.execute(f"DROP TRIGGER {table}_is_append_only ON {table}")
            continue
        for verb in ("update", "delete"):
            op.execute(f"DROP TRIGGER {table}_refuses_{verb}")
    if on_postgresql:
        op.execute("DROP FUNCTION refuse_ledger_change()")
    op.drop_table("ledger_row")
    op.drop_table("ledger_entry")
