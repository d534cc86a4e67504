from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from zhurnal.calc.planning import LessonFacts, Progress, lay_out, progress

MONDAY = dt.date(2026, 3, 2)


def lesson(at, *, cancelled=False, added=False, recorded=False, topic=None):
    day = MONDAY + dt.timedelta(days=at)
    return LessonFacts(
        100 + at, day, cancelled=cancelled, added=added, recorded=recorded or topic is not None, topic=topic
    )


def lessons(*topics):
    """A lesson a day: a number was taught, None is open, «x» is cancelled, «own» was something of one's own."""
    return [
        lesson(
            at,
            cancelled=one == "x",
            recorded=one == "own",
            topic=one if isinstance(one, int) else None,
        )
        for at, one in enumerate(topics)
    ]


def compared(given, topics, days, since=MONDAY):
    return progress(given, topics, MONDAY + dt.timedelta(days=days), since)


def laid(given, topics):
    layout = lay_out(given, topics)
    return {pk - 100: topic for pk, topic in layout.topics.items()}


def test_topics_fall_into_lessons_by_number():
    assert laid(lessons(None, None, None), [1, 2, 3]) == {0: 1, 1: 2, 2: 3}


def test_the_next_topic_is_the_first_that_was_not_taught():
    assert laid(lessons(1, 2, None, None), [1, 2, 3, 4]) == {2: 3, 3: 4}


def test_a_lesson_that_drops_out_shifts_the_rest_by_one():
    assert laid(lessons(1, None, None, None), [1, 2, 3, 4]) == {1: 2, 2: 3, 3: 4}
    assert laid(lessons(1, "x", None, None), [1, 2, 3, 4]) == {2: 2, 3: 3}
    assert lay_out(lessons(1, "x", None, None), [1, 2, 3, 4]).topics_left == (4,)


def test_a_lesson_with_a_topic_of_its_own_shifts_the_rest_too():
    assert laid(lessons(1, "own", None), [1, 2, 3]) == {2: 2}


def test_a_lesson_that_nobody_wrote_down_gets_what_was_skipped_there_and_nothing_later():
    assert laid(lessons(1, None, 3, None), [1, 2, 3, 4]) == {1: 2, 3: 4}
    assert laid(lessons(1, None, 2, None), [1, 2, 3]) == {3: 3}


def test_a_topic_that_was_passed_over_comes_next():
    assert laid(lessons(1, 3, None, None), [1, 2, 3, 4]) == {2: 2, 3: 4}


def test_what_is_left_over_at_the_end_is_told_on_either_side():
    few = lay_out(lessons(1, None, None), [1, 2])
    assert (few.topics_left, few.lessons_left) == ((), (102,))
    many = lay_out(lessons(1, None), [1, 2, 3, 5])
    assert (many.topics_left, many.lessons_left) == ((3, 5), ())


def test_a_topic_taught_in_a_lesson_that_was_cancelled_later_is_to_be_taught():
    given = [lesson(0, cancelled=True, topic=1), lesson(1)]
    assert laid(given, [1, 2]) == {1: 1}


def test_a_course_that_keeps_to_its_plan_has_no_lag():
    assert compared(lessons(1, 2, None, None), [1, 2, 3, 4], 1) == (2, 2, 0)
    assert compared(lessons(1, 2, None), [1, 2, 3], 1).lag == 0


def test_each_lesson_that_dropped_out_is_a_lesson_behind():
    """Three lessons by the timetable, one of them cancelled: topics 1 and 2 taught, 3 was due."""
    assert compared(lessons(1, "x", 2, None), [1, 2, 3, 4], 2) == (3, 2, 0)
    assert compared(lessons(1, "x", 2, None), [1, 2, 3, 4], 2).lag == 1


def test_a_lesson_added_makes_up_for_one_that_dropped_out():
    given = [*lessons(1, "x", 2), lesson(3, added=True, topic=3)]
    assert compared(given, [1, 2, 3, 4], 3).lag == 0


