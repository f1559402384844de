"""Settings of one installation, read once from the environment (prefix ``TRACKER_``)."""

from __future__ import annotations

import os
import re
import secrets
import shlex
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

ENVIRONMENTS = ("demo", "development", "production")
SECRET_LENGTH = 32
MOST_SENT_MB = 100
"""Megabytes of one sending that are read at all; files that are too large come back with a sentence and the text."""
LARGEST_FILE_MB = 20
"""Megabytes that the reader of files takes in at most."""


OIDC_MUST, OIDC_MAY = (("issuer", "client_id", "client_secret"), {"claim": "email", "name": "tài khoản dùng chung"})
S3_MUST, S3_MAY = ("endpoint", "bucket", "access_key", "secret_key"), {"region": "", "prefix": ""}
"""Settings that come together: those that must be given once one of them is, and what the others are by default."""
LOCAL = ("localhost", "127.0.0.1", "::1")


class SettingsError(RuntimeError):
    """A setting that would make the installation unsafe; the message says what to set."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What an operator chooses.

    `environment` has a default, `demo`, so that a newcomer needs no setting at all; the demo never
    opens a database of real data. In production every setting that guards data must be given. `file_mb`, `task_mb` and
    `unit_mb` are how many megabytes one file of evidence, all those of one assignment, and all those of one unit have,
    `files_per_hour` how many files one person may send within an hour.
    `webhook_hosts` are the only names and networks that channels may call; `gateways` their addresses by name.
    `backup_dir` is where nightly backups go (None: none are made) and `backups_kept` how many of them stay;
    `backup_minutes` every how many minutes one is made beside them (0: none).
    `second_factor` asks a code of the telephone from everybody who decides for all.
    `answer_address` is a mailbox that takes anything behind «+», for answers to letters; `imap_url` is where it is
    read, empty where the mail server hands answers to `flask answer` itself. `former_keys` still open what the key
    before closed. `oidc` is a provider of single sign-on, `s3` a store of files that several hosts share,
    `scan_command` looks at each file that comes in; none of them is there unless it is set.
    """

    environment: str
    secret_key: str
    database_url: str
    data_dir: Path
    base_url: str
    smtp_url: str | None
    mail_from: str
    trusted_hosts: tuple[str, ...]
    proxy_hops: int = 0
    file_mb: int = 20
    task_mb: int = 200
    unit_mb: int = 2048
    files_per_hour: int = 300
    webhook_hosts: tuple[str, ...] = ()
    gateways: Mapping[str, str] = field(default_factory=dict)
    backup_dir: Path | None = None
    backups_kept: int = 30
    backup_minutes: int = 0
    second_factor: bool = False
    answer_address: str = ""
    imap_url: str = ""
    former_keys: tuple[str, ...] = ()
    oidc: Mapping[str, str] | None = None
    s3: Mapping[str, str] | None = None
    scan_command: tuple[str, ...] = ()

    @classmethod
    def from_env(cls, environ: Mapping[str, str] | None = None) -> Settings:
        """Read the settings; raise `SettingsError` with one Vietnamese sentence when unsafe."""
        env = os.environ if environ is None else environ
        environment = env.get("TRACKER_ENV", "demo").strip()
        if environment not in ENVIRONMENTS:
            raise SettingsError(f"Đặt TRACKER_ENV là một trong: {', '.join(ENVIRONMENTS)}.")
        data_dir = Path(env.get("TRACKER_DATA_DIR") or f"var/{environment}").resolve()
        database_url = env.get("TRACKER_DATABASE_URL") or f"sqlite:///{data_dir / 'tracker.db'}"
        base_url = (env.get("TRACKER_BASE_URL") or "http://127.0.0.1:5000").rstrip("/")
        if environment == "production":
            for name in ("TRACKER_SECRET_KEY", "TRACKER_DATABASE_URL", "TRACKER_BASE_URL"):
                if not env.get(name):
                    raise SettingsError(f"Đặt biến môi trường {name} trước khi chạy chính thức.")
        secret = env.get("TRACKER_SECRET_KEY") or _kept_secret(data_dir)
        if len(secret) < SECRET_LENGTH:
            raise SettingsError(f"TRACKER_SECRET_KEY phải dài ít nhất {SECRET_LENGTH} ký tự.")
        hops = env.get("TRACKER_PROXY_HOPS", "0")
        if not hops.isdigit():
            raise SettingsError("TRACKER_PROXY_HOPS là số máy chủ trung gian phía trước, ví dụ 1.")
        return cls(
            environment=environment,
            secret_key=secret,
            database_url=database_url,
            data_dir=data_dir,
            base_url=base_url,
            smtp_url=env.get("TRACKER_SMTP_URL") or None,
            mail_from=env.get("TRACKER_MAIL_FROM") or "Theo dõi nhiệm vụ <theo-doi@localhost>",
            trusted_hosts=_hosts(env.get("TRACKER_TRUSTED_HOSTS", ""), base_url, environment),
            proxy_hops=int(hops),
            file_mb=_megabytes(env, "TRACKER_FILE_MB", 20, most=LARGEST_FILE_MB),
            task_mb=_megabytes(env, "TRACKER_TASK_MB", 200),
            unit_mb=_megabytes(env, "TRACKER_UNIT_MB", 2048),
            files_per_hour=_whole_number(env, "TRACKER_FILES_PER_HOUR", 300, most=100_000),
            webhook_hosts=tuple(env.get("TRACKER_WEBHOOK_HOSTS", "").split()),
            gateways=_gateways(env.get("TRACKER_GATEWAYS", "")),
            backup_dir=_backup_dir(env.get("TRACKER_BACKUP_DIR", ""), data_dir, environment),
            backup_minutes=_backup_minutes(env.get("TRACKER_BACKUP_MINUTES", ""), database_url, environment),
            second_factor=_second_factor(env.get("TRACKER_SECOND_FACTOR", ""), environment),
            backups_kept=_whole_number(env, "TRACKER_BACKUPS_KEPT", 30, most=3650),
            answer_address=_answer_address(env.get("TRACKER_ANSWER_ADDRESS", "").strip()),
            imap_url=env.get("TRACKER_IMAP_URL", "").strip(),
            former_keys=_former_keys(env.get("TRACKER_SECRET_KEY_FALLBACKS", "")),
            oidc=_addressed(_group(env, "TRACKER_OIDC_", OIDC_MUST, OIDC_MAY), "issuer", environment),
            s3=_addressed(_group(env, "TRACKER_S3_", S3_MUST, S3_MAY), "endpoint", environment),
            scan_command=tuple(shlex.split(env.get("TRACKER_SCAN_COMMAND", ""))),
        )

    def as_mapping(self) -> dict[str, Any]:
        """Return the settings under the names Flask and its extensions read."""
        secure = self.base_url.startswith("https://")
        return {
            "VERSION": version(),
            "ENVIRONMENT": self.environment,
            "SECRET_KEY": self.secret_key,
            "SECRET_KEY_FALLBACKS": list(self.former_keys),
            "OIDC": self.oidc,
            "S3": self.s3,
            "SCAN_COMMAND": list(self.scan_command),
            "SQLALCHEMY_DATABASE_URI": self.database_url,
            "SQLALCHEMY_ENGINE_OPTIONS": _engine_options(self.database_url, self.environment),
            "DATA_DIR": self.data_dir,
            "BASE_URL": self.base_url,
            "SMTP_URL": self.smtp_url,
            "MAIL_FROM": self.mail_from,
            "ANSWER_ADDRESS": self.answer_address,
            "IMAP_URL": self.imap_url,
            "TRUSTED_HOSTS": list(self.trusted_hosts),
            "PROXY_HOPS": self.proxy_hops,
            "SESSION_COOKIE_NAME": "__Host-session" if secure else "session",
            "SESSION_COOKIE_SECURE": secure,
            "SESSION_COOKIE_HTTPONLY": True,
            "SESSION_COOKIE_SAMESITE": "Lax",
            "WTF_CSRF_TIME_LIMIT": None,
            "BOOTSTRAP_SERVE_LOCAL": True,
            "EVIDENCE_LIMITS": {"file": self.file_mb, "task": self.task_mb, "unit": self.unit_mb},
            "FILES_PER_HOUR": self.files_per_hour,
            "WEBHOOK_HOSTS": list(self.webhook_hosts),
            "GATEWAYS": dict(self.gateways),
            "BACKUP_DIR": self.backup_dir,
            "SECOND_FACTOR_REQUIRED": self.second_factor,
            "BACKUPS_KEPT": self.backups_kept,
            "BACKUP_MINUTES": self.backup_minutes,
            "MAX_CONTENT_LENGTH": MOST_SENT_MB * 1024 * 1024,
            "MAX_FORM_MEMORY_SIZE": 2 * 1024 * 1024,
        }


