"""The registers of a school."""

from zhurnal.school.models.courses import Course, CourseMembership, StudyGroup, Subject, Teaching
from zhurnal.school.models.people import ClassTeacher, Employment, Enrolment
from zhurnal.school.models.year import DayOff, School, SchoolCard, SchoolClass, SchoolYear, StudyPeriod

__all__ = [
    "ClassTeacher",
    "Course",
    "CourseMembership",
    "DayOff",
    "Employment",
    "Enrolment",
    "School",
    "SchoolCard",
    "SchoolClass",
    "SchoolYear",
    "StudyGroup",
    "StudyPeriod",
    "Subject",
    "Teaching",
]
