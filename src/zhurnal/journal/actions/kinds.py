"""The kinds of work that a school begins with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zhurnal.journal.models import WorkKind

if TYPE_CHECKING:
    from zhurnal.school.models import School

# Code, name, sign in the head of a column, weight in hundredths, whether a control work: domain.md §4.2.
DEFAULT_KINDS = (
    ("answer", "Ответ на уроке", "О", 100, False),
    ("homework", "Домашняя работа", "ДЗ", 100, False),
    ("independent", "Самостоятельная работа", "СР", 150, False),
    ("test", "Тест", "Т", 150, False),
    ("practical", "Практическая работа", "ПР", 150, False),
    ("lab", "Лабораторная работа", "ЛР", 150, False),
    ("project", "Проект", "П", 150, False),
    ("dictation", "Диктант", "Д", 200, True),
    ("essay", "Сочинение", "С", 200, True),
    ("control", "Контрольная работа", "КР", 200, True),
)


def add_default_kinds(school: School) -> dict[str, WorkKind]:
    """Give a new school its kinds of work, found by code; the first is that of ordinary columns."""
    made = WorkKind.objects.bulk_create(
        WorkKind(
            school=school, code=code, name=name, short_name=short, weight=weight, is_control=control,
            position=position,
        )
        for position, (code, name, short, weight, control) in enumerate(DEFAULT_KINDS, 1)
    )  # fmt: skip
    return {kind.code: kind for kind in made}
