"""«Отметки в аттестат»: what is written into the certificates of a class, with the arithmetic of each mark."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from zhurnal.access.gate import requires
from zhurnal.access.rights import Right
from zhurnal.calc.grading.average import display, hundredths
from zhurnal.calc.grading.outcome import outcome_text
from zhurnal.journal.policies import summaries_visible_to
from zhurnal.journal.queries.certificates import (
    ELEVENTH,
    GRADES,
    TENTH,
    WHOLE_YEAR,
    certificates,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from django.http import HttpResponse

    from zhurnal.journal.queries.certificates import Line
    from zhurnal.school.requests import SchoolRequest


class LineView(NamedTuple):
    """A subject in words: what its mark is made of, how it was counted, what goes into the certificate."""

    position: int
    name: str
    parts: list[str]
    counted: str
    mark: str
    notes: list[str]


@require_safe
@requires(Right.SEE_SUMMARY)
def class_certificates(request: SchoolRequest, school_class: int) -> HttpResponse:
    """The pupils of a class of grade 9 or 11, each with the subjects; other grades get no certificates."""
    shown = get_object_or_404(summaries_visible_to(request.standing), pk=school_class)
    request.school = shown.year.school
    found = certificates(shown, request.school.today()) if shown.grade in GRADES else []
    pupils = [(one, [_view(shown.grade, line) for line in one.lines]) for one in found]
    subjects = [name for _, name in sorted({line[:2] for _, lines in pupils for line in lines})]
    context = {
        "school_class": shown,
        "is_last": shown.grade in GRADES,
        "is_eleventh": shown.grade == ELEVENTH,
        "pupils": pupils,
        "subjects": subjects,
        "whole_class": [(one, _marks(lines, subjects)) for one, lines in pupils],
        "printed": request.school.now(),
    }
    return render(request, "journal/results/certificates.html", context)


def _marks(lines: Sequence[LineView], subjects: Sequence[str]) -> list[str]:
    """What goes into the certificate: a dash where it is open, nothing in a subject that the pupil has not."""
    marks = {line.name: line.mark or "—" for line in lines}
    return [marks.get(name, "") for name in subjects]


def _view(grade: int, line: Line) -> LineView:
    mark = "" if line.mark is None else line.scale.text(line.mark)
    return LineView(
        line.position, line.name, list(_parts(grade, line)), _counted(line), mark, list(_notes(grade, line))
    )


def _parts(grade: int, line: Line) -> Iterator[str]:
    """«10 класс: 4, 5, год 5»; of the ninth grade «год 4», «экзамен 5»."""
    for of_grade, slots in groupby(line.summands.items(), key=lambda item: item[0].grade):
        marks = [
            _("год {mark}").format(mark=line.scale.text(mark))
            if slot.number == WHOLE_YEAR
            else line.scale.text(mark)
            for slot, mark in slots
        ]
        told = ", ".join(marks)
        yield _("{grade} класс: {marks}").format(grade=of_grade, marks=told) if grade == ELEVENTH else told
    if line.exam is not None:
        yield _("экзамен {mark}").format(mark=line.scale.text(line.exam))


def _counted(line: Line) -> str:
    """«(4 + 5)/2 = 4,50»; nothing where one mark is all there is."""
    if line.exact is None:
        return ""
    above = " + ".join(line.scale.text(mark) for mark in line.marks)
    sign = "=" if line.exact * 100 == hundredths(line.exact) else "≈"
    return f"({above})/{len(line.marks)} {sign} {display(line.exact)}"


def _notes(grade: int, line: Line) -> Iterator[str]:
    if line.mark is None:
        yield _("за год — {sign}").format(sign=line.year) if line.year else _("годовой отметки ещё нет")
    elif grade == ELEVENTH and TENTH not in line.grades:
        yield _("за 10 класс отметок нет, посчитано без них")
    elif grade == ELEVENTH and ELEVENTH not in line.grades:
        yield _("изучался только в 10 классе")
    if line.mark is not None and line.final not in {None, line.mark}:
        final = outcome_text(line.final, line.scale)
        yield _("итоговая в «Итогах» другая: {mark}").format(mark=final)
