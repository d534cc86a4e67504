from __future__ import annotations

import datetime as dt
import io
import json
import uuid
from inspect import signature
from typing import Any

import pytest
from django.db.models import F
from django.utils import timezone

from tests.cast import TODAY, YEAR_ENDS, YEAR_STARTS
from zhurnal.audit import ledger
from zhurnal.audit.ledger import Entry
from zhurnal.journal import media
from zhurnal.journal.models import (
    Absence,
    Average,
    Excuse,
    ExcuseFile,
    Exemption,
    ExternalMark,
    Homework,
    HomeworkFile,
    Mark,
    PeriodMark,
    PolicyVersion,
    Work,
    YearMark,
)
from zhurnal.messaging.models import DiaryEntry, EntryFile
from zhurnal.notices.models import Delivery, Event, LedgerCursor, Message, Notice
from zhurnal.ops.checks import CHECKS, run_checks
from zhurnal.people.models import Guardianship
from zhurnal.school.models import Course, CourseMembership, Enrolment, StudyGroup, Subject, Teaching
from zhurnal.timetable.models import Lesson, LessonAddition, LessonCancellation, LessonMove, Substitution

pytestmark = pytest.mark.django_db
PLANTS: dict[str, list[Any]] = {}
LONG_AGO = dt.datetime(2026, 1, 12, tzinfo=dt.UTC)


def plants(code):
    """The decorated function plants the fault that the check `code` is to find."""

    def remember(plant):
        PLANTS.setdefault(code, []).append(plant)
        return plant

    return remember


def found():
    return {finding.code: finding for finding in run_checks()}


def mark(work, pupil, value=5, second=None):
    """A mark with its average: no other check shall stumble over it."""
    author = Teaching.objects.filter(course=work.lesson.course)[0].teacher
    made = Mark.objects.create(
        work=work, pupil=pupil, value=value, second=second, author=author, set_at=timezone.now()
    )
    period = work.lesson.course.year.periods.get(
        kind="quarter", starts__lte=work.lesson.date, ends__gte=work.lesson.date
    )
    sums, _ = Average.objects.get_or_create(
        course=work.lesson.course, period=period, pupil=pupil,
        defaults={"weight": 0, "weighted": 0, "count": 0},
    )  # fmt: skip
    marks = made.marks
    Average.objects.filter(pk=sums.pk).update(
        weight=F("weight") + work.weight * len(marks), weighted=F("weighted") + work.weight * sum(marks),
        count=F("count") + len(marks),
    )  # fmt: skip
    return made


def absence(lesson, pupil, code):
    author = Teaching.objects.filter(course=lesson.course)[0].teacher
    return Absence.objects.create(lesson=lesson, pupil=pupil, code=code, author=author, set_at=timezone.now())


@plants("mark_in_cancelled_lesson")
def _mark_in_cancelled(cast):
    mark(cast.cancelled.works.get(), cast.child)


@plants("absence_in_cancelled_lesson")
def _absence_in_cancelled(cast):
    absence(cast.cancelled, cast.child, "н")


@plants("mark_of_stranger")
def _never_a_member(cast):
    mark(cast.column(cast.algebra_7a, "2026-03-02"), cast.pupil_7b)


@plants("mark_of_stranger")
def _left_before(cast):
    mark(cast.column(cast.algebra_7a, "2026-02-02"), cast.left)


@plants("mark_of_stranger")
def _came_later(cast):
    mark(cast.column(cast.algebra_7a, "2026-02-06"), cast.arrived)


@plants("absence_of_stranger")
def _absent_before_coming(cast):
    absence(cast.lesson(cast.algebra_7a, "2026-02-06"), cast.arrived, "б")


@plants("absence_beside_mark")
def _missed_and_marked(cast):
    work = cast.column(cast.algebra_7a, "2026-03-02")
    mark(work, cast.child)
    absence(work.lesson, cast.child, "н")