def test_a_lesson_held_and_not_written_down_is_no_lag():
    """Nobody wrote about the second lesson: the plan takes it that topic 2 was taught."""
    assert compared(lessons(1, None, None), [1, 2, 3], 1) == Progress(2, 1, 1)


def test_a_topic_of_its_own_is_a_lesson_behind():
    assert compared(lessons(1, "own", 2), [1, 2, 3], 2).lag == 1


def test_no_more_is_due_than_the_plan_has():
    assert compared(lessons(1, 2, "own", "own"), [1, 2], 3).lag == 0
    assert compared(lessons("own", None), [], 1) == (0, 0, 0)


def test_lessons_from_before_the_plan_was_made_owe_it_nothing():
    """Three lessons of one's own, then the plan; a lesson that proved to be topic 1 counts on both sides."""
    thursday = MONDAY + dt.timedelta(days=3)
    given = lessons("own", "own", "x", None, None)
    assert compared(given, [1, 2, 3], 3, since=thursday) == (1, 0, 1)
    assert compared(lessons("own", 1, "x", 2), [1, 2, 3], 3, since=thursday) == (2, 2, 0)


def test_a_lesson_forgotten_before_the_plan_began_gets_no_topic():
    assert laid(lessons("own", None, "own", None), [1, 2]) == {3: 1}
    assert laid(lessons(None, None), [1, 2]) == {0: 1, 1: 2}
    assert laid(lessons(1, None, "own", None), [1, 2, 3]) == {1: 2, 3: 3}


def test_a_course_may_be_ahead():
    given = [*lessons(1, 2), lesson(2, added=True, topic=3)]
    assert compared(given, [1, 2, 3], 2).lag == -1


@st.composite
def courses(draw):
    """Lessons of a course with the topics taught in an order of their own, and the numbers of a plan."""
    count = draw(st.integers(0, 25))
    numbers = sorted(draw(st.sets(st.integers(1, 40), max_size=30)))
    taught = iter(draw(st.permutations(numbers)))
    given = []
    for at in range(count):
        kind = draw(st.sampled_from(["open", "open", "taught", "own", "x"]))
        topic = next(taught, None) if kind == "taught" else None
        given.append(lesson(at, cancelled=kind == "x", recorded=kind == "own", topic=topic))
    return given, numbers


@given(courses())
def test_numbers_rise_and_no_topic_comes_twice(course):
    given, numbers = course
    layout = lay_out(given, numbers)
    in_order = [layout.topics[one.lesson] for one in given if one.lesson in layout.topics]
    assert in_order == sorted(set(in_order))
    taught = {one.topic for one in given if one.topic and not one.cancelled}
    assert not taught.intersection(in_order)
    assert sorted([*in_order, *layout.topics_left, *taught.intersection(numbers)]) == numbers


@given(courses())
def test_every_open_lesson_has_a_topic_or_is_left_over(course):
    given, numbers = course
    layout = lay_out(given, numbers)
    assert {*layout.topics, *layout.lessons_left} == {one.lesson for one in given if one.is_open}
    assert not layout.topics.keys() & set(layout.lessons_left)


@given(st.integers(0, 12), st.integers(1, 15), st.integers(1, 20), st.data())
def test_cancelling_an_open_lesson_shifts_the_rest_by_one(taught, coming, topics, data):
    """Of the plan's topics each falls into the next open lesson; those before the cancelled one stay."""
    given = lessons(*range(1, taught + 1), *[None] * coming)
    dropped = data.draw(st.integers(taught, taught + coming - 1))
    numbers = list(range(1, taught + topics + 1))
    before = laid(given, numbers)
    given[dropped] = given[dropped]._replace(cancelled=True)
    after = laid(given, numbers)
    for at, topic in before.items():
        moved = at if at < dropped else at + 1
        assert after.get(moved) == (topic if moved < len(given) else None)


@given(courses(), st.integers(0, 25))
def test_plan_and_fact_are_counted_from_the_same_lessons(course, days):
    given, numbers = course
    found = compared(given, numbers, days)
    assert 0 <= found.planned <= len(numbers)
    assert found.taught + found.unwritten <= len(numbers)
