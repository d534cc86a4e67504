"""What may be done, and which role may do it somewhere.

A right opens a page; *whose* rows the page may show is decided by the policies of the room that owns them.
"""

from enum import StrEnum

from zhurnal.access.roles import Role


class Right(StrEnum):
    """Named `<verb>-<what>`; the what is a word of the glossary."""

    SEE_OWN_PAGES = "see-own-pages"
    SEE_DIARY = "see-diary"
    SEE_NEWS = "see-news"
    SEE_JOURNAL = "see-journal"
    WRITE_JOURNAL = "write-journal"
    DECIDE_CORRECTIONS = "decide-corrections"
    SEE_CLASS = "see-class"
    SEE_EXEMPTIONS = "see-exemptions"
    SEE_SIGNATURES = "see-signatures"
    SEE_CHANGES = "see-changes"
    CHANGE_LESSONS = "change-lessons"
    SEE_OVERSIGHT = "see-oversight"
    SEE_SUMMARY = "see-summary"
    SEE_CLOSING = "see-closing"
    CLOSE_PERIODS = "close-periods"
    RECORD_DECISIONS = "record-decisions"
    EDIT_POLICY = "edit-policy"
    SEE_INSTALLATION = "see-installation"
    WRITE_ENTRIES = "write-entries"
    SET_REPLIES = "set-replies"
    EDIT_SCHOOL_CARD = "edit-school-card"
    SEE_FORECASTS = "see-forecasts"
    SEE_CLASS_FORECAST = "see-class-forecast"
    SEE_SCHOOL_FORECAST = "see-school-forecast"
    SET_FORECASTS = "set-forecasts"
    SEE_LOAD = "see-load"


_FAMILY = frozenset({Role.PUPIL, Role.GUARDIAN})
_TEACHING = frozenset({Role.TEACHER, Role.CLASS_TEACHER})
_HEADS = frozenset({Role.DEPUTY, Role.DIRECTOR})

ROLES_WITH: dict[Right, frozenset[Role]] = {
    Right.SEE_OWN_PAGES: frozenset(Role),
    Right.SEE_NEWS: _FAMILY,
    Right.SEE_DIARY: _FAMILY | _HEADS | {Role.CLASS_TEACHER},
    # An auditor reads named pages only under a case grant, which does not exist yet.
    Right.SEE_JOURNAL: _TEACHING | _HEADS,
    Right.WRITE_JOURNAL: _TEACHING,
    Right.DECIDE_CORRECTIONS: _HEADS,
    Right.SEE_CLASS: _HEADS | {Role.CLASS_TEACHER, Role.SECRETARY},
    Right.SEE_EXEMPTIONS: _HEADS | {Role.CLASS_TEACHER},
    Right.SEE_SIGNATURES: _HEADS | {Role.CLASS_TEACHER},
    Right.SEE_CHANGES: _HEADS | {Role.SECRETARY},
    Right.CHANGE_LESSONS: _HEADS,
    Right.SEE_OVERSIGHT: _HEADS | {Role.AUDITOR},
    Right.SEE_SUMMARY: _HEADS | {Role.CLASS_TEACHER},
    Right.SEE_CLOSING: _HEADS,
    Right.CLOSE_PERIODS: frozenset({Role.DEPUTY}),
    Right.RECORD_DECISIONS: frozenset({Role.DEPUTY}),
    Right.EDIT_POLICY: _HEADS,
    Right.SEE_INSTALLATION: frozenset({Role.ADMIN}),
    Right.WRITE_ENTRIES: _TEACHING | _HEADS,
    Right.SET_REPLIES: frozenset({Role.DIRECTOR}),
    Right.EDIT_SCHOOL_CARD: _HEADS | {Role.SECRETARY},
    Right.SEE_FORECASTS: _TEACHING | _HEADS,
    Right.SEE_CLASS_FORECAST: _HEADS | {Role.CLASS_TEACHER},
    Right.SEE_SCHOOL_FORECAST: _HEADS,
    Right.SET_FORECASTS: _HEADS,
    Right.SEE_LOAD: _HEADS,
}
