"""The organisation's own Word templates of its reports: looked through, tried out, kept as files, and taken back."""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Mapping
from typing import Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from django.db import transaction

from tonetop.core.ledger import Blob
from tonetop.documents.cell import Cell, Limits, Overrun
from tonetop.documents.unread import Unread
from tonetop.records import blobs, clock
from tonetop.records.happening import tell
from tonetop.records.intake import Refused
from tonetop.records.models import Account
from tonetop.records.report_templates import ReportTemplate
from tonetop.work.permission import manager
from tonetop.work.printing import NotPrintedError, own_template

GENERAL = "report.docx"
KINDS = {
    "audit": GENERAL,
    "board": GENERAL,
    "dossier": GENERAL,
    "minutes": "minutes.docx",
    "readiness": GENERAL,
    "applicability": GENERAL,
    "pack": GENERAL,
}
"""By report, the house's template."""
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PLACED, REMOVED = "template.placed", "template.removed"
LARGEST, UNPACKED, PARTS = 5 * 1024**2, 40 * 1024**2, 500
"""Bytes of a template, bytes of all that is packed in it, and how many parts it has, at most."""
FILLER = "tonetop.work.fill_template"
FILLING = Limits(memory=1024**3, seconds=30, opens_files=True)
"""What filling a template may take; the library that does it opens files of its own."""
LISTS = 1024**2
"""Bytes of a part that lists others, at most: these are read whole."""
ACTIVE = re.compile(r"(vbaproject|activex|embeddings/|\.bin$)", re.I)
PICTURE = re.compile(r"\.(png|jpe?g|jfif|gif|bmp|tiff?|webp|ico|emf|wmf|wdp|odttf|ttf|otf)$", re.I)
"""Pictures and fonts; any other part is text."""
DOCTYPES = tuple("<!DOCTYPE".encode(code) for code in ("utf-8", "utf-16-le", "utf-16-be"))
ENCODING = re.compile(rb"<\?xml[^>]*?encoding\s*=\s*[\"']([^\"']*)", re.I)
CONTENT_TYPES = "[content_types].xml"


def standing(kind: str) -> ReportTemplate | None:
    """The organisation's own template of a report; None while the house's is used."""
    return ReportTemplate.objects.filter(kind=kind).first()


def house_template(kind: str) -> bytes:
    """The house's template of a report. Raises Refused for a report there is not."""
    if kind not in KINDS:
        raise Refused(f"there is no report {kind!r}")
    return own_template(KINDS[kind])


def filled(kind: str, matter: Mapping[str, Any], day: str) -> bytes | None:
    """The report by the organisation's own template; None while there is none. Raises NotPrintedError."""
    own = standing(kind)
    if own is None:
        return None
    try:
        return tried(blobs.read(own.sha256), matter, day)
    except Refused as refused:
        raise NotPrintedError(
            f"your template {own.name} could not be filled: {refused}; mend it, or go back to the house's"
        ) from None


def place(account: Account, kind: str, name: str, data: bytes, sample: Mapping[str, Any]) -> None:
    """Put a template in place of the house's, once it was looked through and filled with a sample report.

    Raises Forbidden; Refused with one sentence for what is no template or does not fit the report.
    """
    by = manager(account)
    house_template(kind)
    inspected(name, data)
    tried(data, sample, clock.today())
    kept = blobs.store([data], DOCX, largest=LARGEST)
    called = name[:200]
    with transaction.atomic():
        fields = {"sha256": kept.sha256, "size": kept.size, "name": called, "put_on": clock.today()}
        ReportTemplate.objects.update_or_create(kind=kind, defaults=fields)
        told = {"name": called, "sha256": kept.sha256}
        tell("Template", kind, PLACED, told, by, (Blob(kept.sha256, kept.size, DOCX),))


def remove(account: Account, kind: str) -> None:
    """Go back to the house's template. Raises Forbidden; Refused when it is used already."""
    by = manager(account)
    with transaction.atomic():
        if not ReportTemplate.objects.filter(kind=kind).delete()[0]:
            raise Refused("the house's own template is in use already")
        tell("Template", kind, REMOVED, {}, by)


