"""Open University: dated and weighted marks of a course; trained on all presentations but the last, tried on that.

O1: the level of the weighted mean of the works handed in, by the bands of the university (40, 55, 70, 85).
O2: the final result: withdrawn < fail < pass < distinction, of those who are still registered on the day.
"""

from __future__ import annotations

import csv
import gzip
import io
from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy.special import expit

from zhurnal.calc.forecast import metrics
from zhurnal.calc.forecast.arrays import BoolArray, FloatArray, IntArray, ratio, real, whole
from zhurnal.calc.forecast.emission import differences
from zhurnal.calc.forecast.errors import ForecastError
from zhurnal.calc.forecast.learning.logistic import ridge
from zhurnal.calc.forecast.study.voices import blend, cells, standard

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

BANDS = (40, 55, 70, 85)
RESULTS = ("Withdrawn", "Fail", "Pass", "Distinction")
SHARES = (0.25, 0.5, 0.75)
FOREVER = 10_000
HOLD, ALONE, STEPS = 1.0, 30.0, 20
Rows = list[dict[str, str]]


class Enrolments(NamedTuple):
    """Who studies what: module, presentation, its length, day of leaving, final result, earlier attempts."""

    module: list[str]
    presentation: list[str]
    length: FloatArray
    left: FloatArray
    result: IntArray
    attempts: FloatArray


class Works(NamedTuple):
    """Every work of every enrolment: due day, weight, score (not a number: not handed in), day handed in."""

    enrolment: IntArray
    due: FloatArray
    weight: FloatArray
    score: FloatArray
    handed_in: FloatArray
    by_tutor: BoolArray


def table(path: Path) -> Iterator[str]:
    """Return the table of both tasks."""
    people, works = read(path)
    last = max(people.presentation, key=lambda name: (name[:4], name[4:] == "J"))
    test = np.array([name == last for name in people.presentation])
    known = {module for module, late in zip(people.module, test.tolist(), strict=True) if not late}
    usual = np.array([module in known for module in people.module])
    yield f"tried on {last}, trained on the presentations before; modules that are new there are left out"
    yield "task share  pupils  RPS    log-loss accuracy ECE   | naive made probabilistic: RPS"
    for task in ("O1", "O2"):
        for share in SHARES:
            yield _line(task, share, (people, works), test, usual)


def _line(task: str, share: float, data: tuple[Enrolments, Works], test: BoolArray, usual: BoolArray) -> str:
    people, works = data
    seen, level = features(people, works, share)
    here = usual & np.isfinite(seen[:, 0])
    place, final = people.result, level
    if task == "O1":
        here &= final >= 0
        place = final
    else:
        here &= people.left > share * people.length
    classes = len(BANDS) + 1 if task == "O1" else len(RESULTS)
    train, tried = np.flatnonzero(here & ~test), np.flatnonzero(here & test)
    told = _told(people, seen, place, train, classes)[tried]
    level_now = whole(np.digitize(np.nan_to_num(seen[:, 0]), BANDS))
    often = np.tile(np.bincount(place[train], minlength=classes) / len(train), (len(place), 1))
    naive = cells(level_now, place, train, often)[tried]
    came = place[tried]
    return (
        f"{task}   {share:.2f}   {len(tried)}    {metrics.rps(told, came).mean():.4f} "
        f"{metrics.log_loss(told, came):.3f}    {100 * metrics.accuracy(told, came):.1f}     "
        f"{metrics.calibration(told, came):.4f} | {metrics.rps(naive, came).mean():.4f}"
    )


def features(people: Enrolments, works: Works, share: float) -> tuple[FloatArray, IntArray]:
    """Return what is known of each enrolment on the day, and the level in which it ended (−1: nothing handed in).

    Columns: mean so far, share of the weight given, missed share, last score, spread, tutor's and tests' means,
    lateness, number, mean of the module, earlier attempts. The first is not a number where nothing was handed in.
    """
    size, day = len(people.length), share * people.length[works.enrolment]
    at = works.enrolment
    there = np.isfinite(works.score)
    score = np.nan_to_num(works.score)

    def total(values: FloatArray, chosen: BoolArray) -> FloatArray:
        return real(np.bincount(at[chosen], values[chosen], minlength=size))

    end = ratio(total(works.weight * score, there), total(works.weight, there), np.nan)
    level = np.where(np.isfinite(end), np.digitize(np.nan_to_num(end), BANDS), -1)
    seen = there & (works.handed_in <= day)
    due = (works.due <= day) & (works.weight > 0)
    given, weight = total(works.weight, seen), works.weight
    mean = ratio(total(weight * score, seen), given, np.nan)
    spread = np.sqrt(np.maximum(ratio(total(weight * score**2, seen), given) - np.nan_to_num(mean) ** 2, 0.0))
    late = ratio(total((works.handed_in > works.due).astype(float), seen), total(np.ones(len(at)), seen))
    means = [
        ratio(total(score, seen & kind), total(np.ones(len(at)), seen & kind), mean)
        for kind in (works.by_tutor, ~works.by_tutor)
    ]
    missed = ratio(total(weight, due & ~seen), total(weight, due))
    newest = np.zeros(size)
    order = np.argsort(works.handed_in, kind="stable")
    order = order[seen[order]]
    newest[at[order]] = score[order]
    columns = [
        mean, given / 100, missed, newest, spread, *means, late, total(np.ones(len(at)), seen),
        _of_module(people, mean), people.attempts,
    ]  # fmt: skip
    return np.column_stack(columns), whole(level)


