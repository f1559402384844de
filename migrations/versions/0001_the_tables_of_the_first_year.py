"""The tables of the first year: units, people, papers, tasks, the diary, the outbox."""

from alembic import op
import sqlalchemy as sa


revision = '0001'
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('area',
    sa.Column('taxonomy', sa.String(length=20), nullable=False),
    sa.Column('code', sa.String(length=40), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('same_as', sa.String(length=40), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_area')),
    sa.UniqueConstraint('taxonomy', 'code', name=op.f('uq_area_taxonomy_code'))
    )
    op.create_table('calendar_day',
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('kind', sa.Enum('public_holiday', 'compensatory', 'swapped_off', 'working_saturday', name='day_kind', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('source', sa.String(length=200), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_calendar_day')),
    sa.UniqueConstraint('day', name=op.f('uq_calendar_day_day'))
    )
    op.create_table('document',
    sa.Column('reference', sa.String(length=80), nullable=False),
    sa.Column('number', sa.String(length=20), nullable=False),
    sa.Column('symbol', sa.String(length=60), nullable=False),
    sa.Column('kind', sa.String(length=20), nullable=False),
    sa.Column('issued_on', sa.Date(), nullable=True),
    sa.Column('issuer', sa.String(length=200), nullable=False),
    sa.Column('summary', sa.Text(), nullable=False),
    sa.Column('signer', sa.String(length=120), nullable=False),
    sa.Column('urgency', sa.String(length=20), nullable=False),
    sa.Column('secrecy', sa.String(length=20), nullable=False),
    sa.Column('is_steering', sa.Boolean(), nullable=False),
    sa.Column('file_name', sa.String(length=255), nullable=True),
    sa.Column('file_sha256', sa.String(length=64), nullable=True),
    sa.Column('supersedes_id', sa.Integer(), nullable=True),
    sa.Column('created_at', sa.DateTime(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['supersedes_id'], ['document.id'], name=op.f('fk_document_supersedes_id_document')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_document')),
    sa.UniqueConstraint('reference', 'issued_on', 'issuer', name=op.f('uq_document_reference_issued_on_issuer'))
    )
    with op.batch_alter_table('document', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_document_reference'), ['reference'], unique=False)

    op.create_table('heartbeat',
    sa.Column('name', sa.String(length=40), nullable=False),
    sa.Column('beat_at', sa.DateTime(), nullable=False),
    sa.Column('holder', sa.String(length=120), nullable=False),
    sa.Column('last_result', sa.String(length=400), nullable=False),
    sa.Column('last_error', sa.String(length=400), nullable=False),
    sa.Column('last_error_at', sa.DateTime(), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_heartbeat')),
    sa.UniqueConstraint('name', name=op.f('uq_heartbeat_name'))
    )
    op.create_table('installation_fact',
    sa.Column('name', sa.String(length=60), nullable=False),
    sa.Column('value', sa.Text(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_installation_fact')),
    sa.UniqueConstraint('name', name=op.f('uq_installation_fact_name'))
    )
    op.create_table('person',
    sa.Column('login', sa.String(length=80), nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('sort_key', sa.String(length=240), nullable=False),
    sa.Column('email', sa.String(length=200), nullable=True),
    sa.Column('phone', sa.String(length=40), nullable=True),
    sa.Column('password_hash', sa.String(length=200), nullable=True),
    sa.Column('must_change_password', sa.Boolean(), nullable=False),
    sa.Column('active', sa.Boolean(), nullable=False),
    sa.Column('epoch', sa.Integer(), nullable=False),
    sa.Column('wants_mail', sa.Boolean(), nullable=False),
    sa.Column('created_at', sa.DateTime(), nullable=False),
    sa.Column('last_sign_in_at', sa.DateTime(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_person')),
    sa.UniqueConstraint('login', name=op.f('uq_person_login'))
    )
    op.create_table('policy_setting',
    sa.Column('name', sa.String(length=40), nullable=False),
    sa.Column('value', sa.String(length=40), nullable=False),
    sa.Column('valid_from', sa.Date(), nullable=False),
    sa.Column('source', sa.String(length=200), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_policy_setting')),
    sa.UniqueConstraint('name', 'valid_from', name=op.f('uq_policy_setting_name_valid_from'))
    )
    op.create_table('sign_in_try',
    sa.Column('login', sa.String(length=80), nullable=False),
    sa.Column('address', sa.String(length=60), nullable=False),
    sa.Column('tried_at', sa.DateTime(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_sign_in_try'))
    )
    with op.batch_alter_table('sign_in_try', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_sign_in_try_address'), ['address'], unique=False)
        batch_op.create_index('ix_sign_in_try_login_tried_at', ['login', 'tried_at'], unique=False)

    op.create_table('unit',
    sa.Column('code', sa.String(length=40), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('short_name', sa.String(length=80), nullable=False),
    sa.Column('kind', sa.Enum('authority', 'department', 'service_unit', 'one_stop', 'office', 'ward', 'commune', 'party', 'external', name='unit_kind', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('level', sa.Enum('province', 'district', 'commune', name='unit_level', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('parent_id', sa.Integer(), nullable=True),
    sa.Column('aliases', sa.JSON(), nullable=False),
    sa.Column('search_text', sa.String(length=600), nullable=False),
    sa.Column('sort_key', sa.String(length=400), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('valid_from', sa.Date(), nullable=False),
    sa.Column('valid_to', sa.Date(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.CheckConstraint('valid_to IS NULL OR valid_to >= valid_from', name=op.f('ck_unit_ends_after_it_begins')),
    sa.ForeignKeyConstraint(['parent_id'], ['unit.id'], name=op.f('fk_unit_parent_id_unit')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_unit')),
    sa.UniqueConstraint('code', name=op.f('uq_unit_code'))
    )
    with op.batch_alter_table('unit', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_unit_parent_id'), ['parent_id'], unique=False)

    op.create_table('deputation',
    sa.Column('principal_id', sa.Integer(), nullable=False),
    sa.Column('deputy_id', sa.Integer(), nullable=False),
    sa.Column('valid_from', sa.Date(), nullable=False),
    sa.Column('valid_to', sa.Date(), nullable=False),
    sa.Column('document_id', sa.Integer(), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.CheckConstraint('valid_to >= valid_from', name=op.f('ck_deputation_ends_after_it_begins')),
    sa.ForeignKeyConstraint(['deputy_id'], ['person.id'], name=op.f('fk_deputation_deputy_id_person')),
    sa.ForeignKeyConstraint(['document_id'], ['document.id'], name=op.f('fk_deputation_document_id_document')),
    sa.ForeignKeyConstraint(['principal_id'], ['person.id'], name=op.f('fk_deputation_principal_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_deputation'))
    )
    with op.batch_alter_table('deputation', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_deputation_deputy_id'), ['deputy_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_deputation_principal_id'), ['principal_id'], unique=False)

    op.create_table('directive',
    sa.Column('origin', sa.Enum('plan', 'province', 'town', name='directive_origin', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('document_id', sa.Integer(), nullable=False),
    sa.Column('given_on', sa.Date(), nullable=False),
    sa.Column('leader', sa.String(length=120), nullable=False),
    sa.Column('supervising_leader', sa.String(length=120), nullable=False),
    sa.Column('field', sa.String(length=120), nullable=False),
    sa.Column('content', sa.Text(), nullable=False),
    sa.Column('search_text', sa.Text(), nullable=False),
    sa.Column('created_at', sa.DateTime(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.CheckConstraint("origin IN ('province', 'town')", name=op.f('ck_directive_from_above_or_own')),
    sa.ForeignKeyConstraint(['document_id'], ['document.id'], name=op.f('fk_directive_document_id_document')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_directive'))
    )
    with op.batch_alter_table('directive', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_directive_document_id'), ['document_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_directive_given_on'), ['given_on'], unique=False)

    op.create_table('letter',
    sa.Column('kind', sa.String(length=32), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('slot_on', sa.Date(), nullable=False),
    sa.Column('address', sa.String(length=200), nullable=False),
    sa.Column('subject', sa.String(length=400), nullable=False),
    sa.Column('body_text', sa.Text(), nullable=False),
    sa.Column('body_html', sa.Text(), nullable=False),
    sa.Column('message_key', sa.String(length=64), nullable=False),
    sa.Column('state', sa.Enum('new', 'sending', 'sent', 'retry', 'dead', 'obsolete', name='letter_state', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('attempts', sa.Integer(), nullable=False),
    sa.Column('next_attempt_at', sa.DateTime(), nullable=False),
    sa.Column('error', sa.String(length=400), nullable=False),
    sa.Column('created_at', sa.DateTime(), nullable=False),
    sa.Column('sent_at', sa.DateTime(), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.CheckConstraint("(state = 'sent') = (sent_at IS NOT NULL)", name=op.f('ck_letter_sent_at_when_sent')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_letter_person_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_letter')),
    sa.UniqueConstraint('kind', 'person_id', 'slot_on', name=op.f('uq_letter_kind_person_id_slot_on')),
    sa.UniqueConstraint('message_key', name=op.f('uq_letter_message_key'))
    )
    with op.batch_alter_table('letter', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_letter_person_id'), ['person_id'], unique=False)
        batch_op.create_index('ix_letter_state_next_attempt_at', ['state', 'next_attempt_at'], unique=False)

    op.create_table('membership',
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=True),
    sa.Column('role', sa.Enum('administrator', 'coordinator', 'office', 'leader', 'unit_head', 'officer', 'ward_official', 'auditor', name='role', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('title', sa.String(length=120), nullable=False),
    sa.Column('valid_from', sa.Date(), nullable=False),
    sa.Column('valid_to', sa.Date(), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.CheckConstraint("unit_id IS NOT NULL OR role IN ('administrator', 'auditor')", name=op.f('ck_membership_post_has_a_unit')),
    sa.CheckConstraint('valid_to IS NULL OR valid_to >= valid_from', name=op.f('ck_membership_ends_after_it_begins')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_membership_person_id_person')),
    sa.ForeignKeyConstraint(['unit_id'], ['unit.id'], name=op.f('fk_membership_unit_id_unit')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_membership'))
    )
    with op.batch_alter_table('membership', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_membership_person_id'), ['person_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_membership_unit_id'), ['unit_id'], unique=False)

    op.create_table('plan',
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('title', sa.String(length=300), nullable=False),
    sa.Column('taxonomy', sa.String(length=20), nullable=False),
    sa.Column('document_id', sa.Integer(), nullable=False),
    sa.Column('adopted_on', sa.Date(), nullable=False),
    sa.Column('created_at', sa.DateTime(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['document_id'], ['document.id'], name=op.f('fk_plan_document_id_document')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_plan')),
    sa.UniqueConstraint('year', name=op.f('uq_plan_year'))
    )
    op.create_table('unit_lineage',
    sa.Column('from_unit_id', sa.Integer(), nullable=False),
    sa.Column('to_unit_id', sa.Integer(), nullable=True),
    sa.Column('to_name', sa.String(length=200), nullable=False),
    sa.Column('kind', sa.Enum('moved', 'merged', 'split', 'dissolved', 'renamed', name='lineage_kind', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('changed_on', sa.Date(), nullable=False),
    sa.Column('document_id', sa.Integer(), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['document_id'], ['document.id'], name=op.f('fk_unit_lineage_document_id_document')),
    sa.ForeignKeyConstraint(['from_unit_id'], ['unit.id'], name=op.f('fk_unit_lineage_from_unit_id_unit')),
    sa.ForeignKeyConstraint(['to_unit_id'], ['unit.id'], name=op.f('fk_unit_lineage_to_unit_id_unit')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_unit_lineage')),
    sa.UniqueConstraint('from_unit_id', 'to_unit_id', 'changed_on', name=op.f('uq_unit_lineage_from_unit_id_to_unit_id_changed_on'))
    )
    with op.batch_alter_table('unit_lineage', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_unit_lineage_from_unit_id'), ['from_unit_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_unit_lineage_to_unit_id'), ['to_unit_id'], unique=False)

    op.create_table('plan_item',
    sa.Column('plan_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.String(length=20), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('area_id', sa.Integer(), nullable=False),
    sa.Column('title', sa.Text(), nullable=False),
    sa.Column('product', sa.Text(), nullable=False),
    sa.Column('lead_text', sa.Text(), nullable=False),
    sa.Column('coordinating_text', sa.Text(), nullable=False),
    sa.Column('term_text', sa.Text(), nullable=False),
    sa.Column('basis', sa.Text(), nullable=False),
    sa.Column('added_on', sa.Date(), nullable=False),
    sa.Column('added_by_document_id', sa.Integer(), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['added_by_document_id'], ['document.id'], name=op.f('fk_plan_item_added_by_document_id_document')),
    sa.ForeignKeyConstraint(['area_id'], ['area.id'], name=op.f('fk_plan_item_area_id_area')),
    sa.ForeignKeyConstraint(['plan_id'], ['plan.id'], name=op.f('fk_plan_item_plan_id_plan')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_plan_item')),
    sa.UniqueConstraint('plan_id', 'number', name=op.f('uq_plan_item_plan_id_number'))
    )
    with op.batch_alter_table('plan_item', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_plan_item_area_id'), ['area_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_plan_item_plan_id'), ['plan_id'], unique=False)

    op.create_table('task',
    sa.Column('origin', sa.Enum('plan', 'province', 'town', name='task_origin', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('plan_item_id', sa.Integer(), nullable=True),
    sa.Column('directive_id', sa.Integer(), nullable=True),
    sa.Column('parent_id', sa.Integer(), nullable=True),
    sa.Column('area_id', sa.Integer(), nullable=True),
    sa.Column('code', sa.String(length=40), nullable=False),
    sa.Column('title', sa.Text(), nullable=False),
    sa.Column('product', sa.Text(), nullable=False),
    sa.Column('quantity_target', sa.Integer(), nullable=True),
    sa.Column('quantity_unit', sa.String(length=40), nullable=False),
    sa.Column('urgency', sa.String(length=20), nullable=False),
    sa.Column('leader', sa.String(length=120), nullable=False),
    sa.Column('field', sa.String(length=120), nullable=False),
    sa.Column('kind', sa.Enum('once', 'range', 'recurring', 'continuous', 'relative', 'conditional', 'quantity', 'composite', 'none', name='term_kind', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('term_text', sa.Text(), nullable=False),
    sa.Column('term_rule', sa.String(length=20), nullable=False),
    sa.Column('term_assumptions', sa.JSON(), nullable=False),
    sa.Column('needs_review', sa.Boolean(), nullable=False),
    sa.Column('named_date', sa.Date(), nullable=True),
    sa.Column('start_on', sa.Date(), nullable=True),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('due_hour', sa.String(length=5), nullable=True),
    sa.Column('evidence_required', sa.Boolean(), nullable=False),
    sa.Column('assigned_on', sa.Date(), nullable=False),
    sa.Column('search_text', sa.Text(), nullable=False),
    sa.Column('created_at', sa.DateTime(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.CheckConstraint("(origin = 'plan') = (directive_id IS NULL)", name=op.f('ck_task_other_task_has_its_directive')),
    sa.CheckConstraint("(origin = 'plan') = (plan_item_id IS NOT NULL)", name=op.f('ck_task_plan_task_has_its_item')),
    sa.CheckConstraint('quantity_target IS NULL OR quantity_target > 0', name=op.f('ck_task_target_is_positive')),
    sa.ForeignKeyConstraint(['area_id'], ['area.id'], name=op.f('fk_task_area_id_area')),
    sa.ForeignKeyConstraint(['directive_id'], ['directive.id'], name=op.f('fk_task_directive_id_directive')),
    sa.ForeignKeyConstraint(['parent_id'], ['task.id'], name=op.f('fk_task_parent_id_task')),
    sa.ForeignKeyConstraint(['plan_item_id'], ['plan_item.id'], name=op.f('fk_task_plan_item_id_plan_item')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_task')),
    sa.UniqueConstraint('plan_item_id', name=op.f('uq_task_plan_item_id'))
    )
    with op.batch_alter_table('task', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_task_area_id'), ['area_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_task_directive_id'), ['directive_id'], unique=False)
        batch_op.create_index('ix_task_origin_assigned_on', ['origin', 'assigned_on'], unique=False)
        batch_op.create_index(batch_op.f('ix_task_parent_id'), ['parent_id'], unique=False)

    op.create_table('assignment',
    sa.Column('task_id', sa.Integer(), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.Column('part', sa.Enum('lead', 'coordinating', 'monitor', name='part', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.Column('state', sa.Enum('draft', 'assigned', 'accepted', 'in_progress', 'submitted', 'returned', 'declined', 'suspended', 'done', 'withdrawn', 'cancelled', 'transferred', 'merged', name='assignment_state', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('assigned_on', sa.Date(), nullable=True),
    sa.Column('received_on', sa.Date(), nullable=True),
    sa.Column('original_due_on', sa.Date(), nullable=True),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('submitted_on', sa.Date(), nullable=True),
    sa.Column('submitted_by_id', sa.Integer(), nullable=True),
    sa.Column('done_on', sa.Date(), nullable=True),
    sa.Column('closed_on', sa.Date(), nullable=True),
    sa.Column('attested_on', sa.Date(), nullable=True),
    sa.Column('attested_until', sa.Date(), nullable=True),
    sa.Column('progress', sa.Integer(), nullable=False),
    sa.Column('quantity', sa.Integer(), nullable=True),
    sa.Column('extension_count', sa.Integer(), nullable=False),
    sa.Column('granted_late', sa.Boolean(), nullable=False),
    sa.Column('reopened_count', sa.Integer(), nullable=False),
    sa.Column('successor_id', sa.Integer(), nullable=True),
    sa.Column('source_row', sa.String(length=80), nullable=False),
    sa.Column('last_event_at', sa.DateTime(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.CheckConstraint("(state = 'done') = (done_on IS NOT NULL)", name=op.f('ck_assignment_done_on_when_done')),
    sa.CheckConstraint("(state = 'draft') = (assigned_on IS NULL)", name=op.f('ck_assignment_assigned_on_unless_draft')),
    sa.CheckConstraint("(state IN ('withdrawn', 'cancelled', 'transferred', 'merged')) = (closed_on IS NOT NULL)", name=op.f('ck_assignment_closed_on_when_closed')),
    sa.CheckConstraint("state <> 'submitted' OR submitted_on IS NOT NULL", name=op.f('ck_assignment_submitted_on_when_submitted')),
    sa.CheckConstraint('(attested_on IS NULL) = (attested_until IS NULL)', name=op.f('ck_assignment_attested_for_a_period')),
    sa.CheckConstraint('progress >= 0 AND progress <= 100', name=op.f('ck_assignment_progress_is_a_percentage')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_assignment_person_id_person')),
    sa.ForeignKeyConstraint(['submitted_by_id'], ['person.id'], name=op.f('fk_assignment_submitted_by_id_person')),
    sa.ForeignKeyConstraint(['successor_id'], ['assignment.id'], name=op.f('fk_assignment_successor_id_assignment')),
    sa.ForeignKeyConstraint(['task_id'], ['task.id'], name=op.f('fk_assignment_task_id_task')),
    sa.ForeignKeyConstraint(['unit_id'], ['unit.id'], name=op.f('fk_assignment_unit_id_unit')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_assignment')),
    sa.UniqueConstraint('task_id', 'unit_id', 'part', name=op.f('uq_assignment_task_id_unit_id_part'))
    )
    with op.batch_alter_table('assignment', schema=None) as batch_op:
        batch_op.create_index('ix_assignment_open_by_unit', ['unit_id', 'due_on', 'id'], unique=False, sqlite_where=sa.text("state IN ('assigned', 'accepted', 'in_progress', 'returned', 'submitted', 'declined')"), postgresql_where=sa.text("state IN ('assigned', 'accepted', 'in_progress', 'returned', 'submitted', 'declined')"))
        batch_op.create_index(batch_op.f('ix_assignment_person_id'), ['person_id'], unique=False)
        batch_op.create_index('ix_assignment_state_due_on', ['state', 'due_on'], unique=False)
        batch_op.create_index(batch_op.f('ix_assignment_task_id'), ['task_id'], unique=False)

    op.create_table('event',
    sa.Column('assignment_id', sa.Integer(), nullable=False),
    sa.Column('sequence', sa.Integer(), nullable=False),
    sa.Column('action', sa.Enum('assign', 'accept', 'decline', 'reassign', 'report_progress', 'submit', 'confirm', 'send_back', 'request_extension', 'grant_extension', 'refuse_extension', 'set_deadline', 'attest', 'suspend', 'resume', 'withdraw', 'cancel', 'transfer', 'merge', 'reopen', name='action', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('state_before', sa.Enum('draft', 'assigned', 'accepted', 'in_progress', 'submitted', 'returned', 'declined', 'suspended', 'done', 'withdrawn', 'cancelled', 'transferred', 'merged', name='state_before', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('state_after', sa.Enum('draft', 'assigned', 'accepted', 'in_progress', 'submitted', 'returned', 'declined', 'suspended', 'done', 'withdrawn', 'cancelled', 'transferred', 'merged', name='state_after', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('effective_on', sa.Date(), nullable=False),
    sa.Column('recorded_at', sa.DateTime(), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('until_on', sa.Date(), nullable=True),
    sa.Column('actor_id', sa.Integer(), nullable=True),
    sa.Column('actor_name', sa.String(length=120), nullable=False),
    sa.Column('acting_for_id', sa.Integer(), nullable=True),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('document', sa.String(length=160), nullable=False),
    sa.Column('details', sa.JSON(), nullable=False),
    sa.Column('prev_hash', sa.String(length=64), nullable=False),
    sa.Column('hash', sa.String(length=64), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.CheckConstraint('length(hash) = 64', name=op.f('ck_event_hash_is_sha256')),
    sa.ForeignKeyConstraint(['acting_for_id'], ['person.id'], name=op.f('fk_event_acting_for_id_person')),
    sa.ForeignKeyConstraint(['actor_id'], ['person.id'], name=op.f('fk_event_actor_id_person')),
    sa.ForeignKeyConstraint(['assignment_id'], ['assignment.id'], name=op.f('fk_event_assignment_id_assignment')),
    sa.ForeignKeyConstraint(['unit_id'], ['unit.id'], name=op.f('fk_event_unit_id_unit')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_event')),
    sa.UniqueConstraint('assignment_id', 'sequence', name=op.f('uq_event_assignment_id_sequence')),
    sa.UniqueConstraint('hash', name=op.f('uq_event_hash'))
    )
    with op.batch_alter_table('event', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_event_recorded_at'), ['recorded_at'], unique=False)

    op.create_table('extension',
    sa.Column('assignment_id', sa.Integer(), nullable=False),
    sa.Column('from_due_on', sa.Date(), nullable=True),
    sa.Column('to_due_on', sa.Date(), nullable=False),
    sa.Column('granted_due_on', sa.Date(), nullable=True),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('asked_at', sa.DateTime(), nullable=False),
    sa.Column('asked_by_id', sa.Integer(), nullable=True),
    sa.Column('verdict', sa.Enum('waiting', 'accepted', 'returned', 'countered', name='extension_verdict', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('decided_at', sa.DateTime(), nullable=True),
    sa.Column('decided_by_id', sa.Integer(), nullable=True),
    sa.Column('decision_note', sa.Text(), nullable=False),
    sa.Column('granted_late', sa.Boolean(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.CheckConstraint("(verdict = 'waiting') = (decided_at IS NULL)", name=op.f('ck_extension_decided_at_when_decided')),
    sa.ForeignKeyConstraint(['asked_by_id'], ['person.id'], name=op.f('fk_extension_asked_by_id_person')),
    sa.ForeignKeyConstraint(['assignment_id'], ['assignment.id'], name=op.f('fk_extension_assignment_id_assignment')),
    sa.ForeignKeyConstraint(['decided_by_id'], ['person.id'], name=op.f('fk_extension_decided_by_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_extension'))
    )
    with op.batch_alter_table('extension', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_extension_assignment_id'), ['assignment_id'], unique=False)
        batch_op.create_index('uq_extension_one_waiting', ['assignment_id'], unique=True, sqlite_where=sa.text("verdict = 'waiting'"), postgresql_where=sa.text("verdict = 'waiting'"))

    op.create_table('occurrence',
    sa.Column('assignment_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('done_on', sa.Date(), nullable=True),
    sa.Column('skipped_on', sa.Date(), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['assignment_id'], ['assignment.id'], name=op.f('fk_occurrence_assignment_id_assignment')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_occurrence')),
    sa.UniqueConstraint('assignment_id', 'number', name=op.f('uq_occurrence_assignment_id_number'))
    )
    with op.batch_alter_table('occurrence', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_occurrence_assignment_id'), ['assignment_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_occurrence_due_on'), ['due_on'], unique=False)

    op.create_table('reminder',
    sa.Column('letter_id', sa.Integer(), nullable=False),
    sa.Column('assignment_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum('escalation_leader', 'escalation_office', 'escalation_head', 'overdue', 'due_today', 'due_soon', 'returned', 'not_accepted', 'assigned', 'waiting_for_confirmation', name='reminder_kind', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('slot_on', sa.Date(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['assignment_id'], ['assignment.id'], name=op.f('fk_reminder_assignment_id_assignment')),
    sa.ForeignKeyConstraint(['letter_id'], ['letter.id'], name=op.f('fk_reminder_letter_id_letter')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_reminder_person_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_reminder')),
    sa.UniqueConstraint('kind', 'assignment_id', 'person_id', 'slot_on', name=op.f('uq_reminder_kind_assignment_id_person_id_slot_on'))
    )
    with op.batch_alter_table('reminder', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_reminder_assignment_id'), ['assignment_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_reminder_letter_id'), ['letter_id'], unique=False)

    op.create_table('request_record',
    sa.Column('request', sa.String(length=64), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.Column('assignment_id', sa.Integer(), nullable=True),
    sa.Column('recorded_at', sa.DateTime(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['assignment_id'], ['assignment.id'], name=op.f('fk_request_record_assignment_id_assignment')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_request_record_person_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_request_record')),
    sa.UniqueConstraint('request', name=op.f('uq_request_record_request'))
    )
    op.create_table('standing',
    sa.Column('assignment_id', sa.Integer(), nullable=False),
    sa.Column('task_id', sa.Integer(), nullable=False),
    sa.Column('origin', sa.Enum('plan', 'province', 'town', name='standing_origin', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.Column('from_on', sa.Date(), nullable=False),
    sa.Column('until_on', sa.Date(), nullable=False),
    sa.Column('known_from', sa.DateTime(), nullable=False),
    sa.Column('known_until', sa.DateTime(), nullable=False),
    sa.Column('box', sa.Enum('open', 'done', 'suspended', 'withdrawn', 'cancelled', 'transferred', 'merged', name='box', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('judged_due_on', sa.Date(), nullable=True),
    sa.Column('done_on', sa.Date(), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.CheckConstraint("(box = 'done') = (done_on IS NOT NULL)", name=op.f('ck_standing_done_on_when_done')),
    sa.CheckConstraint('from_on < until_on', name=op.f('ck_standing_lasts_a_day')),
    sa.ForeignKeyConstraint(['assignment_id'], ['assignment.id'], name=op.f('fk_standing_assignment_id_assignment')),
    sa.ForeignKeyConstraint(['task_id'], ['task.id'], name=op.f('fk_standing_task_id_task')),
    sa.ForeignKeyConstraint(['unit_id'], ['unit.id'], name=op.f('fk_standing_unit_id_unit')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_standing'))
    )
    with op.batch_alter_table('standing', schema=None) as batch_op:
        batch_op.create_index('ix_standing_assignment_known', ['assignment_id', 'known_until'], unique=False)
        batch_op.create_index('ix_standing_days', ['from_on', 'until_on'], unique=False)
        batch_op.create_index(batch_op.f('ix_standing_task_id'), ['task_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_standing_unit_id'), ['unit_id'], unique=False)

    op.create_table('submission',
    sa.Column('assignment_id', sa.Integer(), nullable=False),
    sa.Column('done_on', sa.Date(), nullable=False),
    sa.Column('reported_at', sa.DateTime(), nullable=False),
    sa.Column('reported_by_id', sa.Integer(), nullable=True),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('document', sa.String(length=160), nullable=False),
    sa.Column('document_on', sa.Date(), nullable=True),
    sa.Column('quantity', sa.Integer(), nullable=True),
    sa.Column('late_report', sa.Boolean(), nullable=False),
    sa.Column('verdict', sa.Enum('waiting', 'accepted', 'returned', 'countered', name='submission_verdict', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('decided_at', sa.DateTime(), nullable=True),
    sa.Column('decided_by_id', sa.Integer(), nullable=True),
    sa.Column('decision_note', sa.Text(), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.CheckConstraint("(verdict = 'waiting') = (decided_at IS NULL)", name=op.f('ck_submission_decided_at_when_decided')),
    sa.ForeignKeyConstraint(['assignment_id'], ['assignment.id'], name=op.f('fk_submission_assignment_id_assignment')),
    sa.ForeignKeyConstraint(['decided_by_id'], ['person.id'], name=op.f('fk_submission_decided_by_id_person')),
    sa.ForeignKeyConstraint(['reported_by_id'], ['person.id'], name=op.f('fk_submission_reported_by_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_submission'))
    )
    with op.batch_alter_table('submission', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_submission_assignment_id'), ['assignment_id'], unique=False)
        batch_op.create_index('uq_submission_one_waiting', ['assignment_id'], unique=True, sqlite_where=sa.text("verdict = 'waiting'"), postgresql_where=sa.text("verdict = 'waiting'"))

    op.create_table('evidence',
    sa.Column('assignment_id', sa.Integer(), nullable=False),
    sa.Column('submission_id', sa.Integer(), nullable=True),
    sa.Column('file_name', sa.String(length=255), nullable=False),
    sa.Column('stored_name', sa.String(length=80), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('size', sa.Integer(), nullable=False),
    sa.Column('uploaded_at', sa.DateTime(), nullable=False),
    sa.Column('uploaded_by_id', sa.Integer(), nullable=True),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['assignment_id'], ['assignment.id'], name=op.f('fk_evidence_assignment_id_assignment')),
    sa.ForeignKeyConstraint(['submission_id'], ['submission.id'], name=op.f('fk_evidence_submission_id_submission')),
    sa.ForeignKeyConstraint(['uploaded_by_id'], ['person.id'], name=op.f('fk_evidence_uploaded_by_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_evidence')),
    sa.UniqueConstraint('stored_name', name=op.f('uq_evidence_stored_name'))
    )
    with op.batch_alter_table('evidence', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_evidence_assignment_id'), ['assignment_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_evidence_submission_id'), ['submission_id'], unique=False)



def downgrade() -> None:
    with op.batch_alter_table('evidence', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_evidence_submission_id'))
        batch_op.drop_index(batch_op.f('ix_evidence_assignment_id'))

    op.drop_table('evidence')
    with op.batch_alter_table('submission', schema=None) as batch_op:
        batch_op.drop_index('uq_submission_one_waiting', sqlite_where=sa.text("verdict = 'waiting'"), postgresql_where=sa.text("verdict = 'waiting'"))
        batch_op.drop_index(batch_op.f('ix_submission_assignment_id'))

    op.drop_table('submission')
    with op.batch_alter_table('standing', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_standing_unit_id'))
        batch_op.drop_index(batch_op.f('ix_standing_task_id'))
        batch_op.drop_index('ix_standing_days')
        batch_op.drop_index('ix_standing_assignment_known')

    op.drop_table('standing')
    op.drop_table('request_record')
    with op.batch_alter_table('reminder', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_reminder_letter_id'))
        batch_op.drop_index(batch_op.f('ix_reminder_assignment_id'))

    op.drop_table('reminder')
    with op.batch_alter_table('occurrence', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_occurrence_due_on'))
        batch_op.drop_index(batch_op.f('ix_occurrence_assignment_id'))

    op.drop_table('occurrence')
    with op.batch_alter_table('extension', schema=None) as batch_op:
        batch_op.drop_index('uq_extension_one_waiting', sqlite_where=sa.text("verdict = 'waiting'"), postgresql_where=sa.text("verdict = 'waiting'"))
        batch_op.drop_index(batch_op.f('ix_extension_assignment_id'))

    op.drop_table('extension')
    with op.batch_alter_table('event', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_event_recorded_at'))

    op.drop_table('event')
    with op.batch_alter_table('assignment', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_assignment_task_id'))
        batch_op.drop_index('ix_assignment_state_due_on')
        batch_op.drop_index(batch_op.f('ix_assignment_person_id'))
        batch_op.drop_index('ix_assignment_open_by_unit', sqlite_where=sa.text("state IN ('assigned', 'accepted', 'in_progress', 'returned', 'submitted', 'declined')"), postgresql_where=sa.text("state IN ('assigned', 'accepted', 'in_progress', 'returned', 'submitted', 'declined')"))

    op.drop_table('assignment')
    with op.batch_alter_table('task', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_task_parent_id'))
        batch_op.drop_index('ix_task_origin_assigned_on')
        batch_op.drop_index(batch_op.f('ix_task_directive_id'))
        batch_op.drop_index(batch_op.f('ix_task_area_id'))

    op.drop_table('task')
    with op.batch_alter_table('plan_item', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_plan_item_plan_id'))
        batch_op.drop_index(batch_op.f('ix_plan_item_area_id'))

    op.drop_table('plan_item')
    with op.batch_alter_table('unit_lineage', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_unit_lineage_to_unit_id'))
        batch_op.drop_index(batch_op.f('ix_unit_lineage_from_unit_id'))

    op.drop_table('unit_lineage')
    op.drop_table('plan')
    with op.batch_alter_table('membership', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_membership_unit_id'))
        batch_op.drop_index(batch_op.f('ix_membership_person_id'))

    op.drop_table('membership')
    with op.batch_alter_table('letter', schema=None) as batch_op:
        batch_op.drop_index('ix_letter_state_next_attempt_at')
        batch_op.drop_index(batch_op.f('ix_letter_person_id'))

    op.drop_table('letter')
    with op.batch_alter_table('directive', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_directive_given_on'))
        batch_op.drop_index(batch_op.f('ix_directive_document_id'))

    op.drop_table('directive')
    with op.batch_alter_table('deputation', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_deputation_principal_id'))
        batch_op.drop_index(batch_op.f('ix_deputation_deputy_id'))

    op.drop_table('deputation')
    with op.batch_alter_table('unit', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_unit_parent_id'))

    op.drop_table('unit')
    with op.batch_alter_table('sign_in_try', schema=None) as batch_op:
        batch_op.drop_index('ix_sign_in_try_login_tried_at')
        batch_op.drop_index(batch_op.f('ix_sign_in_try_address'))

    op.drop_table('sign_in_try')
    op.drop_table('policy_setting')
    op.drop_table('person')
    op.drop_table('installation_fact')
    op.drop_table('heartbeat')
    with op.batch_alter_table('document', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_document_reference'))

    op.drop_table('document')
    op.drop_table('calendar_day')
    op.drop_table('area')
