"""The command line, a stable surface for scripts: status 0 only on success, errors in one Vietnamese sentence."""

from __future__ import annotations

from flask import Flask

from tracker.cli import (
    accounts as cli_accounts,
    intake as cli_intake,
    mail as cli_mail,
    operations as cli_operations,
    reports as cli_reports,
)


def init_cli(app: Flask) -> None:
    """Give the application its commands."""
    for register in (
        cli_accounts.register_account_commands,
        cli_reports.register_figure_commands,
        cli_intake.register_intake_commands,
        cli_accounts.register_people_commands,
        cli_operations.register_policy_commands,
        cli_reports.register_report_commands,
        cli_operations.register_operation_commands,
        cli_mail.register_mail_commands,
    ):
        register(app)
