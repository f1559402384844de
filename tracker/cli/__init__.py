"""The command line: a stable surface for scripts. Exit status 0 only on success, errors in one Vietnamese sentence."""

from __future__ import annotations

from flask import Flask

from tracker.cli import care, figures, intake, people, policies, reporting, safekeeping, sending


def init_app(app: Flask) -> None:
    """Give the application its commands."""
    for register in (
        care.register,
        figures.register,
        intake.register,
        people.register,
        policies.register,
        reporting.register,
        safekeeping.register,
        sending.register,
    ):
        register(app)