@plants("mark_outside_scale")
def _beyond_five(cast):
    mark(cast.column(cast.algebra_7a, "2026-03-02"), cast.child, 7)


@plants("mark_outside_scale")
def _second_outside(cast):
    mark(cast.column(cast.algebra_7a, "2026-03-02"), cast.child, 5, 1)


@plants("mark_outside_scale")
def _no_marks_at_all(cast):
    mark(cast.column(cast.algebra_7a, "2026-03-02"), cast.child, 5)
    Subject.objects.filter(pk=cast.algebra_7a.subject_id).update(scale=Subject.Scale.NONE)


@plants("mark_in_coming_lesson")
def _coming(cast):
    mark(cast.column(cast.algebra_7a, "2026-03-06"), cast.child)


@plants("period_mark_outside_scale")
def _six_for_a_quarter(cast):
    PeriodMark.objects.create(
        course=cast.algebra_7a, period=cast.quarters[1], pupil=cast.child, value="6",
        author=cast.teacher.person, set_at=timezone.now(),
    )  # fmt: skip


@plants("period_mark_outside_scale")
def _a_pass_in_a_subject_with_marks(cast):
    YearMark.objects.create(
        course=cast.algebra_7a, kind="year", pupil=cast.child, value="зч", author=cast.teacher.person,
        set_at=timezone.now(),
    )  # fmt: skip


@plants("average_differs")
def _average_altered(cast):
    mark(cast.column(cast.algebra_7a, "2026-03-02"), cast.child)
    Average.objects.update(weighted=400)


@plants("average_differs")
def _average_missing(cast):
    mark(cast.column(cast.algebra_7a, "2026-03-02"), cast.child)
    Average.objects.all().delete()


@plants("average_differs")
def _average_of_nothing(cast):
    Average.objects.create(
        course=cast.algebra_7a, period=cast.quarter, pupil=cast.child, weight=100, weighted=500, count=1
    )


def moved(cast, *places):
    """Rows that say of Friday's algebra that it left these places, in this order."""
    lesson = cast.lesson(cast.algebra_7a, "2026-03-06")
    for day, number in places:
        LessonMove.objects.create(
            lesson=lesson, from_date=day, from_number=number, reason="Экскурсия",
            made_by=cast.deputy.person, made_at=timezone.now(),
        )  # fmt: skip
    return lesson


@plants("move_inconsistent")
def _moved_to_where_it_was(cast):
    moved(cast, ("2026-03-06", 2))


@plants("move_inconsistent")
def _left_one_place_twice(cast):
    moved(cast, ("2026-03-05", 6), ("2026-03-05", 6))


@plants("moved_lesson_made_twice")
def _made_again(cast):
    moved(cast, ("2026-03-04", 2))


def brought(cast, *, day="2026-01-20", pupil=None, period=None):
    """A mark brought into algebra of 7 «А», with its average."""
    period, pupil = period or cast.quarter, pupil or cast.child
    ExternalMark.objects.create(
        course=cast.algebra_7a, period=period, pupil=pupil, date=day, value=4, weight=150,
        source="Школа № 5", author=cast.teacher.person, set_at=timezone.now(),
    )  # fmt: skip
    Average.objects.create(
        course=cast.algebra_7a, period=period, pupil=pupil, weight=150, weighted=600, count=1
    )


@plants("external_mark_outside_period")
def _brought_from_the_quarter_before(cast):
    brought(cast, day="2025-12-20")


@plants("external_mark_outside_period")
def _brought_into_a_half_year(cast):
    brought(cast, period=cast.year.periods.get(kind="half_year", number=2))


@plants("external_mark_of_stranger")
def _brought_by_a_stranger(cast):
    brought(cast, pupil=cast.pupil_7b)


def exempt(cast, pupil, since, until):
    Exemption.objects.create(
        course=cast.algebra_7a, pupil=pupil, valid_from=since, valid_to=until, author=cast.deputy.person,
        set_at=timezone.now(),
    )  # fmt: skip


