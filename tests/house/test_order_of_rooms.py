"""import-linter does not see relations named by strings; these tests hold the models to the same order."""

from __future__ import annotations

import tomllib
from pathlib import Path

from django.apps import apps
from django.conf import settings

ROOT = Path(settings.SOURCES).parent
LAYERS: list[str] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"][
    "importlinter"
]["contracts"][0]["layers"]
HEIGHT = {room.strip(): height for height, layer in enumerate(reversed(LAYERS)) for room in layer.split("|")}


def relations():
    """(room, field, room that it points to) of every relation in the product's models."""
    for model in apps.get_models():
        if not model.__module__.startswith("zhurnal."):
            continue
        for field in model._meta.get_fields():
            if field.concrete and field.is_relation and field.related_model is not None:
                yield (
                    model._meta.app_label,
                    f"{model.__name__}.{field.name}",
                    field.related_model._meta.app_label,
                )


def test_relations_point_only_to_the_same_room_or_one_below():
    wrong = [
        f"{field} points up or aside to {target}"
        for room, field, target in relations()
        if target != room and not HEIGHT[target] < HEIGHT[room]
    ]
    assert wrong == []
    assert len(list(relations())) > 40, "the walk must have seen the models"


def test_the_ledger_points_to_nothing_so_that_it_outlives_what_it_describes():
    assert [field for room, field, _ in relations() if room == "audit"] == []


def test_every_installed_room_stands_in_the_order_and_every_room_of_the_order_exists():
    rooms = {path.parent.name for path in (ROOT / "src" / "zhurnal").glob("*/__init__.py")}
    assert set(HEIGHT) == rooms
    assert set(settings.ROOMS) | {"calc", "statements"} == rooms
