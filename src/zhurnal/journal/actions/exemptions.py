"""A pupil is not marked in a course on some days («осв»), as a paper says; which illness is nobody's affair."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from zhurnal.audit import ledger
from zhurnal.journal import history
from zhurnal.journal.actions.pupil_writers import spans_in, writer_for
from zhurnal.journal.history_pupils import EXEMPTION_REMOVED, EXEMPTION_SET, exemption_entry
from zhurnal.journal.models import Exemption
from zhurnal.journal.rules import RefusedError, check_length
from zhurnal.journal.sentences import day_text

if TYPE_CHECKING:
    from zhurnal.people.models import Person, User
    from zhurnal.school.models import Course

LONGEST_REASON = 200


@transaction.atomic
def add_exemption(
    *, actor: User, course: Course, pupil: Person, first: dt.date, last: dt.date | None, reason: str = ""
) -> Exemption:
    """Say that the pupil is exempt from `first` to `last`, both included; None: until the end of the year.

    Marks that stand there stay and count. Raises RefusedError: not_allowed, text_too_long, exemption_days,
    foreign_pupil, exemption_meets.
    """
    ledger.lock(history.course_chain(course.pk))
    writer = writer_for(actor, course, pupil, teachers=False)
    reason = " ".join(reason.replace("\0", "").split())
    check_length(reason, LONGEST_REASON)
    _check_days(course, first, last)
    _check_member(course, pupil, first, last)
    _check_free(course, pupil, first, last)
    made = Exemption.objects.create(
        course=course, pupil=pupil, valid_from=first, valid_to=last, reason=reason,
        author_id=writer.person_id, set_at=course.year.school.now(),
    )  # fmt: skip
    writer.tell(course.pk, [exemption_entry(EXEMPTION_SET, made, is_new=True)])
    return made


@transaction.atomic
def end_exemption(*, actor: User, exemption: Exemption, last: dt.date | None) -> None:
    """Let an exemption end on another day, sooner or later; before its first day: it never came to hold.

    Raises RefusedError: not_allowed, exemption_days, exemption_meets, exemption_gone.
    """
    course = exemption.course
    ledger.lock(history.course_chain(course.pk))
    writer = writer_for(actor, course, exemption.pupil, teachers=False)
    row = Exemption.objects.filter(pk=exemption.pk).select_related("pupil").first()
    if row is None:
        raise RefusedError(
            "exemption_gone", _("Не сохранено: этого освобождения уже нет. Обновите страницу.")
        )
    if row.valid_to == last:
        return
    before = row.valid_to
    if last is not None and last < row.valid_from:
        writer.tell(course.pk, [exemption_entry(EXEMPTION_REMOVED, row, before=before)])
        row.delete()
        return
    _check_days(course, row.valid_from, last)
    _check_free(course, row.pupil, row.valid_from, last, apart_from=row.pk)
    row.valid_to = last
    row.save(update_fields=["valid_to"])
    writer.tell(course.pk, [exemption_entry(EXEMPTION_SET, row, before=before)])


def _check_days(course: Course, first: dt.date, last: dt.date | None) -> None:
    year = course.year
    if not year.starts <= first <= (last or year.ends) <= year.ends:
        raise RefusedError(
            "exemption_days",
            _("Не сохранено: дни освобождения — по порядку и с {first} по {last}. Исправьте даты.").format(
                first=f"{year.starts:%d.%m.%Y}", last=f"{year.ends:%d.%m.%Y}"
            ),
        )


def _check_member(course: Course, pupil: Person, first: dt.date, last: dt.date | None) -> None:
    spans = spans_in(course, pupil)
    if not any(
        (last is None or starts <= last) and (ends is None or first <= ends) for starts, ends in spans
    ):
        raise RefusedError(
            "foreign_pupil",
            _("Не сохранено: {pupil} в эти дни не учится в «{course}». Проверьте ученика и предмет.").format(
                pupil=pupil.list_name, course=course.subject.name
            ),
        )


def _check_free(
    course: Course, pupil: Person, first: dt.date, last: dt.date | None, apart_from: int = 0
) -> None:
    meets = Exemption.objects.filter(
        Q(valid_to=None) | Q(valid_to__gte=first), course=course, pupil=pupil,
        valid_from__lte=last or dt.date.max,
    ).exclude(pk=apart_from)  # fmt: skip
    found = meets.order_by("valid_from").first()
    if found is not None:
        raise RefusedError(
            "exemption_meets",
            _("Не сохранено: освобождение с {day} уже записано. Измените его срок.").format(
                day=day_text(found.valid_from)
            ),
        )
