"""Builds the demo: two schools, stage by stage, all or nothing."""

from __future__ import annotations

import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

from django.db import transaction

from zhurnal.ops.demo.behaviour import write_behaviour
from zhurnal.ops.demo.bulk import gather_statistics
from zhurnal.ops.demo.cast import FIRST, SECOND, Cast
from zhurnal.ops.demo.changes import write_changes
from zhurnal.ops.demo.courses import write_courses
from zhurnal.ops.demo.diary import write_diaries
from zhurnal.ops.demo.excuses import write_excuses
from zhurnal.ops.demo.forecasts import write_forecasts
from zhurnal.ops.demo.journal import write_journal
from zhurnal.ops.demo.lessons import write_lessons
from zhurnal.ops.demo.news import show_news
from zhurnal.ops.demo.people import write_people
from zhurnal.ops.demo.profiles import Profile, profiles_of
from zhurnal.ops.demo.registers import write_registers
from zhurnal.ops.demo.rules import write_rules
from zhurnal.ops.demo.signatures import write_signatures
from zhurnal.ops.demo.staffing import staff

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from zhurnal.school.models import School


def build_demo(scale: str, out: Callable[[str], None] = print) -> None:
    """Build the demo schools of a scale («small», «school», «large») in an installation without schools.

    One transaction. Raises KeyError for another scale. `out` is told the time of every stage.
    """
    first, second = profiles_of(scale)
    with transaction.atomic():
        schools = [_build_school(first, FIRST, out), _build_school(second, SECOND, out)]
        with _stage(out, "новое для семей"):
            show_news()
        gather_statistics()
        # A night reads the whole year at once: PostgreSQL must know by then how much there is.
        with _stage(out, "прогнозы"):
            for school in schools:
                write_forecasts(school)


def _build_school(profile: Profile, cast: Cast, out: Callable[[str], None]) -> School:
    out(f"{profile.short_name}:")
    with _stage(out, "классы и календарь"):
        drawn = staff(profile)
        registers = write_registers(drawn)
    with _stage(out, "люди"):
        people = write_people(drawn, registers, cast)
    with _stage(out, "правила отметок"):
        registers.rules = write_rules(registers, people)
    with _stage(out, "курсы и расписание"):
        taught = write_courses(drawn, registers, people)
    with _stage(out, "уроки"):
        lessons = write_lessons(drawn, registers, people, taught)
    with _stage(out, "журнал и летопись"):
        write_journal(drawn, registers, people, taught, lessons)
        write_behaviour(drawn, registers, people)
    with _stage(out, "переносы, освобождения, принесённые отметки"):
        write_changes(drawn, registers, people, taught)
    with _stage(out, "сообщения об отсутствии"):
        write_excuses(registers)
    with _stage(out, "записи в дневниках"):
        write_diaries(drawn, registers, people, taught, cast)
        write_signatures(registers)
    return registers.school


@contextmanager
def _stage(out: Callable[[str], None], name: str) -> Iterator[None]:
    started = time.perf_counter()
    yield
    out(f"  {name}: {time.perf_counter() - started:.1f} с")
