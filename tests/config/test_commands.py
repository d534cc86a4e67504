"""The command line as a person uses it: each command in a process of its own, on a folder of its own."""

from __future__ import annotations

import os
import shutil
import socket
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

pytestmark = pytest.mark.commands
ZHURNAL = Path(sys.executable).parent / "zhurnal"


def zhurnal(folder: Path, *arguments: str, typed: str = "") -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("ZHURNAL_")}
    return subprocess.run(
        [ZHURNAL, *arguments], env={**environment, "ZHURNAL_DATA_DIR": str(folder)}, input=typed,
        capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small demo school, made once."""
    folder = tmp_path_factory.mktemp("demo")
    made = zhurnal(folder, "demo", "--no-serve", "--scale", "small")
    assert made.returncode == 0, made.stderr
    return folder


@pytest.fixture
def own_demo(demo: Path, tmp_path: Path) -> Path:
    """A copy that a test may spoil."""
    shutil.copytree(demo, tmp_path / "copy")
    return tmp_path / "copy"


def alter(folder: Path, sql: str) -> None:
    """What somebody with the file in hand does behind the program's back."""
    database = sqlite3.connect(folder / "zhurnal.sqlite3")
    with database:
        assert database.execute(sql).rowcount == 1
    database.close()


def test_all_is_well_in_a_fresh_demo_school(demo):
    checked, verified = zhurnal(demo, "check"), zhurnal(demo, "verify")
    assert (checked.returncode, verified.returncode) == (0, 0), checked.stdout + verified.stdout
    assert "Нарушений в данных нет" in checked.stdout
    assert "Летопись цела" in verified.stdout


def test_a_demo_school_is_made_once_and_found_again(own_demo):
    before = (own_demo / "zhurnal.sqlite3").stat().st_size
    again = zhurnal(own_demo, "demo", "--no-serve", "--scale", "small")
    assert again.returncode == 0
    assert (own_demo / "zhurnal.sqlite3").stat().st_size == before


def test_a_mark_altered_by_hand_is_found_and_named(own_demo):
    alter(
        own_demo,
        "UPDATE journal_mark SET value = 5 WHERE id = (SELECT min(id) FROM journal_mark WHERE value = 3)",
    )
    verified = zhurnal(own_demo, "verify")
    assert verified.returncode == 1
    assert "cell:" in verified.stdout
    assert "расхождений с таблицами: " in verified.stdout


def test_a_line_of_the_ledger_altered_by_hand_is_found_and_named(own_demo):
    database = sqlite3.connect(own_demo / "zhurnal.sqlite3")
    with database:
        database.execute("DROP TRIGGER audit_line_refuse_update")
        chain, seq = database.execute("SELECT chain, seq FROM audit_line WHERE seq = 3 LIMIT 1").fetchone()
        database.execute("UPDATE audit_line SET actor_id = 1 WHERE chain = ? AND seq = ?", (chain, seq))
    database.close()
    verified = zhurnal(own_demo, "verify")
    assert verified.returncode == 1
    assert f"цепь {chain}, строка {seq}" in verified.stdout


def test_a_real_school_begins_with_a_school_and_somebody_in_it(tmp_path):
    assert zhurnal(tmp_path, "migrate").returncode == 0
    school = zhurnal(
        tmp_path, "school", "create", "--name", "Лицей № 5", "--short-name", "Лицей", "--year", "2026"
    )
    assert "её номер: 1" in school.stdout
    database = sqlite3.connect(tmp_path / "zhurnal.sqlite3")
    assert ("control", 200) in database.execute("SELECT code, weight FROM journal_workkind").fetchall()
    database.close()
    user = ["--login", "zavuch", "--name", "Орлова Нина Павловна", "--role", "deputy", "--school", "1"]
    assert zhurnal(tmp_path, "user", "create", *user, typed="тихий-омут-42\n").returncode == 0
    taken = zhurnal(tmp_path, "user", "create", *user, typed="тихий-омут-42\n")
    assert taken.returncode == 1
    assert "zavuch" in taken.stderr
    refused = zhurnal(tmp_path, "demo", "--no-serve", "--scale", "small")
    assert refused.returncode == 1
    assert "настоящая школа" in refused.stdout


def test_a_command_for_a_school_that_is_not_there_says_so(tmp_path):
    zhurnal(tmp_path, "migrate")
    user = ["--login", "anna", "--name", "Белова Анна", "--role", "teacher", "--school", "7"]
    refused = zhurnal(tmp_path, "user", "create", *user, typed="тихий-омут-42\n")
    assert refused.returncode == 1
    assert "Школы с номером 7 нет" in refused.stderr


def test_a_port_that_is_taken_is_named_and_not_shared_in_silence(demo):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = str(other.getsockname()[1])
        refused = zhurnal(demo, "serve", "--port", port)
    assert refused.returncode == 1
    assert f"Порт {port} занят" in refused.stdout


def test_what_is_done_every_day_may_be_done_twice(own_demo):
    first, second = zhurnal(own_demo, "daily"), zhurnal(own_demo, "daily")
    assert (first.returncode, second.returncode) == (0, 0), first.stderr + second.stderr
    assert "Берёзовская школа: точек стало отметками — " in first.stdout
    assert second.stdout == (
        "Файлов, которые нигде не названы, удалено — 0.\n"
        "Берёзовская школа: точек стало отметками — 0, снято — 0.\n"
        "Берёзовская школа: прогнозов сделано — 1, запомнено — 0.\n"
        "Сосновская школа: точек стало отметками — 0, снято — 0.\n"
        "Сосновская школа: прогнозов сделано — 1, запомнено — 0.\n"
    )
    assert zhurnal(own_demo, "check").returncode == 0
    assert zhurnal(own_demo, "verify").returncode == 0


def test_notices_are_looked_for_once_and_again_without_finding_more(own_demo):
    first, second = zhurnal(own_demo, "notices"), zhurnal(own_demo, "notices")
    assert (first.returncode, second.returncode) == (0, 0), first.stderr + second.stderr
    assert "Строк летописи прочитано: 0, событий: 0, сообщений: 0" in second.stdout


def test_the_worker_ends_with_the_process_that_started_it(own_demo):
    environment = {name: value for name, value in os.environ.items() if not name.startswith("ZHURNAL_")}
    starter = (
        "import subprocess, sys\n"
        "import os\n"
        f"command = [{str(ZHURNAL)!r}, 'notices', '--loop', '--parent', str(os.getpid())]\n"
        "print(subprocess.Popen(command).pid, flush=True)\n"
        "sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", starter], env={**environment, "ZHURNAL_DATA_DIR": str(own_demo)},
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    ) as parent:  # fmt: skip
        assert parent.stdout is not None
        worker = int(parent.stdout.readline())
        assert is_running(worker)
        parent.kill()
    ends = time.monotonic() + 15
    while is_running(worker) and time.monotonic() < ends:
        time.sleep(0.1)
    assert not is_running(worker)


def is_running(pid: int) -> bool:
    try:
        return " Z " not in Path(f"/proc/{pid}/stat").read_text(encoding="ascii", errors="replace")
    except FileNotFoundError:
        return False
