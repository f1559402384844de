"""Stories are told of the town: whatever installation an earlier test of this process spoke of."""

from __future__ import annotations

import pytest

from tracker.core.i18n import TOWN, set_spoken_levels


@pytest.fixture(autouse=True)
def _of_the_town() -> None:
    set_spoken_levels(lambda: TOWN)
