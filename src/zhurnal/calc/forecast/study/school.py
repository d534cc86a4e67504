"""How good the forecasts of a folder are: marks, intervals, the year, classes, warnings."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from zhurnal.calc.forecast import metrics
from zhurnal.calc.forecast.arrays import FloatArray, IntArray, real
from zhurnal.calc.forecast.joint import Share, class_outlook, draw, outlook
from zhurnal.calc.forecast.study.folder import CUTS, SUBJECTS, Folder
from zhurnal.calc.forecast.study.replay import Mode, Morning, replay
from zhurnal.calc.forecast.warning import failure
from zhurnal.calc.forecast.year_mark import year_mark

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from zhurnal.calc.forecast.engine import Forecast

MIDDLE = "50"


class Scored(NamedTuple):
    """What a morning contributes to the tables."""

    chances: FloatArray
    place: IntArray
    inside: FloatArray
    width: FloatArray
    failed: FloatArray


def table(path: Path, mode: str) -> Iterator[str]:
    """Return the tables of a folder."""
    folder = Folder(path)
    scored: dict[str, list[Scored]] = {cut: [] for cut in CUTS}
    classes: dict[str, list[FloatArray]] = {cut: [] for cut in CUTS}
    years: list[str] = []
    for morning in replay(folder, Mode(mode)):
        scored[morning.cut].append(_score(folder, morning))
        if morning.cut in {"25", MIDDLE, "75"}:
            classes[morning.cut] += _classes(morning)
        if morning.cut == MIDDLE:
            years.append(_year(morning))
    yield "cut    RPS     log-loss accuracy ECE    cover80 width  AP of «2»"
    for cut, parts in scored.items():
        whole = Scored(*(np.concatenate([getattr(part, name) for part in parts]) for name in Scored._fields))
        yield (
            f"{cut:<6} {metrics.rps(whole.chances, whole.place).mean():.4f}  "
            f"{metrics.log_loss(whole.chances, whole.place):.3f}    "
            f"{100 * metrics.accuracy(whole.chances, whole.place):.1f}     "
            f"{metrics.calibration(whole.chances, whole.place):.4f} {100 * whole.inside.mean():.1f}    "
            f"{whole.width.mean():.3f}  {metrics.average_precision(whole.failed, whole.place == 0):.3f}"
        )
    yield "year mark in the middle of each period, RPS: " + " ".join(years)
    yield "classes: MAE quality, success, СОУ; cover of 10–90 %: quality, success, СОУ"
    for cut, rows in classes.items():
        if rows:
            error = real(rows).mean(0)
            yield (
                f"{cut:<6} "
                + " ".join(f"{value:.2f}" for value in error[:3])
                + "  "
                + " ".join(f"{100 * value:.0f}" for value in error[3:])
            )


def _score(folder: Folder, morning: Morning) -> Scored:
    found = morning.forecast
    finals, means = folder.finals(morning.year)[morning.period], folder.means(morning.year)[morning.period]
    at = (finals >= found.classes[0]) & found.situation.taught
    inside = (means >= found.low - 1e-9) & (means <= found.high + 1e-9)
    place = np.rint(finals[at]).astype(np.int64) - found.classes[0]
    return Scored(
        found.probability[at],
        place,
        inside[at].astype(float),
        (found.high - found.low)[at],
        failure(found)[at],
    )


def _year(morning: Morning) -> str:
    marks, found = morning.forecast.situation.records.year_marks, year_mark(morning.forecast)
    if marks is None:
        return "—"
    at = marks >= morning.forecast.classes[0]
    place = np.rint(marks[at]).astype(np.int64) - morning.forecast.classes[0]
    return f"{metrics.rps(found[at], place).mean():.4f}"


def _classes(morning: Morning) -> list[FloatArray]:
    """Of each class: errors of the medians and whether the truth lay between 10 and 90 %."""
    found = morning.forecast
    finals = found.situation.records.finals[morning.period]
    room = found.situation.course[:, 0] // len(SUBJECTS)
    rows = []
    for number in np.unique(room):
        pupils = np.flatnonzero(room == number)
        told, came = class_outlook(found, pupils), outlook(_came(found, finals[pupils], pupils), found)
        pairs = [
            (told.quality, came.quality),
            (told.achievement, came.achievement),
            (told.learned, came.learned),
        ]
        rows.append(real([abs(a.median - b.median) for a, b in pairs] + [_covers(a, b) for a, b in pairs]))
    return rows


def _covers(told: Share, came: Share) -> float:
    return float(told.low - 1e-9 <= came.median <= told.high + 1e-9)


def _came(found: Forecast, finals: FloatArray, pupils: IntArray) -> IntArray:
    """What came, in the shape of a single draw."""
    empty = draw(found, pupils, 1)
    marks = np.where(finals >= found.classes[0], np.nan_to_num(finals) - found.classes[0], -1)
    return np.where(empty[0] < -1, -2, marks).astype(np.int64)[None]
