"""What the commands do. Each gets the parsed options and returns the exit status."""

from __future__ import annotations

import getpass
import sys
from contextlib import nullcontext
from typing import TYPE_CHECKING

from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from config.companion import companion
from config.server import default_workers, is_free, serve_for_ever
from zhurnal.access.roles import Role
from zhurnal.audit.ledger import records
from zhurnal.audit.verify import breaches
from zhurnal.family.replay import changed_weeks
from zhurnal.forecasts.actions.nightly import refresh_forecasts
from zhurnal.journal.actions.kinds import add_default_kinds
from zhurnal.journal.actions.points import settle_points
from zhurnal.journal.replay import replay
from zhurnal.notices.worker import work, work_for_ever
from zhurnal.ops.checks import run_checks
from zhurnal.ops.demo import build_demo
from zhurnal.ops.demo.accounts import ACCOUNTS
from zhurnal.ops.demo.cast import PASSWORD
from zhurnal.ops.stray_files import delete_stray_files
from zhurnal.people.actions.devices import forget_old_devices
from zhurnal.people.actions.viewings import forget_viewings
from zhurnal.school.actions.schools import create_school as found_school
from zhurnal.school.actions.staff import take_on
from zhurnal.school.errors import RegisterError
from zhurnal.school.models import School

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable

SHOWN = 20


def demo(options: argparse.Namespace) -> int:
    """Make the demo school where there is none yet, then serve it."""
    migrate(options)
    if not School.objects.exists():
        build_demo(options.scale, _say)
    elif not School.objects.filter(frozen_today__isnull=False).exists():
        _say("В этой базе настоящая школа. Для демонстрационной укажите другую папку: ZHURNAL_DATA_DIR.")
        return 1
    if options.no_serve:
        return 0
    _say(f"\nДемонстрационная школа: http://{options.host}:{options.port}/   пароль у всех: {PASSWORD}")
    _say("\n".join(f"  {login:<28}{who}" for login, who in ACCOUNTS.items()))
    _say("Остановить: Ctrl-C. Данные сохранятся.\n")
    return serve(options)


def serve(options: argparse.Namespace) -> int:
    """Serve until stopped."""
    if not is_free(options.host, options.port):
        _say(
            f"Порт {options.port} занят: сервер уже запущен или это другая программа. Другой порт: --port, PORT=…"
        )
        return 1
    call_command("collectstatic", interactive=False, verbosity=0)
    with companion() if options.notices else nullcontext():
        serve_for_ever(options.host, options.port, options.workers or default_workers())
    return 0


def migrate(_options: argparse.Namespace) -> int:
    """Create or update the tables."""
    call_command("migrate", interactive=False, verbosity=0)
    return 0


def check(_options: argparse.Namespace) -> int:
    """Print what is implausible in the data."""
    findings = run_checks()
    for finding in findings:
        _say(f"{finding.sentence} Найдено: {finding.count}. {finding.remedy}")
        _list(finding.examples, finding.count)
    _say("Нарушений в данных нет." if not findings else f"Видов нарушений: {len(findings)}.")
    return 1 if findings else 0


def verify(_options: argparse.Namespace) -> int:
    """Verify the chains of the ledger, then the tables against it."""
    broken = list(breaches(records()))
    for chain, seq, why in broken:
        _say(f"Летопись нарушена: цепь {chain}, строка {seq} ({why}). Всё после неё недоказуемо.")
    differing = [*replay(), *changed_weeks()]
    lines = (f"{one.subject}: в летописи {one.expected}, в таблице {one.found}" for one in differing)
    _list(lines, len(differing))
    if broken or differing:
        _say(f"Цепей нарушено: {len(broken)}, расхождений с таблицами: {len(differing)}.")
        return 1
    _say("Летопись цела, таблицы ей соответствуют.")
    return 0


def daily(_options: argparse.Namespace) -> int:
    """Do what is done once a day, for every school and its own day."""
    forget_viewings(timezone.localdate())
    forget_old_devices(timezone.localdate())
    _say(f"Файлов, которые нигде не названы, удалено — {delete_stray_files(timezone.now())}.")
    for school in School.objects.order_by("pk"):
        settled = settle_points(school=school)
        _say(f"{school.short_name}: точек стало отметками — {settled.marks}, снято — {settled.vanished}.")
        night = refresh_forecasts(school=school)
        _say(f"{school.short_name}: прогнозов сделано — {night.mornings}, запомнено — {night.frozen}.")
    return 0


def notices(options: argparse.Namespace) -> int:
    """Look what is new and send it: once, or until the process that started this one is gone."""
    if options.loop:
        work_for_ever(options.parent)
        return 0
    done = work()
    _say(
        f"Строк летописи прочитано: {done.lines}, событий: {done.events}, сообщений: {done.messages}, "
        f"попыток отправки: {done.attempts}."
    )
    return 0


def create_school(options: argparse.Namespace) -> int:
    """Create a school with its first year."""
    with transaction.atomic():
        school = found_school(
            actor=None, name=options.name, short_name=options.short_name, time_zone=options.time_zone,
            first_year=options.year,
        )  # fmt: skip
        add_default_kinds(school)
    _say(f"Школа создана, её номер: {school.pk}")
    return 0


def create_user(options: argparse.Namespace) -> int:
    """Take on a member of staff, with an account; the password is asked for, never given as an argument."""
    school = School.objects.filter(pk=options.school).first()
    if school is None:
        raise RegisterError("unknown_school", f"Школы с номером {options.school} нет.")
    password = getpass.getpass("Пароль: ") if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")
    user = take_on(
        actor=None, school=school, role=Role(options.role), name=options.name, login=options.login,
        password=password,
    )  # fmt: skip
    _say(f"Учётная запись создана: {user.login}")
    return 0


def forecast_predict(options: argparse.Namespace) -> int:
    """Write the forecasts of a folder as they would have looked on its cut days."""
    from zhurnal.calc.forecast.study import folder, replay  # noqa: PLC0415 -- scipy is slow to load

    rows = replay.write_predictions(
        folder.Folder(options.dir),
        replay.Mode(options.mode),
        options.out,
        lambda done: _say(f"Четверть {done}"),
    )
    _say(f"Записано прогнозов: {rows}. Файл: {options.out}")
    return 0


def forecast_backtest(_options: argparse.Namespace) -> int:
    """Print how right the frozen forecasts of every school were, period by period."""
    from zhurnal.forecasts.queries.report_lines import report_lines  # noqa: PLC0415 -- the same

    for school in School.objects.order_by("pk"):
        _say(f"{school.short_name}:")
        for line in report_lines(school):
            _say(f"  {line}")
    return 0


def forecast_evaluate(options: argparse.Namespace) -> int:
    """Print the tables of docs/forecast.md for our method."""
    from zhurnal.calc.forecast.study import evaluate  # noqa: PLC0415 -- the same

    for line in evaluate.lines(options.what, options.dir, options.mode):
        _say(line)
    return 0


def _list(lines: Iterable[str], count: int) -> None:
    for number, line in enumerate(lines):
        if number == SHOWN:
            _say(f"  … и ещё {count - SHOWN}")
            return
        _say(f"  {line}")


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()
