"""Everything about a pupil in one archive: for programs (JSON) and for people (a page without scripts)."""

from __future__ import annotations

import json
import logging
import tempfile
import zipfile
from typing import IO, TYPE_CHECKING

from django.template.loader import render_to_string
from django.utils import translation

from zhurnal.people.personal import gathered

if TYPE_CHECKING:
    from zhurnal.people.models import Person
    from zhurnal.people.personal import Document, Section

log = logging.getLogger(__name__)

# What is larger goes to the disk while it is built.
_IN_MEMORY = 4 * 1024 * 1024


def archive_of(pupil: Person, made_at: str) -> IO[bytes]:
    """The archive, at its beginning. Section by section, so that only one of them is in memory at a time."""
    file = tempfile.SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 -- the answer closes it
    # The words of the data are the same for everybody, whatever language the screen speaks.
    with translation.override("ru"), zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        named = [(one.name, one.title, _put(archive, pupil, one)) for one in gathered(pupil.pk)]
        index = render_to_string("diary/export.html", {"named": named, "pupil": pupil, "made_at": made_at})
        archive.writestr("index.html", index)
    file.seek(0)
    return file


def _put(archive: zipfile.ZipFile, pupil: Person, section: Section) -> int:
    """Write one section both ways; how many rows it has."""
    rows = list(section.rows)
    text = json.dumps({"title": section.title, "rows": rows}, ensure_ascii=False, indent=1)
    archive.writestr(f"data/{section.name}.json", text)
    documents = [(one.name, _put_document(archive, section, one)) for one in section.documents]
    shown = {"title": section.title, "rows": rows, "pupil": pupil, "documents": documents}
    archive.writestr(f"pages/{section.name}.html", render_to_string("diary/export_section.html", shown))
    return len(rows)


def _put_document(archive: zipfile.ZipFile, section: Section, document: Document) -> str:
    """Where it lies in the archive; "" where it is lost: then all the rest still goes out, and the page says so."""
    place = f"files/{section.name}/{document.name}"
    try:
        archive.write(document.path, place)
    except FileNotFoundError:
        log.warning("a document of the section %s is not on the disk", section.name)
        return ""
    return place