def version() -> str:
    """Return the version of the program, written once, in `pyproject.toml`."""
    project = tomllib.loads((Path(__file__).resolve().parent / "pyproject.toml").read_text(encoding="utf-8"))
    return str(project["project"]["version"])


def _engine_options(database_url: str, environment: str) -> dict[str, Any]:
    """Return how connections are kept: a server that went away is noticed, nobody waits for it for ever."""
    options: dict[str, Any] = {"hide_parameters": environment == "production"}
    if database_url.startswith("postgresql"):
        network = {"keepalives_idle": 5, "keepalives_interval": 2, "keepalives_count": 3}
        session = "-c lock_timeout=12000 -c client_connection_check_interval=5000"
        connect = {"connect_timeout": 5, "tcp_user_timeout": 11_000, **network, "options": session}
        options |= {"pool_pre_ping": True, "pool_timeout": 8, "connect_args": connect}
    return options


def _hosts(given: str, base_url: str, environment: str) -> tuple[str, ...]:
    """Return the names this site answers to: those given, its own address, and this machine when it is tried out."""
    own = urlsplit(base_url).hostname or ""
    local = () if environment == "production" else ("localhost", "127.0.0.1", "[::1]")
    return tuple(dict.fromkeys(host for host in (*(h.strip() for h in given.split(",")), own, *local) if host))


