"""`make bench`: what pages and saves cost over real HTTP, beside two floors measured in the same run.

The machine is shared and slow on some days, so the ratios to the floors are the stable part of a figure.
"""

from __future__ import annotations

import os
import re
import statistics
import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.load import evening, first_visit, forecasts, keys, rules, sheet
from tests.load.client import Client, wait_for
from tests.on_postgresql import is_installed

PORT = int(os.environ.get("BENCH_PORT", "8411"))
DATA = Path(os.environ.get("ZHURNAL_DATA_DIR", "var/bench")).resolve()
PASSWORD = "zhurnal-demo"
WARM, SINGLE, CLIENTS, SECONDS = 30, 200, 8, 5.0
Step = Callable[[], bytes]


@dataclass
class Figure:
    """Median of one client in milliseconds, requests a second of eight."""

    name: str
    p50: float
    rate: float
    size: int


def main() -> int:
    """Prepare the school, serve it, measure, print the table."""
    prepare()
    places = find_places()
    with server():
        _print_table(list(_measure(places)))
        _print_cold(places)
        print(keys.figures(PORT, places.running_grid, "teacher", PASSWORD))
        print(evening.figures(PORT))
        print(first_visit.figures(PORT, "parent", PASSWORD, f"/diary/{places.child}/week/2026-W10/"))
    print(
        f"{sheet.figures(places.grid, 'teacher')}\n"
        f"Rules: a school of {rules.PUPILS} for a period, every subject: {rules.seconds():.2f} s of one core"
    )
    print(forecasts.figures())
    print(forecasts.of_the_journal())
    return _peak() | (_peak("--postgresql") if is_installed() else 0)


def _peak(*options: str) -> int:
    """In a process of its own: the settings of one know one database."""
    sys.stdout.flush()
    return subprocess.run([sys.executable, "-m", "tests.load.peak", *options], check=False).returncode


def prepare() -> None:
    """Make the demo school where it is not there yet."""
    os.environ["ZHURNAL_DATA_DIR"] = str(DATA)
    zhurnal, scale = Path(sys.executable).parent / "zhurnal", os.environ.get("DEMO_SCALE", "school")
    subprocess.run([zhurnal, "demo", "--no-serve", "--scale", scale], check=True)


@contextmanager
def server() -> Iterator[int]:
    """The product on PORT with one page more, with its own number of workers; gives the number of their parent."""
    code = (
        "import os; os.environ['DJANGO_SETTINGS_MODULE'] = 'tests.load.settings';"
        "import django; django.setup();"
        "from django.core.management import call_command;"
        "call_command('collectstatic', interactive=False, verbosity=0);"
        "from config.server import default_workers, serve_for_ever;"
        f"serve_for_ever('127.0.0.1', {PORT}, default_workers(), application='tests.load.wsgi:application')"
    )
    process = subprocess.Popen([sys.executable, "-c", code])
    try:
        wait_for(PORT)
        yield process.pid
    finally:
        process.terminate()
        process.wait(timeout=20)


@dataclass
class Places:
    """Addresses to measure, chosen from the school: the grid nearest to 28 × 40, the parent's child."""

    grid: str
    running_grid: str
    cells: str
    columns: list[int]
    pupils: list[int]
    versions: dict[tuple[int, int], int]
    child: int
    lesson: int


def set_up() -> None:
    """Let this process read the school's database."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    import django  # noqa: PLC0415 -- after the data directory is named

    django.setup()


def find_places() -> Places:
    """Look for them in the school's database."""
    set_up()
    from tests.load import places  # noqa: PLC0415 -- models need Django

    return places.choose()


def _measure(places: Places) -> Iterator[Figure]:
    teacher, parent = Client(PORT), Client(PORT)
    teacher.sign_in("teacher", PASSWORD)
    parent.sign_in("parent", PASSWORD)
    diary = f"/diary/{places.child}"
    static = _static_of_20_kb()
    yield _page("floor: static file", teacher, static)
    yield _page("floor: bare page", teacher, "/floor/")
    yield _page("grid", teacher, places.grid)
    yield _page("lesson sheet", teacher, f"/lessons/{places.lesson}/")
    yield _page("teacher's day", teacher, "/journal/")
    yield _page("diary week", parent, f"{diary}/week/2026-W10/")
    yield _unchanged("week, unchanged", parent, f"{diary}/week/2026-W10/")
    yield _page("marks, simple", parent, f"{diary}/marks/?view=simple")
    yield _page("marks, extended", parent, f"{diary}/marks/?view=extended")
    yield _page("messages", parent, f"{diary}/messages/")
    yield _saves(teacher, places)


def _static_of_20_kb() -> str:
    page = Client(PORT).get("/login/").text
    found = re.search(r'href="(/static/[^"]+\.woff2)"', page)
    assert found, "the page preloads a font; it is the static file of about 20 KB"
    return found[1]


