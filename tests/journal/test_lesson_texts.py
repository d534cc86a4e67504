"""Beside topic and homework of a lesson: the plan, the load of the day, copying to a parallel class."""

from __future__ import annotations

import datetime as dt
import io

import pytest

from tests.journal.pages import fields, page
from tests.journal.planning import set_plan
from zhurnal.calc.homework_norms import Free
from zhurnal.journal import media
from zhurnal.journal.actions.homework_copies import copy_homework
from zhurnal.journal.actions.homework_files import add_files
from zhurnal.journal.actions.lessons import HomeworkText, save_lesson_page
from zhurnal.journal.models import Homework, HomeworkFile, LessonTopic, Work
from zhurnal.journal.plan_rows import PlanRow
from zhurnal.journal.queries.controls import control_load
from zhurnal.journal.queries.homework import DayTask, day_load, set_over_free_days
from zhurnal.journal.rules import RefusedError
from zhurnal.school.models import Course, Teaching
from zhurnal.timetable.models import Lesson

DAY, FRIDAY = "2026-03-04", dt.date(2026, 3, 6)


@pytest.fixture
def lesson(cast):
    return cast.lesson(cast.algebra_7a, DAY)


@pytest.fixture
def teacher(cast, client):
    client.force_login(cast.teacher)
    return client


def sheet(client, lesson):
    return page(client.get(f"/lessons/{lesson.pk}/"))


def press(client, lesson, **changed):
    form = fields(sheet(client, lesson).one("form", class_="lesson"))
    form.pop("files", None)
    return client.post(f"/lessons/{lesson.pk}/", form | changed)


def give(homework_of, lesson, minutes=None, text="№ 5", due=FRIDAY):
    return Homework.objects.create(
        lesson=lesson, text=text, minutes=minutes, due_date=due, author=homework_of.teacher.person,
        set_at=homework_of.school.now(),
    )  # fmt: skip


def plan_from_here(cast, rows):
    """Lessons before today had topics of their own, so that the plan begins today."""
    for past in Lesson.objects.filter(course=cast.algebra_7a, date__lt=DAY, cancellation=None):
        save_lesson_page(actor=cast.teacher, lesson=past, topic="Своя тема")
    set_plan(cast, rows)


def test_the_topic_of_the_plan_is_written_by_one_button(cast, teacher, lesson):
    plan_from_here(cast, [PlanRow("Линейная функция", homework="§ 14, № 312"), "График"])
    shown = sheet(teacher, lesson)
    assert "По плану № 1: Линейная функция" in shown.text
    assert press(teacher, lesson, take="topic").status_code == 302
    topic = LessonTopic.objects.get(lesson=lesson)
    assert topic.plan_topic is not None
    assert (topic.text, topic.plan_topic.number) == ("Линейная функция", 1)
    assert not Homework.objects.filter(lesson=lesson).exists()
    assert "Тема № 1 плана" in sheet(teacher, lesson).text


def test_homework_of_the_plan_is_set_by_one_button(cast, teacher, lesson):
    plan_from_here(cast, [PlanRow("Линейная функция", homework="§ 14, № 312")])
    press(teacher, lesson, take="homework")
    homework = Homework.objects.get(lesson=lesson)
    assert homework.due_lesson is not None
    assert (homework.text, homework.due_lesson.date) == ("§ 14, № 312", FRIDAY)
    assert not LessonTopic.objects.filter(lesson=lesson).exists()
    assert "Задать по плану" not in sheet(teacher, lesson).text


def test_what_was_typed_goes_before_the_plan(cast, teacher, lesson):
    plan_from_here(cast, ["Линейная функция"])
    press(teacher, lesson, take="topic", topic="Разбор ошибок")
    assert LessonTopic.objects.get(lesson=lesson).text == "Разбор ошибок"


def test_saving_the_sheet_writes_no_topic_that_nobody_has_confirmed(cast, teacher, lesson):
    plan_from_here(cast, [PlanRow("Линейная функция", homework="§ 14")])
    press(teacher, lesson, taken="1")
    assert not LessonTopic.objects.filter(lesson=lesson).exists()
    assert not Homework.objects.filter(lesson=lesson).exists()


def test_a_control_work_of_the_plan_leads_to_a_column_for_it(cast, teacher, lesson):
    plan_from_here(cast, [PlanRow("Функции", control="КР № 3")])
    shown = sheet(teacher, lesson)
    assert "КР № 3" in shown.text
    links = [link.attributes["href"] for link in shown.all("a") if link.text == "Открыть колонку для неё"]
    assert links == [f"/journal/{cast.algebra_7a.pk}/lessons/{lesson.pk}/columns/"]
    Work.objects.create(lesson=lesson, position=2, kind=cast.kinds["control"], weight=200)
    assert "Открыть колонку для неё" not in sheet(teacher, lesson).text


