"""A plan as it stands while somebody changes it, and writing a changed one."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from django.db.models import F, Q

from zhurnal.calc.planning import LessonFacts, lay_out
from zhurnal.journal.models import LessonTopic, PlanTopic
from zhurnal.journal.plan_rows import PlanRow, same_text

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Sequence

# Numbers out of the way while topics change places: a place is unique at every moment.
_ASIDE = 10_000
_FIELDS = ("section", "text", "homework", "control")


class Kept(NamedTuple):
    """A row of the new plan; `topic` is the stored one that it goes on, None for a new one."""

    topic: PlanTopic | None
    row: PlanRow


class Written(NamedTuple):
    """What became of a plan: topics made, changed (also in their place), dropped."""

    made: int
    changed: int
    dropped: int


def topics_of(course_id: int) -> list[PlanTopic]:
    """The topics of a plan in their order. One query."""
    return list(PlanTopic.objects.filter(course=course_id).order_by("number"))


def row_of(topic: PlanTopic) -> PlanRow:
    """What stands in a topic."""
    return PlanRow(topic.text, topic.section, topic.homework, topic.control)


def matched(topics: Sequence[PlanTopic], rows: Iterable[PlanRow]) -> list[Kept]:
    """Let each row go on the stored topic of the same text, so that a lesson taught stays with its topic."""
    by_text: dict[str, list[PlanTopic]] = defaultdict(list)
    for topic in reversed(topics):
        by_text[same_text(topic.text)].append(topic)
    kept = []
    for row in rows:
        same = by_text[same_text(row.text)]
        kept.append(Kept(same.pop() if same else None, row))
    return kept


def write(
    course_id: int, topics: Sequence[PlanTopic], kept: Sequence[Kept], author_id: int, at: dt.datetime
) -> Written:
    """Let the plan be `kept`. At most five queries.

    A topic that is dropped leaves the lessons in which it was taught; their own texts stay.
    """
    going_on = {one.topic.pk for one in kept if one.topic is not None}
    dropped = [topic.pk for topic in topics if topic.pk not in going_on]
    if dropped:
        LessonTopic.objects.filter(plan_topic__in=dropped).update(plan_topic=None)
        PlanTopic.objects.filter(pk__in=dropped).delete()
    made, changed, moved = [], [], []
    for number, (topic, row) in enumerate(kept, 1):
        if topic is None:
            new = PlanTopic(
                course_id=course_id, number=number, author_id=author_id, set_at=at, **row._asdict()
            )
            made.append(new)
        elif topic.number != number or row_of(topic) != row:
            moved += [topic.pk] if topic.number != number else []
            _put(topic, number, row, author_id, at)
            changed.append(topic)
    if moved:
        PlanTopic.objects.filter(pk__in=moved).update(number=F("number") + _ASIDE)
    PlanTopic.objects.bulk_update(changed, ["number", *_FIELDS, "author", "set_at"], batch_size=100)
    PlanTopic.objects.bulk_create(made, batch_size=500)
    return Written(len(made), len(changed), len(dropped))


def _put(topic: PlanTopic, number: int, row: PlanRow, author_id: int, at: dt.datetime) -> None:
    if row_of(topic) != row:
        topic.author_id, topic.set_at = author_id, at
    topic.number = number
    for name in _FIELDS:
        setattr(topic, name, getattr(row, name))


def planned_topic(taught: LessonTopic) -> PlanTopic | None:
    """The topic of the plan that a lesson taught was: the first not yet taught that says the same. One query.

    A lesson whose topic is put in other words stays the topic that it was.
    """
    if not taught.text:
        return None
    free = PlanTopic.objects.filter(
        Q(lessons=None) | Q(lessons__lesson=taught.lesson_id), course=taught.lesson.course_id
    )
    word = same_text(taught.text)
    same = (topic for topic in free.order_by("number") if same_text(topic.text) == word)
    return next(same, taught.plan_topic)


def link_taught(course_id: int, *, in_order: bool) -> int:
    """Tell lessons that were written down which topics of the plan they were; return how many. Three queries.

    By the text; with `in_order` the rest takes the topics that are left, one after another, as the lessons came.
    """
    topics = topics_of(course_id)
    lessons = list(
        LessonTopic.objects.filter(lesson__course=course_id, lesson__cancellation__lesson=None)
        .exclude(text="")
        .select_related("lesson")
        .order_by("lesson__date", "lesson__number")
    )
    taught = {one.plan_topic_id for one in lessons}
    bare = [one for one in lessons if one.plan_topic_id is None]
    linked = _by_text(bare, [topic for topic in topics if topic.pk not in taught])
    if in_order:
        linked += _by_place(lessons, topics)
    LessonTopic.objects.bulk_update(linked, ["plan_topic"], batch_size=200)
    return len(linked)


def _by_text(lessons: Iterable[LessonTopic], free: Iterable[PlanTopic]) -> list[LessonTopic]:
    by_text: dict[str, list[PlanTopic]] = defaultdict(list)
    for topic in free:
        by_text[same_text(topic.text)].append(topic)
    linked = []
    for one in lessons:
        if same := by_text.get(same_text(one.text)):
            one.plan_topic = same.pop(0)
            linked.append(one)
    return linked


def _by_place(lessons: Sequence[LessonTopic], topics: Sequence[PlanTopic]) -> list[LessonTopic]:
    """Lessons without a topic take those left as coming ones would: in order, none that the plan has passed."""
    by_number = {topic.number: topic for topic in topics}
    numbers = {topic.pk: topic.number for topic in topics}
    facts = [
        LessonFacts(one.lesson_id, one.lesson.date, topic=numbers.get(one.plan_topic_id or 0))
        for one in lessons
    ]
    facts = [one._replace(recorded=one.topic is not None) for one in facts]
    found = lay_out(facts, by_number).topics
    linked = [one for one in lessons if one.lesson_id in found]
    for one in linked:
        one.plan_topic = by_number[found[one.lesson_id]]
    return linked
