"""«Отметки в аттестат» of grades 9 and 11, counted by hand."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.journal.pages import page
from tests.journal.totalling import on
from zhurnal.journal.models import PeriodMark, YearMark
from zhurnal.journal.queries.certificates import certificates
from zhurnal.school.models import Course, CourseMembership, SchoolClass, SchoolYear, StudyPeriod, Subject

pytestmark = pytest.mark.django_db
LAST_DAY = dt.date(2026, 5, 25)


@pytest.fixture
def cast(cast):
    on(cast, LAST_DAY)
    of_grade(cast, 9)
    return cast


def of_grade(cast, grade):
    """Let 7 «А» be a class of this grade."""
    SchoolClass.objects.filter(pk=cast.class_7a.pk).update(grade=grade)
    Course.objects.filter(year=cast.year).update(grade=grade)


def signed(cast, course, pupil, value):
    fields = {"course": course, "pupil": pupil, "value": value}
    return fields | {"author": cast.teacher.person, "set_at": cast.school.now()}


def year_mark(cast, value, kind="year", course=None, pupil=None):
    facts = signed(cast, course or cast.algebra_7a, pupil or cast.child, value)
    YearMark.objects.create(kind=kind, **facts)


@pytest.fixture
def tenth(cast):
    """Algebra in the year before, in grade 10, with its two half-years; the class is in grade 11 now."""
    of_grade(cast, 11)
    year = SchoolYear.objects.create(
        school=cast.school, name="2024/2025", starts=dt.date(2024, 9, 1), ends=dt.date(2025, 5, 31)
    )
    half_years(year)
    return before(year, cast.algebra_7a.subject, 10)


def before(year, subject, grade):
    """A course of a class of another year."""
    school_class, _ = SchoolClass.objects.get_or_create(year=year, grade=grade, letter="А")
    return Course.objects.create(
        year=year, subject=subject, school_class=school_class, grade=grade, period_kind="half_year",
        hours_a_week=3,
    )  # fmt: skip


def half_years(year):
    middle = dt.date(year.starts.year, 12, 31)
    spans = [(1, year.starts, middle), (2, middle + dt.timedelta(days=1), year.ends)]
    for number, starts, ends in spans:
        StudyPeriod.objects.create(year=year, kind="half_year", number=number, starts=starts, ends=ends)


def half_year_marks(cast, course, *values):
    periods = StudyPeriod.objects.filter(year=course.year_id, kind="half_year").order_by("number")
    for period, value in zip(periods, values, strict=True):
        PeriodMark.objects.create(period=period, proposed=value, **signed(cast, course, cast.child, value))


def lines(cast, pupil=None):
    school_class = SchoolClass.objects.select_related("year__school").get(pk=cast.class_7a.pk)
    found = certificates(school_class, LAST_DAY)
    return {line.name: line for one in found if one.pupil == (pupil or cast.child) for line in one.lines}


def shown(client, cast, user=None):
    """The rows of the first pupil's table, as texts."""
    client.force_login(user or cast.deputy)
    document = page(client.get(f"/classes/{cast.class_7a.pk}/certificates/"))
    section = next(
        one
        for one in document.all("section")
        if one.attributes["aria-labelledby"] == f"pupil-{cast.child.pk}"
    )
    return {row.one("th").text: [cell.text for cell in row.all("td")] for row in section.all("tr")[1:]}


def test_the_year_goes_into_the_certificate_of_grade_nine(client, cast):
    year_mark(cast, "4")
    assert lines(cast)["Алгебра"].mark == 4
    assert shown(client, cast)["Алгебра"] == ["год 4", "", "4"]


def test_an_exam_is_half_of_it_and_halves_go_up(client, cast):
    year_mark(cast, "4")
    year_mark(cast, "5", "exam")
    assert shown(client, cast)["Алгебра"] == ["год 4; экзамен 5", "(4 + 5)/2 = 4,50", "5"]


def test_what_has_no_year_yet_is_open_and_says_so(client, cast):
    year_mark(cast, "5", "exam")
    year_mark(cast, "н/а", course=cast.russian_7a)
    rows = shown(client, cast)
    assert rows["Алгебра"] == ["экзамен 5 годовой отметки ещё нет", "", "—"]
    assert rows["Русский язык"] == ["за год — н/а", "", "—"]


def test_the_whole_class_stands_in_one_table_before(client, cast):
    year_mark(cast, "4")
    year_mark(cast, "5", course=cast.russian_7a)
    client.force_login(cast.classteacher)
    table = page(client.get(f"/classes/{cast.class_7a.pk}/certificates/")).one("table", class_="summary")
    head, *rows = table.all("tr")
    subjects = [cell.text for cell in head.all("th")[1:]]
    assert subjects.index("Русский язык") < subjects.index("Алгебра"), "in the order of the school's subjects"
    marks = {
        row.one("th").text: dict(zip(subjects, [cell.text for cell in row.all("td")], strict=True))
        for row in rows
    }
    assert len(marks) == len({line.name for line in certificates(cast.class_7a, LAST_DAY)})
    own = marks[cast.child.list_name]
    assert (own["Русский язык"], own["Алгебра"]) == ("5", "4")
    assert {one["Алгебра"] for name, one in marks.items() if name != cast.child.list_name} == {"—"}