@plants("exemption_of_stranger")
def _exempt_before_coming(cast):
    exempt(cast, cast.arrived, "2026-02-02", "2026-02-08")


@plants("exemption_of_stranger")
def _exempt_after_leaving(cast):
    exempt(cast, cast.left, "2026-02-01", None)


@plants("lesson_outside_periods")
def _after_the_year(cast):
    lesson = cast.lesson(cast.algebra_7a, "2026-03-06")
    Lesson.objects.filter(pk=lesson.pk).update(date=YEAR_ENDS + dt.timedelta(days=1))


@plants("lesson_on_day_off")
def _on_a_holiday(cast):
    Lesson.objects.filter(pk=cast.lesson(cast.algebra_7a, "2026-03-06").pk).update(date="2026-02-23")


@plants("lesson_on_day_off")
def _saturday_of_a_five_day_class(cast):
    Lesson.objects.filter(pk=cast.lesson(cast.algebra_7a, "2026-03-06").pk).update(date="2026-03-07")


@plants("lesson_on_day_off")
def _stream_on_a_free_day_of_one_class(cast):
    group = StudyGroup.objects.create(year=cast.year, kind="stream", name="Хор")
    group.classes.set([cast.class_7a, cast.class_5a])
    course = Course.objects.create(
        year=cast.year,
        subject=cast.subjects["Алгебра"],
        group=group,
        period_kind="quarter",
        hours_a_week=1,
        grade=7,
    )
    Teaching.objects.create(course=course, teacher=cast.deputy.person, valid_from=YEAR_STARTS)
    cast.year.days_off.create(
        kind="holidays", name="Для 5-х", starts="2026-02-16", ends="2026-02-17", first_grade=5, last_grade=5
    )
    for lesson in Lesson.objects.filter(course=cast.algebra_5a, date="2026-02-17"):
        lesson.works.all().delete()
        lesson.delete()
    lesson = Lesson.objects.create(course=course, date="2026-02-16", number=6)
    Work.objects.create(lesson=lesson, kind=cast.kinds["answer"], weight=100)


@plants("lesson_without_column")
def _column_taken_away(cast):
    cast.column(cast.algebra_7a, "2026-03-06").delete()


@plants("teacher_in_two_lessons")
def _same_hour_twice(cast):
    Lesson.objects.filter(pk=cast.lesson(cast.algebra_7b, "2026-03-04").pk).update(number=2)
    Teaching.objects.filter(course=cast.algebra_7b).update(teacher=cast.teacher.person)


@plants("teacher_in_two_lessons")
def _substitute_who_teaches_elsewhere(cast):
    Substitution.objects.create(
        lesson=cast.lesson(cast.russian_7a, "2026-03-02"), teacher=cast.colleague.person,
        made_by=cast.deputy.person, made_at=timezone.now(),
    )  # fmt: skip
    Lesson.objects.filter(pk=cast.lesson(cast.algebra_7b, "2026-03-02").pk).update(number=3)


@plants("pupil_in_two_lessons")
def _two_courses_at_one_hour(cast):
    Lesson.objects.filter(pk=cast.lesson(cast.russian_7a, "2026-03-02").pk).update(number=2)


@plants("pupil_in_two_lessons")
def _in_both_subgroups(cast):
    own = CourseMembership.objects.filter(course=cast.english_7a_1)[0]
    CourseMembership.objects.create(course=cast.english_7a_2, pupil=own.pupil, valid_from=YEAR_STARTS)


def _homework_file(cast):
    lesson = cast.lesson(cast.algebra_7a, "2026-03-04")
    by = {"author": cast.teacher.person}
    homework = Homework.objects.create(lesson=lesson, text="№ 5", set_at=cast.school.now(), **by)
    kept = media.store("Задача.txt", io.BytesIO("Условие".encode()))
    HomeworkFile.objects.create(homework=homework, added_at=cast.school.now(), **kept._asdict(), **by)
    return media.stored(kept.path)


