"""What is refused about entries and answers, in words for whoever asked."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

_SENTENCES = {
    "not_addressed": gettext_noop(
        "Не отправлено: этим ученикам вы писать не можете. Выберите, кому писать, заново."
    ),
    "no_pupils": gettext_noop("Не отправлено: здесь сегодня никто не учится. Выберите, кому писать."),
    "entry_kind": gettext_noop("Не отправлено: не выбрано, что это за запись."),
    "entry_empty": gettext_noop("Не отправлено: текста нет. Напишите его."),
    "entry_too_long": gettext_noop(
        "Не отправлено: в тексте {length} знаков, а помещается {most}. Сократите его или приложите файлом."
    ),
    "too_many_files": gettext_noop("Файл «{name}» не приложен: к записи прилагают не больше {most} файлов."),
    "not_author": gettext_noop("Не изменено: исправить запись может только её автор."),
    "entry_read": gettext_noop(
        "Не изменено: запись уже прочитали. Её можно отозвать и написать новую."
    ),
    "entry_changed": gettext_noop(
        "Не изменено: запись исправлена в другом окне. Сверьтесь с тем, что стоит сейчас, и повторите."
    ),
    "entry_withdrawn": gettext_noop("Запись уже отозвана. Ничего не изменено."),
    "not_withdrawer": gettext_noop("Не отозвано: отозвать запись может её автор, директор или завуч."),
    "reason_missing": gettext_noop("Не отозвано: семьи уже видят запись. Напишите, почему вы её отзываете."),
    "reason_too_long": gettext_noop("Не отозвано: причина длиннее {most} знаков. Сократите её."),
    "entry_corrected": gettext_noop(
        "Не подписано: запись исправили, пока страница была открыта. Прочитайте её ещё раз."
    ),
    "may_not_sign": gettext_noop(
        "Не подписано: право подписывать дневник вам не дано. Его даёт секретарь школы."
    ),
    "replies_off": gettext_noop("Не отправлено: школа не принимает ответов на такие записи."),
    "replies_later": gettext_noop(
        "Не отправлено: ответы принимаются с {starts} до {ends}. Скопируйте текст и отправьте его позже."
    ),
    "not_guardian": gettext_noop("Не отправлено: отвечают родители ученика, в дневнике которого стоит запись."),
    "not_answered": gettext_noop("Не отправлено: ответ пишет автор записи, и только тому, кто ему написал."),
    "reply_empty": gettext_noop("Не отправлено: текста нет. Напишите его."),
    "reply_too_long": gettext_noop("Не отправлено: в тексте {length} знаков, а помещается {most}. Сократите его."),
    "too_many_replies": gettext_noop(
        "Не отправлено: в этом разговоре уже {most} ответов за день. Позвоните в школу или напишите завтра."
    ),
    "hours": gettext_noop("Не сохранено: час начала должен быть раньше часа окончания."),
    "phrase_empty": gettext_noop("Не сохранено: у шаблона нет названия или текста."),
    "phrase_too_long": gettext_noop("Не сохранено: название длиннее {title} знаков или текст длиннее {text}."),
    "too_many_phrases": gettext_noop("Не сохранено: шаблонов уже {most}. Уберите лишний."),
    "not_your_phrase": gettext_noop("Не изменено: этот шаблон принадлежит не вам."),
}  # fmt: skip


class MessagingError(Exception):
    """Nothing was written. `code` is for programs, `sentence` says what to do."""

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code)
        self.code = code
        self.sentence = _(_SENTENCES[code]).format(**facts)
