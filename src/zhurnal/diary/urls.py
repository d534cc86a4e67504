"""Addresses of this room."""

from __future__ import annotations

from django.urls import path

from zhurnal.diary.views.absence import absence, absence_file
from zhurnal.diary.views.around import export, privacy, school
from zhurnal.diary.views.average import average
from zhurnal.diary.views.calendar import calendar, calendar_feed
from zhurnal.diary.views.files import homework_file
from zhurnal.diary.views.forecast import forecast, forecast_subject
from zhurnal.diary.views.home import home
from zhurnal.diary.views.marks import marks
from zhurnal.diary.views.messages import entry_file, entry_reply, messages, read, receipt
from zhurnal.diary.views.missed import missed
from zhurnal.diary.views.offline import offline
from zhurnal.diary.views.signature import week_signature
from zhurnal.diary.views.signatures import class_signatures
from zhurnal.diary.views.tick import homework_tick
from zhurnal.diary.views.week import week

urlpatterns = [
    path("diary/", home, name="diary"),
    path("diary/offline/", offline, name="diary-offline"),
    path("diary/<int:pupil>/week/<str:week>/", week, name="diary-week"),
    path("diary/<int:pupil>/week/<str:week>/signature/", week_signature, name="diary-signature"),
    path("diary/<int:pupil>/homework/<int:homework>/tick/", homework_tick, name="diary-tick"),
    path("classes/<int:school_class>/signatures/", class_signatures, name="class-signatures"),
    path("diary/<int:pupil>/missed/", missed, name="diary-missed"),
    path("diary/<int:pupil>/school/", school, name="diary-school"),
    path("diary/<int:pupil>/privacy/", privacy, name="diary-privacy"),
    path("diary/<int:pupil>/export/", export, name="diary-export"),
    path("diary/<int:pupil>/calendar/", calendar, name="diary-calendar"),
    path("calendar/<str:secret>.ics", calendar_feed, name="calendar-feed"),
    path("diary/<int:pupil>/absence/", absence, name="diary-absence"),
    path("diary/<int:pupil>/absence/files/<int:file>/", absence_file, name="diary-absence-file"),
    path("diary/<int:pupil>/files/<int:file>/", homework_file, name="diary-file"),
    path("diary/<int:pupil>/marks/", marks, name="diary-marks"),
    path("diary/<int:pupil>/marks/<int:course>/", average, name="diary-average"),
    path("diary/<int:pupil>/forecast/", forecast, name="diary-forecast"),
    path("diary/<int:pupil>/forecast/<int:subject>/", forecast_subject, name="diary-forecast-subject"),
    path("diary/<int:pupil>/messages/", messages, name="diary-messages"),
    path("diary/<int:pupil>/messages/read/", read, name="diary-entries-read"),
    path("diary/<int:pupil>/messages/<int:entry>/receipt/", receipt, name="diary-entry-receipt"),
    path("diary/<int:pupil>/messages/<int:entry>/reply/", entry_reply, name="diary-entry-reply"),
    path("diary/<int:pupil>/messages/<int:entry>/files/<int:file>/", entry_file, name="diary-entry-file"),
]
