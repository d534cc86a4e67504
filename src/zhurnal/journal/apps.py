"""The room journal."""

from django.apps import AppConfig


class JournalConfig(AppConfig):
    name = "zhurnal.journal"
    verbose_name = "Журнал"

    def ready(self) -> None:
        """Tell the timetable that an empty ordinary column says nothing about its lesson."""
        from django.db.models import Exists, OuterRef, Q  # noqa: PLC0415  # models load before rooms are ready

        from zhurnal.journal.models import Mark, Work  # noqa: PLC0415  # as above
        from zhurnal.timetable.queries.places import register_bare  # noqa: PLC0415  # as above

        marked = Exists(Mark.objects.filter(work=OuterRef("pk")))
        register_bare(Work, Q(position=1, title="") & ~Q(marked))
