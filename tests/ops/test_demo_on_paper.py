"""What a demo school is before anything is written: timetable, pupils, texts. No database."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter, defaultdict

import pytest

from zhurnal.ops.demo.cast import FIRST
from zhurnal.ops.demo.curriculum import Topic, homework_text, texts, topics_of_year
from zhurnal.ops.demo.dice import dice
from zhurnal.ops.demo.families import YEAR_STARTS, draw_roll
from zhurnal.ops.demo.hours import places_of_courses
from zhurnal.ops.demo.phrases import choose
from zhurnal.ops.demo.plan import BY_SLUG, PARITY, PARTS, SUBJECTS
from zhurnal.ops.demo.profiles import FIRST_SCHOOLS, profiles_of
from zhurnal.ops.demo.staffing import CourseDraft, staff
from zhurnal.ops.demo.week import Block, Frame, NoTimetableError, day_lengths, timetable

SIZES = {"small": (9, 80, 14), "school": (28, 728, 52), "large": (66, 1750, 110)}
# The first lesson of the second shift overlaps with the sixth of the first.
SECOND_SHIFT = 5
MONDAY, THURSDAY = 1, 4


@pytest.fixture(scope="module", params=list(SIZES))
def week(request):
    drawn = staff(FIRST_SCHOOLS[request.param])
    return drawn, places_of_courses(drawn)


@pytest.mark.parametrize("scale", SIZES)
def test_a_scale_has_its_numbers_of_classes_pupils_and_teachers(scale):
    first, second = profiles_of(scale)
    drawn = staff(first)
    classes, pupils, teachers = SIZES[scale]
    assert (len(drawn.classes), first.pupils, len(drawn.posts)) == (classes, pupils, teachers)
    roll = draw_roll(drawn, FIRST.pupils)
    assert sum(pupil.stints[-1].until is None for pupil in roll.pupils) == pupils
    assert second.pupils == 80
    assert second.short_name != first.short_name


def test_every_teacher_teaches_and_none_too_much(week):
    drawn, _ = week
    assert min(drawn.load()) > 0
    assert max(drawn.load()) <= 28
    assert len(set(drawn.class_teachers)) == len(drawn.classes)


def test_every_course_has_the_hours_of_the_plan_each_week(week):
    drawn, places = week
    for course, found in zip(drawn.courses, places, strict=True):
        grade = drawn.classes[course.classes[-1]].grade
        assert len(set(found)) == len(found) == course.hours == BY_SLUG[course.slug].hours[grade]


def test_no_teacher_is_in_two_places(week):
    drawn, places = week
    seen: Counter[tuple[int, int, int]] = Counter()
    for course, found in zip(drawn.courses, places, strict=True):
        if PARITY.get(course.slug) == "B":
            continue  # stands in the place of the A weeks, with the same teacher
        shift = drawn.classes[course.classes[0]].shift
        seen.update((course.teacher, day, number + SECOND_SHIFT * (shift - 1)) for day, number in found)
    assert max(seen.values()) == 1


def test_a_class_has_no_windows_and_no_two_lessons_at_once_but_those_of_its_groups(week):
    drawn, places = week
    for index, a_class in enumerate(drawn.classes):
        day: dict[int, dict[int, list[CourseDraft]]] = defaultdict(lambda: defaultdict(list))
        for course, found in zip(drawn.courses, places, strict=True):
            if index in course.classes:
                for weekday, number in found:
                    day[weekday][number].append(course)
        assert set(day) == set(range(1, a_class.days + 1))
        longest = (6 if a_class.days == 6 else 5) if a_class.shift == 2 else 7
        for lessons in day.values():
            assert sorted(lessons) == list(range(1, len(lessons) + 1))
            assert len(lessons) <= (5 if a_class.grade == 1 else longest)
            for courses in lessons.values():
                assert (
                    len(courses) == 1
                    or {course.part for course in courses} == {0, 1}
                    or {PARITY.get(course.slug) for course in courses} == {"A", "B"}
                )


def test_groups_of_a_class_stand_side_by_side_with_a_teacher_each(week):
    drawn, places = week
    groups = defaultdict(list)
    for course, found in zip(drawn.courses, places, strict=True):
        if course.part is not None:
            groups[course.classes, course.slug].append((course, found))
    assert groups
    for pair in groups.values():
        (one, first), (other, second) = pair
        assert first == second
        assert one.teacher != other.teacher


def test_a_stream_crosses_classes_and_weeks_of_five_and_six_days_stand_side_by_side(week):
    drawn, _ = week
    assert any(course.is_stream for course in drawn.courses)
    assert {a_class.days for a_class in drawn.classes} == {5, 6}


def test_custom_is_kept(week):
    drawn, places = week
    index = drawn.find(7, "А")
    for course, found in zip(drawn.courses, places, strict=True):
        if course.slug == "talks":
            assert found == [(MONDAY, 1)]
        if course.slug in PARITY:
            assert found[0][0] == THURSDAY
        if course.slug == "algebra" and course.classes == (index,):
            assert 3 in {day for day, _ in found}


def test_a_day_is_as_long_as_the_others_or_one_lesson_longer():
    assert day_lengths(32, 5) == [7, 6, 6, 7, 6]
    assert day_lengths(36, 6) == [6] * 6
    assert sum(day_lengths(34, 6)) == 34


def test_an_impossible_week_is_refused(monkeypatch):
    monkeypatch.setattr("zhurnal.ops.demo.week.TRIES", 50)
    frames = [Frame(5, 1), Frame(5, 1)]
    blocks = [Block((index,), frozenset({7}), f"subject {index}", 5) for index in (0, 1)]
    with pytest.raises(NoTimetableError):
        timetable(frames, blocks, "impossible")


def test_names_are_single_but_for_the_namesakes_that_shall_be():
    roll = draw_roll(staff(FIRST_SCHOOLS["school"]), FIRST.pupils)
    counts = Counter(pupil.name for pupil in roll.pupils)
    assert [" ".join(name) for name, count in counts.items() if count > 1] == ["Иванова Мария Петровна"]


def test_siblings_come_leave_and_change_class():
    roll = draw_roll(staff(FIRST_SCHOOLS["school"]), FIRST.pupils)
    families = Counter(pupil.family for pupil in roll.pupils)
    siblings = sum(count for count in families.values() if count > 1)
    assert 0.08 < siblings / len(roll.pupils) < 0.18
    assert any(len(pupil.stints) == 2 for pupil in roll.pupils)
    came = [pupil for pupil in roll.pupils if pupil.stints[0].since != YEAR_STARTS]
    left = [pupil for pupil in roll.pupils if pupil.stints[-1].until is not None]
    assert all(pupil.stints[0].arrival for pupil in came)
    assert all(pupil.stints[-1].departure for pupil in left)
    assert 5 <= len(left) <= 20
    guardians = [len(roll.families[pupil.family].guardians) for pupil in roll.pupils]
    assert 1.5 < sum(guardians) / len(guardians) < 1.85


@pytest.mark.parametrize("subject", SUBJECTS, ids=lambda subject: subject.slug)
def test_every_subject_has_topics_for_every_grade_that_learns_it(subject):
    for grade, hours in subject.hours.items():
        topics = topics_of_year(subject.slug, grade, 33 * hours)
        assert len(topics) == 33 * hours
        assert all(topic.text and len(topic.text) <= 500 for topic in topics)


def test_a_plan_is_stretched_and_shortened_without_losing_its_works():
    full = topics_of_year("algebra", 7, 102)
    works = [topic for topic in full if topic.kind]
    assert works
    for lessons in (80, 90, 115):
        topics = topics_of_year("algebra", 7, lessons)
        assert len(topics) == lessons
        assert [topic for topic in topics if topic.kind] == works
    assert Topic("Повторение изученного", follows_up=True) in topics_of_year("algebra", 7, 115)


@pytest.mark.parametrize("subject", SUBJECTS, ids=lambda subject: subject.slug)
def test_homework_of_a_subject_has_no_hole_left(subject):
    chance = dice("test", subject.slug)
    for lesson in range(150):
        text = homework_text(chance, subject.slug, lesson)
        assert text
        assert not set(text) & set("{}")


def test_there_is_something_to_say_to_every_grade_in_every_month():
    chance = dice("test")
    for kind in ("announcement", "invitation", "remark", "thanks"):
        for month in (9, 10, 11, 12, 1, 2, 3):
            for grade in range(1, 12):
                text, slug = choose(chance, kind, month, grade)
                assert text
                assert not slug or grade in BY_SLUG[slug].hours


def test_what_is_said_fits_the_season_and_the_grade():
    chance = dice("test")
    said = {choose(chance, "announcement", 2, 2)[0] for _ in range(400)}
    assert not any("осенние" in text or "ОГЭ" in text or "Победы" in text for text in said)
    subjects = {choose(chance, "remark", 2, 2)[1] for _ in range(400)}
    assert "chemistry" not in subjects


def test_every_comment_is_short_enough_for_its_field():
    assert all(len(text) <= 500 for sentences in texts("comments").values() for text in sentences)


def test_groups_have_labels():
    assert all(len(labels) == 2 for labels in PARTS.values())


DIGEST = """
import django; django.setup()
import hashlib
from zhurnal.ops.demo.cast import FIRST
from zhurnal.ops.demo.families import draw_roll
from zhurnal.ops.demo.habits import habits_of_teachers
from zhurnal.ops.demo.hours import places_of_courses
from zhurnal.ops.demo.profiles import FIRST_SCHOOLS
from zhurnal.ops.demo.staffing import CourseDraft, staff
drawn = staff(FIRST_SCHOOLS["school"])
told = (drawn.courses, places_of_courses(drawn), draw_roll(drawn, FIRST.pupils), habits_of_teachers(drawn))
print(hashlib.sha256(repr(told).encode()).hexdigest())
"""


def test_no_order_of_hashes_decides_anything():
    def digest(seed):
        environment = os.environ | {"PYTHONHASHSEED": seed, "DJANGO_SETTINGS_MODULE": "config.settings"}
        told = subprocess.run(  # noqa: S603 -- our own interpreter
            [sys.executable, "-c", DIGEST], env=environment, capture_output=True, check=True, cwd="src"
        )
        return told.stdout

    assert digest("1") == digest("2") != b""
