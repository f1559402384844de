"""An installation starts only when its settings are safe."""

from __future__ import annotations

from pathlib import Path

import pytest

from config import Settings, SettingsError

SAFE = {
    "TRACKER_ENV": "production",
    "TRACKER_SECRET_KEY": "k" * 40,
    "TRACKER_DATABASE_URL": "sqlite:////var/lib/tracker/tracker.db",
    "TRACKER_BASE_URL": "https://theo-doi.huongtra.example",
}


def test_production_answers_to_its_own_name_only() -> None:
    settings = Settings.from_env(SAFE)

    assert settings.trusted_hosts == ("theo-doi.huongtra.example",)
    assert settings.as_mapping()["SESSION_COOKIE_SECURE"] is True


@pytest.mark.parametrize("missing", ["TRACKER_SECRET_KEY", "TRACKER_DATABASE_URL", "TRACKER_BASE_URL"])
def test_production_refuses_to_start_without(missing: str) -> None:
    with pytest.raises(SettingsError, match=missing):
        Settings.from_env({name: value for name, value in SAFE.items() if name != missing})


def test_a_short_secret_is_refused_and_a_number_stays_text() -> None:
    with pytest.raises(SettingsError, match="32"):
        Settings.from_env(SAFE | {"TRACKER_SECRET_KEY": "1234"})

    assert Settings.from_env(SAFE | {"TRACKER_SECRET_KEY": "7" * 40}).secret_key == "7" * 40


def test_an_unknown_environment_is_refused() -> None:
    with pytest.raises(SettingsError, match="TRACKER_ENV"):
        Settings.from_env({"TRACKER_ENV": "live"})


def test_the_demo_makes_its_own_secret_once_and_keeps_it_to_itself(tmp_path: Path) -> None:
    demo = {"TRACKER_ENV": "demo", "TRACKER_DATA_DIR": str(tmp_path / "demo")}
    first, second = Settings.from_env(demo), Settings.from_env(demo)

    assert first.secret_key == second.secret_key
    assert (tmp_path / "demo" / "secret-key").stat().st_mode & 0o077 == 0
