"""The state of the installation: versions, sizes, counts. No marks, no names, nothing that grows slow."""

from __future__ import annotations

import platform
import shutil
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import django
from django.conf import settings
from django.db import connection
from django.utils.translation import gettext as _

from zhurnal.audit.models import Line
from zhurnal.people.models import User
from zhurnal.school.models import School, SchoolClass
from zhurnal.school.queries import classes_of_years, current_years

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection

LEAST_FREE = 1024**3
_STEP, _WHOLE_FROM = 1024, 10


class Database(NamedTuple):
    """Engine with version, the journal mode of SQLite (empty elsewhere), sizes in bytes."""

    engine: str
    journal_mode: str
    size: int
    free: int


class LastLine(NamedTuple):
    """The end of the ledger. Lines are never taken out, so the number tells how many there are."""

    number: int
    at: dt.datetime


class SchoolLine(NamedTuple):
    """A school with what it has today; no year where none has been opened yet."""

    school: School
    year: str
    classes: int
    pupils: int


@dataclass(frozen=True)
class Installation:
    """Everything that the page shows."""

    versions: list[tuple[str, str]]
    database: Database
    last_line: LastLine | None
    accounts: int
    schools: list[SchoolLine]
    warnings: list[str]


def installation(schools: Collection[int]) -> Installation:
    """Look at the machine and the database; only at the given schools. Ten queries, eight on PostgreSQL."""
    found = _database()
    return Installation(
        versions=_versions(),
        database=found,
        last_line=_last_line(),
        accounts=User.objects.filter(is_active=True).count(),
        schools=_schools(schools),
        warnings=_warnings(found),
    )


def size_text(size: int) -> str:
    """«340 МБ», «1,2 ГБ»: at most two figures that matter."""
    units = [_("Б"), _("КБ"), _("МБ"), _("ГБ"), _("ТБ")]
    value, unit = float(size), 0
    while value >= _STEP and unit < len(units) - 1:
        value, unit = value / _STEP, unit + 1
    number = f"{value:.0f}" if value >= _WHOLE_FROM or not unit else f"{value:.1f}".replace(".", ",")
    return f"{number} {units[unit]}"


def _versions() -> list[tuple[str, str]]:
    return [
        (_("Журнал"), version("zhurnal")),
        ("Python", platform.python_version()),
        ("Django", django.get_version()),
    ]


def _database() -> Database:
    free = shutil.disk_usage(Path(settings.DATA_DIR)).free
    if connection.vendor == "sqlite":
        engine, mode, pages, page = (
            _scalar(sql)
            for sql in (
                "SELECT sqlite_version()", "PRAGMA journal_mode", "PRAGMA page_count", "PRAGMA page_size",
            )
        )  # fmt: skip
        return Database(f"SQLite {engine}", str(mode).upper(), int(pages) * int(page), free)
    engine, size = _scalar("SHOW server_version"), _scalar("SELECT pg_database_size(current_database())")
    return Database(f"PostgreSQL {engine}", "", int(size), free)


def _scalar(sql: str) -> str:
    """One value of a statement without parameters: Django has no words for the state of a server."""
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return str(cursor.fetchone()[0])


def _last_line() -> LastLine | None:
    """By the primary key: a ledger of millions is not counted."""
    last = Line.objects.order_by("-pk").values_list("pk", "at").first()
    return LastLine(*last) if last else None


def _schools(schools: Collection[int]) -> list[SchoolLine]:
    years = {year.school_id: year for year in current_years(schools)}
    of_year = {
        one.year.pk: one.classes
        for one in classes_of_years(SchoolClass.objects.filter(year__school__in=schools), years.values())
    }
    lines = []
    for school in School.objects.filter(pk__in=schools).order_by("pk"):
        year = years.get(school.pk)
        classes = of_year.get(year.pk, []) if year else []
        lines.append(
            SchoolLine(school, year.name if year else "", len(classes), sum(line.pupils for line in classes))
        )
    return lines


def _warnings(database: Database) -> list[str]:
    checks = [
        (
            settings.DEBUG,
            _("Включена отладка: страницы ошибок показывают устройство программы. Уберите ZHURNAL_DEBUG."),
        ),
        (
            not settings.HTTPS,
            _("HTTPS выключен: пароли и отметки идут по сети открыто. Настройте прокси и ZHURNAL_HTTPS=1."),
        ),
        (
            "*" in settings.ALLOWED_HOSTS,
            _("Программа отвечает на любой адрес. Перечислите свои в ZHURNAL_HOSTS."),
        ),
        (
            database.free < LEAST_FREE,
            _("На диске осталось меньше 1 ГБ. Когда место кончится, отметки перестанут сохраняться."),
        ),
    ]
    return [words for found, words in checks if found]
