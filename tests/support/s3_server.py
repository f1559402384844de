"""An S3-compatible server over real HTTP on this machine, in a process of its own."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from tests.support.network import free_port
from tests.support.waiting import eventually
from tracker.core.files import S3FileStore

BUCKET = "minh-chung"
SERVE = (
    "import sys; from werkzeug.serving import run_simple; from moto.server import DomainDispatcherApplication, "
    "create_backend_app; run_simple('127.0.0.1', int(sys.argv[1]), "
    "DomainDispatcherApplication(create_backend_app), threaded=True)"
)


@contextmanager
def s3_server(port: int = 0) -> Iterator[dict[str, str]]:
    """Yield the settings of a file store in an empty bucket."""
    port = port or free_port()
    command = [sys.executable, "-W", "ignore", "-c", SERVE, str(port)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        try:
            found = {
                "endpoint": f"http://127.0.0.1:{port}",
                "bucket": BUCKET,
                "access_key": "khoa-thu",
                "secret_key": "bi-mat-thu",
                "region": "us-east-1",
                "prefix": "huong-tra/",
            }
            assert eventually(lambda: _has_bucket(S3FileStore(**found)), patience=40)
            yield found
        finally:
            server.kill()


def _has_bucket(file_store: S3FileStore) -> bool:
    from urllib3.exceptions import HTTPError

    try:
        file_store.client().make_bucket(file_store.bucket)
    except HTTPError:
        return False
    return True
