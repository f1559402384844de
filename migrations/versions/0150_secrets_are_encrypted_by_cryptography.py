"""Secrets of second factors in a form of our own are dropped: those people set up their telephones anew."""

from alembic import op

revision = "0150"
down_revision = "0111"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _drop_second_factors()


def downgrade() -> None:
    """The former program cannot read what is encrypted now."""
    _drop_second_factors()


def _drop_second_factors() -> None:
    op.execute("DELETE FROM recovery_code")
    op.execute("DELETE FROM second_factor")