def inspected(name: str, data: bytes) -> None:
    """Look through a file before anything opens it. Raises Refused: too large, packed too tight, macros, no DOCX."""
    if len(data) > LARGEST:
        raise Refused(f"the template is larger than {LARGEST // 1024**2} MB; take large pictures out")
    if not name.lower().endswith(".docx"):
        raise Refused("a template is a Word document without macros, whose name ends in .docx")
    try:
        with ZipFile(io.BytesIO(data)) as archive:
            _look_through(archive)
    except (BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError, zlib.error) as error:
        raise Refused(f"the file is no Word document: {error}") from None


def _look_through(archive: ZipFile) -> None:
    entries = archive.infolist()
    if len(entries) > PARTS:
        raise Refused(f"the template has more than {PARTS} parts; save it anew in Word")
    if "word/document.xml" not in archive.namelist():
        raise Refused("the file is no Word document: it has no text")
    _demand_known(entries)
    left = UNPACKED
    for entry in entries:
        with archive.open(entry) as part:
            text = part.read(left + 1)  # what the archive says of its sizes is not believed
        left -= len(text)
        if left < 0:
            raise Refused(f"what is packed in the template is larger than {UNPACKED // 1024**2} MB")
        _demand_calm(entry.filename, text)


def _demand_known(entries: list[ZipInfo]) -> None:
    """Raises Refused for parts that run, and for those that unpack at once, whatever little of them is asked for."""
    if any(entry.compress_type not in (ZIP_STORED, ZIP_DEFLATED) for entry in entries):
        raise Refused("the template is packed in a way that no Word document is; save it anew in Word")
    if any(ACTIVE.search(entry.filename) for entry in entries):
        raise Refused(
            "the template holds macros or embedded objects; save it as a Word document without them"
        )


def _demand_calm(name: str, text: bytes) -> None:
    """Raises Refused for a part that runs, that reaches outside, or that declares entities of its own."""
    folded = name.casefold()
    if any(mark in text for mark in DOCTYPES):
        raise Refused("the template declares entities of its own, which Word documents never do")
    if not PICTURE.search(name):
        _demand_utf8(name, text)
    if folded == CONTENT_TYPES and any("macroenabled" in value.lower() for value in _values(name, text)):
        raise Refused(
            "the template holds macros or embedded objects; save it as a Word document without them"
        )
    if folded.endswith(".rels") and any(map(_reaches_outside, _elements(name, text))):
        raise Refused("the template refers to a file outside of itself; put pictures and styles into it")


def _demand_utf8(name: str, text: bytes) -> None:
    """Raises Refused for text that reads otherwise in another encoding."""
    declared = ENCODING.search(text[:1000])
    try:
        text.decode("utf-8")
    except UnicodeDecodeError:
        is_utf8 = False
    else:
        is_utf8 = b"\0" not in text
    if not is_utf8 or declared and declared[1].lower() not in (b"utf-8", b"us-ascii"):
        raise Refused(f"the template's part {name} is not written in UTF-8; save it anew in Word")


def _elements(name: str, text: bytes) -> list[Any]:
    """The elements of a part that lists others, as who opens it reads them. Raises Refused."""
    from lxml import etree  # noqa: PLC0415 - 2 MB, for whoever brings a template

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        if len(text) > LISTS:
            raise Refused(f"the template's part {name} cannot be read; save it anew in Word")
        return list(etree.fromstring(text, parser).iter(etree.Element))
    except etree.XMLSyntaxError:
        raise Refused(f"the template's part {name} cannot be read; save it anew in Word") from None


def _values(name: str, text: bytes) -> list[str]:
    return [value for element in _elements(name, text) for value in element.attrib.values()]


def _reaches_outside(element: Any) -> bool:
    """Whether a relationship leads to a file elsewhere; a link that a reader may follow does not count."""
    is_external = element.get("TargetMode", "").strip().casefold() == "external"
    return is_external and not element.get("Type", "").casefold().endswith("/hyperlink")


def tried(template: bytes, matter: Mapping[str, Any], day: str) -> bytes:
    """The DOCX that a template makes, in a process of its own with little time and memory. Raises Refused."""
    try:
        with Cell(FILLER, FILLING) as cell:
            return cell.ask({"matter": dict(matter), "day": day}, template)[1]
    except Overrun:
        raise Refused("filling it takes too much time or memory; write simpler placeholders") from None
    except Unread as why:
        raise Refused(str(why)) from None
