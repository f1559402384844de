"""Which way letters leave this installation: by a mail server, into a folder, or not at all."""

from __future__ import annotations

import enum
from pathlib import Path

from tracker.mail.smtp import SmtpServer, SmtpTransport
from tracker.mail.transport import FileTransport, Transport


class Way(enum.StrEnum):
    """How letters leave."""

    SERVER = "server"
    FOLDER = "folder"
    NONE = "none"


def way_of(environment: str, smtp_url: str | None) -> Way:
    """Return the way an installation's settings choose; in production letters wait for a mail server."""
    if smtp_url:
        return Way.SERVER
    return Way.NONE if environment == "production" else Way.FOLDER


def letter_folder(data_dir: Path) -> Path:
    """Return the folder into which the demo writes its letters."""
    return data_dir / "mail"


def transport_of(environment: str, smtp_url: str | None, data_dir: Path) -> Transport | None:
    """Return the transport of an installation, None while letters must wait.

    Raises `ValueError` for an address of a mail server that cannot be read.
    """
    match way_of(environment, smtp_url):
        case Way.SERVER if smtp_url:
            return SmtpTransport(SmtpServer.parse(smtp_url))
        case Way.FOLDER:
            return FileTransport(letter_folder(data_dir))
        case _:
            return None
