"""Addresses of this room."""

from __future__ import annotations

from django.urls import path

from zhurnal.journal.views.average import ask_total, average
from zhurnal.journal.views.cell import ask, cell
from zhurnal.journal.views.cells import cells
from zhurnal.journal.views.changes.absence import teacher_absence
from zhurnal.journal.views.changes.added import lesson_add
from zhurnal.journal.views.changes.day import lesson_changes
from zhurnal.journal.views.changes.lesson import lesson_change
from zhurnal.journal.views.closing.period import closing_period
from zhurnal.journal.views.closing.periods import closing
from zhurnal.journal.views.columns.page import column, new_column
from zhurnal.journal.views.controls import class_controls
from zhurnal.journal.views.corrections import corrections, decision, withdrawal
from zhurnal.journal.views.course import course
from zhurnal.journal.views.debts import debts
from zhurnal.journal.views.desk import desk
from zhurnal.journal.views.homework import homework_copy, homework_file
from zhurnal.journal.views.kinds import work_kinds
from zhurnal.journal.views.lesson import lesson
from zhurnal.journal.views.plans.bring import plan_copy, plan_import
from zhurnal.journal.views.plans.page import plan, plan_file
from zhurnal.journal.views.plans.topic import plan_new, plan_topic
from zhurnal.journal.views.policy.edit import policy_edit
from zhurnal.journal.views.policy.page import policy
from zhurnal.journal.views.policy.rules import rules
from zhurnal.journal.views.pupil import pupil
from zhurnal.journal.views.pupils.excuses import class_excuses, excuse_file
from zhurnal.journal.views.pupils.exemptions import class_exemptions
from zhurnal.journal.views.pupils.external import external_marks
from zhurnal.journal.views.pupils.newcomers import class_newcomers
from zhurnal.journal.views.results.certificates import class_certificates
from zhurnal.journal.views.results.decisions import class_decisions
from zhurnal.journal.views.results.summary import class_summary
from zhurnal.journal.views.tools import grid_tools
from zhurnal.journal.views.totals import totals

urlpatterns = [
    path("journal/", desk, name="journal"),
    path("journal/debts/", debts, name="journal-debts"),
    path("journal/kinds/", work_kinds, name="work-kinds"),
    path("journal/tools/<slug:language>.<slug:edition>.js", grid_tools, name="journal-tools"),
    path("journal/<int:course>/", course, name="journal-course"),
    path("journal/<int:course>/cells/", cells, name="journal-cells"),
    path("journal/<int:course>/totals/", totals, name="journal-totals"),
    path("journal/<int:course>/plan/", plan, name="journal-plan"),
    path("journal/<int:course>/plan/new/", plan_new, name="journal-plan-new"),
    path("journal/<int:course>/plan/<int:number>/", plan_topic, name="journal-plan-topic"),
    path("journal/<int:course>/plan/import/", plan_import, name="journal-plan-import"),
    path("journal/<int:course>/plan/copy/", plan_copy, name="journal-plan-copy"),
    path("journal/<int:course>/plan/file/", plan_file, name="journal-plan-file"),
    path("journal/<int:course>/columns/<int:work>/", column, name="journal-column"),
    path("journal/<int:course>/lessons/<int:lesson>/columns/", new_column, name="journal-column-new"),
    path("classes/<int:school_class>/controls/", class_controls, name="class-controls"),
    path("closing/", closing, name="closing"),
    path("closing/<int:period>/", closing_period, name="closing-period"),
    path("journal/<int:course>/pupils/<int:pupil>/external/", external_marks, name="external-marks"),
    path("classes/<int:school_class>/absences/", class_excuses, name="class-excuses"),
    path("absences/files/<int:file>/", excuse_file, name="excuse-file"),
    path("classes/<int:school_class>/exemptions/", class_exemptions, name="class-exemptions"),
    path("classes/<int:school_class>/newcomers/", class_newcomers, name="class-newcomers"),
    path("classes/<int:school_class>/summary/", class_summary, name="class-summary"),
    path("classes/<int:school_class>/certificates/", class_certificates, name="class-certificates"),
    path("classes/<int:school_class>/decisions/", class_decisions, name="class-decisions"),
    path("journal/<int:course>/cells/<int:work>/<int:pupil>/", cell, name="journal-cell"),
    path("journal/<int:course>/cells/<int:work>/<int:pupil>/correction/", ask, name="journal-correction"),
    path("journal/<int:course>/pupils/<int:pupil>/", pupil, name="journal-pupil"),
    path("journal/<int:course>/pupils/<int:pupil>/average/", average, name="journal-average"),
    path(
        "journal/<int:course>/pupils/<int:pupil>/average/correction/",
        ask_total,
        name="journal-total-correction",
    ),
    path("corrections/", corrections, name="corrections"),
    path("corrections/<int:correction>/decision/", decision, name="correction-decision"),
    path("corrections/<int:correction>/withdrawal/", withdrawal, name="correction-withdrawal"),
    path("lessons/<int:lesson>/", lesson, name="lesson"),
    path("lessons/<int:lesson>/homework/copies/", homework_copy, name="homework-copy"),
    path("homework/files/<int:file>/", homework_file, name="homework-file"),
    path("policy/", policy, name="policy"),
    path("policy/edit/", policy_edit, name="policy-edit"),
    path("rules/", rules, name="rules"),
    path("lessons/changes/", lesson_changes, name="lesson-changes"),
    path("lessons/added/", lesson_add, name="lesson-add"),
    path("lessons/absence/", teacher_absence, name="teacher-absence"),
    path("lessons/<int:lesson>/changes/", lesson_change, name="lesson-change"),
]
