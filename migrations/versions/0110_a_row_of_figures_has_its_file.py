"""What a unit says for a row may rest on a file, which goes along with what it says."""

from alembic import op
import sqlalchemy as sa

revision = "0110"
down_revision = "0103"
branch_labels = None
depends_on = None

REFUSAL = "what was said for a report is kept"
PARTS = ("file_name", "sha256", "size")
WHOLE = " AND ".join(f"(stored_name IS NULL) = ({name} IS NULL)" for name in PARTS)


def upgrade() -> None:
    with op.batch_alter_table("indicator_entry") as entry:
        entry.add_column(sa.Column("file_name", sa.String(length=255), nullable=True))
        entry.add_column(sa.Column("stored_name", sa.String(length=80), nullable=True))
        entry.add_column(sa.Column("sha256", sa.String(length=64), nullable=True))
        entry.add_column(sa.Column("size", sa.Integer(), nullable=True))
        entry.create_check_constraint(op.f("ck_indicator_entry_file_is_whole"), sa.text(WHOLE))
    _refuse_changes()


def downgrade() -> None:
    with op.batch_alter_table("indicator_entry") as entry:
        entry.drop_constraint(op.f("ck_indicator_entry_file_is_whole"), type_="check")
        for name in ("size", "sha256", "stored_name", "file_name"):
            entry.drop_column(name)
    _refuse_changes()


def _refuse_changes() -> None:
    """Set the guard anew where the table was built anew, which PostgreSQL does not need."""
    if op.get_bind().dialect.name == "postgresql":
        return
    for verb in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER indicator_entry_refuses_{verb.lower()} BEFORE {verb} ON indicator_entry "
            f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
        )
