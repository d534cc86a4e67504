"""What the documents promise is there, and what is there is documented."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings

from config.cli import commands
from zhurnal.access.rights import Right
from zhurnal.access.roles import Role

ROOT = Path(settings.SOURCES).parent
SOURCES = [path for path in (ROOT / "src").rglob("*.py") if "migrations" not in path.parts]


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def settings_in_code() -> set[str]:
    text = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "src" / "config").glob("*.py"))
    return {f"ZHURNAL_{name}" for name in re.findall(r'env\.\w+\("([A-Z_]+)"', text)}


@pytest.mark.parametrize("room", [*settings.ROOMS, "calc", "statements"])
def test_every_room_is_described(room):
    assert f"`{room}`" in read("docs/architecture.md") or f"{room}/" in read("docs/architecture.md")


def test_every_setting_is_described_and_no_other():
    described = set(re.findall(r"`(ZHURNAL_[A-Z_]+)", read("docs/operations.md")))
    assert described == settings_in_code()
    assert len(described) > 4


@pytest.mark.parametrize("word", [*(right.value for right in Right), *(role.value for role in Role)])
def test_every_right_and_role_stands_in_the_glossary(word):
    assert f"`{word}`" in read("docs/glossary.md")


@pytest.mark.parametrize("command", commands())
def test_every_command_is_described(command):
    assert f"`zhurnal {command}" in read("docs/operations.md")


def test_every_dependency_has_its_reason():
    names = [
        line for line in read("requirements/runtime.in").splitlines() if line and not line.startswith("#")
    ]
    for name in (re.split(r"[\[><=]", line)[0] for line in names):
        assert name in read("docs/architecture.md").lower(), name


def test_no_list_of_packages_holds_an_address():
    for path in (ROOT / "requirements").iterdir():
        assert not re.search(r"https?://|index-url", path.read_text(encoding="utf-8")), path.name


@pytest.mark.parametrize(
    "path", [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))], ids=lambda p: p.name
)
def test_every_link_between_documents_leads_somewhere(path):
    for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", path.read_text(encoding="utf-8")):
        assert (path.parent / target).exists(), target


def test_every_exemption_from_a_check_carries_its_reason():
    bare = [
        f"{path.name}: {line.strip()}"
        for path in SOURCES
        for line in path.read_text(encoding="utf-8").splitlines()
        if re.search(r"# (noqa: [A-Z0-9, ]+|type: ignore\[[a-z-, ]+\])\s*$", line)
    ]
    assert bare == []