def test_another_control_work_of_the_day_is_told(cast, teacher, lesson):
    plan_from_here(cast, [PlanRow("Функции", control="КР № 3")])
    other = Lesson.objects.filter(course=cast.russian_7a, date=DAY).first() or Lesson.objects.create(
        course=cast.russian_7a, date=DAY, number=6
    )
    position = 1 + Work.objects.filter(lesson=other).count()
    Work.objects.create(lesson=other, position=position, kind=cast.kinds["control"], weight=200)
    assert "В этот день у класса уже контрольная: Русский язык." in sheet(teacher, lesson).text
    load = control_load(cast.algebra_7a, lesson.date)
    assert (load.is_crowded, [work.subject for work in load.others]) == (True, ["Русский язык"])
    assert not control_load(cast.russian_7a, lesson.date).is_crowded


def test_a_tenth_of_the_lessons_may_be_control_works_and_no_more(cast):
    lessons = list(Lesson.objects.filter(course=cast.algebra_7b, cancellation=None).order_by("date"))
    most = len(lessons) // 10
    for at, one in enumerate(lessons[: most + 1]):
        Work.objects.create(lesson=one, position=2, kind=cast.kinds["control"], weight=200)
        assert control_load(cast.algebra_7b, one.date).share.is_too_large == (at + 1 > most)


def test_the_load_of_a_day_counts_all_subjects_of_the_class_and_the_longer_group(cast):
    courses = (cast.russian_7a, cast.english_7a_1, cast.english_7a_2, cast.algebra_7b)
    for course, minutes in zip(courses, (40, 20, 55, 200), strict=True):
        give(cast, Lesson.objects.filter(course=course, date__lt=DAY).first(), minutes)
    give(cast, cast.lesson(cast.algebra_7a, "2026-03-02"))
    load = day_load(cast.algebra_7a, FRIDAY)
    assert (load.minutes, load.untimed, load.norm, load.is_too_much) == (95, 1, 150, False)
    assert DayTask("Русский язык", 40) in load.tasks
    assert day_load(cast.algebra_7a, FRIDAY, cast.lesson(cast.algebra_7a, "2026-03-02").pk).untimed == 0


def test_homework_follows_its_lesson_to_the_day_on_which_it_is_due(cast, lesson):
    save_lesson_page(actor=cast.teacher, lesson=lesson, homework=HomeworkText("№ 5", 0, minutes=30))
    assert day_load(cast.algebra_7a, FRIDAY).minutes == 30
    Lesson.objects.filter(course=cast.algebra_7a, date=FRIDAY).update(date="2026-03-07")
    assert day_load(cast.algebra_7a, FRIDAY).minutes == 0


def test_the_sheet_tells_what_other_subjects_have_set(cast, teacher, lesson):
    give(cast, Lesson.objects.filter(course=cast.russian_7a, date__lt=DAY).first(), 95)
    shown = sheet(teacher, lesson)
    assert "пятница, 6 марта: по другим предметам уже задано 95 мин из 150." in shown.text


def test_too_much_for_a_day_is_told_after_saving_and_refuses_nothing(cast, teacher, lesson):
    give(cast, Lesson.objects.filter(course=cast.russian_7a, date__lt=DAY).first(), 130)
    answer = press(teacher, lesson, homework="№ 5", minutes="30")
    assert answer.status_code == 302
    assert Homework.objects.get(lesson=lesson).minutes == 30
    sentence = "На 6 марта классу задано 160 мин, норма — 150. Задание сохранено."
    assert sentence in sheet(teacher, lesson).text
    press(teacher, lesson, topic="Тема")
    assert sentence not in sheet(teacher, lesson).text


def test_nothing_is_set_over_holidays_nor_over_weekends_up_to_the_sixth_grade(cast):
    last, first = dt.date(2026, 3, 27), dt.date(2026, 4, 6)
    assert set_over_free_days(cast.algebra_7a, last, first) is Free.HOLIDAYS
    monday = dt.date(2026, 3, 16)
    assert set_over_free_days(cast.algebra_5a, dt.date(2026, 3, 13), monday) is Free.WEEKEND
    assert set_over_free_days(cast.algebra_7a, dt.date(2026, 3, 13), monday) is None
    assert set_over_free_days(cast.algebra_5a, dt.date(2026, 3, 11), monday) is None


def test_a_day_off_in_the_week_is_free_like_a_weekend(cast):
    """Friday 6 March, Monday 9 March is a day off: Tuesday is the next school day."""
    assert set_over_free_days(cast.algebra_5a, FRIDAY, dt.date(2026, 3, 10)) is Free.WEEKEND


