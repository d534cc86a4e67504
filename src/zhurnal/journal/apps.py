"""The room journal."""

from django.apps import AppConfig


class JournalConfig(AppConfig):
    name = "zhurnal.journal"
    verbose_name = "Журнал"

    def ready(self) -> None:
        """Tell the timetable what empty columns say of a lesson: an ordinary one nothing, another a plan."""
        from django.db.models import Exists, OuterRef, Q  # noqa: PLC0415  # models load before rooms are ready

        from zhurnal.journal.models import Mark, Work  # noqa: PLC0415  # as above
        from zhurnal.timetable.queries.places import register_bare, register_planned  # noqa: PLC0415  # as above

        marked = Exists(Mark.objects.filter(work=OuterRef("pk")))
        register_bare(Work, Q(position=1, title="") & ~Q(marked))
        register_planned(Work, ~Q(marked))
