"""What an installation may set: one reader of the environment, loud when a value is wrong."""

from __future__ import annotations

import secrets
import sqlite3
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

if TYPE_CHECKING:
    from pathlib import Path

# The WAL-reset bug of SQLite may lose commits; these lines of releases carry the fix (reliability.md, C1).
_WAL_FIXED = ((3, 51, 3),)
_WAL_BACKPORTS = {(3, 50): 7, (3, 44): 6}


def secret_key(data_dir: Path) -> str:
    """The installation's secret, made at the first start and readable by its owner only."""
    path = data_dir / "secret_key"
    if not path.exists():
        data_dir.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(50), encoding="ascii")
    return path.read_text(encoding="ascii").strip()


def sqlite_journal_mode(version: tuple[int, int, int] = sqlite3.sqlite_version_info) -> str:
    """WAL where the linked SQLite has the WAL-reset fix, else the slower TRUNCATE that never had the bug."""
    fixed = version >= _WAL_FIXED[0] or version[2] >= _WAL_BACKPORTS.get(version[:2], 10**6)
    return "WAL" if fixed else "TRUNCATE"


def database(url: str, data_dir: Path) -> dict[str, Any]:
    """Django's database settings from `sqlite:///path` or `postgresql://user:password@host:port/name?host=/socket`.

    An empty address means SQLite in the data directory. Raises ValueError for any other scheme.
    """
    parts = urlsplit(url or f"sqlite:///{data_dir / 'zhurnal.sqlite3'}")
    if parts.scheme == "sqlite":
        return _sqlite(parts.path.removeprefix("/") if parts.path.startswith("//") else parts.path)
    if parts.scheme in {"postgresql", "postgres"}:
        return _postgresql(url)
    message = f"ZHURNAL_DATABASE_URL: the scheme «{parts.scheme}» is neither sqlite nor postgresql"
    raise ValueError(message)


def smtp(url: str) -> dict[str, Any]:
    """The mail server of `smtp://user:password@host:port` or `smtps://…`; `?tls=no` speaks in the clear.

    An empty address means none. Raises ValueError for any other scheme.
    """
    parts = urlsplit(url)
    if url and (parts.scheme not in {"smtp", "smtps"} or not parts.hostname):
        message = "ZHURNAL_SMTP_URL: smtp://user:password@host:port or smtps://…"
        raise ValueError(message)
    is_tls = parts.scheme == "smtps"
    return {
        "EMAIL_HOST": parts.hostname or "",
        "EMAIL_PORT": parts.port or (465 if is_tls else 587),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": is_tls,
        "EMAIL_USE_TLS": not is_tls and parts.query != "tls=no",
    }


def _sqlite(path: str) -> dict[str, Any]:
    pragmas = (
        f"PRAGMA journal_mode={sqlite_journal_mode()}",
        "PRAGMA synchronous=FULL",  # «Сохранено» is a promise that outlives a power cut
        "PRAGMA cache_size=-20000",
        "PRAGMA journal_size_limit=67108864",
        "PRAGMA trusted_schema=OFF",
    )
    return {
        "ENGINE": "config.sqlite",
        "NAME": path,
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "timeout": 20,
            "transaction_mode": "IMMEDIATE",
            "init_command": ";".join(pragmas),
            "cached_statements": 512,  # the driver reads a statement once where it keeps it; a page has long ones
        },
    }


def _postgresql(url: str) -> dict[str, Any]:
    parts = urlsplit(url)
    query = dict(pair.split("=", 1) for pair in parts.query.split("&") if "=" in pair)
    timeouts = "-c statement_timeout=15000 -c lock_timeout=3000 -c idle_in_transaction_session_timeout=10000"
    # A school's data lie in memory or on a flash disk, and its questions are short (docs/decisions/015).
    planning = "-c random_page_cost=1.1 -c jit=off"
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(query.get("host", "")) or parts.hostname or "",
        "PORT": str(parts.port or query.get("port", "")),
        "CONN_MAX_AGE": 0,  # the pool keeps the connections
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {
            "pool": {"min_size": 1, "max_size": 8, "timeout": 5, "max_lifetime": 1800},
            "options": f"{timeouts} {planning}",
            # A statement met the second time on a connection is planned once and kept (docs/decisions/015).
            "server_side_binding": True,
            "prepare_threshold": 1,
        },
    }
