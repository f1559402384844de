"""Follow-up of reform tasks and leaders' directives: the application factory."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from flask import Flask
from flask_migrate import Migrate
from sqlalchemy.engine import make_url
from werkzeug.middleware.proxy_fix import ProxyFix

from tracker import cli as tracker_cli, site as tracker_site
from tracker.accounts.single_sign_on import Provider
from tracker.core import logs
from tracker.core.clock import Clock, DemoClock, SystemClock
from tracker.core.files import FileStore, FolderFileStore, S3FileStore, ScannedFileStore
from tracker.database import engine
from tracker.database.engine import db
from tracker.demo.command import register_demo_commands
from tracker.operations.labels import NO_EXTRA, NO_NETWORK_DRIVE
from tracker.site.context import FlatGlobalsEnvironment

PROJECT_ROOT = Path(__file__).resolve().parent.parent


def create_app(settings: Mapping[str, Any], clock: Clock | None = None) -> Flask:
    """Put the application together; raises `RuntimeError` when a page names no permission."""
    app = Flask(__name__, template_folder=str(PROJECT_ROOT / "templates"), static_folder="static")
    app.jinja_environment = FlatGlobalsEnvironment
    app.config.from_mapping(settings)
    if app.config["ENVIRONMENT"] == "production":
        logs.log_as_json()
    app.extensions["clock"] = clock or _clock(app)
    if hops := app.config.get("PROXY_HOPS", 0):
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    _refuse_network_drive(app.config)
    db.init_app(app)
    with app.app_context():
        engine.prepare_sqlite(db.engine)
        engine.prepare_postgresql(db.engine)
    Migrate(app, db, directory=str(PROJECT_ROOT / "migrations"), render_as_batch=True)
    app.extensions["file_store"] = _file_store(app.config)
    if app.config.get("OIDC"):
        app.extensions["single_sign_on"] = Provider(**_without_name(app.config["OIDC"]))
    tracker_site.init_pages(app)
    tracker_cli.init_cli(app)
    register_demo_commands(app)
    return app


def _refuse_network_drive(config: Mapping[str, Any]) -> None:
    """Raise `RuntimeError` in production when SQLite's file lies on a network drive, where its locks do not hold."""
    url = make_url(config["SQLALCHEMY_DATABASE_URI"])
    if config["ENVIRONMENT"] != "production" or url.get_backend_name() != "sqlite" or not url.database:
        return
    drive = engine.find_network_drive(Path(url.database))
    if drive is not None:
        raise RuntimeError(NO_NETWORK_DRIVE.format(drive=drive))


def _file_store(config: Mapping[str, Any]) -> FileStore:
    """Return where files stand, behind a scanner where one is set; raises `RuntimeError` without the extra for S3."""
    file_store: FileStore = FolderFileStore(config["DATA_DIR"])
    if config.get("S3"):
        if find_spec("minio") is None:
            raise RuntimeError(NO_EXTRA.format(setting="TRACKER_S3_ENDPOINT"))
        file_store = S3FileStore(**config["S3"])
    return ScannedFileStore(file_store, tuple(config["SCAN_COMMAND"])) if config.get("SCAN_COMMAND") else file_store


def _without_name(settings: Mapping[str, str]) -> dict[str, str]:
    """Return what the provider needs; raises `RuntimeError` when the extra for it is not installed."""
    if find_spec("authlib") is None:
        raise RuntimeError(NO_EXTRA.format(setting="TRACKER_OIDC_ISSUER"))
    return {key: value for key, value in settings.items() if key != "name"}


def _clock(app: Flask) -> Clock:
    if app.config["ENVIRONMENT"] == "demo":
        return DemoClock(app.config["DATA_DIR"] / "demo-clock")
    return SystemClock()
