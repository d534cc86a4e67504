"""What may be chosen in the form of the rules: the value and its words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from zhurnal.calc.grading.policy.reader import KINDS_OF_SCALE

if TYPE_CHECKING:
    from collections.abc import Sequence

Choice = tuple[str, str]

HALF, SHIFTED, OWN = "half", "shifted", "own"
APART = "apart"

_CHOICES: dict[str, Sequence[Choice]] = {
    "scale": [(code, scale.name) for code, scale in KINDS_OF_SCALE.items()],
    "rounding": [
        (HALF, gettext_noop("С половины: 4,5 — это «5»")),
        (SHIFTED, gettext_noop("С доли, одной для всех отметок: 4,6 и 3,6 при доле 0,6")),
        (OWN, gettext_noop("С порогов, своих у каждой отметки")),
    ],
    "too_few": [
        ("none", gettext_noop("решает учитель")),
        ("not_attested", gettext_noop("предлагается н/а")),
    ],
    "double": [
        ("two_marks", gettext_noop("ставят, это две отметки полного веса")),
        ("forbidden", gettext_noop("не ставят")),
    ],
    "resit": [
        ("replace", gettext_noop("только пересдача")),
        ("both", gettext_noop("обе отметки")),
        ("mean", gettext_noop("среднее двух как одна отметка")),
    ],
    "beside": [
        ("forbidden", gettext_noop("не ставят")),
        ("allowed_if_dated", gettext_noop("ставят с днём сдачи: «н/4»")),
    ],
    "year_tie": [
        ("up", gettext_noop("вверх")),
        ("last_period", gettext_noop("к отметке последнего периода")),
        ("exam", gettext_noop("к отметке экзамена")),
    ],
    "exam": [
        (APART, gettext_noop("на годовую не влияет")),
        ("mean", gettext_noop("итоговая — среднее годовой и экзамена")),
        ("with_periods", gettext_noop("итоговая — среднее периодов и экзамена")),
    ],
    "exam_tie": [
        ("up", gettext_noop("вверх")),
        ("exam", gettext_noop("к отметке экзамена")),
        ("year", gettext_noop("к годовой отметке")),
    ],
    "rating": [
        ("own_place", gettext_noop("своё место")),
        ("quartile", gettext_noop("только четверть списка")),
        ("off", gettext_noop("не показывать")),
    ],
    "class_average": [
        ("hidden", gettext_noop("не показывать")),
        ("shown", gettext_noop("показывать рядом с отметкой за период")),
    ],
}  # fmt: skip


def choices(name: str) -> list[Choice]:
    """The choices of a field, in the reader's language."""
    return [(value, _(text)) for value, text in _CHOICES[name]]
