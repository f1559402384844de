"""Zalo, Telegram, SMS and others through the `apprise` package, where an operator installed it."""

from __future__ import annotations

import importlib
import importlib.util
from typing import Any

from tracker.channels.webhook import Answer
from tracker.rules.outbox import Failure

PACKAGE = "apprise"


def is_installed() -> bool:
    """Tell whether the package is there; it is not loaded for asking."""
    return importlib.util.find_spec(PACKAGE) is not None


def notify(address: str, title: str, body: str) -> Answer:
    """Hand a short message to a gateway; never raises for what the gateway may do."""
    if not is_installed():
        return Answer(Failure.TEMPORARY, None, "apprise is not installed")
    library: Any = importlib.import_module(PACKAGE)
    gateway = library.Apprise()
    if not gateway.add(address):
        return Answer(Failure.TEMPORARY, None, "apprise does not know this address")
    is_taken = gateway.notify(title=title, body=body)
    return Answer(None) if is_taken else Answer(Failure.TEMPORARY, None, "the gateway did not take it")
