"""Who acts: the roles of a school."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Role(TextChoices):
    """A role of the contract. One person may hold several."""

    PUPIL = "pupil", _("ученик")
    GUARDIAN = "guardian", _("родитель")
    TEACHER = "teacher", _("учитель")
    CLASS_TEACHER = "class_teacher", _("классный руководитель")
    DEPUTY = "deputy", _("заместитель директора")
    DIRECTOR = "director", _("директор")
    SECRETARY = "secretary", _("секретарь")
    AUDITOR = "auditor", _("проверяющий")
    ADMIN = "admin", _("администратор")


# Roles that a school gives as an employment; the others follow from enrolment, guardianship or a class.
STAFF_ROLES = (Role.TEACHER, Role.DEPUTY, Role.DIRECTOR, Role.SECRETARY, Role.AUDITOR, Role.ADMIN)
