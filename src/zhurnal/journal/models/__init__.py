"""What a teacher writes: topics, homework, works, marks, attendance, period marks."""

from zhurnal.journal.models.lessons import AttendanceTaken, Homework, LessonTopic
from zhurnal.journal.models.marks import Absence, Average, Mark, Work, WorkKind
from zhurnal.journal.models.periods import PeriodClosure, PeriodMark

__all__ = [
    "Absence",
    "AttendanceTaken",
    "Average",
    "Homework",
    "LessonTopic",
    "Mark",
    "PeriodClosure",
    "PeriodMark",
    "Work",
    "WorkKind",
]