def _page(name: str, client: Client, path: str) -> Figure:
    return _figure(name, client, client.request("GET", path), 200)


def _unchanged(name: str, client: Client, path: str) -> Figure:
    """A page that the device has already."""
    first = client.send(client.request("GET", path, asks='"none"'))
    found = re.search(rb"\r\netag: *([^\r]+)", first.headers, re.IGNORECASE)
    assert found, "a page of a family has a tag for who asks"
    return _figure(name, client, client.request("GET", path, asks=found[1].decode()), 304)


def _figure(name: str, client: Client, request: bytes, status: int) -> Figure:
    step = _sender(client, request, status)
    size = len(step())
    p50 = _median(step)
    return Figure(name, p50, _rate(lambda: _sender(Client(PORT, client.cookies), request, status)), size)


def _sender(client: Client, request: bytes, status: int) -> Step:
    def step() -> bytes:
        answer = client.send(request)
        assert answer.status == status, answer.status
        return answer.body

    return step


def _saves(teacher: Client, places: Places) -> Figure:
    """Marks into cells of one course, each cell in turn; every client has its own column."""
    columns = iter(places.columns)
    step = _saver(teacher, places, next(columns))
    p50 = _median(step)
    size = len(step())
    return Figure(
        "save a mark",
        p50,
        _rate(lambda: _saver(Client(PORT, dict(teacher.cookies)), places, next(columns))),
        size,
    )


def _saver(client: Client, places: Places, column: int) -> Step:
    versions = {pupil: places.versions.get((column, pupil), 0) for pupil in places.pupils}
    turn = iter(range(10**9))

    def step() -> bytes:
        number = next(turn)
        pupil = places.pupils[number % len(places.pupils)]
        value = "54"[versions[pupil] % 2]  # never the one that stands there
        change = {
            "change_id": str(uuid.uuid4()), "pupil": pupil, "column": column, "value": value,
            "seen_version": versions[pupil], "reason": "Замер скорости записи",
        }  # fmt: skip
        places.versions[column, pupil] = versions[pupil] = versions[pupil] + 1
        answer = client.post_json(places.cells, {"changes": [change]})
        assert '"saved"' in answer.text, answer.text
        return answer.body

    return step


def _median(step: Step) -> float:
    """Milliseconds."""
    for _ in range(WARM):
        step()
    times = []
    for _ in range(SINGLE):
        before = time.perf_counter()
        step()
        times.append(time.perf_counter() - before)
    return statistics.median(times) * 1000


def _rate(make: Callable[[], Step]) -> float:
    """Answers a second that eight clients get together."""
    steps = [make() for _ in range(CLIENTS)]
    counts = [0] * CLIENTS
    until = time.perf_counter() + SECONDS

    def run(index: int) -> None:
        while time.perf_counter() < until:
            steps[index]()
            counts[index] += 1

    threads = [threading.Thread(target=run, args=(index,)) for index in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(counts) / SECONDS


def _print_table(figures: list[Figure]) -> None:
    static, bare = figures[0], figures[1]
    print(f"{'':<20}{'p50 ms':>8}{'× static':>10}{'× bare':>8}{'req/s (8)':>11}{'of bare':>9}{'bytes':>8}")
    for one in figures:
        print(
            f"{one.name:<20}{one.p50:>8.2f}{one.p50 / static.p50:>10.1f}{one.p50 / bare.p50:>8.1f}"
            f"{one.rate:>11.0f}{one.rate / bare.rate:>9.2f}{one.size:>8}"
        )


def _print_cold(places: Places) -> None:
    """What a first visit of the grid brings over the wire, fonts apart; how many elements it has."""
    client = Client(PORT)
    client.sign_in("teacher", PASSWORD)
    answer = client.get(places.grid)
    page = answer.text
    seen: dict[str, int] = {}
    _collect(client, set(re.findall(r'(?:href|src)="(/static/[^"]+\.(?:css|js))"', page)), seen)
    total = len(answer.body) + sum(seen.values())
    elements = len(re.findall(r"<[a-z]", page))
    rows, columns = page.count("data-pupil="), page.count("data-column=")
    print(
        f"\nGrid: {rows} pupils × {columns} columns, {elements} elements, HTML {len(answer.body)} B,"
        f" {len(seen)} files of CSS and JS {sum(seen.values())} B, together {total / 1024:.1f} KB (gzip)"
    )


def _collect(client: Client, paths: set[str], seen: dict[str, int]) -> None:
    for path in paths - set(seen):
        answer = client.get(path)
        seen[path] = len(answer.body)
        text = answer.text
        folder = path.rsplit("/", 1)[0]
        inner = re.findall(r'(?:from|import)\s*"(\./[^"]+)"|@import\s+(?:url\()?"([^"]+)"', text)
        _collect(client, {f"{folder}/{(js or css).removeprefix('./')}" for js, css in inner}, seen)


if __name__ == "__main__":
    sys.exit(main())
