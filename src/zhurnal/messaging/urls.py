"""Addresses of this room."""

from __future__ import annotations

from django.urls import path

from zhurnal.messaging.views.entries import entries, entry, entry_correct, entry_file, entry_withdraw
from zhurnal.messaging.views.new import entry_new
from zhurnal.messaging.views.phrases import phrases
from zhurnal.messaging.views.replies import entry_answer, replies, reply_rule

urlpatterns = [
    path("messages/", entries, name="entries"),
    path("messages/new/", entry_new, name="entry-new"),
    path("messages/phrases/", phrases, name="entry-phrases"),
    path("messages/replies/", replies, name="entry-replies"),
    path("messages/replies/rule/", reply_rule, name="reply-rule"),
    path("messages/<int:entry>/", entry, name="entry"),
    path("messages/<int:entry>/withdraw/", entry_withdraw, name="entry-withdraw"),
    path("messages/<int:entry>/correct/", entry_correct, name="entry-correct"),
    path("messages/<int:entry>/files/<int:file>/", entry_file, name="entry-file"),
    path(
        "messages/<int:entry>/answer/<int:pupil>/<int:guardian>/", entry_answer, name="entry-answer"
    ),
]  # fmt: skip
