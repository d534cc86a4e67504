"""Reading pages as a browser would: elements, their attributes and their text."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any

VOID = {"col", "input", "link", "meta", "br"}
# What ends an open cell or row that has no end tag of its own, as HTML has it.
ENDED_BY = {"td": {"td", "th", "tr"}, "th": {"td", "th", "tr"}, "tr": {"tr"}}
ENDED_WITH = {"td": {"tr", "tbody", "table"}, "th": {"tr", "thead", "tbody"}, "tr": {"tbody", "table"}}


class Element:
    """An element with what is in it."""

    def __init__(self, tag: str, attributes: dict[str, str]) -> None:
        self.tag = tag
        self.attributes = attributes
        self.children: list[Element] = []
        self.parts: list[str] = []

    @property
    def text(self) -> str:
        return " ".join("".join(self.parts).split())

    def all(self, tag: str = "", **wanted: Any) -> list[Element]:
        """Elements inside of this one; `data_column=True` asks for any value."""
        found = []
        for child in self.children:
            if (not tag or child.tag == tag) and child._has(wanted):
                found.append(child)
            found += child.all(tag, **wanted)
        return found

    def one(self, tag: str = "", **wanted: Any) -> Element:
        (found,) = self.all(tag, **wanted)
        return found

    def _has(self, wanted: dict[str, Any]) -> bool:
        return all(self._matches(name.rstrip("_").replace("_", "-"), value) for name, value in wanted.items())

    def _matches(self, name: str, wanted: Any) -> bool:
        if wanted is True or name not in self.attributes:
            return name in self.attributes
        given = self.attributes[name]
        return str(wanted) in given.split() if name == "class" else given == str(wanted)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open = [Element("document", {})]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        while tag in ENDED_BY.get(self.open[-1].tag, ()):
            self.open.pop()
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.open[-1].children.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_endtag(self, tag: str) -> None:
        while tag in ENDED_WITH.get(self.open[-1].tag, ()):
            self.open.pop()
        assert self.open[-1].tag == tag, f"</{tag}> closes <{self.open[-1].tag}>"
        self.open.pop()

    def handle_data(self, data: str) -> None:
        for element in self.open:
            element.parts.append(data)


def page(response: Any) -> Element:
    """The document of a response; its tags are balanced, but for those that HTML lets out."""
    return read(response.content.decode())


def read(html: str) -> Element:
    """The elements of a page or of a part of one."""
    reader = _Reader()
    reader.feed(html)
    assert len(reader.open) == 1, [element.tag for element in reader.open]
    return reader.open[0]


def fields(form: Element) -> dict[str, str]:
    """What a browser would send of a form that nobody has touched."""
    sent = {
        field.attributes["name"]: field.attributes.get("value", "")
        for field in form.all("input", name=True)
        if field.attributes.get("type") != "checkbox" or "checked" in field.attributes
    }
    sent |= {field.attributes["name"]: field.text for field in form.all("textarea", name=True)}
    return sent | {field.attributes["name"]: _chosen(field) for field in form.all("select", name=True)}


def _chosen(field: Element) -> str:
    """The option that is selected, else the first."""
    options = field.all("option")
    chosen = [one for one in options if "selected" in one.attributes] or options[:1]
    return chosen[0].attributes.get("value", chosen[0].text) if chosen else ""
