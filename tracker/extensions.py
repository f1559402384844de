"""The Flask extensions, unbound: `create_app` binds them."""

from __future__ import annotations

from flask_sqlalchemy import SQLAlchemy

from tracker.models.base import Base

db = SQLAlchemy(metadata=Base.metadata, disable_autonaming=True)
