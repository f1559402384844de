"""Opening a unit is a line of its lineage too, so that the paper that made it is kept."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

BEFORE = ("moved", "merged", "split", "dissolved", "renamed")


def _allow(kinds: tuple[str, ...]) -> None:
    named = ", ".join(f"'{kind}'" for kind in kinds)
    with op.batch_alter_table("unit_lineage") as lineage:
        lineage.drop_constraint("lineage_kind", type_="check")
        lineage.create_check_constraint("lineage_kind", sa.text(f"kind IN ({named})"))


def upgrade() -> None:
    _allow(("opened", *BEFORE))


def downgrade() -> None:
    op.execute("DELETE FROM unit_lineage WHERE kind = 'opened'")
    _allow(BEFORE)
