"""Looking through an organisation's own Word template before anything opens it: what is let in, what is refused."""

from __future__ import annotations

import io
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZIP_LZMA, ZipFile

import pytest

from tests.work.templating import altered, part, template
from tonetop.records.intake import Refused
from tonetop.work import own_templates
from tonetop.work.own_templates import inspected

ENTITY = b'<!DOCTYPE a [<!ENTITY b "c">]><a/>'
RELS = "word/_rels/document.xml.rels"


def zipped(parts: dict[str, bytes], by: int = ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with ZipFile(out, "w", by) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()


def related(rels: bytes, type: str, target: str) -> bytes:
    """The relationships of a part with one more, to something outside."""
    added = (
        f'<Relationship Id="r99" Type="x/{type}" Target="{target}" TargetMode="External"/></Relationships>'
    )
    return rels.replace(b"</Relationships>", added.encode())


def disguised(rels: bytes) -> dict[str, tuple[str, bytes]]:
    """By how it hides, the name and the text of a list of relationships that reaches outside."""
    outside = related(rels, "attachedTemplate", "https://other.example/t.dotm")
    loud = outside.decode().replace('encoding="UTF-8"', 'encoding="UTF-16"').replace("encoding='UTF-8'", "")
    return {
        "an angle in an attribute": (RELS, outside.replace(b"r99", b"r>99")),
        "a letter by its number": (RELS, outside.replace(b"External", b"&#69;xternal")),
        "a link's type in its target": (RELS, outside.replace(b"/t.dotm", b"/?Type='/hyperlink'")),
        "a blank around the mode": (RELS, outside.replace(b"External", b" external ")),
        "large letters in the name": ("word/_rels/DOCUMENT.XML.RELS", outside),
    } | {
        f"written in {code}": (RELS, loud.encode(code))
        for code in ("utf-16", "utf-16-le", "utf-16-be", "cp037")
    }


@pytest.mark.parametrize("how", sorted(disguised(b"<Relationships></Relationships>")))
def test_a_reach_outside_is_found_however_it_hides(how: str):
    sound = template("{{ title }}")
    name, text = disguised(part(sound, RELS))[how]
    with pytest.raises(Refused, match="outside of itself|not written in UTF-8"):
        inspected("t.docx", altered(sound, {name: text}))


@pytest.mark.parametrize("by", [ZIP_BZIP2, ZIP_LZMA])
def test_what_unpacks_at_once_is_refused_before_any_of_it_is_unpacked(
    by: int, monkeypatch: pytest.MonkeyPatch
):
    bomb = zipped({"word/document.xml": b"0" * 1000}, by)
    monkeypatch.setattr(ZipFile, "open", lambda *given: pytest.fail("it was unpacked"))
    with pytest.raises(Refused, match="packed in a way that no Word document is"):
        inspected("t.docx", bomb)


@pytest.mark.parametrize(
    ("name", "text", "why"),
    [
        ("word/x.xml", ENTITY.decode().encode("utf-16"), "declares entities"),
        ("word/x.xml", b" " * 5000 + ENTITY, "declares entities"),
        ("word/media/x.png", ENTITY, "declares entities"),
        ("word/x.xml", b"<?xml version='1.0' encoding='UTF-7'?><a/>", "x.xml is not written in UTF-8"),
        ("word/x.xml", "<a>\xfc</a>".encode("latin-1"), "x.xml is not written in UTF-8"),
        ("word/x.any", "<a/>".encode("utf-16-le"), "x.any is not written in UTF-8"),
        (RELS, b"<Relationships>", "document.xml.rels cannot be read"),
        (RELS, b"<a>" + b" " * own_templates.LISTS + b"</a>", "document.xml.rels cannot be read"),
        ("[Content_Types].xml", b"<Types><Override ContentType='x.&#109;acroEnabled'/></Types>", "macros"),
    ],
)  # fmt: skip
def test_text_that_others_could_read_otherwise_is_refused(name: str, text: bytes, why: str):
    with pytest.raises(Refused, match=why):
        inspected("t.docx", altered(template("x"), {name: text}))


def test_pictures_are_let_in_as_they_are():
    inspected("t.docx", altered(template("x"), {"word/media/a.PNG": b"\x89PNG\0\xff"}))


def hostile() -> dict[str, tuple[str, bytes, str]]:
    sound = template("{{ title }}")
    types, rels = part(sound, "[Content_Types].xml"), part(sound, RELS)
    outside = related(rels, "attachedTemplate", "https://other.example/t.dotm")
    macro = types.replace(b"document.main+xml", b"document.macroEnabled.main+xml")
    return {
        "a name that is no Word file's": ("t.docm", sound, "whose name ends in .docx"),
        "too large": ("t.docx", b"x" * (own_templates.LARGEST + 1), "larger than 5 MB"),
        "no archive": ("t.docx", b"plain text", "is no Word document"),
        "an archive of something else": ("t.docx", zipped({"a.txt": b"a"}), "it has no text"),
        "a bomb": ("t.docx", altered(sound, {"word/x.xml": b"0" * (own_templates.UNPACKED + 1)}), "larger than 40 MB"),
        "many parts": ("t.docx", altered(sound, {f"word/{n}.xml": b"x" for n in range(600)}), "more than 500 parts"),
        "a macro": ("t.docx", altered(sound, {"word/vbaProject.bin": b"x"}), "macros or embedded objects"),
        "a macro by type": ("t.docx", altered(sound, {"[Content_Types].xml": macro}), "macros or embedded objects"),
        "an object": ("t.docx", altered(sound, {"word/embeddings/o.xlsx": b"x"}), "macros or embedded objects"),
        "a control": ("t.docx", altered(sound, {"word/activeX/a.xml": b"x"}), "macros or embedded objects"),
        "a reach outside": ("t.docx", altered(sound, {RELS: outside}), "outside of itself"),
        "an entity": ("t.docx", altered(sound, {"word/x.xml": ENTITY}), "declares entities"),
    }  # fmt: skip


@pytest.mark.parametrize("what", sorted(hostile()))
def test_a_hostile_file_is_refused_before_anything_opens_it(what: str):
    name, data, why = hostile()[what]
    with pytest.raises(Refused, match=why):
        inspected(name, data)


def test_a_link_in_the_text_is_let_in_and_a_broken_archive_is_not():
    sound = template("{{ title }}")
    link = related(part(sound, RELS), "hyperlink", "https://example.org/")
    inspected("t.docx", altered(sound, {RELS: link}))
    broken = sound.replace(part(sound, RELS)[:20], b"x" * 20)
    with pytest.raises(Refused, match="is no Word document"):
        inspected("t.docx", broken[: len(broken) // 2])
