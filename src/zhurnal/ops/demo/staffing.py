"""Classes, courses and who teaches them: drawn up on paper before anything is written."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from zhurnal.ops.demo.plan import (
    BY_SLUG,
    FIRST_GRADE_SPLIT,
    LAST_PRIMARY_GRADE,
    OF_CLASS_TEACHER,
    PARTS,
    PRIMARY,
    SUBJECTS,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zhurnal.ops.demo.profiles import Post, Profile

LETTERS = "АБВГДЕЖЗ"
FAMOUS = (7, "А")


class ClassDraft(NamedTuple):
    """A class of the year."""

    grade: int
    letter: str
    shift: int
    days: int

    @property
    def name(self) -> str:
        return f"{self.grade} «{self.letter}»"


@dataclass
class CourseDraft:
    """A course: indexes of its classes and of its teacher. A `part` is a subgroup, or half of a stream."""

    slug: str
    classes: tuple[int, ...]
    hours: int
    part: int | None = None
    teacher: int = -1

    @property
    def is_stream(self) -> bool:
        return len(self.classes) > 1


@dataclass
class Staffing:
    """The school on paper. A block is courses at one hour: subgroups, halves of a stream, A and B weeks."""

    profile: Profile
    classes: list[ClassDraft]
    posts: list[Post]
    courses: list[CourseDraft] = field(default_factory=list)
    class_teachers: list[int] = field(default_factory=list)

    def find(self, grade: int, letter: str) -> int:
        """The index of a class."""
        return next(
            i for i, drawn in enumerate(self.classes) if (drawn.grade, drawn.letter) == (grade, letter)
        )

    @property
    def famous_teacher(self) -> int:
        """Who teaches algebra in 7 «А»: the demo account `teacher`."""
        return teacher_of(self, self.find(*FAMOUS), "algebra")

    @property
    def famous_class_teacher(self) -> int:
        """Who leads 7 «А»."""
        return self.class_teachers[self.find(*FAMOUS)]

    def load(self) -> list[int]:
        """Hours a week of each teacher."""
        hours = [0] * len(self.posts)
        for course in self.courses:
            hours[course.teacher] += course.hours
        return hours

    def blocks(self) -> dict[tuple[tuple[int, ...], str], list[int]]:
        """Indexes of courses that stand at the same hour, by their classes and subject."""
        found: dict[tuple[tuple[int, ...], str], list[int]] = defaultdict(list)
        for index, course in enumerate(self.courses):
            slug = "horizons" if course.slug == "literacy" else course.slug
            found[course.classes, slug].append(index)
        return found


def staff(profile: Profile) -> Staffing:
    """Draw up classes and courses of a school and give each course its teacher."""
    classes = [
        ClassDraft(
            grade, letter, 2 if grade in profile.second_shift else 1, 6 if grade in profile.six_days else 5
        )
        for grade, count in sorted(profile.parallels.items())
        for letter in LETTERS[:count]
    ]
    drawn = Staffing(profile, classes, [post for post in profile.posts for _ in range(post.places)])
    drawn.courses = [*_streams(drawn), *_courses_of_classes(drawn)]
    _give_teachers(drawn)
    drawn.class_teachers = _class_teachers(drawn)
    drawn.courses += _courses_of_class_teachers(drawn)
    return drawn


def _streams(drawn: Staffing) -> Iterator[CourseDraft]:
    """One stream for each letter: 10 «А» with 11 «А»."""
    first, last = drawn.profile.stream_grades
    for letter in LETTERS[: drawn.profile.parallels.get(last, 0)]:
        classes = (drawn.find(first, letter), drawn.find(last, letter))
        hours = BY_SLUG["pe"].hours[last]
        for part in (0, 1) if drawn.profile.stream_by_sex else (None,):
            yield CourseDraft("pe", classes, hours, part)


def _courses_of_classes(drawn: Staffing) -> Iterator[CourseDraft]:
    for index, a_class in enumerate(drawn.classes):
        for subject in SUBJECTS:
            hours = subject.hours.get(a_class.grade, 0)
            in_stream = subject.slug == "pe" and a_class.grade in drawn.profile.stream_grades
            if not hours or in_stream or subject.slug in OF_CLASS_TEACHER:
                continue
            for part in _parts(drawn.profile, subject.slug, a_class.grade):
                yield CourseDraft(subject.slug, (index,), hours, part)


def _parts(profile: Profile, slug: str, grade: int) -> tuple[int | None, ...]:
    split = slug in profile.split and slug in PARTS and grade >= FIRST_GRADE_SPLIT[slug]
    return (0, 1) if split else (None,)


def _give_teachers(drawn: Staffing) -> None:
    """The largest bundle first, always to the teacher with the least hours among those who can."""
    bundles: dict[tuple[tuple[int, ...], str, int | None], list[CourseDraft]] = defaultdict(list)
    for course in drawn.courses:
        bundles[course.classes, _family(drawn, course), course.part].append(course)
    load = [0] * len(drawn.posts)
    taken: dict[tuple[tuple[int, ...], str], set[int]] = defaultdict(set)
    order = sorted(
        bundles, key=lambda key: (-sum(course.hours for course in bundles[key]), key[0], key[2] or 0)
    )
    for key in order:
        able = [who for who in _able(drawn, bundles[key]) if who not in taken[key[0], key[1]]]
        # In halves by sex the posts alternate, so that boys have the same workshop in every class.
        turn = [who for who in able if key[2] is None or key[1] != "technology" or who % 2 == key[2]]
        chosen = min(turn or able, key=lambda who: (load[who], who))
        taken[key[0], key[1]].add(chosen)
        for course in bundles[key]:
            course.teacher = chosen
            load[chosen] += course.hours


def _family(drawn: Staffing, course: CourseDraft) -> str:
    grade = drawn.classes[course.classes[0]].grade
    primary = grade <= LAST_PRIMARY_GRADE and course.slug in PRIMARY
    return "primary" if primary else BY_SLUG[course.slug].family


def _able(drawn: Staffing, courses: list[CourseDraft]) -> list[int]:
    """Teachers who can teach all of the courses; a primary class has a teacher of its own."""
    if _family(drawn, courses[0]) == "primary":
        return [courses[0].classes[0]]  # primary teachers and primary classes both come first
    slugs = {course.slug for course in courses}
    return [who for who, post in enumerate(drawn.posts) if slugs <= post.slugs and post.slugs != PRIMARY]


def _class_teachers(drawn: Staffing) -> list[int]:
    """One class each; who knows the class best gets it. The demo account `teacher` leads none."""
    hours: dict[int, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    for course in drawn.courses:
        for index in course.classes:
            hours[index][course.teacher] += course.hours
    famous = drawn.find(*FAMOUS)
    russian, math = (teacher_of(drawn, famous, slug) for slug in ("russian", "algebra"))
    chosen = {famous: russian}
    for index in range(len(drawn.classes)):
        free = [who for who in hours[index] if who not in chosen.values() and who != math]
        if index not in chosen:
            chosen[index] = max(free, key=lambda who: (hours[index][who], -who))
    return [chosen[index] for index in range(len(drawn.classes))]


def teacher_of(drawn: Staffing, index: int, slug: str) -> int:
    """The index of who teaches a subject to a class."""
    return next(course.teacher for course in drawn.courses if course.slug == slug and index in course.classes)


def _courses_of_class_teachers(drawn: Staffing) -> Iterator[CourseDraft]:
    for index, teacher in enumerate(drawn.class_teachers):
        for slug in sorted(OF_CLASS_TEACHER):
            if drawn.classes[index].grade in BY_SLUG[slug].hours:
                yield CourseDraft(slug, (index,), 1, None, teacher)
