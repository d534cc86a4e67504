"""The command `zhurnal`, for the person who installs and keeps it; docs/operations.md explains each."""

from __future__ import annotations

import argparse
import gc
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

STAFF = ("teacher", "deputy", "director", "secretary", "auditor", "admin")
SCALES = ("small", "school", "large")


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; return 0, or 1 where something was found or refused."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    # Forecasts are thousands of small systems: threads cost more than they bring, and the sums must not vary.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    # Commands read whole tables, and what they make of them holds hardly a cycle: looking for some took a sixth.
    gc.set_threshold(20_000)
    options = _parser().parse_args(argv)
    import django  # noqa: PLC0415 -- after the settings are named

    django.setup()
    from config import commands  # noqa: PLC0415 -- needs Django to be set up
    from zhurnal.calc.forecast.errors import ForecastError  # noqa: PLC0415 -- the same
    from zhurnal.school.errors import RegisterError  # noqa: PLC0415 -- the same

    try:
        return int(getattr(commands, options.run)(options))
    except (ForecastError, RegisterError) as refusal:
        sys.stderr.write(f"{refusal}\n")
        return 1


def commands() -> list[str]:
    """List every command as it is typed: "demo", "school create"."""
    return [" ".join(words) for words in _leaves(_parser())]


def _leaves(parser: argparse.ArgumentParser) -> list[list[str]]:
    below = [action for action in parser._actions if isinstance(action, argparse._SubParsersAction)]  # noqa: SLF001 -- argparse offers no public list
    if not below:
        return [[]]
    return [[name, *rest] for name, child in below[0].choices.items() for rest in _leaves(child)]


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="zhurnal", description="Электронный классный журнал и дневник.")
    commands = parser.add_subparsers(required=True, metavar="команда")
    _demo_and_serve(commands)
    _first_steps(commands)
    _every_day(commands)
    _integrity(commands)
    _forecast(commands)
    return parser


def _demo_and_serve(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    demo = commands.add_parser("demo", help="создать демонстрационную школу и запустить сервер")
    demo.add_argument("--scale", choices=SCALES, default=os.environ.get("DEMO_SCALE", "school"))
    demo.add_argument("--no-serve", action="store_true", help="только создать данные")
    demo.set_defaults(run="demo")
    serve = commands.add_parser("serve", help="запустить сервер")
    serve.set_defaults(run="serve")
    for command in (demo, serve):
        command.add_argument("--host", default="127.0.0.1")
        command.add_argument("--port", type=int, default=int(os.environ.get("PORT", "8000")))
        command.add_argument(
            "--no-notices",
            dest="notices",
            action="store_false",
            help="не запускать рассылку уведомлений рядом",
        )
        command.add_argument("--workers", type=int, help="рабочих процессов; обычно по два на процессор")


def _first_steps(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    migrate = commands.add_parser("migrate", help="создать или обновить таблицы базы данных")
    migrate.set_defaults(run="migrate")
    school = commands.add_parser("school", help="школы").add_subparsers(required=True, metavar="действие")
    create = school.add_parser("create", help="создать школу с учебным годом и каникулами по умолчанию")
    create.add_argument("--name", required=True, help="полное название")
    create.add_argument("--short-name", required=True, help="короткое название")
    create.add_argument("--time-zone", default="Europe/Moscow")
    create.add_argument(
        "--year", type=int, help="год, в сентябре которого начинается учебный год; без него — идущий"
    )
    create.set_defaults(run="create_school")
    user = commands.add_parser("user", help="учётные записи").add_subparsers(
        required=True, metavar="действие"
    )
    create = user.add_parser("create", help="принять сотрудника и создать ему учётную запись")
    create.add_argument("--login", required=True)
    create.add_argument("--name", required=True, help="«Фамилия Имя Отчество»")
    create.add_argument("--role", required=True, choices=STAFF)
    create.add_argument(
        "--school", type=int, required=True, help="номер школы, как его напечатал school create"
    )
    create.set_defaults(run="create_user")


def _every_day(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    daily = commands.add_parser("daily", help="сделать ежедневное: точки, срок которых прошёл, и прогнозы")
    daily.set_defaults(run="daily")
    notices = commands.add_parser("notices", help="разослать уведомления, время которых пришло")
    notices.add_argument("--loop", action="store_true", help="снова и снова, пока жив запустивший процесс")
    notices.add_argument("--parent", type=int, help=argparse.SUPPRESS)  # it may be gone before we look for it
    notices.set_defaults(run="notices")


def _integrity(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    check = commands.add_parser("check", help="найти в данных то, чего не бывает")
    check.set_defaults(run="check")
    verify = commands.add_parser("verify", help="проверить летопись изменений и сверить её с таблицами")
    verify.set_defaults(run="verify")


def _forecast(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    forecast = commands.add_parser("forecast", help="испытания прогноза").add_subparsers(
        required=True, metavar="действие"
    )
    predict = forecast.add_parser("predict", help="прогнозы по папке школы, как они выглядели бы в её дни")
    predict.add_argument("dir", type=Path, help="папка: marks, lessons, absences, finals, pupils, teachers")
    predict.add_argument("--mode", choices=("hist", "cold"), required=True, help="второй год или первый")
    predict.add_argument("--out", type=Path, required=True, help="куда записать таблицу CSV")
    predict.set_defaults(run="forecast_predict")
    backtest = forecast.add_parser("backtest", help="насколько прогнозы школ сбылись в закрытых периодах")
    backtest.set_defaults(run="forecast_backtest")
    evaluate = forecast.add_parser("evaluate", help="таблицы точности на открытых данных")
    evaluate.add_argument("what", choices=("uci", "oulad", "school"))
    evaluate.add_argument("dir", type=Path, help="папка с данными")
    evaluate.add_argument("--mode", choices=("hist", "cold"), default="hist", help="для school")
    evaluate.set_defaults(run="forecast_evaluate")


if __name__ == "__main__":
    sys.exit(main())
