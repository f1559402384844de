-- Hai vai trò PostgreSQL: chủ sở hữu (tracker) nâng cấp bảng bằng "flask init"; phần mềm chạy hằng ngày bằng tracker_app,
-- không có quyền sửa, xóa nhật ký và số liệu đã chốt, không bỏ được trigger.
-- Chạy bằng tài khoản chủ sở hữu, sau mỗi lần "flask init":  psql -v ON_ERROR_STOP=1 -f postgres-roles.sql tracker
-- Chạy lại nhiều lần không hại gì. Đặt mật khẩu riêng:  ALTER ROLE tracker_app PASSWORD '…';

DO $$ BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'tracker_app') THEN
    CREATE ROLE tracker_app LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE;
  END IF;
END $$;

REVOKE CREATE ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO tracker_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO tracker_app;
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO tracker_app;

-- Chỉ thêm, chỉ đọc: nhật ký nhiệm vụ, nhật ký tài khoản, số liệu và báo cáo đã chốt, sổ niêm phong dữ liệu.
REVOKE UPDATE, DELETE, TRUNCATE ON event, account_event, frozen_period, frozen_member, frozen_report, ledger_entry, ledger_row FROM tracker_app;
-- Phiên bản bảng chỉ chủ sở hữu đổi.
REVOKE INSERT, UPDATE, DELETE ON alembic_version FROM tracker_app;