@pytest.fixture
def parallel(cast):
    """The teacher of 7 «А» holds algebra of 7 «Б» too."""
    Teaching.objects.create(course=cast.algebra_7b, teacher=cast.teacher.person, valid_from="2026-01-12")
    return cast.algebra_7b


def copied(cast, lesson, course):
    with pytest.raises(RefusedError) as refused:
        copy_homework(actor=cast.teacher, lesson=lesson, course=course)
    return refused.value.code


def test_homework_is_set_in_the_parallel_class_for_its_next_lesson_with_its_files(cast, lesson, parallel):
    save_lesson_page(actor=cast.teacher, lesson=lesson, homework=HomeworkText("№ 5", 0, minutes=20))
    file = media.store("Задача.pdf", io.BytesIO(b"%PDF-1.7"))
    add_files(actor=cast.teacher, lesson=lesson, files=[file])
    there = copy_homework(actor=cast.teacher, lesson=lesson, course=parallel)
    homework = Homework.objects.get(lesson=there)
    assert (homework.text, homework.minutes, there.course) == ("№ 5", 20, parallel)
    following = Lesson.objects.filter(course=parallel, date__gt=there.date, cancellation=None)
    assert homework.due_lesson == following.order_by("date").first()
    assert list(homework.files.values_list("path", flat=True)) == [file.path]
    assert HomeworkFile.objects.count() == 2


def test_what_is_set_in_the_other_class_is_not_written_over(cast, lesson, parallel):
    save_lesson_page(actor=cast.teacher, lesson=lesson, homework=HomeworkText("№ 5", 0))
    there = copy_homework(actor=cast.teacher, lesson=lesson, course=parallel)
    assert copied(cast, lesson, parallel) == "already_set"
    assert Homework.objects.get(lesson=there).version == 1


def test_nothing_is_copied_to_where_one_may_not_write_or_from_nothing(cast, lesson):
    assert copied(cast, lesson, cast.algebra_7b) == "nothing_to_copy"
    save_lesson_page(actor=cast.teacher, lesson=lesson, homework=HomeworkText("№ 5", 0))
    assert copied(cast, lesson, cast.algebra_7b) == "not_your_lesson"
    assert not Homework.objects.filter(lesson__course=cast.algebra_7b).exists()


def test_the_page_offers_the_parallel_classes_and_no_other_course(cast, teacher, lesson, parallel):
    save_lesson_page(actor=cast.teacher, lesson=lesson, homework=HomeworkText("№ 5", 0))
    path = f"/lessons/{lesson.pk}/homework/copies/"
    assert path in [link.attributes["href"] for link in sheet(teacher, lesson).all("a")]
    boxes = page(teacher.get(path)).one("main").one("fieldset").all("input")
    assert [box.attributes["value"] for box in boxes] == [str(parallel.pk)]
    other = Course.objects.get(pk=cast.algebra_5a.pk)
    assert teacher.post(path, {"to": [str(other.pk)]})["Location"] == f"/lessons/{lesson.pk}/"
    assert not Homework.objects.filter(lesson__course=other).exists()
    teacher.post(path, {"to": [str(parallel.pk)]})
    assert Homework.objects.filter(lesson__course=parallel, text="№ 5").exists()


def test_who_has_no_parallel_class_is_not_sent_there(cast, teacher, lesson):
    save_lesson_page(actor=cast.teacher, lesson=lesson, homework=HomeworkText("№ 5", 0))
    assert "Задать и другому классу" not in sheet(teacher, lesson).text


def test_the_sheet_tells_when_and_for_which_lesson_homework_was_set(cast, teacher, lesson):
    save_lesson_page(actor=cast.teacher, lesson=lesson, homework=HomeworkText("№ 5", 0))
    assert "Задано 4 марта, на урок 6 марта." in sheet(teacher, lesson).text


def test_homework_that_was_due_says_that_it_is_only_added_to(cast, teacher):
    past = cast.lesson(cast.algebra_7a, "2026-02-25")
    give(cast, past, due=dt.date(2026, 3, 2))
    assert "записанное можно только дополнить" in sheet(teacher, past).text
    assert press(teacher, past, homework="№ 6").status_code == 422
    assert press(teacher, past, homework="№ 5, и № 6").status_code == 302


def test_a_sheet_with_all_of_it_costs_six_queries_more(cast, teacher, lesson, django_assert_num_queries):
    plan_from_here(cast, [f"Тема {n}" for n in range(30)])
    save_lesson_page(actor=cast.teacher, lesson=lesson, homework=HomeworkText("№ 5", 0))
    teacher.get(f"/lessons/{lesson.pk}/")
    with django_assert_num_queries(16):
        teacher.get(f"/lessons/{lesson.pk}/")
