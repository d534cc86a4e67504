"""`make torture`: kill the server 200 times under eight writers, then count what was lost or doubled."""

from __future__ import annotations

import argparse
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from tests.on_postgresql import private_server
from tests.torture.judge import Line, Told, judge
from tests.torture.siege import Siege
from tests.torture.writers import read

ZHURNAL = Path(sys.executable).parent / "zhurnal"
PAGES = 4  # of two writers each


def main() -> int:
    """Make a school, besiege it, tell what came of it; 1 where a promise was broken."""
    options = _options()
    Path("var").mkdir(exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix="torture-", dir="var")).resolve()
    os.environ["ZHURNAL_DATA_DIR"] = str(folder)
    with ExitStack() as stack:
        if options.postgresql:
            os.environ["ZHURNAL_DATABASE_URL"] = stack.enter_context(private_server())
        is_whole = _torture(folder, options.kills, random.Random(options.seed))  # noqa: S311 -- to be repeated
    if is_whole:
        shutil.rmtree(folder)
    else:
        print(f"What the server said and what the writers were told is in {folder}; --seed {options.seed}")
    return 0 if is_whole else 1


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.torture", description=__doc__)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--postgresql", action="store_true", help="on a PostgreSQL made for it")
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6))
    return parser.parse_args()


def _torture(folder: Path, kills: int, chance: random.Random) -> bool:
    began = time.monotonic()
    assert _zhurnal("demo", "--no-serve", "--scale", "small") == 0
    school = _school()
    pages, first = school.choose(PAGES), school.last_line()
    before = {cell: stands for page in pages for cell, stands in page.cells.items()}
    siege = Siege(folder, chance)
    siege.lay(pages, kills)
    told = [one for writer in siege.writers for one in read(writer.journal)]
    lines = list(school.lines_after(first))
    faults = judge(told, lines, before, school.standing(before))
    _tell_counts(kills, told, lines, {key: at for one in siege.writers for key, at in one.retried.items()})
    for name, sentences in faults._asdict().items():
        print(f"{name} {len(sentences)}", *sentences[:5], sep="\n  ")
    print(siege.restarts_in_words(), f"{time.monotonic() - began:.0f} s in all", sep=", ")
    problems = [f"a writer gave up: {writer.problem!r}" for writer in siege.writers if writer.problem]
    problems += [f"zhurnal {name} finds something" for name in ("verify", "check") if _zhurnal(name)]
    print(*problems or ["verify and check: clean"], sep="\n")
    return not (any(faults) or problems)


def _tell_counts(kills: int, told: list[Told], lines: list[Line], retried: dict[str, float]) -> None:
    saved, conflicts = (sum(one.status == status for one in told) for status in ("saved", "conflict"))
    done = sum(line.at < retried.get(line.change_id, 0) for line in lines)
    print(
        f"kills {kills}, acknowledged {saved}, conflicts {conflicts}, lines {len(lines)},"
        f" retried {len(retried)} (of these done before the kill: {done})"
    )


def _zhurnal(*words: str) -> int:
    """Run a command of the product; what it says is shown where it fails."""
    done = subprocess.run([ZHURNAL, *words], capture_output=True, text=True, check=False)
    if done.returncode:
        print(done.stdout, done.stderr)
    return done.returncode


def _school() -> Any:
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    import django  # noqa: PLC0415 -- after the data directory is named

    django.setup()
    from tests.torture import school  # noqa: PLC0415 -- models need Django

    return school


if __name__ == "__main__":
    sys.exit(main())
