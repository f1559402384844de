"""A scheduler as `flask scheduler` starts one, in a process whose modules are loaded already."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from config import Settings
from tracker import create_app


def run_scheduler(settings: dict[str, str]) -> None:
    """Be the scheduler process of an installation with these settings, until told to end."""
    with Path(os.devnull).open("w", encoding="utf-8") as nowhere:
        sys.stderr = nowhere
        create_app(Settings.from_env(settings).as_mapping()).test_cli_runner().invoke(args=["scheduler"])