def test_a_final_mark_that_says_another_thing_is_pointed_at(client, cast):
    year_mark(cast, "4")
    year_mark(cast, "5", "exam")
    year_mark(cast, "4", "final")
    assert "итоговая в «Итогах» другая: 4" in shown(client, cast)["Алгебра"][0]
    YearMark.objects.filter(kind="final").update(value="5")
    assert "итоговая" not in shown(client, cast)["Алгебра"][0]


def test_the_certificate_of_grade_eleven_is_the_mean_of_both_years(client, cast, tenth):
    half_year_marks(cast, tenth, "4", "5")
    half_year_marks(cast, cast.algebra_7a, "4", "5")
    year_mark(cast, "5", course=tenth)
    year_mark(cast, "4")
    assert shown(client, cast)["Алгебра"] == [
        "10 класс: 4, 5, год 5; 11 класс: 4, 5, год 4", "(4 + 5 + 5 + 4 + 5 + 4)/6 = 4,50", "5",
    ]  # fmt: skip


def test_an_exam_has_no_part_in_grade_eleven(cast, tenth):
    year_mark(cast, "4", course=tenth)
    year_mark(cast, "4")
    year_mark(cast, "2", "exam")
    assert (lines(cast)["Алгебра"].marks, lines(cast)["Алгебра"].mark) == ([4, 4], 4)


@pytest.mark.usefixtures("tenth")
def test_who_came_without_grade_ten_is_told_of(client, cast):
    half_year_marks(cast, cast.algebra_7a, "4", "3")
    year_mark(cast, "4")
    assert shown(client, cast)["Алгебра"] == [
        "11 класс: 4, 3, год 4 за 10 класс отметок нет, посчитано без них", "(4 + 3 + 4)/3 ≈ 3,67", "4",
    ]  # fmt: skip


def test_a_subject_that_ended_with_grade_ten_is_there_too_and_other_years_are_not(client, cast, tenth):
    ended = Subject.objects.create(school=cast.school, name="География", short_name="Геогр.", position=50)
    for grade, value in ((10, "5"), (9, "3")):
        course = before(tenth.year, ended, grade)
        year_mark(cast, value, course=course)
    assert shown(client, cast)["География"] == ["10 класс: год 5 изучался только в 10 классе", "", "5"]


def test_a_subject_that_ended_for_one_and_goes_on_for_others_has_one_column(client, cast, tenth):
    CourseMembership.objects.filter(course=cast.algebra_7a, pupil=cast.child).delete()
    year_mark(cast, "5", course=tenth)
    client.force_login(cast.deputy)
    table = page(client.get(f"/classes/{cast.class_7a.pk}/certificates/")).one("table", class_="summary")
    assert [cell.text for cell in table.all("tr")[0].all("th")].count("Алгебра") == 1


def test_a_subject_without_marks_that_could_be_averaged_is_left_out(cast):
    Subject.objects.filter(name="Алгебра").update(scale="pass_fail")
    year_mark(cast, "зч")
    assert "Алгебра" not in lines(cast)


def test_marks_of_another_pupil_are_not_mixed_in(cast):
    year_mark(cast, "4")
    year_mark(cast, "2", pupil=cast.pupils_7a[0])
    assert lines(cast)["Алгебра"].mark == 4


def test_other_grades_are_told_that_they_have_none(client, cast):
    of_grade(cast, 7)
    client.force_login(cast.deputy)
    assert (
        "Аттестаты выдают после 9 и 11 класса"
        in page(client.get(f"/classes/{cast.class_7a.pk}/certificates/")).text
    )


def test_the_class_teacher_gets_there_from_the_summary(client, cast):
    client.force_login(cast.classteacher)
    link = f"/classes/{cast.class_7a.pk}/certificates/"
    assert link in client.get(f"/classes/{cast.class_7a.pk}/summary/").content.decode()
    assert link in client.get(f"/classes/{cast.class_7a.pk}/decisions/").content.decode()
    of_grade(cast, 8)
    assert link not in client.get(f"/classes/{cast.class_7a.pk}/summary/").content.decode()
    of_grade(cast, 9)
    assert shown(client, cast, cast.classteacher)


@pytest.mark.parametrize(("grade", "queries"), [(9, 10), (11, 11)])
def test_the_page_costs_a_fixed_number_of_queries(client, cast, grade, queries, django_assert_num_queries):
    of_grade(cast, grade)
    client.force_login(cast.deputy)
    path = f"/classes/{cast.class_7a.pk}/certificates/"
    client.get(path)
    for pupil in cast.pupils_7a:
        year_mark(cast, "4", pupil=pupil)
    with django_assert_num_queries(queries):
        client.get(path)
