"""The clock of the running application, one frozen instant to a request."""

from __future__ import annotations

import datetime as dt

from flask import current_app, g

from tracker.clock import Clock, SystemClock, civil_day


def clock() -> Clock:
    """Return the application's clock."""
    found: Clock = current_app.extensions["clock"]
    return found


def now() -> dt.datetime:
    """Return the instant of this request."""
    if "now" not in g:
        g.now = clock().now()
    instant: dt.datetime = g.now
    return instant


def today() -> dt.date:
    """Return the civil day in Viet Nam of this request."""
    return civil_day(now())


def real() -> dt.datetime:
    """Return the machine's own time: sessions run by it even where the program shows another year."""
    watch: Clock = current_app.extensions.get("machine_clock") or SystemClock()
    return watch.now()