@plants("homework_file_lost")
def _nothing_lies_there(cast):
    _homework_file(cast).unlink()


@plants("homework_file_lost")
def _something_else_lies_there(cast):
    _homework_file(cast).write_text("Другое условие", encoding="utf-8")


def _entry_file(cast):
    given = {
        "author": cast.teacher.person,
        "author_role": "teacher",
        "day": TODAY,
        "written_at": cast.school.now(),
    }
    entry = DiaryEntry.objects.create(school=cast.school, kind="thanks", text="Спасибо", **given)
    kept = media.store("Грамота.txt", io.BytesIO("Грамота".encode()))
    EntryFile.objects.create(entry=entry, added_at=cast.school.now(), **kept._asdict())
    return media.stored(kept.path)


@plants("entry_file_lost")
def _nothing_lies_there_of_an_entry(cast):
    _entry_file(cast).unlink()


@plants("entry_file_lost")
def _something_else_lies_there_of_an_entry(cast):
    _entry_file(cast).write_text("Другая грамота", encoding="utf-8")


def _excuse_file(cast):
    excuse = Excuse.objects.create(
        school=cast.school, pupil=cast.child, kind="illness", first=TODAY, last=TODAY,
        author=cast.parent.person, author_role="guardian", made_at=cast.school.now(),
    )  # fmt: skip
    kept = media.store("Справка.txt", io.BytesIO("Справка".encode()))
    ExcuseFile.objects.create(
        excuse=excuse, author=cast.parent.person, added_at=cast.school.now(), **kept._asdict()
    )
    return media.stored(kept.path)


@plants("excuse_file_lost")
def _nothing_lies_there_of_an_excuse(cast):
    _excuse_file(cast).unlink()


@plants("course_without_teacher")
def _nobody_today(cast):
    Teaching.objects.filter(course=cast.algebra_7b).update(valid_to=TODAY - dt.timedelta(days=1))


@plants("membership_without_enrolment")
def _of_another_class(cast):
    CourseMembership.objects.create(course=cast.algebra_7b, pupil=cast.child_5a, valid_from=YEAR_STARTS)


@plants("membership_without_enrolment")
def _outlives_the_enrolment(cast):
    CourseMembership.objects.filter(course=cast.algebra_7a, pupil=cast.left).update(valid_to=None)


@plants("membership_without_enrolment")
def _begins_before_the_enrolment(cast):
    CourseMembership.objects.filter(course=cast.algebra_7a, pupil=cast.arrived).update(valid_from=YEAR_STARTS)


@plants("pupil_in_two_classes")
def _two_enrolments(cast):
    Enrolment.objects.create(
        pupil=cast.child, school_class=cast.class_7b, valid_from="2026-01-12", valid_to="2026-01-31"
    )


@plants("enrolment_outside_year")
def _begins_before_the_year(cast):
    Enrolment.objects.filter(pupil=cast.child).update(valid_from=YEAR_STARTS - dt.timedelta(days=1))


@plants("enrolment_outside_year")
def _ends_after_the_year(cast):
    Enrolment.objects.filter(pupil=cast.child).update(valid_to=YEAR_ENDS + dt.timedelta(days=1))


def _delivery(cast, **fields):
    message = Message.objects.create(user=cast.parent, channel="mail", made_at=timezone.now())
    given = {"target": "mail", "public_id": uuid.uuid4(), "next_try_at": timezone.now(), **fields}
    return Delivery.objects.create(message=message, **given)


@plants("notices_stand_still")
def _worker_away(cast):
    entry = Entry("topic.set", "lesson:1", {"after": "Дроби"})
    ledger.append("course:1", [entry], actor_id=None, actor_role="", at=LONG_AGO)
    LedgerCursor.objects.create(name="ledger", line_id=0, moved_at=LONG_AGO)
    assert cast.school


