"""People and their accounts. A person may be pupil, guardian and staff at once; an account is one sign-in."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.utils.translation import gettext_lazy as _

from zhurnal.calc.collation import search_key, sort_key


def short_name(surname: str, given_name: str, patronymic: str) -> str:
    """«Иванова М. П.»."""
    initials = " ".join(f"{part[0]}." for part in (given_name, patronymic) if part)
    return f"{surname} {initials}"


class Person(models.Model):
    """A human being known to a school."""

    class Sex(models.TextChoices):
        MALE = "m", _("мужской")
        FEMALE = "f", _("женский")

    surname = models.CharField(max_length=100)
    given_name = models.CharField(max_length=100)
    patronymic = models.CharField(max_length=100, blank=True)
    sex = models.CharField(max_length=1, choices=Sex)
    birth_date = models.DateField(null=True, blank=True)
    # Databases sort Cyrillic differently («ё»), and SQLite folds no Cyrillic case: both keys are our own.
    sort_key = models.CharField(max_length=320, editable=False, db_index=True)
    search_key = models.CharField(max_length=320, editable=False, db_index=True)

    def set_keys(self) -> None:
        """Derive the keys from the name; bulk writers call it themselves."""
        self.sort_key = sort_key(self.full_name)
        self.search_key = search_key(self.full_name)

    def save(self, *args: object, **kwargs: object) -> None:
        self.set_keys()
        super().save(*args, **kwargs)  # type: ignore[arg-type]  # passed through unchanged

    @property
    def full_name(self) -> str:
        """«Иванова Мария Петровна»."""
        return " ".join(part for part in (self.surname, self.given_name, self.patronymic) if part)

    @property
    def list_name(self) -> str:
        """«Иванова Мария», as in a class list."""
        return f"{self.surname} {self.given_name}"

    @property
    def short_name(self) -> str:
        """«Иванова М. П.»."""
        return short_name(self.surname, self.given_name, self.patronymic)

    def __str__(self) -> str:
        return self.full_name


class Guardianship(models.Model):
    """A guardian answers for a pupil, from a day to a day."""

    class Kind(models.TextChoices):
        MOTHER = "mother", _("мать")
        FATHER = "father", _("отец")
        GUARDIAN = "guardian", _("опекун")

    guardian = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="guardianships")
    pupil = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="guarded_by")
    kind = models.CharField(max_length=10, choices=Kind)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    # Beside seeing: to sign the diary, to write to the school, to apply for services.
    may_sign = models.BooleanField(default=True)
    may_write = models.BooleanField(default=True)
    may_apply = models.BooleanField(default=True)
    # A court has restricted it: the child is hidden from the guardian at once, whatever the days say.
    restricted_at = models.DateTimeField(null=True, blank=True)
    restriction = models.CharField(max_length=200, blank=True)  # the paper: court, day, number

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("guardian", "pupil", "valid_from"), name="guardianship_once"),
            models.CheckConstraint(
                condition=models.Q(restricted_at__isnull=True, restriction="")
                | (models.Q(restricted_at__isnull=False) & ~models.Q(restriction="")),
                name="guardianship_restricted_by_a_paper",
            ),
            models.CheckConstraint(
                condition=~models.Q(guardian=models.F("pupil")), name="guardianship_not_of_oneself"
            ),
            models.CheckConstraint(
                condition=models.Q(valid_to__isnull=True) | models.Q(valid_to__gte=models.F("valid_from")),
                name="guardianship_ends_after_start",
            ),
        )


class Viewing(models.Model):
    """Somebody of the staff has opened what is kept about a pupil: who, as what, which page, on which day.

    A day's further openings of a page are not written: the pages stay quick, and the answer is the same.
    """

    class Page(models.TextChoices):
        DIARY = "diary", _("дневник")
        ABSENCE = "absence", _("сообщения об отсутствии и документы")
        FAMILY = "family", _("родители и их права")

    pupil = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="viewings", db_index=False)
    viewer = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    role = models.CharField(max_length=15)
    page = models.CharField(max_length=10, choices=Page)
    day = models.DateField()
    first_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("pupil", "day", "viewer", "page"), name="viewing_once_a_day"),
        )


class UserManager(BaseUserManager["User"]):
    """Makes accounts."""

    def create_user(self, login: str, password: str | None, person: Person | None = None) -> User:
        """One account with a hashed password; `None` makes it impossible to sign in by password."""
        user = self.model(login=login, person=person)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """An account: one login of one person, with what that person chose for the screen."""

    class Theme(models.TextChoices):
        AUTO = "auto", _("как в системе")
        LIGHT = "light", _("светлая")
        DARK = "dark", _("тёмная")

    class TextSize(models.IntegerChoices):
        NORMAL = 100, "100 %"
        LARGE = 150, "150 %"
        HUGE = 200, "200 %"

    class Scheme(models.TextChoices):
        SCHOOL = "school", _("как у школы")
        BLACK = "black", _("чёрным по белому")
        WHITE = "white", _("белым по чёрному")
        BLUE = "blue", _("тёмно-синим по голубому")
        BROWN = "brown", _("коричневым по бежевому")
        GREEN = "green", _("зелёным по тёмно-коричневому")

    class Space(models.TextChoices):
        NORMAL = "normal", _("обычные")
        WIDE = "wide", _("большие")
        WIDEST = "widest", _("очень большие")

    class Pictures(models.TextChoices):
        SHOW = "show", _("показывать")
        HIDE = "hide", _("не показывать")

    class Font(models.TextChoices):
        PLAIN = "plain", _("без засечек")
        SERIF = "serif", _("с засечками")

    class MarksView(models.TextChoices):
        SIMPLE = "simple", _("упрощённый")
        EXTENDED = "extended", _("по датам")

    login = models.CharField(max_length=60, unique=True)
    person = models.OneToOneField(
        Person, on_delete=models.PROTECT, related_name="user", null=True, blank=True
    )
    is_active = models.BooleanField(default=True)
    theme = models.CharField(max_length=5, choices=Theme, default=Theme.AUTO)
    text_size = models.PositiveSmallIntegerField(choices=TextSize, default=TextSize.NORMAL)
    scheme = models.CharField(max_length=6, choices=Scheme, default=Scheme.SCHOOL)
    letter_space = models.CharField(max_length=6, choices=Space, default=Space.NORMAL)
    line_space = models.CharField(max_length=6, choices=Space, default=Space.NORMAL)
    font = models.CharField(max_length=5, choices=Font, default=Font.PLAIN)
    pictures = models.CharField(max_length=4, choices=Pictures, default=Pictures.SHOW)
    language = models.CharField(max_length=5, default="ru")
    marks_view = models.CharField(max_length=8, choices=MarksView, default=MarksView.SIMPLE)
    # «chosen:running»: the period chosen in the view by dates, and the one that was running then.
    marks_period = models.CharField(max_length=40, blank=True)
    hides_places = models.BooleanField(default=False)

    USERNAME_FIELD = "login"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects: ClassVar[UserManager] = UserManager()

    def __str__(self) -> str:
        return self.login


class Session(AbstractBaseSession):
    """A signed-in browser. It knows its account, so that an account's sessions can be listed and ended."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, null=True, related_name="sessions")

    @classmethod
    def get_session_store_class(cls) -> type:
        """The store that reads and writes these rows."""
        from zhurnal.people.sessions import SessionStore  # noqa: PLC0415  # the store imports this model

        return SessionStore


class KnownDevice(models.Model):
    """A browser from which an account was signed in: a keyed hash of a number that it was given at random."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+", db_index=False)
    mark = models.CharField(max_length=64)
    first_at = models.DateTimeField()
    seen_on = models.DateField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("user", "mark"), name="known_device_once"),)


class FailedSignIn(models.Model):
    """A failed attempt to sign in, kept for as long as it slows down the next ones."""

    login_mark = models.CharField(max_length=64)  # a keyed hash: what was typed may be a password
    at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=("login_mark", "at"), name="failed_sign_in_recent"),)
