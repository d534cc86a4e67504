"""The accounts of a demo school, as they are told to whoever starts it (docs/contract.md)."""

from __future__ import annotations

ACCOUNTS = {
    "teacher": "учитель математики, несколько классов",
    "classteacher": "классный руководитель 7 «А», тоже учитель",
    "deputy": "заместитель директора",
    "director": "директор",
    "parent": "родитель двух учеников, один из них в 7 «А»",
    "pupil": "ученица 7 «А»",
    "office": "секретарь",
    "auditor": "проверяющий: только читает",
    "admin": "администратор: без отметок",
    "teacher2, parent2, deputy2": "вторая школа",
}