def _gateways(given: str) -> dict[str, str]:
    """Read `zalo=address telegram=address`."""
    pairs = [entry.partition("=") for entry in given.split()]
    if not all(name and address for name, _, address in pairs):
        raise SettingsError("TRACKER_GATEWAYS có dạng tên=địa-chỉ, cách nhau bằng dấu cách, ví dụ zalo=….")
    return {name: address for name, _, address in pairs}


def _backup_dir(given: str, data_dir: Path, environment: str) -> Path | None:
    """Return where nightly backups go: as given, beside the data in production, nowhere when tried out or `off`."""
    if given.strip().lower() == "off":
        return None
    if given.strip():
        return Path(given).resolve()
    return data_dir / "backups" if environment == "production" else None


def _backup_minutes(given: str, database_url: str, environment: str) -> int:
    """Return every how many minutes a backup is made beside those of the night: 15 on SQLite in production, else 0."""
    usual = 15 if environment == "production" and database_url.startswith("sqlite") else 0
    if given and (not given.isdigit() or int(given) > 1440):
        raise SettingsError("TRACKER_BACKUP_MINUTES là số phút từ 0 (tắt) đến 1440, ví dụ 15.")
    return int(given or usual)


def _second_factor(given: str, environment: str) -> bool:
    """Tell whether a second factor is required: as given, else in production alone."""
    wish = given.strip().lower() or ("required" if environment == "production" else "optional")
    if wish not in ("required", "optional"):
        raise SettingsError("Đặt TRACKER_SECOND_FACTOR là required hoặc optional.")
    return wish == "required"


def _former_keys(given: str) -> tuple[str, ...]:
    """Return keys that sign nothing new but are still accepted, the newest first."""
    keys = tuple(given.split())
    if any(len(key) < SECRET_LENGTH for key in keys):
        raise SettingsError(
            f"TRACKER_SECRET_KEY_FALLBACKS: mỗi khóa cũ dài ít nhất {SECRET_LENGTH} ký tự, cách nhau bằng dấu cách."
        )
    return keys


def _group(env: Mapping[str, str], prefix: str, must: tuple[str, ...], may: Mapping[str, str]) -> dict[str, str] | None:
    """Return settings that come together, None when none is given; refuse half of them."""
    given = {name: env.get(prefix + name.upper(), "").strip() for name in (*must, *may)}
    if not any(given[name] for name in must):
        return None
    if missing := [prefix + name.upper() for name in must if not given[name]]:
        raise SettingsError(f"Đặt thêm {', '.join(missing)}, hoặc bỏ cả nhóm {prefix}….")
    return {name: value or may.get(name, "") for name, value in given.items()}


def _addressed(group: dict[str, str] | None, name: str, environment: str) -> dict[str, str] | None:
    """Refuse an address that is not encrypted, except of this machine."""
    if group is not None:
        address = urlsplit(group[name])
        if address.scheme != "https" and (environment == "production" or address.hostname not in LOCAL):
            raise SettingsError(f"Địa chỉ “{group[name]}” phải bắt đầu bằng https://.")
    return group


def _whole_number(env: Mapping[str, str], name: str, usual: int, most: int) -> int:
    given = env.get(name) or str(usual)
    if not given.isdigit() or not 1 <= int(given) <= most:
        raise SettingsError(f"{name} là số nguyên từ 1 đến {most}, ví dụ {usual}.")
    return int(given)


def _answer_address(given: str) -> str:
    """Return the mailbox for answers, empty for none."""
    if given and not re.fullmatch(r"[A-Za-z0-9._-]{1,12}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*", given):
        raise SettingsError(
            "TRACKER_ANSWER_ADDRESS là một địa chỉ thư, phần trước @ dài nhất 12 ký tự, ví dụ tra-loi@huyen.gov.vn."
        )
    return given


def _megabytes(env: Mapping[str, str], name: str, usual: int, most: int = 1_000_000) -> int:
    """Return a limit of the files that prove the work, in megabytes."""
    given = env.get(name) or str(usual)
    if not given.isdigit() or not 1 <= int(given) <= most:
        raise SettingsError(f"{name} là số MB từ 1 đến {most}, ví dụ {usual}.")
    return int(given)


def _kept_secret(data_dir: Path) -> str:
    """Return the secret of a demo or development installation, made once and kept beside its data."""
    path = data_dir / "secret-key"
    if path.exists():
        return path.read_text(encoding="ascii").strip()
    data_dir.mkdir(parents=True, exist_ok=True)
    secret = secrets.token_hex(SECRET_LENGTH)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(secret)
    return secret
