"""What forecasts say in words. Families hear of chances in steps of 5 %, and never of a chance of failing."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from zhurnal.calc.forecast.explanation import Source, Step, largest
from zhurnal.calc.forecast.planner import Plan, Standing, Way, kind_of_weight
from zhurnal.calc.forecast.records import WorkType
from zhurnal.calc.forecast.warning import Reason
from zhurnal.forecasts.models import Model

if TYPE_CHECKING:
    from collections.abc import Sequence
    from fractions import Fraction

    from zhurnal.forecasts.queries.pupils import Seen

FEWEST_MARKS = 3  # below that families are told «мало данных» (ux.md UX-M03)
SURE = 0.6  # a mark less likely than this is told together with its neighbour
STEP, LOWEST, HIGHEST = 5, 5, 95
WORTH_SAYING = 0.05  # of a mark
WAYS = 3

_KINDS = {
    WorkType.ANSWER: gettext_noop("ответ"), WorkType.HOMEWORK: gettext_noop("домашняя работа"),
    WorkType.QUIZ: gettext_noop("самостоятельная"), WorkType.CONTROL: gettext_noop("контрольная"),
    WorkType.PROJECT: gettext_noop("проект"),
}  # fmt: skip
_SOURCES = {
    Source.OWN: (
        gettext_noop("Отметки по этому предмету выше обычных для класса."),
        gettext_noop("Отметки по этому предмету ниже обычных для класса."),
    ),
    Source.OTHERS: (
        gettext_noop("По другим предметам отметки высокие, обычно это сказывается и здесь."),
        gettext_noop("По другим предметам отметки невысокие, обычно это сказывается и здесь."),
    ),
    Source.LAST_YEAR: (
        gettext_noop("В прошлом году по этому предмету отметки были выше обычных."),
        gettext_noop("В прошлом году по этому предмету отметки были ниже обычных."),
    ),
    Source.LAST_YEAR_OTHERS: (
        gettext_noop("В прошлом году отметки по другим предметам были выше обычных."),
        gettext_noop("В прошлом году отметки по другим предметам были ниже обычных."),
    ),
    Source.TREND: (
        gettext_noop("В последние недели отметки по этому предмету растут."),
        gettext_noop("В последние недели отметки по этому предмету снижаются."),
    ),
    Source.TREND_ALL: (
        gettext_noop("В последние недели отметки растут по всем предметам."),
        gettext_noop("В последние недели отметки снижаются по всем предметам."),
    ),
}
_REASONS = {
    Reason.LOW_MARKS: gettext_noop("низкие отметки по предмету"),
    Reason.OTHER_SUBJECTS: gettext_noop("невысокие отметки по другим предметам"),
    Reason.LAST_YEAR: gettext_noop("прошлый год"),
    Reason.FALLING: gettext_noop("снижение в последние недели"),
    Reason.FALLING_EVERYWHERE: gettext_noop("снижение по всем предметам"),
    Reason.ABSENT: gettext_noop("много пропусков"),
    Reason.FEW_MARKS: gettext_noop("мало отметок"),
}
_MODELS = {
    Model.SIMPLER: gettext_noop(
        "В прошлом периоде прогнозы ошибались больше обычного, поэтому сейчас действует более простая модель."
    ),
    Model.PLAIN: gettext_noop(
        "В прошлых периодах прогнозы были не лучше текущего среднего, поэтому сейчас показано то, что обычно"
        " выходит из такого среднего."
    ),
}


class Chance(NamedTuple):
    """A mark and how likely it is, in per cent."""

    mark: str
    per_cent: int


def rounded(chance: float) -> int:
    """Per cent in steps of five, never quite certain."""
    return min(max(round(100 * chance / STEP) * STEP, LOWEST), HIGHEST)


def is_told(seen: Seen, subject: int) -> bool:
    """Whether anything may be said of a pupil in a subject at all."""
    situation = seen.forecast.situation
    enough = situation.count[seen.number, subject] >= FEWEST_MARKS
    return bool(enough and not seen.forecast.too_little[seen.number, subject])


def chances(seen: Seen, subject: int, *, for_family: bool = True) -> list[Chance]:
    """The marks that are worth a word, the best first; families are told of marks that are a pass."""
    scale, found = seen.forecast.situation.records.scale, seen.forecast
    row = found.probability[seen.number, subject]
    told = [
        (mark, float(row[place])) for place, mark in enumerate(found.classes.tolist())
        if scale.passes(mark) or not for_family
    ]  # fmt: skip
    return [Chance(scale.text(mark), rounded(p)) for mark, p in reversed(told) if p >= WORTH_SAYING]


def likely(seen: Seen, subject: int, *, for_family: bool = True) -> str:
    """«Скорее всего 4 (80 %)», or two marks where neither stands out; no number where there is no ground."""
    if not is_told(seen, subject):
        return _("мало данных")
    scale, found = seen.forecast.situation.records.scale, seen.forecast
    row, marks = found.probability[seen.number, subject], found.classes.tolist()
    best = int(row.argmax())
    if for_family and not scale.passes(marks[best]):
        return _("Нужно подтянуть")
    if row[best] >= SURE:
        return _("Скорее всего %(mark)s (%(chance)d %%)") % {
            "mark": scale.text(marks[best]), "chance": rounded(row[best])
        }  # fmt: skip
    beside = [place for place in (best - 1, best + 1) if 0 <= place < len(marks)]
    other = max(beside, key=lambda place: row[place])
    if for_family and not scale.passes(marks[other]):
        return _("Скорее всего %(mark)s") % {"mark": scale.text(marks[best])}
    low, high = sorted((best, other))
    return _("%(low)s или %(high)s (вместе %(chance)d %%)") % {
        "low": scale.text(marks[low]), "high": scale.text(marks[high]), "chance": rounded(row[best] + row[other])
    }  # fmt: skip


def short_of(plan: Plan, text: str) -> str:
    """«до 5 не хватает 0,17» of the average."""
    if plan.standing is Standing.SECURED:
        return _("%(mark)s уже обеспечено") % {"mark": text}
    if plan.standing is Standing.IMPOSSIBLE:
        return _("%(mark)s в этом периоде уже недостижимо") % {"mark": text}
    if not plan.short_by:
        return _("по среднему баллу сейчас %(mark)s") % {"mark": text}
    return _("до %(mark)s не хватает %(short)s") % {"mark": text, "short": hundredths(plan.short_by)}


def ways(plan: Plan, seen: Seen, subject: int) -> list[tuple[str, str]]:
    """The simplest ways to the target, each with a word on how likely the pupil is to go it."""
    scale = seen.forecast.situation.records.scale
    simplest = sorted(plan.ways, key=lambda way: (-way.likelihood, len(way.marks)))[:WAYS]
    return [
        (_way(way, seen, subject, [scale.text(mark) for mark in way.marks]), _chance(way)) for way in simplest
    ]


def _way(way: Way, seen: Seen, subject: int, marks: list[str]) -> str:
    kind = kind_name(kind_of_weight(seen.forecast, seen.number, subject, way.weight))
    told = {"marks": ", ".join(marks), "kind": kind, "weight": hundredths(way.weight)}
    return _("%(marks)s — %(kind)s, вес %(weight)s") % told


def _chance(way: Way) -> str:
    return _("вероятность около %(chance)d %%") % {"chance": rounded(way.likelihood)}


def kind_name(kind: int) -> str:
    """A kind of work, as forecasts know it."""
    return _(_KINDS[WorkType(kind)])


def because(steps: Sequence[Step]) -> list[str]:
    """At most three sentences: what moves the forecast most; nothing that moves it by less than a trifle."""
    told = [step for step in largest(list(steps)) if abs(step.change) >= WORTH_SAYING]
    return [_(_SOURCES[step.source][0 if step.change > 0 else 1]) for step in told]


def reason_words(reasons: Sequence[Reason]) -> str:
    """Why somebody is on the list: «низкие отметки по предмету, много пропусков»."""
    return ", ".join(_(_REASONS[reason]) for reason in reasons)


def model_words(model: Model) -> str:
    """What is to be said where a simpler model has taken over; nothing else."""
    return _(_MODELS[model]) if model in _MODELS else ""


def hundredths(value: Fraction | float) -> str:
    """«0,17», «2», «1,5»."""
    return f"{float(value):.2f}".rstrip("0").rstrip(".").replace(".", ",")
