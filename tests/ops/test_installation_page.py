"""The page of the installation: the state of the machine in words, no marks, no names."""

import datetime as dt
import re
from html import unescape
from typing import NamedTuple

import pytest
from django.db import connection
from django.urls import reverse

from zhurnal.access.roles import Role
from zhurnal.ops.queries import size_text
from zhurnal.people.models import Person
from zhurnal.school.models import Employment, School

INSTALLATION = reverse("installation")
ON_SQLITE = connection.vendor == "sqlite"


class Usage(NamedTuple):
    total: int
    used: int
    free: int


def page(client, user):
    client.force_login(user)
    response = client.get(INSTALLATION)
    assert response.status_code == 200
    html = unescape(response.content.decode())
    main = html[html.index("<main") : html.index("</main>")]
    return " ".join(re.sub(r"<[^>]+>", " ", main).split())


@pytest.mark.parametrize(
    "login", ["teacher", "classteacher", "deputy", "director", "office", "auditor", "parent", "pupil"]
)
def test_the_installation_is_for_its_administrator(client, cast, login):
    client.force_login(getattr(cast, login))
    assert client.get(INSTALLATION).status_code == 403


def test_versions_and_the_state_of_the_database_are_told(client, cast):
    shown = page(client, cast.admin)
    assert re.search(r"Python 3\.\d+\.\d+", shown)
    assert re.search(r"Django 5\.2", shown)
    assert re.search(r"Система SQLite 3\.\d+" if ON_SQLITE else r"Система PostgreSQL \d+", shown)
    assert ("Режим журнала" in shown) is ON_SQLITE
    assert re.search(r"Размер [\d,]+ [КМ]Б", shown)
    assert re.search(r"Свободно на диске [\d,]+ [МГТ]Б", shown)


def test_only_the_own_school_is_counted(client, cast):
    shown = page(client, cast.admin)
    assert "Школа № 1 2025/26 3 12" in shown
    assert "Школа № 2" not in shown
    assert "учётных записей во всей установке: 14" in shown


def test_a_school_without_a_year_is_told_too(client, cast):
    school = School.objects.create(name="Школа № 3", short_name="Школа № 3")
    Employment.objects.create(
        school=school, person=cast.admin.person, role=Role.ADMIN, valid_from=cast.year.starts
    )
    assert "Школа № 3 не заведён 0 0" in page(client, cast.admin)


def test_no_pupil_and_no_teacher_is_named(client, cast):
    cast.put(cast.algebra_7a, "2026-02-20", cast.child, "5")
    shown = page(client, cast.admin)
    assert [one.surname for one in Person.objects.all() if one.surname in shown] == []


def test_the_end_of_the_ledger_is_told(client, cast):
    assert "Последняя строка строк пока нет" in page(client, cast.admin)
    cast.put(cast.algebra_7a, "2026-02-20", cast.child, "5")
    shown = page(client, cast.admin)
    assert re.search(r"Последняя строка № \d+ Записана \d+ \w+, \d\d:\d\d", shown)


def test_a_sound_installation_is_not_warned(client, cast, settings):
    settings.HTTPS, settings.SECURE_SSL_REDIRECT = True, False
    assert "Замечаний нет." in page(client, cast.admin)


@pytest.mark.parametrize(
    ("unsafe", "words"),
    [
        ({"DEBUG": True}, "Уберите ZHURNAL_DEBUG."),
        ({"HTTPS": False}, "Настройте прокси и ZHURNAL_HTTPS=1."),
        ({"ALLOWED_HOSTS": ["*"]}, "Перечислите свои в ZHURNAL_HOSTS."),
    ],
)
def test_what_is_unsafe_is_said_with_its_remedy(client, cast, settings, unsafe, words):
    settings.HTTPS = True
    assert words not in page(client, cast.admin)
    for name, value in unsafe.items():
        setattr(settings, name, value)
    assert words in page(client, cast.admin)


def test_a_disk_that_runs_full_is_told(client, cast, monkeypatch):
    for free, told in ((1024**3 - 1, True), (1024**3, False)):
        monkeypatch.setattr("shutil.disk_usage", lambda _, left=free: Usage(10**12, 0, left))
        assert ("меньше 1 ГБ" in page(client, cast.admin)) is told


@pytest.mark.parametrize(
    ("size", "text"),
    [
        (0, "0 Б"),
        (1023, "1023 Б"),
        (1024, "1,0 КБ"),
        (340 * 1024**2, "340 МБ"),
        (1288490189, "1,2 ГБ"),
        (5000 * 1024**4, "5000 ТБ"),
    ],
)
def test_sizes_are_short(size, text):
    assert size_text(size) == text


def test_the_page_costs_the_same_for_any_ledger(client, cast, django_assert_num_queries):
    client.force_login(cast.admin)
    queries = 12 if ON_SQLITE else 10
    with django_assert_num_queries(queries):
        client.get(INSTALLATION)
    for day in ("2026-02-16", "2026-02-18", "2026-02-20"):
        cast.put(cast.algebra_7a, day, cast.child, "5")
    with django_assert_num_queries(queries):
        client.get(INSTALLATION)


def test_the_day_of_the_last_line_is_that_of_the_school(client, cast, monkeypatch):
    moment = dt.datetime(2026, 3, 4, 22, 30, tzinfo=dt.UTC)
    monkeypatch.setattr("django.utils.timezone.now", lambda: moment)
    cast.put(cast.algebra_7a, "2026-02-20", cast.child, "5")
    monkeypatch.undo()
    assert "Записана 5 марта, 01:30" in page(client, cast.admin)
