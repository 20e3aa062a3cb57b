"""Reports as files: PDF by typst, tagged; DOCX by a template that people can replace; HTML as one page."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from importlib import resources
from typing import Any, Literal
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from jinja2 import Environment, PackageLoader, StrictUndefined

STANDARDS: list[Literal["a-2a", "ua-1"]] = ["a-2a", "ua-1"]
"""PDF/A-2a, for keeping, and PDF/UA-1, for everybody to read (ISO 19005-2, ISO 14289-1)."""
PLACE = "tonetop.work.templates"
LOCALES = {"de": "de-DE"}
"""How Word names a language; others by their code."""
UNPRINTED = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
"""All control characters but tabs and ends of lines, and those that turn the order of letters."""
EPOCH = (1980, 1, 1, 0, 0, 0)


class NotPrintedError(Exception):
    """A report that could not be made; the message is one sentence that says why and what to do."""


def pdf(template: str, matter: Mapping[str, Any], day: str) -> bytes:
    """The PDF that a typst template makes of the matter, which it reads as JSON; the same matter gives the same bytes.

    day: what stands in the file as its date. Letters that the fonts within typst lack are taken from the system's.
    Raises NotPrintedError where no font has a letter.
    """
    import typst  # noqa: PLC0415 - forty megabytes that only a report needs

    source = resources.files(PLACE).joinpath(template).read_bytes()
    given = {"matter": json.dumps(_printable(matter), ensure_ascii=False)}
    made = datetime.fromisoformat(day).replace(tzinfo=UTC)
    problem = ""
    for own_fonts_alone in (True, False):
        try:
            written: bytes = typst.compile(
                source,
                sys_inputs=given,
                timestamp=made,
                pdf_standards=[*STANDARDS],
                ignore_system_fonts=own_fonts_alone,
            )
        except typst.TypstError as error:
            problem = str(error.message)
        else:
            return written
    raise NotPrintedError(f"the PDF could not be made: {problem}; take docx or html instead")


def _printable(matter: Any) -> Any:
    """The same without control characters, which no font draws: a file's name may hold them."""
    if isinstance(matter, str):
        return UNPRINTED.sub("\N{MIDDLE DOT}", matter)
    if isinstance(matter, Mapping):
        return {_printable(key): _printable(value) for key, value in matter.items()}
    return [_printable(one) for one in matter] if isinstance(matter, (list, tuple)) else matter


def docx(template: bytes, matter: Mapping[str, Any], day: str) -> bytes:
    """The DOCX that a template makes of the matter; the same template and matter give the same bytes."""
    from docxtpl import DocxTemplate  # noqa: PLC0415 - loads an XML library that only a report needs

    document = DocxTemplate(io.BytesIO(template))
    document.render(dict(matter), autoescape=True)
    _spoken(document.docx, str(matter.get("language") or "en"))
    return settled(document.docx, str(matter.get("title", "")), day)


def _spoken(document: Any, language: str) -> None:
    """Say of a document in which language it is; another than English parts its words at the ends of lines."""
    from docx.oxml import OxmlElement  # noqa: PLC0415
    from docx.oxml.ns import qn  # noqa: PLC0415

    document.core_properties.language = language
    if language == "en":
        return
    for told in document.styles.element.iter(qn("w:lang")):
        told.set(qn("w:val"), LOCALES.get(language, language))
    stop = document.settings.element.find(qn("w:defaultTabStop"))
    if stop is not None and document.settings.element.find(qn("w:autoHyphenation")) is None:
        stop.addnext(OxmlElement("w:autoHyphenation"))


def settled(document: Any, title: str, day: str) -> bytes:
    """A document of python-docx as bytes, with its title and date, and no time of day in it."""
    written = document.core_properties
    written.title, written.author, written.comments = title, "Tonetop", ""
    written.created = written.modified = datetime.fromisoformat(day).replace(tzinfo=UTC)
    out = io.BytesIO()
    document.save(out)
    return _without_clock(out)


def own_template(name: str) -> bytes:
    """A template that ships with the product."""
    return resources.files(PLACE).joinpath(name).read_bytes()


def _without_clock(made: io.BytesIO) -> bytes:
    """The same archive with no time of day in it."""
    out = io.BytesIO()
    with ZipFile(made) as source, ZipFile(out, "w", ZIP_DEFLATED) as target:
        for name in source.namelist():
            entry = ZipInfo(name, EPOCH)
            entry.compress_type = ZIP_DEFLATED
            target.writestr(entry, source.read(name))
    return out.getvalue()


def html(template: str, **matter: Any) -> str:
    """The page that a Jinja template makes of the matter; it needs no script and no other file."""
    return _pages().get_template(template).render(matter)


@cache
def _pages() -> Environment:
    loader = PackageLoader("tonetop.work", "templates")
    return Environment(
        loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
