"""The application object that Flask's command line and every WSGI server look for."""

from config import Settings
from tracker import create_app

app = create_app(Settings.from_env().as_mapping())
