"""The summary as it is shown: figures under each subject, the pupils by category."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from zhurnal.calc.grading.average import display, hundredths
from zhurnal.calc.grading.indices import Category, achievement, learned, mean_mark, quality

if TYPE_CHECKING:
    from collections.abc import Callable
    from fractions import Fraction

    from zhurnal.calc.grading.indices import PupilResult, Tally
    from zhurnal.journal.queries.summary import Summary

_CATEGORIES = {
    Category.EXCELLENT: gettext_noop("отличник"),
    Category.GOOD: gettext_noop("хорошист"),
    Category.FAIR: gettext_noop("успевает"),
    Category.NOT_ATTESTED: gettext_noop("не аттестован"),
    Category.FAILING: gettext_noop("не успевает"),
    Category.UNRATED: gettext_noop("отметок нет"),
}


class FigureRow(NamedTuple):
    """One line under the table: a figure of every subject, and of all of them together."""

    label: str
    cells: list[str]
    total: str


class Group(NamedTuple):
    """Pupils of a category by name."""

    label: str
    names: list[str]


def per_cent(share: Fraction | None) -> str:
    """«86» for 24 of 28, rounded half up; empty where there is nobody to count."""
    return "" if share is None else str((hundredths(share * 100) + 50) // 100)


def category_text(result: PupilResult) -> str:
    """«хорошист, одна 4: Химия»."""
    said = _(_CATEGORIES[result.category])
    if result.one_good:
        return said + ", " + _("одна «4»: {subject}").format(subject=result.one_good)
    if result.one_fair:
        return said + ", " + _("одна «3»: {subject}").format(subject=result.one_fair)
    return said


def figure_rows(found: Summary) -> list[FigureRow]:
    """Counts of the marks, N, the four indices, накопляемость where it is known; behaviour has no part in it."""
    tallies = [
        None if column.is_behaviour else one.tally
        for one, column in zip(found.figures, found.outcomes.subjects, strict=True)
    ]
    rows = [
        FigureRow(label, ["" if one is None else figure(one) for one in tallies], figure(found.total))
        for label, figure in _figures()
    ]
    if any(one.share is not None for one in found.figures):
        shares = [per_cent(one.share) for one in found.figures]
        rows.append(FigureRow(_("накопляемость, % нормы"), shares, ""))
    return rows


def groups(found: Summary) -> list[Group]:
    """The pupils of the class by category, those with one «4» or one «3» alone once more, with the subject."""
    pairs = list(zip(found.outcomes.pupils, found.results, strict=True))

    by_category = [
        Group(label, [one.name for one, result in pairs if result.category is category])
        for category, label in (
            (Category.EXCELLENT, _("Отличники")), (Category.GOOD, _("Хорошисты")),
            (Category.FAILING, _("Не успевают")), (Category.NOT_ATTESTED, _("Не аттестованы")),
        )
    ]  # fmt: skip
    nearly = [
        Group(_("С одной «4»"), [f"{p.name} ({r.one_good})" for p, r in pairs if r.one_good]),
        Group(_("С одной «3»"), [f"{p.name} ({r.one_fair})" for p, r in pairs if r.one_fair]),
    ]
    return [one for one in (*by_category, *nearly) if one.names]


def _figures() -> list[tuple[str, Callable[[Tally], str]]]:
    return [
        (_("«5», зачёт"), lambda one: _number(one.excellent + one.passed)),
        (_("«4»"), lambda one: _number(one.good)),
        (_("«3»"), lambda one: _number(one.fair)),
        (_("«2» и ниже, незачёт"), lambda one: _number(one.poor + one.unready + one.failed)),
        (_("н/а"), lambda one: _number(one.not_attested)),
        (_("освобождены"), lambda one: _number(one.exempt)),
        (_("не выставлено"), lambda one: _number(one.unset)),
        (_("учтено, N"), lambda one: str(one.counted)),
        (_("успеваемость, %"), lambda one: per_cent(achievement(one))),
        (_("качество, %"), lambda one: per_cent(quality(one))),
        (_("СОУ, %"), lambda one: per_cent(learned(one))),
        (_("средний балл"), lambda one: display(mean_mark(one))),
    ]


def _number(count: int) -> str:
    return str(count) if count else ""
