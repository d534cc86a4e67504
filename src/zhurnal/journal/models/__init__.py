"""What a teacher writes: topics, homework, works, marks, attendance, plans, marks for periods and years."""

from zhurnal.journal.models.corrections import CorrectionRequest
from zhurnal.journal.models.excuses import Excuse, ExcuseFile
from zhurnal.journal.models.lessons import AttendanceTaken, Homework, HomeworkFile, LessonTopic
from zhurnal.journal.models.marks import (
    Absence,
    Average,
    Exemption,
    ExternalMark,
    Mark,
    Work,
    WorkKind,
)
from zhurnal.journal.models.periods import PeriodClosure, PeriodMark
from zhurnal.journal.models.plans import PlanTopic
from zhurnal.journal.models.policies import PolicyVersion
from zhurnal.journal.models.years import YearDecision, YearMark

__all__ = [
    "Absence",
    "AttendanceTaken",
    "Average",
    "CorrectionRequest",
    "Excuse",
    "ExcuseFile",
    "Exemption",
    "ExternalMark",
    "Homework",
    "HomeworkFile",
    "LessonTopic",
    "Mark",
    "PeriodClosure",
    "PeriodMark",
    "PlanTopic",
    "PolicyVersion",
    "Work",
    "WorkKind",
    "YearDecision",
    "YearMark",
]
