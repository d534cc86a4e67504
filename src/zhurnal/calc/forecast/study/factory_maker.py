"""Makes `factory.json` of folders of schools: python -m zhurnal.calc.forecast.study.factory_maker DIR DIR > FILE.

Every year counts as the first of a school. What only two years of one school tell (`norm`, `year`) and what is
known of subjects at any school (`subject_norm`) stays as it was.
"""

from __future__ import annotations

import json
import sys
from dataclasses import fields, is_dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from zhurnal.calc.forecast.factory import FILE, factory
from zhurnal.calc.forecast.learning.again import learn_recalibration, nothing_learned, second_look
from zhurnal.calc.forecast.learning.closed import Closed, replayed
from zhurnal.calc.forecast.learning.learn import learn, learn_first_look
from zhurnal.calc.forecast.parameters import Recalibration
from zhurnal.calc.forecast.past import no_past
from zhurnal.calc.forecast.study.folder import PERIODS, SUBJECTS, Folder

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zhurnal.calc.forecast.learning.again import Second
    from zhurnal.calc.forecast.parameters import Parameters

KEPT = ("about", "work", "year", "norm", "subject_norm")
DIGITS = 4
ELSEWHERE = 0.5  # of what the second look has found in two schools, this share is expected to hold in a third


def made_of(folders: list[Folder]) -> dict[str, Any]:
    """Learn from all years of all folders at once, from what the factory knows but for its second look."""
    years = []
    for number, folder in enumerate(folders):
        for year in (0, 1):
            records = folder.year(year)
            # Teachers of different schools must not be taken for one another.
            records = replace(records, teacher=records.teacher + 1000 * number)
            years.append(Closed(records, no_past(records), len(PERIODS)))
    base = replace(factory(years[0].records), recalibration=None)
    looks = [look for one in years for look in _looks(one, base)]
    # What `learn` itself puts there knows its own periods and would be too sure elsewhere.
    found = learn_recalibration(looks, replace(learn(years, base), recalibration=None))
    found = replace(found, recalibration=_elsewhere(found.recalibration))
    told: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    told |= {one.name: _plain(getattr(found, one.name)) for one in fields(found) if one.name not in KEPT}
    for name in ("offset", "doubt"):
        told["rule"].pop(name)
    off = ~np.eye(len(SUBJECTS), dtype=bool)
    common = float(found.covariance[off].mean())
    own = float(np.diag(found.covariance).mean()) - common
    told["covariance"] = {
        "common": round(common, DIGITS), "own": round(own, DIGITS), "subjects": list(SUBJECTS),
        "table": _plain(found.covariance),
    }  # fmt: skip
    return told


def _looks(one: Closed, base: Parameters) -> Iterator[Second]:
    """What a new school sees: each period forecast by what those before it have taught."""
    for period in range(one.periods):
        before = [replace(one, periods=period)] if period else []
        known = learn_first_look(before, base) if before else base
        for phase in replayed(replace(one, periods=period + 1), known, period):
            yield second_look(phase)


def _elsewhere(learned: Recalibration | None) -> Recalibration | None:
    """The second look for a school that is like neither of these: half-way to none at all."""
    if learned is None:
        return None
    none = nothing_learned(learned.coefficients.shape[1])
    coefficients = none.coefficients + ELSEWHERE * (learned.coefficients - none.coefficients)
    return Recalibration(learned.elapsed, coefficients, none.width + ELSEWHERE * (learned.width - none.width))


def _plain(value: object) -> Any:
    if is_dataclass(value):
        return {one.name: _plain(getattr(value, one.name)) for one in fields(value)}
    if isinstance(value, np.ndarray):
        return np.round(value, DIGITS).tolist()
    if isinstance(value, tuple):
        return [round(float(one), DIGITS) for one in value]
    return round(float(value), DIGITS) if isinstance(value, float) else value


def main() -> None:
    """Print the factory made of the folders named."""
    told = made_of([Folder(Path(name)) for name in sys.argv[1:]])
    lines = [f"  {json.dumps(name)}: {json.dumps(value, ensure_ascii=False)}" for name, value in told.items()]
    sys.stdout.write("{\n" + ",\n".join(lines) + "\n}\n")


if __name__ == "__main__":
    main()
