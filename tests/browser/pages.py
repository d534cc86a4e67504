"""Every page that a person sees, with who looks at it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse

from zhurnal.messaging.models import DiaryEntry

if TYPE_CHECKING:
    from tests.cast import Cast

PLANNED = "2026-03-16"

# Name of the page → (account, name of the address); "" is a stranger.
PAGES: dict[str, tuple[str, str]] = {
    "sign-in": ("", "login"),
    "view settings": ("", "view-settings"),
    "profile": ("teacher", "profile"),
    "own devices": ("parent", "devices"),
    "teacher's day": ("teacher", "journal"),
    "grid": ("teacher", "journal-course"),
    "grid, read only": ("classteacher", "journal-course"),
    "column": ("teacher", "journal-column"),
    "column, read only": ("deputy", "journal-column"),
    "new column": ("teacher", "journal-column-new"),
    "debts": ("teacher", "journal-debts"),
    "control works": ("teacher", "class-controls"),
    "kinds of work": ("deputy", "work-kinds"),
    "lesson sheet": ("teacher", "lesson"),
    "lesson sheet of a substitute": ("colleague", "lesson"),
    "cell": ("teacher", "journal-cell"),
    "cell, read only": ("classteacher", "journal-cell"),
    "average": ("teacher", "journal-average"),
    "one pupil": ("teacher", "journal-pupil"),
    "corrections": ("deputy", "corrections"),
    "own corrections": ("teacher", "corrections"),
    "diary week": ("parent", "diary-week"),
    "signatures of a class": ("classteacher", "class-signatures"),
    "marks": ("parent", "diary-marks"),
    "average of the diary": ("parent", "diary-average"),
    "messages": ("parent", "diary-messages"),
    "absence to announce": ("parent", "diary-absence"),
    "what was missed": ("parent", "diary-missed"),
    "teachers and school": ("parent", "diary-school"),
    "calendar": ("parent", "diary-calendar"),
    "who sees the diary": ("parent", "diary-privacy"),
    "absences of a class": ("classteacher", "class-excuses"),
    "family of a pupil": ("office", "pupil-family"),
    "card of the school": ("office", "school-card"),
    "news": ("parent", "news"),
    "notices": ("parent", "notice-settings"),
    "notices of staff": ("teacher", "notice-settings"),
    "address to confirm": ("parent", "notice-mail-confirm"),
    "entries": ("classteacher", "entries"),
    "to whom to write": ("director", "entry-new"),
    "an entry and its readers": ("director", "entry"),
    "correction of an entry": ("classteacher", "entry-correct"),
    "phrases": ("deputy", "entry-phrases"),
    "replies": ("classteacher", "entry-replies"),
    "switch of replies": ("director", "reply-rule"),
    "classes": ("deputy", "classes"),
    "class": ("classteacher", "class"),
    "plan": ("teacher", "journal-plan"),
    "plan, read only": ("classteacher", "journal-plan"),
    "topic of a plan": ("teacher", "journal-plan-topic"),
    "new topic": ("teacher", "journal-plan-new"),
    "plan from a file": ("teacher", "journal-plan-import"),
    "plan of another course": ("teacher", "journal-plan-copy"),
    "homework for another class": ("teacher", "homework-copy"),
    "totals": ("teacher", "journal-totals"),
    "closing of periods": ("deputy", "closing"),
    "closing of a period": ("deputy", "closing-period"),
    "summary of a class": ("classteacher", "class-summary"),
    "marks of certificates": ("classteacher", "class-certificates"),
    "decisions of the council": ("deputy", "class-decisions"),
    "rules of the school": ("deputy", "policy"),
    "form of the rules": ("deputy", "policy-edit"),
    "published rules": ("parent", "rules"),
    "exemptions": ("classteacher", "class-exemptions"),
    "newcomers": ("deputy", "class-newcomers"),
    "marks brought along": ("teacher", "external-marks"),
    "changes of a day": ("deputy", "lesson-changes"),
    "changes of a day, read only": ("office", "lesson-changes"),
    "changes of a lesson": ("deputy", "lesson-change"),
    "a lesson to add": ("deputy", "lesson-add"),
    "a teacher who is away": ("deputy", "teacher-absence"),
    "forecast of a child": ("parent", "diary-forecast"),
    "forecast in a subject": ("parent", "diary-forecast-subject"),
    "how forecasts are made": ("parent", "forecast-method"),
    "forecast of a course": ("teacher", "journal-forecast"),
    "forecast of a class": ("classteacher", "class-forecast"),
    "forecast of the school": ("director", "forecast"),
    "how accurate forecasts are": ("director", "forecast-accuracy"),
    "load of the classes": ("deputy", "load"),
    "who sees forecasts": ("deputy", "forecast-settings"),
    "reading offline": ("parent", "diary-offline"),
    "oversight": ("deputy", "oversight"),
    "oversight of an auditor": ("auditor", "oversight"),
    "installation": ("admin", "installation"),
}


def address(name: str, cast: Cast) -> str:
    """The path of a page of PAGES for the cast's 7 «А»."""
    pupil = {"course": cast.algebra_7a.pk, "pupil": cast.child.pk}
    things: dict[str, dict[str, Any]] = {
        "journal-cell": pupil | {"work": cast.column(cast.algebra_7a, "2026-03-02").pk},
        "journal-average": pupil,
        "journal-pupil": pupil,
        "diary-average": pupil,
        "journal-course": {"course": cast.algebra_7a.pk},
        "journal-totals": {"course": cast.algebra_7a.pk},
        "journal-plan": {"course": cast.algebra_7a.pk},
        "journal-plan-new": {"course": cast.algebra_7a.pk},
        "journal-plan-import": {"course": cast.algebra_7a.pk},
        "journal-plan-copy": {"course": cast.algebra_7a.pk},
        "journal-plan-topic": {"course": cast.algebra_7a.pk, "number": 2},
        "homework-copy": {"lesson": cast.substituted.pk},
        "closing-period": {"period": cast.quarter.pk},
        "class-summary": {"school_class": cast.class_7a.pk},
        "class-certificates": {"school_class": cast.class_7a.pk},
        "class-decisions": {"school_class": cast.class_7a.pk},
        "journal-column": {"course": cast.algebra_7a.pk, "work": cast.control.pk},
        "journal-column-new": {
            "course": cast.algebra_7a.pk,
            "lesson": cast.lesson(cast.algebra_7a, PLANNED).pk,
        },
        "class-controls": {"school_class": cast.class_7a.pk},
        "lesson": {"lesson": cast.substituted.pk},
        "diary-week": {"pupil": cast.child.pk, "week": "2026-W10"},
        "diary-marks": {"pupil": cast.child.pk},
        "diary-messages": {"pupil": cast.child.pk},
        **{
            f"diary-{one}": {"pupil": cast.child.pk}
            for one in ("absence", "missed", "school", "calendar", "privacy")
        },
        "diary-forecast": {"pupil": cast.child.pk},
        "diary-forecast-subject": {"pupil": cast.child.pk, "subject": cast.algebra_7a.subject_id},
        "journal-forecast": {"course": cast.algebra_7a.pk},
        "class-forecast": {"school_class": cast.class_7a.pk},
        "class-excuses": {"school_class": cast.class_7a.pk},
        "pupil-family": {"school_class": cast.class_7a.pk, "pupil": cast.child.pk},
        "notice-mail-confirm": {"token": "nonsense"},
        "entry": {"entry": _written(cast)},
        "entry-correct": {"entry": _written(cast)},
        "class-signatures": {"school_class": cast.class_7a.pk},
        "class": {"school_class": cast.class_7a.pk},
        "class-exemptions": {"school_class": cast.class_7a.pk},
        "class-newcomers": {"school_class": cast.class_7a.pk},
        "external-marks": {"course": cast.algebra_7a.pk, "pupil": cast.arrived.pk},
        "lesson-change": {"lesson": cast.substituted.pk},
    }
    return reverse(name, kwargs=things.get(name))


def _written(cast: Cast) -> int:
    """What the class teacher has written."""
    found = DiaryEntry.objects.filter(author=cast.classteacher.person).order_by("-pk").first()
    return found.pk if found else 0