@plants("delivery_stuck")
def _delivery_not_tried(cast):
    _delivery(cast, next_try_at=LONG_AGO)


@plants("delivery_stuck")
def _notice_not_bundled(cast):
    event = Event.objects.create(
        key="mark:1:1",
        kind="mark",
        person=cast.child,
        after="5",
        line_id=1,
        visible_at=LONG_AGO,
        due_at=LONG_AGO,
    )
    Notice.objects.create(
        event=event, user=cast.parent, pupil=cast.child, channel="mail", pace="now", send_after=LONG_AGO
    )


@plants("delivery_unknown")
def _answer_lost(cast):
    _delivery(cast, state="unknown", claimed_at=timezone.now(), ended_at=timezone.now(), why="timed out")


def test_what_is_on_its_way_is_not_found(cast):
    _delivery(cast)
    _delivery(cast, state="sent", claimed_at=timezone.now())
    LedgerCursor.objects.create(name="ledger", line_id=0, moved_at=LONG_AGO)
    cast.put(cast.algebra_7a, "2026-03-02", cast.child, "5")
    assert found() == {}


def test_the_cast_is_plausible(cast):
    assert cast.pupils_7a
    assert found() == {}


@pytest.mark.parametrize(
    ("code", "plant"),
    [(code, plant) for code, planted in PLANTS.items() for plant in planted],
    ids=lambda value: value if isinstance(value, str) else value.__name__,
)
def test_a_planted_fault_is_found(cast, code, plant):
    assert list(signature(plant).parameters) == ["cast"]
    plant(cast)
    findings = found()
    assert code in findings
    assert findings[code].count >= 1
    assert all(findings[code].examples)


def test_every_check_has_a_fault_planted_for_it():
    assert {check.code for check in CHECKS} == set(PLANTS)


def test_every_check_says_in_russian_what_is_wrong_and_what_to_do():
    for check in CHECKS:
        for text in (check.sentence, check.remedy):
            assert text.endswith(".")
            assert any("а" <= letter <= "я" for letter in text)
    assert len({check.sentence for check in CHECKS}) == len(CHECKS)


def test_an_example_names_pupil_subject_day_and_content(cast):
    mark(cast.column(cast.algebra_7a, "2026-03-02"), cast.pupil_7b, 4)
    assert found()["mark_of_stranger"].examples == ("Быкова Ева, Алгебра, 02.03.2026: 4",)


def test_an_example_of_a_wrong_average_tells_both_sums(cast):
    mark(cast.column(cast.algebra_7a, "2026-03-02"), cast.child)
    Average.objects.update(weighted=400)
    (example,) = found()["average_differs"].examples
    assert "хранится 400/100 (1), по отметкам 500/100 (1)" in example


def test_many_cases_are_counted_and_the_first_shown(cast):
    Work.objects.all().exclude(pk=cast.control.pk).delete()
    finding = found()["lesson_without_column"]
    assert finding.count == Lesson.objects.count()
    assert len(finding.examples) == min(50, finding.count)


def test_a_file_that_lies_there_is_not_found(cast):
    assert _homework_file(cast).exists()
    assert "homework_file_lost" not in found()


def test_what_is_allowed_is_not_found(cast):
    # A double mark, a mark of a pupil who was late, one for work handed in after an absence, a mark taken back.
    day = cast.column(cast.algebra_7a, "2026-03-02")
    mark(day, cast.child, 5, 4)
    absence(day.lesson, cast.child, "оп")
    absence(cast.control.lesson, cast.child, "б")
    mark(cast.control, cast.child, 4)
    Mark.objects.create(
        work=cast.column(cast.algebra_7a, "2026-03-06"), pupil=cast.child, value=None,
        author=cast.teacher.person, set_at=timezone.now(),
    )  # fmt: skip
    # A move: one enrolment ends, the next begins.
    Enrolment.objects.filter(pupil=cast.left).update(valid_to="2026-01-31")
    Enrolment.objects.create(pupil=cast.left, school_class=cast.class_7b, valid_from="2026-02-01")
    # A lesson that is not held meets no other.
    moved = cast.lesson(cast.russian_7a, "2026-03-02")
    LessonCancellation.objects.create(
        lesson=moved, reason="Карантин", made_by=cast.deputy.person, made_at=timezone.now()
    )
    Lesson.objects.filter(pk=moved.pk).update(number=2)
    assert found() == {}


