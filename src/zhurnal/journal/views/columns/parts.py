"""What the panel of a column shows, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from django.utils.translation import gettext as _

from zhurnal.calc.grading.rules import Double
from zhurnal.journal.queries.controls import control_load
from zhurnal.journal.sentences import counted, day_text
from zhurnal.journal.views.columns.form import ColumnForm, form_of
from zhurnal.journal.views.grid_parts import weight_text
from zhurnal.journal.weights import write_weight
from zhurnal.ui.given import as_id

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from zhurnal.journal.models import Work, WorkKind
    from zhurnal.journal.queries.column_preview import ColumnPreview
    from zhurnal.journal.views.columns.form import Problem
    from zhurnal.journal.views.columns.place import Place
    from zhurnal.school.models import Course, SchoolClass


# Ids of the fields in the page; a refusal that is about none leads to the heading.
_FIELDS = {name: f"panel-{name}" for name in ("kind", "title", "weight", "second", "reason")}
HEADING = "panel-heading"


class Told(NamedTuple):
    """What came of a form: what was typed, why it was not saved, what it would change."""

    form: ColumnForm
    problems: Sequence[Problem] = ()
    preview: ColumnPreview | None = None
    previewed: str = ""

    def error(self, field: str) -> str:
        """Why a field was not taken."""
        return next((one.sentence for one in self.problems if one.field == field), "")


def untouched(place: Place) -> Told:
    """The panel as it opens."""
    if place.work is not None:
        return Told(form_of(place.work))
    controls = (kind for kind in place.kinds if kind.is_control)
    first = next(controls, next(iter(place.kinds), None))
    return Told(ColumnForm(kind=str(first.pk) if first else ""))


def context(place: Place, told: Told, today: dt.date) -> dict[str, Any]:
    """All that the templates of the panel ask for. Two queries where a control work is meant."""
    rules = place.found.rules
    return {
        "place": place, "told": told, "form": told.form, "tabs": _tabs(place),
        "errors": [(_FIELDS.get(one.field, HEADING), one.sentence) for one in told.problems],
        "classes": _classes(place.course),
        "kinds": [("", [(kind.pk, _offer(place, kind)) for kind in place.kinds])],
        "moved": _moved(told.preview), "warnings": _warnings(place, told.form),
        "weight_hint": _weight_hint(place, told.form),
        "doubles": rules.scale.marked and rules.counting.double is Double.TWO_MARKS,
        "overdue": _overdue(place, today),
        "reason": _why_not(place),
        "fillable": place.work is not None and not place.found.cancelled and place.lesson.date <= today,
        "facts": [] if place.editable or place.work is None else _facts(place.work),
        "removable": place.work is not None and place.work.position > 1 and not getattr(place.work, "in_use", True),
    }  # fmt: skip


def column_name(work: Work) -> str:
    """«КР ×2», as in the head of the grid."""
    weight = weight_text(work.weight)
    return f"{work.kind.short_name} ×{weight}" if weight else work.kind.short_name


def _tabs(place: Place) -> list[dict[str, Any]]:
    tabs = [
        {
            "label": column_name(one),
            "href": place._replace(work=one).address,
            "current": place.work is not None and one.pk == place.work.pk,
        }
        for one in place.columns
    ]
    new = place._replace(work=None)
    if new.editable:
        tabs.append({"label": _("Добавить колонку"), "href": new.address, "current": place.work is None})
    return tabs


def _classes(course: Course) -> list[SchoolClass]:
    if course.school_class is not None:
        return [course.school_class]
    return list(course.group.classes.all()) if course.group is not None else []


def _offer(place: Place, kind: WorkKind) -> str:
    return _("{kind}, вес {weight}").format(kind=kind.name, weight=write_weight(place.rule_weight(kind)))


def _weight_hint(place: Place, form: ColumnForm) -> str:
    kind = place.kind(as_id(form.kind) or 0)
    if kind is None:
        return _("Пусто — по правилам школы, ноль — не учитывать в среднем балле.")
    weight = write_weight(place.rule_weight(kind))
    return _("Пусто — по правилам школы ({weight}), ноль — не учитывать в среднем балле.").format(
        weight=weight
    )


def _moved(preview: ColumnPreview | None) -> str:
    """«Изменит средний балл у 27 учеников.» Nothing where the page has not been asked."""
    if preview is None:
        return ""
    if not preview.moved:
        return _("Средние баллы не изменятся.")
    return counted(
        preview.moved, _("Изменит средний балл у {n} ученика."), _("Изменит средний балл у {n} учеников."),
        _("Изменит средний балл у {n} учеников."),
    )  # fmt: skip


def _warnings(place: Place, form: ColumnForm) -> list[str]:
    """Too many control works: told to who plans one, never a refusal."""
    chosen = place.kind(as_id(form.kind) or 0)
    if chosen is None or not chosen.is_control:
        return []
    found = control_load(place.course, place.lesson.date)
    said = [
        _("В этот день у класса уже есть контрольная: {subject}, {n}-й урок. Больше одной в день не проводят.")
        .format(subject=one.subject, n=one.number)
        for one in found.others[:1]
    ]  # fmt: skip
    share = found.share
    if share.is_too_large:
        said.append(
            _("Контрольных по предмету за год: {controls}, уроков: {lessons}. Норма — не больше десятой части.")
            .format(controls=share.controls, lessons=share.lessons)
        )  # fmt: skip
    return said


def _overdue(place: Place, today: dt.date) -> int:
    """After how many days the school asks for a reason, where so many have passed; else 0."""
    days = place.found.rules.windows.mark
    return days if days is not None and (today - place.lesson.date).days > days else 0


def _why_not(place: Place) -> str:
    if place.editable:
        return ""
    day = day_text(place.lesson.date)
    if not place.found.held:
        return _("Страница для чтения: колонку меняет учитель, который ведёт урок.")
    if place.found.closed:
        return _("Период, к которому относится урок {day}, закрыт: колонки в нём не меняются.").format(
            day=day
        )
    if place.found.period_id is None:
        return _("Урок {day} не входит ни в один учебный период. Обратитесь к завучу.").format(day=day)
    return _("Урок {day} отменён: колонок в нём не добавляют.").format(day=day)


def _facts(work: Work) -> list[tuple[str, str]]:
    facts = [
        (_("Вид работы"), work.kind.name),
        (_("Название"), work.title or "—"),
        (_("Вес"), write_weight(work.weight) if work.weight else _("0, не учитывается")),
    ]
    if work.second_weight is not None:
        facts.append((_("Вес второй отметки"), write_weight(work.second_weight)))
    return facts