def _of_module(people: Enrolments, mean: FloatArray) -> FloatArray:
    """The mean of everybody in the same module and presentation."""
    names = [f"{module} {year}" for module, year in zip(people.module, people.presentation, strict=True)]
    _, group = np.unique(names, return_inverse=True)
    has = np.isfinite(mean)
    total = np.bincount(group[has], mean[has], minlength=group.max() + 1)
    number = real(np.bincount(group[has], minlength=group.max() + 1))
    return real(ratio(real(total), number)[group])


def _told(people: Enrolments, seen: FloatArray, place: IntArray, train: IntArray, classes: int) -> FloatArray:
    """A logit for each border over bent columns, with what each module does otherwise, blended with cells."""
    modules = sorted(set(people.module))
    of = np.array([modules.index(name) for name in people.module])
    filled = np.nan_to_num(seen)
    mean, missed = filled[:, 0], filled[:, 2]
    bends = [np.clip(mean - knot, 0, 100) for knot in (30, 40, 55, 70, 85)]
    crossed = [missed * mean, filled[:, 1] * mean, filled[:, 1] * missed, missed**2, filled[:, 8] * missed]
    plain = standard(np.column_stack([filled, *bends, *crossed, mean - filled[:, 9]]), train)
    own = (of[:, None] == np.arange(len(modules))[None, :]).astype(float)
    moved = np.concatenate([own * plain[:, [column]] for column in (0, 1, 2, 3)], axis=1)
    rows = np.concatenate([np.ones((len(plain), 1)), plain, own, moved], axis=1)
    hold = np.concatenate([[1e-3], np.full(plain.shape[1], HOLD), np.full(own.shape[1] * 5, ALONE / 10)])
    above = []
    for border in range(1, classes):
        slope = ridge(rows[train], (place[train] >= border).astype(float), np.zeros(len(hold)), hold)
        above.append(expit(rows @ slope))
    rule = differences(np.minimum.accumulate(np.stack(above, -1), axis=-1))
    cell = of * 400 + whole(np.clip(mean / 5, 0, STEPS)) * 20 + whole(np.clip(missed * 8, 0, 9))
    return blend(rule, rule, cells(cell, place, train, rule, ALONE))


def read(path: Path) -> tuple[Enrolments, Works]:
    """Read the set. Raises ForecastError."""
    works_of: dict[tuple[str, str], list[tuple[str, float, float, bool]]] = defaultdict(list)
    results: dict[str, dict[str, tuple[str, float]]] = defaultdict(dict)
    length = {_course(row): float(row["module_presentation_length"]) for row in _rows(path, "courses")}
    for row in _rows(path, "assessments"):
        if row["assessment_type"] != "Exam" and row["weight"]:
            due = float(row["date"]) if row["date"] else FOREVER
            works_of[_course(row)].append(
                (row["id_assessment"], due, float(row["weight"]), row["assessment_type"] == "TMA")
            )
    for row in _rows(path, "studentAssessment"):
        results[row["id_student"]][row["id_assessment"]] = (row["score"], float(row["date_submitted"]))
    gone = {
        (*_course(row), row["id_student"]): float(row["date_unregistration"])
        for row in _rows(path, "studentRegistration") if row["date_unregistration"]
    }  # fmt: skip
    people = [row for row in _rows(path, "studentInfo") if any(work[2] for work in works_of[_course(row)])]
    rows = [
        (number, due, weight, *_result(results[row["id_student"]].get(name)), by_tutor)
        for number, row in enumerate(people) for name, due, weight, by_tutor in works_of[_course(row)]
    ]  # fmt: skip
    columns = real(rows).T
    enrolled = Enrolments(
        [row["code_module"] for row in people], [row["code_presentation"] for row in people],
        real([length[_course(row)] for row in people]),
        real([gone.get((*_course(row), row["id_student"]), FOREVER) for row in people]),
        whole([RESULTS.index(row["final_result"]) for row in people]),
        real([float(row["num_of_prev_attempts"]) for row in people]),
    )  # fmt: skip
    at, due, weight, score, handed_in, by_tutor = columns
    return enrolled, Works(whole(at), due, weight, score, handed_in, by_tutor > 0)


def _result(found: tuple[str, float] | None) -> tuple[float, float]:
    return (float(found[0]), found[1]) if found and found[0] else (np.nan, FOREVER)


def _course(row: dict[str, str]) -> tuple[str, str]:
    return row["code_module"], row["code_presentation"]


def _rows(path: Path, name: str) -> Rows:
    file = next((one for one in (path / f"{name}.csv.gz", path / f"{name}.csv") if one.exists()), None)
    if file is None:
        raise ForecastError("oulad", f"В папке {path} нет файла {name}.csv или {name}.csv.gz.")
    try:
        raw = gzip.decompress(file.read_bytes()) if file.suffix == ".gz" else file.read_bytes()
        return list(csv.DictReader(io.StringIO(raw.decode("utf-8"))))
    except (OSError, EOFError, UnicodeDecodeError) as error:
        raise ForecastError("oulad", f"Файл {file.name} не читается: он повреждён.") from error
