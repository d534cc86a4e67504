"""The curriculum plan: subjects and weekly hours by grade (domain.md §10.2, §10.3; 2025/26)."""

from __future__ import annotations

from typing import NamedTuple


class SubjectSpec(NamedTuple):
    """A subject. One teacher holds all subjects of a `family` in a class."""

    slug: str
    name: str
    short_name: str
    family: str
    hours: dict[int, int]
    graded: bool = True


def _hours(**by_grades: int) -> dict[int, int]:
    """g5_8=3 means 3 hours a week in grades 5 to 8; g9=2 means 2 in grade 9."""
    hours: dict[int, int] = {}
    for grades, weekly in by_grades.items():
        first, _, last = grades.removeprefix("g").partition("_")
        hours |= dict.fromkeys(range(int(first), int(last or first) + 1), weekly)
    return hours


SUBJECTS = (
    SubjectSpec(
        "russian", "Русский язык", "Русский", "russian", _hours(g1_5=5, g6=6, g7=4, g8_9=3, g10_11=2)
    ),
    SubjectSpec("reading", "Литературное чтение", "Чтение", "primary", _hours(g1_4=4)),
    SubjectSpec("literature", "Литература", "Литература", "russian", _hours(g5_6=3, g7_8=2, g9_11=3)),
    SubjectSpec("english", "Английский язык", "Английский", "english", _hours(g2_4=2, g5_11=3)),
    SubjectSpec("math", "Математика", "Математика", "math", _hours(g1_4=4, g5_6=5)),
    SubjectSpec("algebra", "Алгебра", "Алгебра", "math", _hours(g7_9=3, g10=2, g11=3)),
    SubjectSpec("geometry", "Геометрия", "Геометрия", "math", _hours(g7_10=2, g11=1)),
    SubjectSpec("probability", "Вероятность и статистика", "Вероятность", "math", _hours(g7_11=1)),
    SubjectSpec("informatics", "Информатика", "Информатика", "informatics", _hours(g7_11=1)),
    SubjectSpec("world", "Окружающий мир", "Окруж. мир", "primary", _hours(g1_4=2)),
    SubjectSpec("history", "История", "История", "history", _hours(g5_8=3, g9_11=2)),
    SubjectSpec("social", "Обществознание", "Обществозн.", "history", _hours(g8_10=1, g11=2)),
    SubjectSpec("geography", "География", "География", "geography", _hours(g5_6=1, g7_9=2, g10_11=1)),
    SubjectSpec("physics", "Физика", "Физика", "physics", _hours(g7_8=2, g9=3, g10_11=2)),
    SubjectSpec("chemistry", "Химия", "Химия", "chemistry", _hours(g8_9=2, g10_11=1)),
    SubjectSpec("biology", "Биология", "Биология", "biology", _hours(g5_7=1, g8_9=2, g10_11=1)),
    SubjectSpec("orkse", "ОРКСЭ", "ОРКСЭ", "primary", _hours(g4=1), graded=False),
    SubjectSpec("culture", "ОДНКНР", "ОДНКНР", "history", _hours(g5_6=1)),
    SubjectSpec("art", "Изобразительное искусство", "ИЗО", "art", _hours(g1_7=1)),
    SubjectSpec("music", "Музыка", "Музыка", "music", _hours(g1_8=1)),
    SubjectSpec("technology", "Труд (технология)", "Труд", "technology", _hours(g1_4=1, g5_7=2, g8_9=1)),
    SubjectSpec("pe", "Физическая культура", "Физкультура", "pe", _hours(g1_11=2)),
    SubjectSpec("safety", "Основы безопасности и защиты Родины", "ОБЗР", "safety", _hours(g8_11=1)),
    SubjectSpec("project", "Индивидуальный проект", "Проект", "project", _hours(g10=1)),
    SubjectSpec("talks", "Разговоры о важном", "Разговоры", "talks", _hours(g1_11=1), graded=False),
    SubjectSpec("horizons", "Россия — мои горизонты", "Горизонты", "weeks", _hours(g6_11=1), graded=False),
    SubjectSpec(
        "literacy", "Функциональная грамотность", "Функц. грам.", "weeks", _hours(g6_11=1), graded=False
    ),
)
BY_SLUG = {subject.slug: subject for subject in SUBJECTS}
# The two share one place of the week: the first in A weeks, the second in B weeks.
PARITY = {"horizons": "A", "literacy": "B"}
LAST_PRIMARY_GRADE, FIRST_SENIOR_GRADE = 4, 10
# What the class teacher holds, whatever else he teaches.
OF_CLASS_TEACHER = frozenset({"talks", "horizons", "literacy"})
# Without marks day by day, passed or not at the end of a period.
PASS_FAIL = frozenset({"orkse"})
PRIMARY = frozenset({"russian", "reading", "math", "world", "technology", "orkse"})
HARD = frozenset({"math", "algebra", "geometry", "russian", "physics", "chemistry", "english", "informatics"})
# Subgroups: two teachers at the same hour. Labels stand in the group's name.
PARTS = {
    "english": ("английский 1", "английский 2"),
    "informatics": ("информатика 1", "информатика 2"),
    "technology": ("труд, девочки", "труд, мальчики"),
}
FIRST_GRADE_SPLIT = {"english": 2, "informatics": 7, "technology": 5}
