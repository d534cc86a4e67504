"""Why a file is not taken: what happened, and what to do."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

_SENTENCES = {
    "uploaded_file_too_large": gettext_noop(
        "Файл «{name}» не принят: он больше {most} МБ. Уменьшите его или выложите частями."
    ),
    "uploaded_files_too_large": gettext_noop(
        "Файл «{name}» не принят: вместе с остальными это больше {most} МБ за один раз. Добавьте его отдельно."
    ),
    "uploaded_file_empty": gettext_noop("Файл «{name}» не принят: он пуст."),
    "file_kind": gettext_noop(
        "Файл «{name}» не принят: такие файлы не хранятся. Можно PDF, PNG, JPEG, GIF, DOCX, XLSX, PPTX, ODT, TXT, "
        "CSV."
    ),
    "file_is_not_what_it_says": gettext_noop(
        "Файл «{name}» не принят: внутри не то, что обещает имя. Сохраните его заново в нужном формате."
    ),
    "file_with_macros": gettext_noop(
        "Файл «{name}» не принят: в нём есть макросы. Сохраните его без макросов (DOCX, XLSX, PPTX)."
    ),
}


class FileRefusedError(Exception):
    """A file that is not taken: the code for programs, the sentence for people."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(code)
        self.code = code
        self.sentence = sentence


def refused(code: str, **facts: object) -> FileRefusedError:
    """The refusal with its sentence; `facts` are the words that the sentence names."""
    return FileRefusedError(code, _(_SENTENCES[code]).format(**facts))
