"""Reads a folder of a school in two years: marks, lessons, absences, finals, teachers, pupils."""

from __future__ import annotations

import gzip
import itertools
from typing import TYPE_CHECKING

import numpy as np

from zhurnal.calc.forecast.arrays import FloatArray, real, whole
from zhurnal.calc.forecast.errors import ForecastError
from zhurnal.calc.forecast.records import Absences, Lessons, Marks, PeriodPolicy, Records
from zhurnal.calc.grading.scale import FIVE

if TYPE_CHECKING:
    from pathlib import Path

FIRST_DAYS = (0, 40, 80, 130, 170)
PERIODS = tuple((first, after - 1) for first, after in itertools.pairwise(FIRST_DAYS))
SUBJECTS = (
    "rus", "lit", "eng", "alg", "geom", "inf", "hist", "soc", "geog", "bio", "phys", "chem", "pe", "tech",
)  # fmt: skip
CONTROL_PLANNED = 3
CUTS = {
    "start": (0, 40, 80, 130), "w1": (5, 45, 85, 135), "25": (10, 50, 92, 140), "50": (20, 60, 105, 150),
    "75": (30, 70, 118, 160),
}  # fmt: skip

COLUMNS = {
    "marks": ("year", "pupil", "subj", "day", "type", "weight", "mark", "void_day"),
    "lessons": ("year", "cls", "subj", "q", "day", "plan"),
    "absences": ("year", "pupil", "day"),
    "finals": ("year", "q", "pupil", "subj", "wmean", "final"),
    "pupils": ("pupil", "cls", "grade", "letter"),
    "teachers": ("cls", "subj", "teacher"),
    "year_finals": ("year", "pupil", "subj", "year_final"),
}


class Folder:
    """The tables of one folder, and the records of its years. Raises ForecastError for a broken folder."""

    def __init__(self, path: Path) -> None:
        self.tables = {name: read_table(path, name) for name in COLUMNS}
        self.pupils = int(self.tables["pupils"][:, 0].max()) + 1 if len(self.tables["pupils"]) else 0
        if not self.pupils:
            raise ForecastError("folder", f"В папке {path} нет ни одного ученика.")
        self._check()

    def year(self, number: int) -> Records:
        """Return the records of one year."""
        subjects, pupils = len(SUBJECTS), self.tables["pupils"]
        classes = whole(np.zeros(self.pupils))
        classes[whole(pupils[:, 0])] = whole(pupils[:, 1])
        teacher = whole(np.zeros((classes.max() + 1) * subjects))
        rows = whole(self.tables["teachers"])
        teacher[rows[:, 0] * subjects + rows[:, 1]] = rows[:, 2]
        course = classes[:, None] * subjects + np.arange(subjects)
        marks, lessons, absences, _ = (
            self.rows(name, number) for name in ("marks", "lessons", "absences", "finals")
        )
        return Records(
            FIVE, PeriodPolicy.rounding(FIVE), PERIODS, course, teacher,
            Marks.of(marks[:, [1, 2, 3, 3, 4, 5, 6, 7]]),
            Lessons.of(_lessons(lessons, subjects)), Absences.of(absences[:, 1:]),
            self.finals(number), SUBJECTS, 5, self._year_marks(number),
        )  # fmt: skip

    def _check(self) -> None:
        """Refuse numbers of pupils, classes, subjects and periods that nothing else knows."""
        rooms = int(self.tables["pupils"][:, 1].max()) + 1
        limits = {"pupil": self.pupils, "cls": rooms, "subj": len(SUBJECTS), "q": len(PERIODS)}
        for name, columns in COLUMNS.items():
            for place, column in enumerate(columns):
                values = self.tables[name][:, place]
                if column in limits and not ((values >= 0) & (values < limits[column])).all():
                    raise ForecastError(
                        "folder", f"В файле {name} столбец {column} выходит за пределы школы."
                    )

    def rows(self, name: str, year: int) -> FloatArray:
        """Return the rows of a table of one year."""
        table = self.tables[name]
        return real(table[table[:, 0] == year])

    def finals(self, year: int) -> FloatArray:
        """Return the marks [period, pupil, subject] that were given."""
        return self._finals("finals", year, 5)

    def means(self, year: int) -> FloatArray:
        """Return the weighted means [period, pupil, subject] at the ends of the periods."""
        return self._finals("finals", year, 4)

    def _finals(self, name: str, year: int, column: int) -> FloatArray:
        rows = self.rows(name, year)
        found = np.full((len(PERIODS), self.pupils, len(SUBJECTS)), np.nan)
        at = whole(rows[:, [1, 2, 3]])
        found[at[:, 0], at[:, 1], at[:, 2]] = rows[:, column]
        return found

    def _year_marks(self, year: int) -> FloatArray:
        rows = self.rows("year_finals", year)
        found = np.full((self.pupils, len(SUBJECTS)), np.nan)
        at = whole(rows[:, [1, 2]])
        found[at[:, 0], at[:, 1]] = rows[:, 3]
        return found


def _lessons(rows: FloatArray, subjects: int) -> FloatArray:
    """Rows (course, day, control, weight) of rows (year, class, subject, quarter, day, plan)."""
    control = (rows[:, 5] == CONTROL_PLANNED).astype(float)
    return np.stack([rows[:, 1] * subjects + rows[:, 2], rows[:, 4], control, np.full(len(rows), np.nan)], 1)


def read_table(path: Path, name: str) -> FloatArray:
    """Read one table, packed or not. Raises ForecastError, saying which file and why."""
    files = [path / f"{name}.csv.gz", path / f"{name}.csv"]
    file = next((one for one in files if one.exists()), None)
    if file is None:
        raise ForecastError("folder", f"В папке {path} нет файла {name}.csv или {name}.csv.gz.")
    try:
        raw = gzip.decompress(file.read_bytes()) if file.suffix == ".gz" else file.read_bytes()
        head, _, body = raw.decode("utf-8").replace("\r\n", "\n").partition("\n")
    except (OSError, EOFError, UnicodeDecodeError) as error:
        raise ForecastError("folder", f"Файл {file.name} не читается: он повреждён.") from error
    if tuple(head.strip().split(",")) != COLUMNS[name]:
        expected = ",".join(COLUMNS[name])
        raise ForecastError("folder", f"В файле {file.name} другие столбцы. Нужны: {expected}.")
    return _numbers(body, len(COLUMNS[name]), file.name)


def _numbers(body: str, columns: int, file: str) -> FloatArray:
    """The numbers of a table; an empty field is not a number."""
    text = f"\n{body.strip()}\n".replace(",,", ",nan,").replace(",\n", ",nan\n").strip()
    if not text:
        return np.zeros((0, columns))
    try:
        return real(np.loadtxt(text.split("\n"), delimiter=",", ndmin=2)).reshape(-1, columns)
    except ValueError as error:
        raise ForecastError(
            "folder", f"В файле {file} не числа или разное число столбцов в строках."
        ) from error
