"""The files that a browser gets, of all rooms."""

from __future__ import annotations

from pathlib import Path

SOURCES = Path(__file__).resolve().parents[2] / "src/zhurnal"


def templates() -> list[Path]:
    return sorted(SOURCES.glob("*/templates/**/*.html"))


def styles() -> list[Path]:
    return sorted(SOURCES.glob("*/static/**/*.css"))


def scripts() -> list[Path]:
    return sorted(SOURCES.glob("*/static/**/*.js"))


def name(path: Path) -> str:
    return str(path.relative_to(SOURCES))
