"""A class that has lived through a term: marks, period marks, averages, as forecasts find them."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from zhurnal.calc.calendar import lesson_dates
from zhurnal.journal.models import Average, Mark, PeriodMark, Work
from zhurnal.timetable.models import Lesson

if TYPE_CHECKING:
    from tests.cast import Cast
    from zhurnal.school.models import Course, StudyPeriod

NOON = dt.timedelta(hours=9)  # in UTC; noon in the school
DAILY = 2  # every second lesson has a mark


def live(cast: Cast, quarters: int = 3) -> None:
    """Two closed quarters with period marks, and the third as far as it has come: three subjects of 7 «А»."""
    for number, course in enumerate((cast.algebra_7a, cast.russian_7a, cast.english_7a_1)):
        for period in cast.quarters[:quarters]:
            _period(cast, course, period, number)


def _period(cast: Cast, course: Course, period: StudyPeriod, seed: int) -> None:
    lessons = list(
        Lesson.objects.filter(
            course=course, date__range=(period.starts, period.ends), cancellation__lesson=None
        )
    )
    if not lessons:
        dates = lesson_dates(1 + seed, period.starts, period.ends)
        lessons = Lesson.objects.bulk_create(
            Lesson(course=course, date=day, number=7, room="1") for day in dates
        )
        Work.objects.bulk_create(
            Work(lesson=lesson, position=1, kind=cast.kinds["answer"], weight=100) for lesson in lessons
        )
    lessons = sorted((one for one in lessons if one.date < cast.school.today()), key=lambda one: one.date)
    works = dict(Work.objects.filter(lesson__in=lessons, position=1).values_list("lesson_id", "pk"))
    over = period.ends < cast.school.today()
    members = list(
        course.memberships.filter(valid_from__lte=period.starts, valid_to=None).values_list(
            "pupil_id", flat=True
        )
    )
    for place, pupil in enumerate(sorted(members)):
        values = []
        for number, lesson in enumerate(lessons):
            if number % DAILY == place % DAILY:
                value = max(2, min(5, 3 + place % 3 + ((number * 7 + place * 3 + seed) % 5 - 2) // 2))
                values.append(value)
                moment = dt.datetime.combine(lesson.date, dt.time(), dt.UTC) + NOON
                Mark.objects.update_or_create(
                    work_id=works[lesson.pk], pupil_id=pupil,
                    defaults={"value": value, **_by(cast, moment)},
                )  # fmt: skip
        if values and over:
            told = _by(cast, cast.school.now())
            mark = int(sum(values) / len(values) + 0.5)
            where: dict[str, Any] = {"course": course, "period": period, "pupil_id": pupil}
            PeriodMark.objects.get_or_create(**where, defaults={"value": str(mark), **told})
            sums = {"weight": 100 * len(values), "weighted": 100 * sum(values), "count": len(values)}
            Average.objects.update_or_create(**where, defaults=sums)


def _by(cast: Cast, moment: dt.datetime) -> dict[str, Any]:
    return {"author": cast.teacher.person, "set_at": moment}
