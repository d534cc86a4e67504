"""Cortez & Silva 2008: G1, G2 → G3 of 395 and 649 pupils, ten folds, repeated.

Setup A knows G1 and G2, B knows G1, C neither.

Nothing but school matters goes in: marks, failures, absences, and for C what is known of learning.
"""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from zhurnal.calc.forecast import metrics
from zhurnal.calc.forecast.arrays import FloatArray, IntArray, real, whole
from zhurnal.calc.forecast.errors import ForecastError
from zhurnal.calc.forecast.study import voices

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FILES = {"maths": "student-mat.csv", "Portuguese": "student-por.csv"}
FIVE_LEVELS, PASS = (10, 12, 14, 16), (10,)
FOLDS, RUNS = 10, 20
SETUPS = "ABC"


class Task(NamedTuple):
    """What a setup knows: columns for the rule, bent ones for the value, who drops out, cells and neighbours."""

    table: FloatArray
    bent: FloatArray
    gone: FloatArray
    cell: IntArray
    near: FloatArray
    last: FloatArray


def table(path: Path, runs: int = RUNS) -> Iterator[str]:
    """Return the table of all setups."""
    yield "subject    setup  5 levels: RPS log-loss accuracy ECE | binary: RPS (Brier) accuracy | RMSE | naive RMSE"
    for name, file in FILES.items():
        columns = read(path / file)
        for setup in SETUPS:
            yield f"{name:<10} {setup}      " + _line(columns, setup, runs)


def read(file: Path) -> dict[str, FloatArray]:
    """Read a file of the set as columns of numbers, «yes» being 1. Raises ForecastError."""
    try:
        with file.open(encoding="utf-8", newline="") as opened:
            rows = list(csv.DictReader(opened, delimiter=";"))
    except (OSError, UnicodeDecodeError) as error:
        raise ForecastError("uci", f"Файл {file} не читается.") from error
    wanted = (
        "G1",
        "G2",
        "G3",
        "failures",
        "absences",
        "studytime",
        "schoolsup",
        "higher",
        "age",
        "goout",
        "Medu",
    )
    if not rows or any(name not in rows[0] for name in (*wanted, "school")):
        raise ForecastError("uci", f"В файле {file.name} нет нужных столбцов.")
    found = {name: real([_number(row[name]) for row in rows]) for name in wanted}
    found["school"] = real([row["school"] == "GP" for row in rows])
    return found


def _number(text: str) -> float:
    return {"yes": 1.0, "no": 0.0}.get(text, float(text) if text.isdigit() else 0.0)


def task(columns: dict[str, FloatArray], setup: str) -> Task:
    """Return what a setup may know."""
    first, second, failures = columns["G1"], columns["G2"], columns["failures"]
    absent, never = np.log1p(columns["absences"]), (columns["absences"] == 0).astype(float)
    if setup == "C":
        other = [
            columns[name] for name in ("studytime", "schoolsup", "higher", "age", "goout", "Medu", "school")
        ]
        known = np.column_stack([failures, failures > 0, absent, *other])
        gone = np.column_stack([failures, never, never * failures, *other])
        near = np.column_stack(
            [failures / 0.5, absent / 0.6, columns["school"] / 0.5, columns["higher"] / 0.5]
        )
        return Task(known, known, gone, whole(failures), near, np.full(len(first), np.nan))
    last = second if setup == "A" else first
    level = real(np.digitize(last, FIVE_LEVELS))
    known = np.column_stack([first, last, failures, absent, never, last == 0, level])
    leaving = [
        never,
        never * np.clip(last, 0, 12),
        never * (last == 0),
        never * failures,
        never * columns["age"],
    ]
    if setup == "A":
        leaving.append(never * np.clip(first - second, -5, 5))
    alike = [first / 1.5, second / 0.7] if setup == "A" else [first / 0.7, absent]
    bent = np.column_stack([known, *_knots(last)])
    return Task(
        known,
        bent,
        np.column_stack(leaving),
        whole(last),
        np.column_stack([*alike, (failures > 0) * 0.7]),
        last,
    )


def _knots(last: FloatArray) -> list[FloatArray]:
    return [np.clip(last - knot, 0, 9) for knot in (9, 13)]


def _line(columns: dict[str, FloatArray], setup: str, runs: int) -> str:
    given, final = task(columns, setup), columns["G3"]
    levels, passed = whole(np.digitize(final, FIVE_LEVELS)), whole(np.digitize(final, PASS))
    scores = []
    for run in range(runs):
        five, two, value = np.zeros((len(final), 5)), np.zeros((len(final), 2)), np.zeros(len(final))
        for test in np.array_split(np.random.default_rng(run).permutation(len(final)), FOLDS):
            train = np.setdiff1d(np.arange(len(final)), test)
            five[test] = _chances(given, levels, train, 5)[test]
            two[test] = _chances(given, passed, train, 2)[test]
            value[test] = _value(given, final, train)[test]
        scores.append([
            metrics.rps(five, levels).mean(), metrics.log_loss(five, levels), metrics.accuracy(five, levels),
            metrics.calibration(five, levels), metrics.rps(two, passed).mean(), metrics.accuracy(two, passed),
            float(np.sqrt(((value - final) ** 2).mean())),
        ])  # fmt: skip
    mean = np.mean(scores, axis=0).tolist()
    naive = given.last if np.isfinite(given.last).all() else np.full(len(final), final.mean())
    return (
        f"{mean[0]:.4f} {mean[1]:.3f} {100 * mean[2]:.1f} {mean[3]:.3f} | {mean[4]:.4f} {100 * mean[5]:.1f} | "
        f"{mean[6]:.3f} | {np.sqrt(((naive - final) ** 2).mean()):.3f}"
    )


def _chances(given: Task, place: IntArray, train: IntArray, classes: int) -> FloatArray:
    rule = voices.ordinal(given.table, place, train, classes)
    by_cell = voices.cells(given.cell, place, train, rule)
    return voices.blend(rule, by_cell, voices.neighbours(given.near, place, train, rule))


def _value(given: Task, final: FloatArray, train: IntArray) -> FloatArray:
    """The mark of 0–20: the hurdle, a little moved to what similar pupils had."""
    expected = voices.hurdle(given.bent, given.gone, final, train)
    weight = voices.nearness(given.near, train)
    near = (weight @ (final - expected)[train]) / (weight.sum(1) + voices.TIMID)
    return real(expected + near / 3)
