"""All tables: the first schema, from which every release upgrades.

Tables that are append-only refuse changes by triggers. Words are found through full-text tables (SQLite, filled by the
program) or inverted indexes (PostgreSQL); no model describes them.
"""

from alembic import op
import sqlalchemy as sa






revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

APPEND_ONLY = (
    "account_event",
    "event",
    "frozen_member",
    "frozen_period",
    "frozen_report",
    "indicator_entry",
    "ledger_entry",
    "ledger_row",
)
FOUND_BY_WORDS = ("task", "directive", "document")


def upgrade() -> None:
    _tables()
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$"
        )
    for table in APPEND_ONLY:
        _refuse_changes(table)
    for table in FOUND_BY_WORDS:
        _find_words(table)


def downgrade() -> None:
    on_postgresql = op.get_bind().dialect.name == "postgresql"
    for table in FOUND_BY_WORDS:
        op.execute(f"DROP INDEX words_{table}" if on_postgresql else f"DROP TABLE words_{table}")
    _no_tables()
    if on_postgresql:
        op.execute("DROP FUNCTION refuse_change()")


def _refuse_changes(table: str) -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            f"CREATE TRIGGER {table}_is_append_only BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        )
        return
    for verb in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER {table}_refuses_{verb.lower()} BEFORE {verb} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        )


def _find_words(table: str) -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"CREATE INDEX words_{table} ON {table} USING gin (string_to_array(search_text, ' '))")
    else:
        op.execute(f"CREATE VIRTUAL TABLE words_{table} USING fts5 (search_text, tokenize='ascii')")