def test_what_was_moved_added_exempted_and_brought_along_is_not_found(cast):
    """A moved lesson on a Saturday, an added one on a day off, exemption up to the day of arrival."""
    lesson = moved(cast, ("2026-03-06", 2))
    Lesson.objects.filter(pk=lesson.pk).update(date="2026-03-07")
    added = Lesson.objects.create(course=cast.algebra_7a, date="2026-02-23", number=2)
    Work.objects.create(lesson=added, kind=cast.kinds["answer"], weight=100)
    LessonAddition.objects.create(
        lesson=added, reason="Консультация", made_by=cast.deputy.person, made_at=timezone.now()
    )
    exempt(cast, cast.arrived, "2026-02-02", "2026-02-09")
    brought(cast, pupil=cast.arrived)
    assert found() == {}


@pytest.mark.parametrize("counting", ["replace", "both"])
def test_re_sits_and_late_work_are_counted_by_the_rules(cast, counting):
    """2→5 and н/4: by «replace» 5 alone; the 4 counts with its day."""
    PolicyVersion.objects.create(
        school=cast.school, number=1, valid_from=YEAR_STARTS, made_at=timezone.now(),
        data=json.dumps({
            "counting": {"resit": counting}, "absence_with_mark": "allowed_if_dated",
            "period": {
                "type_by_grade": {"1-9": "quarter"}, "thresholds": "mathematical", "min_marks": 3,
            },
        }),
    )  # fmt: skip
    again, late = (cast.column(cast.algebra_7a, day) for day in ("2026-02-25", "2026-03-02"))
    mark(again, cast.child, 2)
    Mark.objects.update(resit=5)
    mark(late, cast.child, 4)
    Mark.objects.filter(work=late).update(handed_in="2026-03-04")
    absence(late.lesson, cast.child, "н")
    weighted, count = (900, 2) if counting == "replace" else (1100, 3)
    Average.objects.update(weight=100 * count, weighted=weighted, count=count)
    assert "average_differs" not in found()
    Average.objects.update(count=count + 1)
    assert "average_differs" in found()


def test_the_second_half_of_a_mark_may_weigh_differently(cast):
    work = cast.column(cast.algebra_7a, "2026-03-02")
    mark(work, cast.child, 5, 4)
    Work.objects.filter(pk=work.pk).update(second_weight=50)
    assert "average_differs" in found()
    Average.objects.update(weight=150, weighted=700, count=2)
    assert found() == {}
    Work.objects.filter(pk=work.pk).update(weight=0)
    Average.objects.update(weight=50, weighted=200, count=1)
    assert found() == {}


def test_a_teacher_may_unite_the_two_groups_of_a_class(cast):
    Substitution.objects.create(
        lesson=cast.lesson(cast.english_7a_1, "2026-03-03"), teacher=cast.colleague.person,
        made_by=cast.deputy.person, made_at=timezone.now(),
    )  # fmt: skip
    assert found() == {}


def test_a_guardian_is_no_pupil_in_two_classes(cast):
    assert Guardianship.objects.filter(guardian=cast.parent.person).count() == 2
    assert "pupil_in_two_classes" not in found()


def test_the_number_of_queries_does_not_grow_with_the_marks(cast, django_assert_max_num_queries):
    for pupil in cast.pupils_7a:
        mark(cast.column(cast.algebra_7a, "2026-03-02"), pupil)
    with django_assert_max_num_queries(90):
        assert run_checks() == []
