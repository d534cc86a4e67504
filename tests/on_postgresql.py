"""Runs pytest on a private PostgreSQL that lives as long as the run: `python -m tests.on_postgresql …`."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

PROGRAMS = Path("/usr/lib/postgresql")
AS_IN_PRODUCTION = "-c listen_addresses= -c max_connections=60"
# A test needs no durability; the rest is as in production.
OPTIONS = f"-c fsync=off -c full_page_writes=off {AS_IN_PRODUCTION}"


def main(arguments: list[str]) -> int:
    """Start the server, run pytest on it, stop it."""
    with private_server() as address:
        os.environ["ZHURNAL_DATABASE_URL"] = address
        return pytest.main(arguments)


@contextmanager
def private_server(options: str = OPTIONS) -> Iterator[str]:
    """A fresh server that listens on a socket in a folder of its own; gives its address."""
    folder = Path(tempfile.mkdtemp(prefix="zhurnal-postgresql-"))
    as_postgres = _hand_over(folder)
    data = folder / "data"
    try:
        _run(
            as_postgres,
            "initdb",
            "-D",
            data,
            "-U",
            "postgres",
            "-A",
            "trust",
            "--locale=C.UTF-8",
            "-E",
            "UTF8",
        )
        _run(
            as_postgres,
            "pg_ctl",
            "-D",
            data,
            "-w",
            "-l",
            folder / "log",
            "-o",
            f"{options} -k {folder}",
            "start",
        )
        try:
            yield f"postgresql://postgres@/postgres?host={folder}"
        finally:
            _run(as_postgres, "pg_ctl", "-D", data, "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def is_installed() -> bool:
    """Whether the system has a PostgreSQL that could be started."""
    return any(PROGRAMS.glob("*/bin"))


def _hand_over(folder: Path) -> list[str]:
    """PostgreSQL refuses to run as root: then it runs as the system's user postgres."""
    if os.geteuid() != 0:
        return []
    shutil.chown(folder, user="postgres")
    return ["runuser", "-u", "postgres", "--"]


def _run(prefix: list[str], program: str, *arguments: str | Path) -> None:
    newest = max(PROGRAMS.glob("*/bin"), key=lambda path: int(path.parent.name))
    subprocess.run(  # noqa: S603 -- only programs of the system's package
        [*prefix, str(newest / program), *map(str, arguments)], check=True, stdout=subprocess.DEVNULL, cwd="/"
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