def _tables() -> None:
    op.create_table(
        "area",
        sa.Column("taxonomy", sa.String(length=20), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("same_as", sa.String(length=40), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_area")),
        sa.UniqueConstraint("taxonomy", "code", name=op.f("uq_area_taxonomy_code")),
    )
    op.create_table(
        "calendar_day",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "public_holiday",
                "compensatory",
                "swapped_off",
                "working_saturday",
                name="day_kind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_day")),
        sa.UniqueConstraint("day", name=op.f("uq_calendar_day_day")),
    )
    op.create_table(
        "channel",
        sa.Column(
            "kind",
            sa.Enum("webhook", "gateway", name="channel_kind", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("address", sa.String(length=500), nullable=False),
        sa.Column("topics", sa.JSON(), nullable=False),
        sa.Column("salt", sa.String(length=64), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_channel")),
        sa.UniqueConstraint("name", name=op.f("uq_channel_name")),
    )
    op.create_table(
        "document",
        sa.Column("reference", sa.String(length=80), nullable=False),
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("symbol", sa.String(length=60), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=True),
        sa.Column("issuer", sa.String(length=200), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("signer", sa.String(length=120), nullable=False),
        sa.Column("urgency", sa.String(length=20), nullable=False),
        sa.Column("secrecy", sa.String(length=20), nullable=False),
        sa.Column("is_steering", sa.Boolean(), nullable=False),
        sa.Column("file_name", sa.String(length=255), nullable=True),
        sa.Column("stored_name", sa.String(length=80), nullable=True),
        sa.Column("file_sha256", sa.String(length=64), nullable=True),
        sa.Column("search_text", sa.Text(), nullable=False),
        sa.Column("supersedes_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("secrecy = '' OR summary = ''", name=op.f("ck_document_secret_without_content")),
        sa.ForeignKeyConstraint(["supersedes_id"], ["document.id"], name=op.f("fk_document_supersedes_id_document")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document")),
        sa.UniqueConstraint("reference", "issued_on", "issuer", name=op.f("uq_document_reference_issued_on_issuer")),
    )
    with op.batch_alter_table("document", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_document_reference"), ["reference"], unique=False)

    op.create_table(
        "heartbeat",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("beat_at", sa.DateTime(), nullable=False),
        sa.Column("holder", sa.String(length=120), nullable=False),
        sa.Column("last_result", sa.String(length=400), nullable=False),
        sa.Column("last_error", sa.String(length=400), nullable=False),
        sa.Column("last_error_at", sa.DateTime(), nullable=True),
        sa.Column("gap_from", sa.DateTime(), nullable=True),
        sa.Column("gap_until", sa.DateTime(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_heartbeat")),
        sa.UniqueConstraint("name", name=op.f("uq_heartbeat_name")),
    )
    op.create_table(
        "indicator_form",
        sa.Column("family", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("taxonomy", sa.String(length=20), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_indicator_form")),
        sa.UniqueConstraint("family", "version", name=op.f("uq_indicator_form_family_version")),
    )
    op.create_table(
        "installation_fact",
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_installation_fact")),
        sa.UniqueConstraint("name", name=op.f("uq_installation_fact_name")),
    )
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
        "person",
        sa.Column("login", sa.String(length=80), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("sort_key", sa.String(length=240), nullable=False),
        sa.Column("email", sa.String(length=200), nullable=True),
        sa.Column("phone", sa.String(length=40), nullable=True),
        sa.Column("password_hash", sa.String(length=200), nullable=True),
        sa.Column("must_change_password", sa.Boolean(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("wants_mail", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("last_sign_in_at", sa.DateTime(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("login", name=op.f("uq_person_login")),
    )
    op.create_table(
        "policy_setting",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("value", sa.String(length=40), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_policy_setting")),
        sa.UniqueConstraint("name", "valid_from", name=op.f("uq_policy_setting_name_valid_from")),
    )
    op.create_table(
        "reminder_rule",
        sa.Column(
            "work",
            sa.Enum(
                "plan",
                "directive",
                "recurring",
                "urgent",
                name="reminder_work",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("before_due", sa.String(length=40), nullable=False),
        sa.Column("overdue", sa.Integer(), nullable=False),
        sa.Column("head", sa.Integer(), nullable=False),
        sa.Column("office", sa.Integer(), nullable=False),
        sa.Column("leader", sa.Integer(), nullable=False),
        sa.Column("not_accepted", sa.Integer(), nullable=False),
        sa.Column("not_confirmed", sa.Integer(), nullable=False),
        sa.Column("undecided", sa.Integer(), nullable=False),
        sa.Column("repeat_every", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.Column("changed_by", sa.String(length=120), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reminder_rule")),
        sa.UniqueConstraint("work", "valid_from", name=op.f("uq_reminder_rule_work_valid_from")),
    )
    op.create_table(
        "scoring_sheet",
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scoring_sheet")),
    )
    op.create_table(
        "sign_in_try",
        sa.Column("login", sa.String(length=80), nullable=False),
        sa.Column("address", sa.String(length=60), nullable=False),
        sa.Column("device", sa.String(length=32), nullable=False),
        sa.Column("tried_at", sa.DateTime(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_try")),
    )
    with op.batch_alter_table("sign_in_try", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sign_in_try_address"), ["address"], unique=False)
        batch_op.create_index("ix_sign_in_try_login_tried_at", ["login", "tried_at"], unique=False)

    op.create_table(
        "tag",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tag")),
        sa.UniqueConstraint("key", name=op.f("uq_tag_key")),
    )
    op.create_table(
        "unit",
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("short_name", sa.String(length=80), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "authority",
                "department",
                "service_unit",
                "one_stop",
                "office",
                "ward",
                "commune",
                "party",
                "external",
                name="unit_kind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "level",
            sa.Enum(
                "province",
                "district",
                "commune",
                name="unit_level",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("aliases", sa.JSON(), nullable=False),
        sa.Column("search_text", sa.String(length=600), nullable=False),
        sa.Column("sort_key", sa.String(length=400), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name=op.f("ck_unit_ends_after_it_begins")),
        sa.ForeignKeyConstraint(["parent_id"], ["unit.id"], name=op.f("fk_unit_parent_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit")),
        sa.UniqueConstraint("code", name=op.f("uq_unit_code")),
    )
    with op.batch_alter_table("unit", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_unit_parent_id"), ["parent_id"], unique=False)

    op.create_table(
        "account_event",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column(
            "change",
            sa.Enum(
                "opened",
                "closed",
                "reopened",
                "post_given",
                "post_ended",
                "password_changed",
                "password_reset",
                "link_made",
                "link_used",
                "second_factor_on",
                "second_factor_off",
                "recovery_used",
                "sessions_ended",
                "token_made",
                "token_revoked",
                "identity_bound",
                "identity_dropped",
                "proposed",
                "approved",
                "refused",
                "withdrawn",
                "given_alone",
                "keys_ended",
                "feed_made",
                "feed_revoked",
                "name_changed",
                "email_asked",
                "email_changed",
                "phone_changed",
                "office_renamed",
                "deputy_named",
                "data_copied",
                name="account_change",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("actor_name", sa.String(length=120), nullable=False),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("actor_name <> ''", name=op.f("ck_account_event_somebody_did_it")),
        sa.ForeignKeyConstraint(["actor_id"], ["person.id"], name=op.f("fk_account_event_actor_id_person")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_account_event_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_event")),
    )
    with op.batch_alter_table("account_event", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_account_event_person_id"), ["person_id"], unique=False)

    op.create_table(
        "account_link",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("invitation", "reset", name="link_kind", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("expires_at", sa.DateTime(), nullable=False),
        sa.Column("used_at", sa.DateTime(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_account_link_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_link")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_account_link_token_hash")),
    )
    with op.batch_alter_table("account_link", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_account_link_person_id"), ["person_id"], unique=False)

    op.create_table(
        "account_proposal",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "role",
                "second_factor",
                "link",
                "email",
                "deputy",
                name="proposal_kind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.Column("note", sa.String(length=300), nullable=False),
        sa.Column("proposed_by_id", sa.Integer(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(), nullable=False),
        sa.Column("expires_at", sa.DateTime(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "waiting",
                "approved",
                "refused",
                "withdrawn",
                name="proposal_state",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(), nullable=True),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("taken_at", sa.DateTime(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(state = 'waiting') = (decided_at IS NULL)", name=op.f("ck_account_proposal_decided_at_when_decided")
        ),
        sa.CheckConstraint(
            "decided_by_id IS NULL OR state = 'withdrawn' OR decided_by_id NOT IN (proposed_by_id, person_id)",
            name=op.f("ck_account_proposal_a_second_person_decides"),
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["person.id"], name=op.f("fk_account_proposal_decided_by_id_person")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_account_proposal_person_id_person")),
        sa.ForeignKeyConstraint(
            ["proposed_by_id"], ["person.id"], name=op.f("fk_account_proposal_proposed_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_proposal")),
    )
    with op.batch_alter_table("account_proposal", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_account_proposal_person_id"), ["person_id"], unique=False)

    op.create_table(
        "api_token",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("scopes", sa.String(length=200), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("expires_at", sa.DateTime(), nullable=False),
        sa.Column("revoked_at", sa.DateTime(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_api_token_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_api_token")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_api_token_token_hash")),
    )
    with op.batch_alter_table("api_token", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_api_token_person_id"), ["person_id"], unique=False)

    op.create_table(
        "calendar_feed",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("revoked_at", sa.DateTime(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_calendar_feed_person_id_person")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_calendar_feed_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_feed")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_calendar_feed_token_hash")),
    )
    with op.batch_alter_table("calendar_feed", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_calendar_feed_person_id"), ["person_id"], unique=False)

    op.create_table(
        "check_waiver",
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("finding", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("waived_at", sa.DateTime(), nullable=False),
        sa.Column("waived_by", sa.String(length=120), nullable=False),
        sa.Column("waived_by_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["waived_by_id"], ["person.id"], name=op.f("fk_check_waiver_waived_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_check_waiver")),
        sa.UniqueConstraint("key", name=op.f("uq_check_waiver_key")),
    )
    op.create_table(
        "deputation",
        sa.Column("principal_id", sa.Integer(), nullable=False),
        sa.Column("deputy_id", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("valid_to >= valid_from", name=op.f("ck_deputation_ends_after_it_begins")),
        sa.ForeignKeyConstraint(["deputy_id"], ["person.id"], name=op.f("fk_deputation_deputy_id_person")),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_deputation_document_id_document")),
        sa.ForeignKeyConstraint(["principal_id"], ["person.id"], name=op.f("fk_deputation_principal_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deputation")),
    )
    with op.batch_alter_table("deputation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_deputation_deputy_id"), ["deputy_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_deputation_principal_id"), ["principal_id"], unique=False)

    op.create_table(
        "directive",
        sa.Column(
            "origin",
            sa.Enum(
                "plan",
                "province",
                "town",
                name="directive_origin",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("given_on", sa.Date(), nullable=False),
        sa.Column("leader", sa.String(length=120), nullable=False),
        sa.Column("supervising_leader", sa.String(length=120), nullable=False),
        sa.Column("field", sa.String(length=120), nullable=False),
        sa.Column("clause", sa.String(length=80), server_default="", nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("search_text", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("origin IN ('province', 'town')", name=op.f("ck_directive_from_above_or_own")),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_directive_document_id_document")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_directive")),
    )
    with op.batch_alter_table("directive", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_directive_document_id"), ["document_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_directive_given_on"), ["given_on"], unique=False)

    op.create_table(
        "dispatch",
        sa.Column("channel_id", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=80), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "new",
                "sending",
                "sent",
                "retry",
                "dead",
                "obsolete",
                name="dispatch_state",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("first_tried_at", sa.DateTime(), nullable=True),
        sa.Column("next_attempt_at", sa.DateTime(), nullable=False),
        sa.Column("answer_code", sa.Integer(), nullable=True),
        sa.Column("answer", sa.String(length=400), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("sent_at", sa.DateTime(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("(state = 'sent') = (sent_at IS NOT NULL)", name=op.f("ck_dispatch_sent_at_when_sent")),
        sa.ForeignKeyConstraint(["channel_id"], ["channel.id"], name=op.f("fk_dispatch_channel_id_channel")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dispatch")),
        sa.UniqueConstraint("channel_id", "source", name=op.f("uq_dispatch_channel_id_source")),
        sa.UniqueConstraint("key", name=op.f("uq_dispatch_key")),
    )
    with op.batch_alter_table("dispatch", schema=None) as batch_op:
        batch_op.create_index("ix_dispatch_state_next_attempt_at", ["state", "next_attempt_at"], unique=False)

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
    with op.batch_alter_table("email_change", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_email_change_person_id"), ["person_id"], unique=False)

    op.create_table(
        "figure_subscription",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("cut", sa.String(length=32), nullable=False),
        sa.Column("since_january", sa.Boolean(), nullable=False),
        sa.Column(
            "rhythm",
            sa.Enum("weekly", "monthly", name="rhythm", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("hour", sa.Integer(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("last_slot_on", sa.Date(), nullable=True),
        sa.Column("last_error", sa.String(length=400), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("hour >= 7 AND hour <= 17", name=op.f("ck_figure_subscription_hour_is_of_the_working_day")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_figure_subscription_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_figure_subscription")),
    )
    with op.batch_alter_table("figure_subscription", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_figure_subscription_person_id"), ["person_id"], unique=False)

    op.create_table(
        "former_unit_name",
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("short_name", sa.String(length=80), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_former_unit_name_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_former_unit_name")),
        sa.UniqueConstraint("unit_id", "until_on", name=op.f("uq_former_unit_name_unit_id_until_on")),
    )
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
        sa.Column("event_count", sa.Integer(), nullable=False),
        sa.Column("last_event_id", sa.Integer(), nullable=False),
        sa.Column("event_head_hash", sa.String(length=64), nullable=False),
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
    with op.batch_alter_table("frozen_period", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_frozen_period_period"), ["period"], unique=False)

    op.create_table(
        "import_batch",
        sa.Column(
            "kind",
            sa.Enum("plan", "register", name="import_kind", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum(
                "staged",
                "applied",
                "discarded",
                name="import_state",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("file_name", sa.String(length=255), nullable=False),
        sa.Column("stored_name", sa.String(length=80), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("asked", sa.JSON(), nullable=False),
        sa.Column("result", sa.JSON(), nullable=False),
        sa.Column("uploaded_at", sa.DateTime(), nullable=False),
        sa.Column("uploaded_by_id", sa.Integer(), nullable=True),
        sa.Column("settled_at", sa.DateTime(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(state = 'staged') = (settled_at IS NULL)", name=op.f("ck_import_batch_settled_at_when_settled")
        ),
        sa.ForeignKeyConstraint(
            ["uploaded_by_id"], ["person.id"], name=op.f("fk_import_batch_uploaded_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_batch")),
        sa.UniqueConstraint("stored_name", name=op.f("uq_import_batch_stored_name")),
    )
    op.create_table(
        "indicator",
        sa.Column("form_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("unit", sa.String(length=120), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "heading",
                "count",
                "percent",
                "choice",
                "yes_no",
                name="indicator_kind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "source",
            sa.Enum(
                "none",
                "computed",
                "entered",
                "formula",
                name="indicator_source",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "binding",
            sa.Enum(
                "plan_total",
                "plan_done",
                "province_total",
                "province_on_time",
                "province_late",
                "town_total",
                "town_on_time",
                "town_late",
                "steering_papers",
                "inspected_bodies",
                "inspection_findings",
                "findings_settled",
                "departments",
                "service_units",
                "communes",
                name="indicator_binding",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("formula", sa.String(length=300), nullable=False),
        sa.Column("owners", sa.JSON(), nullable=False),
        sa.Column("choices", sa.JSON(), nullable=False),
        sa.Column("rules", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("(kind = 'heading') = (source = 'none')", name=op.f("ck_indicator_heading_has_no_source")),
        sa.CheckConstraint(
            "(source = 'computed') = (binding IS NOT NULL)", name=op.f("ck_indicator_computed_has_its_binding")
        ),
        sa.CheckConstraint(
            "(source = 'formula') = (formula <> '')", name=op.f("ck_indicator_derived_has_its_formula")
        ),
        sa.ForeignKeyConstraint(["form_id"], ["indicator_form.id"], name=op.f("fk_indicator_form_id_indicator_form")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_indicator")),
        sa.UniqueConstraint("form_id", "code", name=op.f("uq_indicator_form_id_code")),
    )
    with op.batch_alter_table("indicator", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_indicator_form_id"), ["form_id"], unique=False)

    op.create_table(
        "inspection",
        sa.Column(
            "kind",
            sa.Enum(
                "planned", "surprise", name="inspection_kind", native_enum=False, create_constraint=True, length=32
            ),
            nullable=False,
        ),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("decision", sa.String(length=160), nullable=False),
        sa.Column("planned_on", sa.Date(), nullable=True),
        sa.Column("held_on", sa.Date(), nullable=True),
        sa.Column("conclusion", sa.String(length=160), nullable=False),
        sa.Column("cancelled_on", sa.Date(), nullable=True),
        sa.Column("cancel_reason", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(cancelled_on IS NULL) = (cancel_reason = '')", name=op.f("ck_inspection_cancelled_with_its_reason")
        ),
        sa.CheckConstraint("kind = 'planned' OR held_on IS NOT NULL", name=op.f("ck_inspection_surprise_is_held")),
        sa.CheckConstraint("held_on IS NULL OR cancelled_on IS NULL", name=op.f("ck_inspection_held_or_cancelled")),
        sa.ForeignKeyConstraint(["created_by_id"], ["person.id"], name=op.f("fk_inspection_created_by_id_person")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_inspection_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inspection")),
        sa.UniqueConstraint(
            "unit_id", "decision", "planned_on", name=op.f("uq_inspection_unit_id_decision_planned_on")
        ),
    )
    with op.batch_alter_table("inspection", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_inspection_held_on"), ["held_on"], unique=False)
        batch_op.create_index(batch_op.f("ix_inspection_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "ledger_row",
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("table_name", sa.String(length=40), nullable=False),
        sa.Column("row_id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["entry_id"], ["ledger_entry.id"], name=op.f("fk_ledger_row_entry_id_ledger_entry")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_row")),
        sa.UniqueConstraint(
            "entry_id", "table_name", "row_id", name=op.f("uq_ledger_row_entry_id_table_name_row_id")
        ),
    )
    with op.batch_alter_table("ledger_row", schema=None) as batch_op:
        batch_op.create_index("ix_ledger_row_of_row", ["table_name", "row_id", "entry_id"], unique=False)

    op.create_table(
        "letter",
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("slot_on", sa.Date(), nullable=False),
        sa.Column("address", sa.String(length=200), nullable=False),
        sa.Column("subject", sa.String(length=400), nullable=False),
        sa.Column("body_text", sa.Text(), nullable=False),
        sa.Column("body_html", sa.Text(), nullable=False),
        sa.Column("message_key", sa.String(length=64), nullable=False),
        sa.Column("with_picture", sa.Boolean(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "new",
                "sending",
                "sent",
                "retry",
                "dead",
                "obsolete",
                name="letter_state",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("first_tried_at", sa.DateTime(), nullable=True),
        sa.Column("next_attempt_at", sa.DateTime(), nullable=False),
        sa.Column("error", sa.String(length=400), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("sent_at", sa.DateTime(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("(state = 'sent') = (sent_at IS NOT NULL)", name=op.f("ck_letter_sent_at_when_sent")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_letter_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter")),
        sa.UniqueConstraint("kind", "person_id", "slot_on", name=op.f("uq_letter_kind_person_id_slot_on")),
        sa.UniqueConstraint("message_key", name=op.f("uq_letter_message_key")),
    )
    with op.batch_alter_table("letter", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_letter_person_id"), ["person_id"], unique=False)
        batch_op.create_index("ix_letter_state_next_attempt_at", ["state", "next_attempt_at"], unique=False)

    op.create_table(
        "membership",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column(
            "role",
            sa.Enum(
                "administrator",
                "coordinator",
                "office",
                "leader",
                "unit_head",
                "officer",
                "ward_official",
                "auditor",
                name="role",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "unit_id IS NOT NULL OR role IN ('administrator', 'auditor')", name=op.f("ck_membership_post_has_a_unit")
        ),
        sa.CheckConstraint(
            "valid_to IS NULL OR valid_to >= valid_from", name=op.f("ck_membership_ends_after_it_begins")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_membership_person_id_person")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_membership_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_membership")),
    )
    with op.batch_alter_table("membership", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_membership_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_membership_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "plan",
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("taxonomy", sa.String(length=20), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("adopted_on", sa.Date(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_plan_document_id_document")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan")),
        sa.UniqueConstraint("year", name=op.f("uq_plan_year")),
    )
    op.create_table(
        "preference",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("value", sa.String(length=400), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_preference_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_preference")),
        sa.UniqueConstraint("person_id", "name", name=op.f("uq_preference_person_id_name")),
    )
    op.create_table(
        "provider_identity",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("issuer", sa.String(length=300), nullable=False),
        sa.Column("subject", sa.String(length=255), nullable=False),
        sa.Column("bound_at", sa.DateTime(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_provider_identity_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_provider_identity")),
        sa.UniqueConstraint("issuer", "subject", name=op.f("uq_provider_identity_issuer_subject")),
        sa.UniqueConstraint("person_id", name=op.f("uq_provider_identity_person_id")),
    )
    op.create_table(
        "recovery_code",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("used_at", sa.DateTime(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_recovery_code_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recovery_code")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_recovery_code_code_hash")),
    )
    with op.batch_alter_table("recovery_code", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_recovery_code_person_id"), ["person_id"], unique=False)

    op.create_table(
        "report_template",
        sa.Column("file_name", sa.String(length=255), nullable=False),
        sa.Column("stored_name", sa.String(length=80), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("is_in_use", sa.Boolean(), nullable=False),
        sa.Column("uploaded_at", sa.DateTime(), nullable=False),
        sa.Column("uploaded_by_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["uploaded_by_id"], ["person.id"], name=op.f("fk_report_template_uploaded_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_template")),
        sa.UniqueConstraint("stored_name", name=op.f("uq_report_template_stored_name")),
    )
    op.create_table(
        "saved_view",
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("query", sa.Text(), nullable=False),
        sa.Column(
            "audience",
            sa.Enum(
                "owner",
                "unit",
                "everybody",
                name="view_audience",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(audience = 'unit') = (unit_id IS NOT NULL)", name=op.f("ck_saved_view_unit_when_for_a_unit")
        ),
        sa.ForeignKeyConstraint(["owner_id"], ["person.id"], name=op.f("fk_saved_view_owner_id_person")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_saved_view_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_view")),
        sa.UniqueConstraint("owner_id", "name", name=op.f("uq_saved_view_owner_id_name")),
    )
    with op.batch_alter_table("saved_view", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_saved_view_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "scoring_criterion",
        sa.Column("sheet_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("most", sa.String(length=20), nullable=False),
        sa.Column(
            "manner",
            sa.Enum(
                "tier",
                "proportional",
                "on_time",
                "own",
                name="scoring_manner",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("reads", sa.String(length=300), nullable=False),
        sa.Column("tiers", sa.JSON(), nullable=False),
        sa.Column("proofs", sa.JSON(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["sheet_id"], ["scoring_sheet.id"], name=op.f("fk_scoring_criterion_sheet_id_scoring_sheet")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scoring_criterion")),
        sa.UniqueConstraint("sheet_id", "code", name=op.f("uq_scoring_criterion_sheet_id_code")),
    )
    with op.batch_alter_table("scoring_criterion", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_scoring_criterion_sheet_id"), ["sheet_id"], unique=False)

    op.create_table(
        "second_factor",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("secret", sa.String(length=200), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(), nullable=True),
        sa.Column("last_step", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_second_factor_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_second_factor")),
        sa.UniqueConstraint("person_id", name=op.f("uq_second_factor_person_id")),
    )
    op.create_table(
        "signed_in_session",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("began_at", sa.DateTime(), nullable=False),
        sa.Column("proven_at", sa.DateTime(), nullable=False),
        sa.Column("second_factor", sa.Boolean(), nullable=False),
        sa.Column("single_sign_on", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("address", sa.String(length=60), nullable=False),
        sa.Column("browser", sa.String(length=120), nullable=False),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_signed_in_session_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signed_in_session")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_signed_in_session_token_hash")),
    )
    with op.batch_alter_table("signed_in_session", schema=None) as batch_op:
        batch_op.create_index("ix_signed_in_session_person_id_ended_at", ["person_id", "ended_at"], unique=False)

    op.create_table(
        "unit_lineage",
        sa.Column("from_unit_id", sa.Integer(), nullable=False),
        sa.Column("to_unit_id", sa.Integer(), nullable=True),
        sa.Column("to_name", sa.String(length=200), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "opened",
                "moved",
                "merged",
                "split",
                "dissolved",
                "renamed",
                name="lineage_kind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("changed_on", sa.Date(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_unit_lineage_document_id_document")),
        sa.ForeignKeyConstraint(["from_unit_id"], ["unit.id"], name=op.f("fk_unit_lineage_from_unit_id_unit")),
        sa.ForeignKeyConstraint(["to_unit_id"], ["unit.id"], name=op.f("fk_unit_lineage_to_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit_lineage")),
        sa.UniqueConstraint(
            "from_unit_id",
            "to_unit_id",
            "changed_on",
            name=op.f("uq_unit_lineage_from_unit_id_to_unit_id_changed_on"),
        ),
    )
    with op.batch_alter_table("unit_lineage", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_unit_lineage_from_unit_id"), ["from_unit_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_unit_lineage_to_unit_id"), ["to_unit_id"], unique=False)

    op.create_table(
        "freeze_request",
        sa.Column("period", sa.String(length=20), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.DateTime(), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=True),
        sa.Column("asked_by", sa.String(length=120), nullable=False),
        sa.Column("settled_at", sa.DateTime(), nullable=True),
        sa.Column("settled_by_id", sa.Integer(), nullable=True),
        sa.Column("frozen_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_freeze_request_has_its_reason")),
        sa.CheckConstraint(
            "frozen_id IS NULL OR settled_at IS NOT NULL", name=op.f("ck_freeze_request_settled_when_frozen")
        ),
        sa.ForeignKeyConstraint(["asked_by_id"], ["person.id"], name=op.f("fk_freeze_request_asked_by_id_person")),
        sa.ForeignKeyConstraint(
            ["frozen_id"], ["frozen_period.id"], name=op.f("fk_freeze_request_frozen_id_frozen_period")
        ),
        sa.ForeignKeyConstraint(
            ["settled_by_id"], ["person.id"], name=op.f("fk_freeze_request_settled_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_freeze_request")),
    )
    op.create_table(
        "import_detail",
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("file_name", sa.String(length=255), nullable=False),
        sa.Column("stored_name", sa.String(length=80), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["import_batch.id"], name=op.f("fk_import_detail_batch_id_import_batch")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_detail")),
        sa.UniqueConstraint("batch_id", "position", name=op.f("uq_import_detail_batch_id_position")),
        sa.UniqueConstraint("stored_name", name=op.f("uq_import_detail_stored_name")),
    )
    op.create_table(
        "plan_item",
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("area_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("product", sa.Text(), nullable=False),
        sa.Column("lead_text", sa.Text(), nullable=False),
        sa.Column("coordinating_text", sa.Text(), nullable=False),
        sa.Column("term_text", sa.Text(), nullable=False),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("added_on", sa.Date(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["area_id"], ["area.id"], name=op.f("fk_plan_item_area_id_area")),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_plan_item_plan_id_plan")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_item")),
        sa.UniqueConstraint("plan_id", "number", name=op.f("uq_plan_item_plan_id_number")),
    )
    with op.batch_alter_table("plan_item", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_plan_item_area_id"), ["area_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_plan_item_plan_id"), ["plan_id"], unique=False)

    op.create_table(
        "view_pin",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("view_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_view_pin_person_id_person")),
        sa.ForeignKeyConstraint(["view_id"], ["saved_view.id"], name=op.f("fk_view_pin_view_id_saved_view")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_view_pin")),
        sa.UniqueConstraint("person_id", "view_id", name=op.f("uq_view_pin_person_id_view_id")),
    )
    with op.batch_alter_table("view_pin", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_view_pin_view_id"), ["view_id"], unique=False)

    op.create_table(
        "task",
        sa.Column(
            "origin",
            sa.Enum(
                "plan", "province", "town", name="task_origin", native_enum=False, create_constraint=True, length=32
            ),
            nullable=False,
        ),
        sa.Column("plan_item_id", sa.Integer(), nullable=True),
        sa.Column("directive_id", sa.Integer(), nullable=True),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("area_id", sa.Integer(), nullable=True),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("product", sa.Text(), nullable=False),
        sa.Column("quantity_target", sa.Integer(), nullable=True),
        sa.Column("quantity_unit", sa.String(length=40), nullable=False),
        sa.Column("urgency", sa.String(length=20), nullable=False),
        sa.Column("leader", sa.String(length=120), nullable=False),
        sa.Column("field", sa.String(length=120), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "once",
                "range",
                "recurring",
                "continuous",
                "relative",
                "conditional",
                "quantity",
                "composite",
                "none",
                name="term_kind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("term_text", sa.Text(), nullable=False),
        sa.Column("term_rule", sa.String(length=20), nullable=False),
        sa.Column("term_assumptions", sa.JSON(), nullable=False),
        sa.Column("needs_review", sa.Boolean(), nullable=False),
        sa.Column("named_date", sa.Date(), nullable=True),
        sa.Column("start_on", sa.Date(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("due_hour", sa.String(length=5), nullable=True),
        sa.Column("evidence_required", sa.Boolean(), nullable=False),
        sa.Column("assigned_on", sa.Date(), nullable=False),
        sa.Column("search_text", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(origin = 'plan') = (directive_id IS NULL)", name=op.f("ck_task_other_task_has_its_directive")
        ),
        sa.CheckConstraint(
            "(origin = 'plan') = (plan_item_id IS NOT NULL)", name=op.f("ck_task_plan_task_has_its_item")
        ),
        sa.CheckConstraint("quantity_target IS NULL OR quantity_target > 0", name=op.f("ck_task_target_is_positive")),
        sa.ForeignKeyConstraint(["area_id"], ["area.id"], name=op.f("fk_task_area_id_area")),
        sa.ForeignKeyConstraint(["directive_id"], ["directive.id"], name=op.f("fk_task_directive_id_directive")),
        sa.ForeignKeyConstraint(["parent_id"], ["task.id"], name=op.f("fk_task_parent_id_task")),
        sa.ForeignKeyConstraint(["plan_item_id"], ["plan_item.id"], name=op.f("fk_task_plan_item_id_plan_item")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_task")),
        sa.UniqueConstraint("plan_item_id", name=op.f("uq_task_plan_item_id")),
    )
    with op.batch_alter_table("task", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_task_area_id"), ["area_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_task_directive_id"), ["directive_id"], unique=False)
        batch_op.create_index("ix_task_origin_assigned_on", ["origin", "assigned_on"], unique=False)
        batch_op.create_index(batch_op.f("ix_task_parent_id"), ["parent_id"], unique=True)

    op.create_table(
        "assignment",
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("given_to_id", sa.Integer(), nullable=False),
        sa.Column(
            "part",
            sa.Enum(
                "lead", "coordinating", "monitor", name="part", native_enum=False, create_constraint=True, length=32
            ),
            nullable=False,
        ),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("share", sa.Text(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "assigned",
                "accepted",
                "in_progress",
                "submitted",
                "returned",
                "declined",
                "suspended",
                "done",
                "withdrawn",
                "cancelled",
                "transferred",
                "merged",
                name="assignment_state",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("assigned_on", sa.Date(), nullable=True),
        sa.Column("received_on", sa.Date(), nullable=True),
        sa.Column("term_starts_on", sa.Date(), nullable=True),
        sa.Column("original_due_on", sa.Date(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("submitted_on", sa.Date(), nullable=True),
        sa.Column("submitted_by_id", sa.Integer(), nullable=True),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("attested_on", sa.Date(), nullable=True),
        sa.Column("attested_until", sa.Date(), nullable=True),
        sa.Column("progress", sa.Integer(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=True),
        sa.Column("extension_count", sa.Integer(), nullable=False),
        sa.Column("granted_late", sa.Boolean(), nullable=False),
        sa.Column("reopened_count", sa.Integer(), nullable=False),
        sa.Column("successor_id", sa.Integer(), nullable=True),
        sa.Column("last_event_at", sa.DateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("(state = 'done') = (done_on IS NOT NULL)", name=op.f("ck_assignment_done_on_when_done")),
        sa.CheckConstraint(
            "(state = 'draft') = (assigned_on IS NULL)", name=op.f("ck_assignment_assigned_on_unless_draft")
        ),
        sa.CheckConstraint(
            "(state IN ('withdrawn', 'cancelled', 'transferred', 'merged')) = (closed_on IS NOT NULL)",
            name=op.f("ck_assignment_closed_on_when_closed"),
        ),
        sa.CheckConstraint(
            "state <> 'submitted' OR submitted_on IS NOT NULL", name=op.f("ck_assignment_submitted_on_when_submitted")
        ),
        sa.CheckConstraint(
            "(attested_on IS NULL) = (attested_until IS NULL)", name=op.f("ck_assignment_attested_for_a_period")
        ),
        sa.CheckConstraint("progress >= 0 AND progress <= 100", name=op.f("ck_assignment_progress_is_a_percentage")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_assignment_person_id_person")),
        sa.ForeignKeyConstraint(
            ["submitted_by_id"], ["person.id"], name=op.f("fk_assignment_submitted_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["successor_id"], ["assignment.id"], name=op.f("fk_assignment_successor_id_assignment")
        ),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name=op.f("fk_assignment_task_id_task")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_assignment_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assignment")),
        sa.UniqueConstraint("task_id", "given_to_id", "part", name=op.f("uq_assignment_task_id_given_to_id_part")),
    )
    with op.batch_alter_table("assignment", schema=None) as batch_op:
        batch_op.create_index(
            "ix_assignment_open_by_unit",
            ["unit_id", "due_on", "id"],
            unique=False,
            sqlite_where=sa.text(
                "state IN ('assigned', 'accepted', 'in_progress', 'returned', 'submitted', 'declined')"
            ),
            postgresql_where=sa.text(
                "state IN ('assigned', 'accepted', 'in_progress', 'returned', 'submitted', 'declined')"
            ),
        )
        batch_op.create_index(batch_op.f("ix_assignment_person_id"), ["person_id"], unique=False)
        batch_op.create_index("ix_assignment_state_due_on", ["state", "due_on"], unique=False)
        batch_op.create_index(
            "ix_assignment_successor_id",
            ["successor_id"],
            unique=False,
            sqlite_where=sa.text("successor_id IS NOT NULL"),
            postgresql_where=sa.text("successor_id IS NOT NULL"),
        )
        batch_op.create_index(batch_op.f("ix_assignment_task_id"), ["task_id"], unique=False)

    op.create_table(
        "inspection_finding",
        sa.Column("inspection_id", sa.Integer(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=True),
        sa.Column("settled_on", sa.Date(), nullable=True),
        sa.Column("settled_by", sa.String(length=160), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(settled_on IS NULL) = (settled_by = '')", name=op.f("ck_inspection_finding_settled_by_a_paper")
        ),
        sa.CheckConstraint(
            "task_id IS NULL OR settled_on IS NULL", name=op.f("ck_inspection_finding_settled_by_task_or_by_paper")
        ),
        sa.ForeignKeyConstraint(
            ["inspection_id"], ["inspection.id"], name=op.f("fk_inspection_finding_inspection_id_inspection")
        ),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name=op.f("fk_inspection_finding_task_id_task")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inspection_finding")),
    )
    with op.batch_alter_table("inspection_finding", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_inspection_finding_inspection_id"), ["inspection_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_inspection_finding_task_id"), ["task_id"], unique=False)

    op.create_table(
        "report",
        sa.Column("period", sa.String(length=12), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("form_id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "frozen",
                "superseded",
                name="report_state",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("supersedes_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.Column("request_task_id", sa.Integer(), nullable=True),
        sa.Column("number", sa.String(length=80), nullable=False),
        sa.Column("dated_on", sa.Date(), nullable=True),
        sa.Column("texts", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("frozen_at", sa.DateTime(), nullable=True),
        sa.Column("frozen_by_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("(state = 'draft') = (frozen_at IS NULL)", name=op.f("ck_report_frozen_at_when_frozen")),
        sa.CheckConstraint(
            "state = 'draft' OR (number <> '' AND dated_on IS NOT NULL)", name=op.f("ck_report_frozen_has_its_number")
        ),
        sa.CheckConstraint("first_on <= as_of", name=op.f("ck_report_window_is_in_order")),
        sa.ForeignKeyConstraint(["created_by_id"], ["person.id"], name=op.f("fk_report_created_by_id_person")),
        sa.ForeignKeyConstraint(["form_id"], ["indicator_form.id"], name=op.f("fk_report_form_id_indicator_form")),
        sa.ForeignKeyConstraint(["frozen_by_id"], ["person.id"], name=op.f("fk_report_frozen_by_id_person")),
        sa.ForeignKeyConstraint(["request_task_id"], ["task.id"], name=op.f("fk_report_request_task_id_task")),
        sa.ForeignKeyConstraint(["supersedes_id"], ["report.id"], name=op.f("fk_report_supersedes_id_report")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report")),
        sa.UniqueConstraint(
            "period", "first_on", "as_of", "revision", name=op.f("uq_report_period_first_on_as_of_revision")
        ),
    )
    with op.batch_alter_table("report", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_report_form_id"), ["form_id"], unique=False)

    op.create_table(
        "assignment_tag",
        sa.Column("assignment_id", sa.Integer(), nullable=False),
        sa.Column("tag_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["assignment_id"], ["assignment.id"], name=op.f("fk_assignment_tag_assignment_id_assignment")
        ),
        sa.ForeignKeyConstraint(["tag_id"], ["tag.id"], name=op.f("fk_assignment_tag_tag_id_tag")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assignment_tag")),
        sa.UniqueConstraint("assignment_id", "tag_id", name=op.f("uq_assignment_tag_assignment_id_tag_id")),
    )
    with op.batch_alter_table("assignment_tag", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_assignment_tag_tag_id"), ["tag_id"], unique=False)

    op.create_table(
        "comment",
        sa.Column("assignment_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("author_name", sa.String(length=120), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("by_mail", sa.Boolean(), nullable=False),
        sa.Column("written_at", sa.DateTime(), nullable=False),
        sa.Column("edited_at", sa.DateTime(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["assignment_id"], ["assignment.id"], name=op.f("fk_comment_assignment_id_assignment")
        ),
        sa.ForeignKeyConstraint(["author_id"], ["person.id"], name=op.f("fk_comment_author_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comment")),
    )
    with op.batch_alter_table("comment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_comment_assignment_id"), ["assignment_id"], unique=False)

    op.create_table(
        "event",
        sa.Column("assignment_id", sa.Integer(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("action", sa.String(length=32), nullable=False),
        sa.Column(
            "state_before",
            sa.Enum(
                "draft",
                "assigned",
                "accepted",
                "in_progress",
                "submitted",
                "returned",
                "declined",
                "suspended",
                "done",
                "withdrawn",
                "cancelled",
                "transferred",
                "merged",
                name="state_before",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "state_after",
            sa.Enum(
                "draft",
                "assigned",
                "accepted",
                "in_progress",
                "submitted",
                "returned",
                "declined",
                "suspended",
                "done",
                "withdrawn",
                "cancelled",
                "transferred",
                "merged",
                name="state_after",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("effective_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("actor_name", sa.String(length=120), nullable=False),
        sa.Column("acting_for_id", sa.Integer(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("document", sa.String(length=160), nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.Column("prev_hash", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("length(hash) = 64", name=op.f("ck_event_hash_is_sha256")),
        sa.ForeignKeyConstraint(["acting_for_id"], ["person.id"], name=op.f("fk_event_acting_for_id_person")),
        sa.ForeignKeyConstraint(["actor_id"], ["person.id"], name=op.f("fk_event_actor_id_person")),
        sa.ForeignKeyConstraint(["assignment_id"], ["assignment.id"], name=op.f("fk_event_assignment_id_assignment")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_event_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event")),
        sa.UniqueConstraint("assignment_id", "sequence", name=op.f("uq_event_assignment_id_sequence")),
        sa.UniqueConstraint("hash", name=op.f("uq_event_hash")),
    )
    with op.batch_alter_table("event", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_event_recorded_at"), ["recorded_at"], unique=False)

    op.create_table(
        "extension",
        sa.Column("assignment_id", sa.Integer(), nullable=False),
        sa.Column("from_due_on", sa.Date(), nullable=True),
        sa.Column("to_due_on", sa.Date(), nullable=False),
        sa.Column("granted_due_on", sa.Date(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.DateTime(), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=True),
        sa.Column(
            "verdict",
            sa.Enum(
                "waiting",
                "accepted",
                "returned",
                "countered",
                name="extension_verdict",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("decided_at", sa.DateTime(), nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decision_note", sa.Text(), nullable=False),
        sa.Column("granted_late", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(verdict = 'waiting') = (decided_at IS NULL)", name=op.f("ck_extension_decided_at_when_decided")
        ),
        sa.ForeignKeyConstraint(["asked_by_id"], ["person.id"], name=op.f("fk_extension_asked_by_id_person")),
        sa.ForeignKeyConstraint(
            ["assignment_id"], ["assignment.id"], name=op.f("fk_extension_assignment_id_assignment")
        ),
        sa.ForeignKeyConstraint(["decided_by_id"], ["person.id"], name=op.f("fk_extension_decided_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_extension")),
    )
    with op.batch_alter_table("extension", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_extension_assignment_id"), ["assignment_id"], unique=False)
        batch_op.create_index(
            "uq_extension_one_waiting",
            ["assignment_id"],
            unique=True,
            sqlite_where=sa.text("verdict = 'waiting'"),
            postgresql_where=sa.text("verdict = 'waiting'"),
        )

    op.create_table(
        "frozen_member",
        sa.Column("frozen_id", sa.Integer(), nullable=False),
        sa.Column("assignment_id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column(
            "origin",
            sa.Enum(
                "plan", "province", "town", name="frozen_origin", native_enum=False, create_constraint=True, length=32
            ),
            nullable=False,
        ),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column(
            "timing",
            sa.Enum(
                "excluded",
                "done_no_deadline",
                "done_early",
                "done_on_day",
                "done_late",
                "suspended",
                "open_no_deadline",
                "open_in_time",
                "open_overdue",
                name="frozen_timing",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "day_state",
            sa.Enum(
                "open",
                "done",
                "suspended",
                "withdrawn",
                "cancelled",
                "transferred",
                "merged",
                name="frozen_day_state",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("judged_due_on", sa.Date(), nullable=True),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("carried", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["assignment_id"], ["assignment.id"], name=op.f("fk_frozen_member_assignment_id_assignment")
        ),
        sa.ForeignKeyConstraint(
            ["frozen_id"], ["frozen_period.id"], name=op.f("fk_frozen_member_frozen_id_frozen_period")
        ),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name=op.f("fk_frozen_member_task_id_task")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_frozen_member_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_frozen_member")),
        sa.UniqueConstraint("frozen_id", "assignment_id", name=op.f("uq_frozen_member_frozen_id_assignment_id")),
    )
    op.create_table(
        "frozen_report",
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("frozen_period_id", sa.Integer(), nullable=True),
        sa.Column("paper", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("frozen_at", sa.DateTime(), nullable=False),
        sa.Column("frozen_by_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["frozen_by_id"], ["person.id"], name=op.f("fk_frozen_report_frozen_by_id_person")),
        sa.ForeignKeyConstraint(
            ["frozen_period_id"], ["frozen_period.id"], name=op.f("fk_frozen_report_frozen_period_id_frozen_period")
        ),
        sa.ForeignKeyConstraint(["report_id"], ["report.id"], name=op.f("fk_frozen_report_report_id_report")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_frozen_report")),
        sa.UniqueConstraint("report_id", name=op.f("uq_frozen_report_report_id")),
    )
    op.create_table(
        "assignee_interval",
        sa.Column("assignment_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=False),
        sa.Column("known_from", sa.DateTime(), nullable=False),
        sa.Column("known_until", sa.DateTime(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("from_on <= until_on", name=op.f("ck_assignee_interval_ends_after_it_begins")),
        sa.ForeignKeyConstraint(
            ["assignment_id"], ["assignment.id"], name=op.f("fk_assignee_interval_assignment_id_assignment")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_assignee_interval_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assignee_interval")),
    )
    with op.batch_alter_table("assignee_interval", schema=None) as batch_op:
        batch_op.create_index("ix_assignee_interval_of_assignment", ["assignment_id", "until_on"], unique=False)
        batch_op.create_index("ix_assignee_interval_of_person", ["person_id", "until_on"], unique=False)

    op.create_table(
        "indicator_entry",
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("indicator_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("typed", sa.String(length=60), nullable=False),
        sa.Column("value", sa.String(length=40), nullable=True),
        sa.Column("part", sa.String(length=40), nullable=True),
        sa.Column("whole", sa.String(length=40), nullable=True),
        sa.Column(
            "blank",
            sa.Enum(
                "nothing_arose",
                "not_ours",
                "no_figures_yet",
                name="entry_blank",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("evidence", sa.String(length=300), nullable=False),
        sa.Column("file_name", sa.String(length=255), nullable=True),
        sa.Column("stored_name", sa.String(length=80), nullable=True),
        sa.Column("sha256", sa.String(length=64), nullable=True),
        sa.Column("size", sa.Integer(), nullable=True),
        sa.Column("is_returned", sa.Boolean(), nullable=False),
        sa.Column("remark", sa.Text(), nullable=False),
        sa.Column("entered_at", sa.DateTime(), nullable=False),
        sa.Column("entered_by_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("(part IS NULL) = (whole IS NULL)", name=op.f("ck_indicator_entry_share_of_a_whole")),
        sa.CheckConstraint(
            "(stored_name IS NULL) = (file_name IS NULL) AND (stored_name IS NULL) = (sha256 IS NULL) AND (stored_name IS NULL) = (size IS NULL)",
            name=op.f("ck_indicator_entry_file_is_whole"),
        ),
        sa.CheckConstraint(
            "value IS NOT NULL OR blank IS NOT NULL", name=op.f("ck_indicator_entry_something_is_said")
        ),
        sa.CheckConstraint("value IS NULL OR blank IS NULL", name=op.f("ck_indicator_entry_value_or_reason")),
        sa.ForeignKeyConstraint(
            ["entered_by_id"], ["person.id"], name=op.f("fk_indicator_entry_entered_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["indicator_id"], ["indicator.id"], name=op.f("fk_indicator_entry_indicator_id_indicator")
        ),
        sa.ForeignKeyConstraint(["report_id"], ["report.id"], name=op.f("fk_indicator_entry_report_id_report")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_indicator_entry_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_indicator_entry")),
    )
    with op.batch_alter_table("indicator_entry", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_indicator_entry_indicator_id"), ["indicator_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_indicator_entry_report_id"), ["report_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_indicator_entry_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "occurrence",
        sa.Column("assignment_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("skipped_on", sa.Date(), nullable=True),
        sa.Column("claimed_on", sa.Date(), nullable=True),
        sa.Column("reported_at", sa.DateTime(), nullable=True),
        sa.Column("reported_by_id", sa.Integer(), nullable=True),
        sa.Column("late_report", sa.Boolean(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("document", sa.String(length=160), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(claimed_on IS NULL) = (reported_at IS NULL)", name=op.f("ck_occurrence_reported_when_claimed")
        ),
        sa.CheckConstraint("done_on IS NULL OR done_on = claimed_on", name=op.f("ck_occurrence_done_as_claimed")),
        sa.CheckConstraint("done_on IS NULL OR skipped_on IS NULL", name=op.f("ck_occurrence_done_or_skipped")),
        sa.ForeignKeyConstraint(
            ["assignment_id"], ["assignment.id"], name=op.f("fk_occurrence_assignment_id_assignment")
        ),
        sa.ForeignKeyConstraint(["reported_by_id"], ["person.id"], name=op.f("fk_occurrence_reported_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_occurrence")),
        sa.UniqueConstraint("assignment_id", "due_on", name=op.f("uq_occurrence_assignment_id_due_on")),
        sa.UniqueConstraint("assignment_id", "number", name=op.f("uq_occurrence_assignment_id_number")),
    )
    with op.batch_alter_table("occurrence", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_occurrence_assignment_id"), ["assignment_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_occurrence_due_on"), ["due_on"], unique=False)

    op.create_table(
        "reminder",
        sa.Column("letter_id", sa.Integer(), nullable=False),
        sa.Column("assignment_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "escalation_leader",
                "escalation_office",
                "escalation_head",
                "overdue",
                "due_today",
                "due_soon",
                "evidence_due",
                "returned",
                "not_accepted",
                "assigned",
                "waiting_for_confirmation",
                "extension_undecided",
                name="reminder_kind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("slot_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["assignment_id"], ["assignment.id"], name=op.f("fk_reminder_assignment_id_assignment")
        ),
        sa.ForeignKeyConstraint(["letter_id"], ["letter.id"], name=op.f("fk_reminder_letter_id_letter")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_reminder_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reminder")),
        sa.UniqueConstraint(
            "kind",
            "assignment_id",
            "person_id",
            "slot_on",
            name=op.f("uq_reminder_kind_assignment_id_person_id_slot_on"),
        ),
    )
    with op.batch_alter_table("reminder", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_reminder_assignment_id"), ["assignment_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_reminder_letter_id"), ["letter_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_reminder_slot_on"), ["slot_on"], unique=False)

    op.create_table(
        "report_waiver",
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("finding", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("waived_at", sa.DateTime(), nullable=False),
        sa.Column("waived_by_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["report_id"], ["report.id"], name=op.f("fk_report_waiver_report_id_report")),
        sa.ForeignKeyConstraint(["waived_by_id"], ["person.id"], name=op.f("fk_report_waiver_waived_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_waiver")),
        sa.UniqueConstraint("report_id", "key", name=op.f("uq_report_waiver_report_id_key")),
    )
    op.create_table(
        "request_record",
        sa.Column("request", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("assignment_id", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["assignment_id"], ["assignment.id"], name=op.f("fk_request_record_assignment_id_assignment")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_request_record_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_request_record")),
        sa.UniqueConstraint("request", name=op.f("uq_request_record_request")),
    )
    op.create_table(
        "scoring_proof",
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("criterion_id", sa.Integer(), nullable=False),
        sa.Column("document", sa.String(length=200), nullable=False),
        sa.Column("added_at", sa.DateTime(), nullable=False),
        sa.Column("added_by_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["added_by_id"], ["person.id"], name=op.f("fk_scoring_proof_added_by_id_person")),
        sa.ForeignKeyConstraint(
            ["criterion_id"], ["scoring_criterion.id"], name=op.f("fk_scoring_proof_criterion_id_scoring_criterion")
        ),
        sa.ForeignKeyConstraint(["report_id"], ["report.id"], name=op.f("fk_scoring_proof_report_id_report")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scoring_proof")),
        sa.UniqueConstraint(
            "report_id", "criterion_id", "document", name=op.f("uq_scoring_proof_report_id_criterion_id_document")
        ),
    )
    with op.batch_alter_table("scoring_proof", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_scoring_proof_report_id"), ["report_id"], unique=False)

    op.create_table(
        "status_interval",
        sa.Column("assignment_id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column(
            "origin",
            sa.Enum(
                "plan",
                "province",
                "town",
                name="interval_origin",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=False),
        sa.Column("known_from", sa.DateTime(), nullable=False),
        sa.Column("known_until", sa.DateTime(), nullable=False),
        sa.Column(
            "day_state",
            sa.Enum(
                "open",
                "done",
                "suspended",
                "withdrawn",
                "cancelled",
                "transferred",
                "merged",
                name="day_state",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("judged_due_on", sa.Date(), nullable=True),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("first_due_on", sa.Date(), nullable=True),
        sa.Column("left_on", sa.Date(), nullable=True),
        sa.Column("after_hour", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("(day_state = 'done') = (done_on IS NOT NULL)", name=op.f("ck_status_interval_done_on_when_done")),
        sa.CheckConstraint("from_on < until_on", name=op.f("ck_status_interval_lasts_at_least_one_day")),
        sa.ForeignKeyConstraint(
            ["assignment_id"], ["assignment.id"], name=op.f("fk_status_interval_assignment_id_assignment")
        ),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name=op.f("fk_status_interval_task_id_task")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_status_interval_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_status_interval")),
    )
    with op.batch_alter_table("status_interval", schema=None) as batch_op:
        batch_op.create_index("ix_status_interval_assignment_known", ["assignment_id", "known_until"], unique=False)
        batch_op.create_index(
            "ix_status_interval_counted",
            [
                "known_until",
                "origin",
                "until_on",
                "from_on",
                "unit_id",
                "task_id",
                "assignment_id",
                "day_state",
                "due_on",
                "judged_due_on",
                "done_on",
                "first_due_on",
                "left_on",
                "after_hour",
            ],
            unique=False,
        )
        batch_op.create_index(
            "ix_status_interval_of_unit",
            [
                "unit_id",
                "known_until",
                "day_state",
                "due_on",
                "until_on",
                "from_on",
                "origin",
                "task_id",
                "assignment_id",
                "judged_due_on",
                "done_on",
                "first_due_on",
                "left_on",
                "after_hour",
            ],
            unique=False,
        )
        batch_op.create_index(batch_op.f("ix_status_interval_task_id"), ["task_id"], unique=False)

    op.create_table(
        "submission",
        sa.Column("assignment_id", sa.Integer(), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=False),
        sa.Column("reported_at", sa.DateTime(), nullable=False),
        sa.Column("reported_by_id", sa.Integer(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("document", sa.String(length=160), nullable=False),
        sa.Column("document_on", sa.Date(), nullable=True),
        sa.Column("quantity", sa.Integer(), nullable=True),
        sa.Column("late_report", sa.Boolean(), nullable=False),
        sa.Column(
            "verdict",
            sa.Enum(
                "waiting",
                "accepted",
                "returned",
                "countered",
                name="submission_verdict",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("decided_at", sa.DateTime(), nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decision_note", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(verdict = 'waiting') = (decided_at IS NULL)", name=op.f("ck_submission_decided_at_when_decided")
        ),
        sa.ForeignKeyConstraint(
            ["assignment_id"], ["assignment.id"], name=op.f("fk_submission_assignment_id_assignment")
        ),
        sa.ForeignKeyConstraint(["decided_by_id"], ["person.id"], name=op.f("fk_submission_decided_by_id_person")),
        sa.ForeignKeyConstraint(["reported_by_id"], ["person.id"], name=op.f("fk_submission_reported_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_submission")),
    )
    with op.batch_alter_table("submission", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_submission_assignment_id"), ["assignment_id"], unique=False)
        batch_op.create_index(
            "uq_submission_one_waiting",
            ["assignment_id"],
            unique=True,
            sqlite_where=sa.text("verdict = 'waiting'"),
            postgresql_where=sa.text("verdict = 'waiting'"),
        )

    op.create_table(
        "incoming_answer",
        sa.Column("letter_key", sa.String(length=64), nullable=False),
        sa.Column("received_at", sa.DateTime(), nullable=False),
        sa.Column(
            "outcome",
            sa.Enum(
                "taken",
                "seen_before",
                "automatic",
                "not_for_us",
                "other_sender",
                "nothing_new",
                "no_access",
                name="answer_outcome",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("assignment_id", sa.Integer(), nullable=True),
        sa.Column("comment_id", sa.Integer(), nullable=True),
        sa.Column("attachments", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(outcome = 'taken') = (comment_id IS NOT NULL)", name=op.f("ck_incoming_answer_comment_when_taken")
        ),
        sa.ForeignKeyConstraint(
            ["assignment_id"], ["assignment.id"], name=op.f("fk_incoming_answer_assignment_id_assignment")
        ),
        sa.ForeignKeyConstraint(["comment_id"], ["comment.id"], name=op.f("fk_incoming_answer_comment_id_comment")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_incoming_answer_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incoming_answer")),
        sa.UniqueConstraint("letter_key", name=op.f("uq_incoming_answer_letter_key")),
    )
    op.create_table(
        "evidence",
        sa.Column("assignment_id", sa.Integer(), nullable=False),
        sa.Column("submission_id", sa.Integer(), nullable=True),
        sa.Column("file_name", sa.String(length=255), nullable=False),
        sa.Column("stored_name", sa.String(length=80), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("uploaded_at", sa.DateTime(), nullable=False),
        sa.Column("uploaded_by_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["assignment_id"], ["assignment.id"], name=op.f("fk_evidence_assignment_id_assignment")
        ),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submission.id"], name=op.f("fk_evidence_submission_id_submission")
        ),
        sa.ForeignKeyConstraint(["uploaded_by_id"], ["person.id"], name=op.f("fk_evidence_uploaded_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence")),
        sa.UniqueConstraint("stored_name", name=op.f("uq_evidence_stored_name")),
    )
    with op.batch_alter_table("evidence", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_evidence_assignment_id"), ["assignment_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_evidence_submission_id"), ["submission_id"], unique=False)

    op.create_table(
        "notice",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("assignment_id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=True),
        sa.Column("comment_id", sa.Integer(), nullable=True),
        sa.Column("is_mention", sa.Boolean(), nullable=False),
        sa.Column("notified_at", sa.DateTime(), nullable=False),
        sa.Column("read_at", sa.DateTime(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("(event_id IS NULL) <> (comment_id IS NULL)", name=op.f("ck_notice_of_one_thing")),
        sa.ForeignKeyConstraint(
            ["assignment_id"], ["assignment.id"], name=op.f("fk_notice_assignment_id_assignment")
        ),
        sa.ForeignKeyConstraint(["comment_id"], ["comment.id"], name=op.f("fk_notice_comment_id_comment")),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_notice_event_id_event")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_notice_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice")),
        sa.UniqueConstraint("person_id", "comment_id", name=op.f("uq_notice_person_id_comment_id")),
        sa.UniqueConstraint("person_id", "event_id", name=op.f("uq_notice_person_id_event_id")),
    )
    with op.batch_alter_table("notice", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_notice_assignment_id"), ["assignment_id"], unique=False)
        batch_op.create_index(
            "ix_notice_unread",
            ["person_id", "id"],
            unique=False,
            sqlite_where=sa.text("read_at IS NULL"),
            postgresql_where=sa.text("read_at IS NULL"),
        )


def _no_tables() -> None:
    with op.batch_alter_table("notice", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_notice_unread", sqlite_where=sa.text("read_at IS NULL"), postgresql_where=sa.text("read_at IS NULL")
        )
        batch_op.drop_index(batch_op.f("ix_notice_assignment_id"))

    op.drop_table("notice")
    with op.batch_alter_table("evidence", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_evidence_submission_id"))
        batch_op.drop_index(batch_op.f("ix_evidence_assignment_id"))

    op.drop_table("evidence")
    op.drop_table("incoming_answer")
    with op.batch_alter_table("submission", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_submission_one_waiting",
            sqlite_where=sa.text("verdict = 'waiting'"),
            postgresql_where=sa.text("verdict = 'waiting'"),
        )
        batch_op.drop_index(batch_op.f("ix_submission_assignment_id"))

    op.drop_table("submission")
    with op.batch_alter_table("status_interval", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_status_interval_task_id"))
        batch_op.drop_index("ix_status_interval_of_unit")
        batch_op.drop_index("ix_status_interval_counted")
        batch_op.drop_index("ix_status_interval_assignment_known")

    op.drop_table("status_interval")
    with op.batch_alter_table("scoring_proof", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_scoring_proof_report_id"))

    op.drop_table("scoring_proof")
    op.drop_table("request_record")
    op.drop_table("report_waiver")
    with op.batch_alter_table("reminder", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_reminder_slot_on"))
        batch_op.drop_index(batch_op.f("ix_reminder_letter_id"))
        batch_op.drop_index(batch_op.f("ix_reminder_assignment_id"))

    op.drop_table("reminder")
    with op.batch_alter_table("occurrence", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_occurrence_due_on"))
        batch_op.drop_index(batch_op.f("ix_occurrence_assignment_id"))

    op.drop_table("occurrence")
    with op.batch_alter_table("indicator_entry", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_indicator_entry_unit_id"))
        batch_op.drop_index(batch_op.f("ix_indicator_entry_report_id"))
        batch_op.drop_index(batch_op.f("ix_indicator_entry_indicator_id"))

    op.drop_table("indicator_entry")
    with op.batch_alter_table("assignee_interval", schema=None) as batch_op:
        batch_op.drop_index("ix_assignee_interval_of_person")
        batch_op.drop_index("ix_assignee_interval_of_assignment")

    op.drop_table("assignee_interval")
    op.drop_table("frozen_report")
    op.drop_table("frozen_member")
    with op.batch_alter_table("extension", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_extension_one_waiting",
            sqlite_where=sa.text("verdict = 'waiting'"),
            postgresql_where=sa.text("verdict = 'waiting'"),
        )
        batch_op.drop_index(batch_op.f("ix_extension_assignment_id"))

    op.drop_table("extension")
    with op.batch_alter_table("event", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_event_recorded_at"))

    op.drop_table("event")
    with op.batch_alter_table("comment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_comment_assignment_id"))

    op.drop_table("comment")
    with op.batch_alter_table("assignment_tag", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_assignment_tag_tag_id"))

    op.drop_table("assignment_tag")
    with op.batch_alter_table("report", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_report_form_id"))

    op.drop_table("report")
    with op.batch_alter_table("inspection_finding", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_inspection_finding_task_id"))
        batch_op.drop_index(batch_op.f("ix_inspection_finding_inspection_id"))

    op.drop_table("inspection_finding")
    with op.batch_alter_table("assignment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_assignment_task_id"))
        batch_op.drop_index(
            "ix_assignment_successor_id",
            sqlite_where=sa.text("successor_id IS NOT NULL"),
            postgresql_where=sa.text("successor_id IS NOT NULL"),
        )
        batch_op.drop_index("ix_assignment_state_due_on")
        batch_op.drop_index(batch_op.f("ix_assignment_person_id"))
        batch_op.drop_index(
            "ix_assignment_open_by_unit",
            sqlite_where=sa.text(
                "state IN ('assigned', 'accepted', 'in_progress', 'returned', 'submitted', 'declined')"
            ),
            postgresql_where=sa.text(
                "state IN ('assigned', 'accepted', 'in_progress', 'returned', 'submitted', 'declined')"
            ),
        )

    op.drop_table("assignment")
    with op.batch_alter_table("task", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_task_parent_id"))
        batch_op.drop_index("ix_task_origin_assigned_on")
        batch_op.drop_index(batch_op.f("ix_task_directive_id"))
        batch_op.drop_index(batch_op.f("ix_task_area_id"))

    op.drop_table("task")
    with op.batch_alter_table("view_pin", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_view_pin_view_id"))

    op.drop_table("view_pin")
    with op.batch_alter_table("plan_item", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_plan_item_plan_id"))
        batch_op.drop_index(batch_op.f("ix_plan_item_area_id"))

    op.drop_table("plan_item")
    op.drop_table("import_detail")
    op.drop_table("freeze_request")
    with op.batch_alter_table("unit_lineage", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_unit_lineage_to_unit_id"))
        batch_op.drop_index(batch_op.f("ix_unit_lineage_from_unit_id"))

    op.drop_table("unit_lineage")
    with op.batch_alter_table("signed_in_session", schema=None) as batch_op:
        batch_op.drop_index("ix_signed_in_session_person_id_ended_at")

    op.drop_table("signed_in_session")
    op.drop_table("second_factor")
    with op.batch_alter_table("scoring_criterion", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_scoring_criterion_sheet_id"))

    op.drop_table("scoring_criterion")
    with op.batch_alter_table("saved_view", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_saved_view_unit_id"))

    op.drop_table("saved_view")
    op.drop_table("report_template")
    with op.batch_alter_table("recovery_code", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_recovery_code_person_id"))

    op.drop_table("recovery_code")
    op.drop_table("provider_identity")
    op.drop_table("preference")
    op.drop_table("plan")
    with op.batch_alter_table("membership", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_membership_unit_id"))
        batch_op.drop_index(batch_op.f("ix_membership_person_id"))

    op.drop_table("membership")
    with op.batch_alter_table("letter", schema=None) as batch_op:
        batch_op.drop_index("ix_letter_state_next_attempt_at")
        batch_op.drop_index(batch_op.f("ix_letter_person_id"))

    op.drop_table("letter")
    with op.batch_alter_table("ledger_row", schema=None) as batch_op:
        batch_op.drop_index("ix_ledger_row_of_row")

    op.drop_table("ledger_row")
    with op.batch_alter_table("inspection", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_inspection_unit_id"))
        batch_op.drop_index(batch_op.f("ix_inspection_held_on"))

    op.drop_table("inspection")
    with op.batch_alter_table("indicator", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_indicator_form_id"))

    op.drop_table("indicator")
    op.drop_table("import_batch")
    with op.batch_alter_table("frozen_period", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_frozen_period_period"))

    op.drop_table("frozen_period")
    op.drop_table("former_unit_name")
    with op.batch_alter_table("figure_subscription", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_figure_subscription_person_id"))

    op.drop_table("figure_subscription")
    with op.batch_alter_table("email_change", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_email_change_person_id"))

    op.drop_table("email_change")
    with op.batch_alter_table("dispatch", schema=None) as batch_op:
        batch_op.drop_index("ix_dispatch_state_next_attempt_at")

    op.drop_table("dispatch")
    with op.batch_alter_table("directive", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_directive_given_on"))
        batch_op.drop_index(batch_op.f("ix_directive_document_id"))

    op.drop_table("directive")
    with op.batch_alter_table("deputation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_deputation_principal_id"))
        batch_op.drop_index(batch_op.f("ix_deputation_deputy_id"))

    op.drop_table("deputation")
    op.drop_table("check_waiver")
    with op.batch_alter_table("calendar_feed", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_calendar_feed_person_id"))

    op.drop_table("calendar_feed")
    with op.batch_alter_table("api_token", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_api_token_person_id"))

    op.drop_table("api_token")
    with op.batch_alter_table("account_proposal", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_account_proposal_person_id"))

    op.drop_table("account_proposal")
    with op.batch_alter_table("account_link", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_account_link_person_id"))

    op.drop_table("account_link")
    with op.batch_alter_table("account_event", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_account_event_person_id"))

    op.drop_table("account_event")
    with op.batch_alter_table("unit", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_unit_parent_id"))

    op.drop_table("unit")
    op.drop_table("tag")
    with op.batch_alter_table("sign_in_try", schema=None) as batch_op:
        batch_op.drop_index("ix_sign_in_try_login_tried_at")
        batch_op.drop_index(batch_op.f("ix_sign_in_try_address"))

    op.drop_table("sign_in_try")
    op.drop_table("scoring_sheet")
    op.drop_table("reminder_rule")
    op.drop_table("policy_setting")
    op.drop_table("person")
    op.drop_table("ledger_entry")
    op.drop_table("installation_fact")
    op.drop_table("indicator_form")
    op.drop_table("heartbeat")
    with op.batch_alter_table("document", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_document_reference"))

    op.drop_table("document")
    op.drop_table("channel")
    op.drop_table("calendar_day")
    op.drop_table("area")
