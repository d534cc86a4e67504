"""Prints how large functions and files are, and fails where the house's budget is broken."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

SOURCES = Path(__file__).resolve().parent.parent / "src"
LONGEST_FUNCTION, P90_FUNCTION, MEDIAN_FUNCTION, P90_FILE, LONGEST_FILE = 60, 30, 8, 250, 400


def main() -> int:
    """Report and return 1 where a figure is over its budget."""
    files = [path for path in SOURCES.rglob("*.py") if "migrations" not in path.parts]
    lengths = sorted(_file_length(path) for path in files)
    functions = sorted((length, where) for path in files for length, where in _functions(path))
    sizes = [length for length, _ in functions]
    figures = {
        "longest function": (sizes[-1], LONGEST_FUNCTION),
        "function p90": (_quantile(sizes, 0.9), P90_FUNCTION),
        "function median": (_quantile(sizes, 0.5), MEDIAN_FUNCTION),
        "file p90": (_quantile(lengths, 0.9), P90_FILE),
        "longest file": (lengths[-1], LONGEST_FILE),
    }
    for name, (size, budget) in figures.items():
        sys.stdout.write(f"{name:<18}{size:>4} lines (budget {budget})\n")
    over = [name for name, (size, budget) in figures.items() if size > budget]
    if over:
        sys.stdout.write(f"Over budget: {', '.join(over)}. Longest: {functions[-1][1]}\n")
    return 1 if over else 0


def _file_length(path: Path) -> int:
    return sum(1 for line in path.read_text(encoding="utf-8").splitlines() if line.strip())


def _functions(path: Path) -> list[tuple[int, str]]:
    return [
        (_length(node), f"{path.relative_to(SOURCES)}:{node.lineno} {node.name}")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]


def _length(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


def _quantile(values: list[int], share: float) -> int:
    return values[min(len(values) - 1, int(len(values) * share))]


if __name__ == "__main__":
    sys.exit(main())
