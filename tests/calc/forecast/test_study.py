"""The forecaster over folders and open data, and what is said of broken ones."""

from __future__ import annotations

import csv
import gzip
import json
from pathlib import Path

import numpy as np
import pytest

from config import cli
from tests.calc.forecast.schools import Kind, school
from zhurnal.calc.forecast import metrics
from zhurnal.calc.forecast.errors import ForecastError
from zhurnal.calc.forecast.factory import FILE
from zhurnal.calc.forecast.study import evaluate, oulad, uci
from zhurnal.calc.forecast.study.factory_maker import made_of
from zhurnal.calc.forecast.study.folder import COLUMNS, Folder
from zhurnal.calc.forecast.study.replay import Mode, write_predictions

UCI = Path(__file__).parent / "uci"
SMALL = Kind(classes=2, pupils=5, subjects=14)


def write(path, name, rows):
    with gzip.open(path / f"{name}.csv.gz", "wt", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([COLUMNS[name], *rows])


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A folder of a small school in two years, in the format of the command."""
    path = tmp_path_factory.mktemp("school")
    made = [school(SMALL, seed) for seed in (1, 2)]
    marks, lessons, absences, finals, years = [], [], [], [], []
    for year, one in enumerate(made):
        m = one.marks
        columns = (m.pupil, m.subject, m.day, m.kind, m.weight.astype(int), m.value.astype(int), m.void_day)
        marks += [(year, *row) for row in zip(*(column.tolist() for column in columns), strict=True)]
        lessons += [
            (year, course // 14, course % 14, 0, day, 3 * control)
            for course, day, control in zip(
                one.lessons.course.tolist(),
                one.lessons.day.tolist(),
                one.lessons.control.tolist(),
                strict=True,
            )
        ]
        absences += [
            (year, *row) for row in zip(one.absences.pupil.tolist(), one.absences.day.tolist(), strict=True)
        ]
        finals += [
            (year, q, p, s, 4.0, int(one.finals[q, p, s]) if one.finals[q, p, s] > 0 else "")
            for q, p, s in np.ndindex(4, 10, 14)
        ]
        years += [(year, p, s, 4) for p, s in np.ndindex(10, 14)]
    write(path, "marks", marks)
    write(path, "lessons", lessons)
    write(path, "absences", absences)
    write(path, "finals", finals)
    write(path, "year_finals", years)
    write(path, "pupils", [(p, p // 5, 5, 0) for p in range(10)])
    write(path, "teachers", [(c, s, s) for c, s in np.ndindex(2, 14)])
    return path


@pytest.mark.parametrize("mode", list(Mode))
def test_a_folder_is_predicted_on_every_cut_day(folder, tmp_path, mode):
    out = tmp_path / "out.csv"
    assert write_predictions(Folder(folder), mode, out) == 4 * 5 * 10 * 14
    with out.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert {row["year"] for row in rows} == {"1" if mode is Mode.HIST else "0"}
    assert {row["cut"] for row in rows} == {"start", "w1", "25", "50", "75"}
    for row in rows[::97]:
        assert sum(float(row[f"p{mark}"]) for mark in (2, 3, 4, 5)) == pytest.approx(1, abs=1e-5)
        assert float(row["lo80"]) <= float(row["mean"]) <= float(row["hi80"])


def test_two_runs_write_the_same_bytes(folder, tmp_path):
    for name in ("one.csv", "two.csv"):
        write_predictions(Folder(folder), Mode.COLD, tmp_path / name)
    assert (tmp_path / "one.csv").read_bytes() == (tmp_path / "two.csv").read_bytes()


def test_a_factory_made_of_folders_has_the_parts_of_the_one_that_is_shipped(folder):
    told = made_of([Folder(folder), Folder(folder)])
    shipped = json.loads(FILE.read_text(encoding="utf-8"))
    assert told.keys() == shipped.keys()
    for part in ("covariance", "emission", "rule", "recalibration"):
        assert told[part].keys() == shipped[part].keys()
    assert np.shape(told["recalibration"]["coefficients"]) == np.shape(
        shipped["recalibration"]["coefficients"]
    )


def test_the_table_of_a_school_has_every_cut(folder):
    lines = list(evaluate.lines("school", folder, "cold"))
    assert [line.split()[0] for line in lines[1:6]] == ["start", "w1", "25", "50", "75"]
    assert len(lines[6].split(":")[1].split()) == 4


@pytest.mark.parametrize(
    ("file", "content"),
    [
        ("marks.csv.gz", None),
        ("marks.csv.gz", b"not packed"),
        ("finals.csv.gz", gzip.compress(b"a,b\n1,2\n")),
        ("lessons.csv.gz", gzip.compress(",".join(COLUMNS["lessons"]).encode() + b"\n0,0,0\n")),
        ("absences.csv.gz", gzip.compress(",".join(COLUMNS["absences"]).encode() + b"\n0,x,0\n")),
        ("pupils.csv.gz", gzip.compress(",".join(COLUMNS["pupils"]).encode() + b"\n")),
        ("teachers.csv.gz", gzip.compress("\xff\xfe".encode("latin-1"))),
    ],
    ids=["missing", "not packed", "columns", "short row", "text", "nobody", "encoding"],
)
def test_a_broken_folder_is_told_in_a_sentence(folder, tmp_path, file, content, capsys):
    for one in folder.iterdir():
        (tmp_path / one.name).write_bytes(one.read_bytes())
    (tmp_path / file).unlink()
    if content is not None:
        (tmp_path / file).write_bytes(content)
    assert (
        cli.main(["forecast", "predict", str(tmp_path), "--mode", "cold", "--out", str(tmp_path / "o.csv")])
        == 1
    )
    told = capsys.readouterr().err
    assert told.strip().endswith(".")
    assert "Traceback" not in told


def test_a_folder_whose_tables_do_not_fit_is_told_too(folder, tmp_path):
    for one in folder.iterdir():
        (tmp_path / one.name).write_bytes(one.read_bytes())
    write(tmp_path, "finals", [(0, 0, 5000, 0, 4, 4)])
    with pytest.raises(ForecastError):
        Folder(tmp_path)


def test_real_marks_are_forecast_better_than_by_the_last_one():
    lines = [line.split() for line in uci.table(UCI, 1)][1:]
    for line in lines:
        rps, naive = float(line[2]), float(line[-1])
        assert float(line[-3]) < naive, line
        assert rps < {"A": 0.0475, "B": 0.08, "C": 0.175}[line[1]], line


def test_open_data_that_are_not_there_are_told(tmp_path):
    for what in ("uci", "oulad"):
        with pytest.raises(ForecastError):
            list(evaluate.lines(what, tmp_path, "hist"))


def test_a_course_of_the_open_university_is_tried_on_its_last_presentation(tmp_path):
    chance = np.random.default_rng(1)
    tables: dict[str, list[tuple[object, ...]]] = {
        "courses": [("code_module", "code_presentation", "module_presentation_length")],
        "assessments": [
            ("code_module", "code_presentation", "id_assessment", "assessment_type", "date", "weight")
        ],
        "studentAssessment": [("id_assessment", "id_student", "date_submitted", "is_banked", "score")],
        "studentInfo": [
            ("code_module", "code_presentation", "id_student", "num_of_prev_attempts", "final_result")
        ],
        "studentRegistration": [("code_module", "code_presentation", "id_student", "date_unregistration")],
    }
    for number, presentation in enumerate(("2013B", "2013J", "2014B")):
        tables["courses"].append(("AAA", presentation, 100))
        works = [(10 * number + place, 20 * place + 10) for place in range(5)]
        tables["assessments"] += [("AAA", presentation, name, "TMA", day, 20) for name, day in works]
        for student in range(200):
            level = chance.normal(60, 15)
            who = 1000 * number + student
            tables["studentAssessment"] += [
                (work, who, day, 0, int(np.clip(level + chance.normal(0, 8), 0, 100))) for work, day in works
            ]
            tables["studentInfo"].append(("AAA", presentation, who, 0, "Pass" if level > 50 else "Fail"))
            tables["studentRegistration"].append(("AAA", presentation, who, ""))
    for table, rows in tables.items():
        with (tmp_path / f"{table}.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(rows)
    lines = list(oulad.table(tmp_path))
    assert "2014B" in lines[0]
    scores = [(float(line.split()[3]), float(line.split()[-1])) for line in lines[2:]]
    assert len(scores) == 6
    assert sum(ours for ours, _ in scores) < sum(naive for _, naive in scores)


def test_scores_are_what_they_are_defined_to_be():
    told = np.array([[0.1, 0.2, 0.7], [1.0, 0.0, 0.0]])
    came = np.array([2, 2])
    assert metrics.rps(told, came).tolist() == pytest.approx([(0.01 + 0.09) / 2, 1.0])
    assert metrics.accuracy(told, came) == 0.5
    assert metrics.log_loss(told[:1], came[:1]) == pytest.approx(-np.log(0.7))
    assert metrics.average_precision(
        np.array([0.9, 0.8, 0.1]), np.array([True, False, True])
    ) == pytest.approx(5 / 6)
    assert metrics.calibration(np.tile([[0.5, 0.5]], (10, 1)), np.array([0, 1] * 5)) == pytest.approx(0.5)
