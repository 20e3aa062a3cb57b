"""The organisation's own Word templates: what is let in, what is refused, and what comes of them."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZIP_LZMA, ZipFile

import pytest

from tests.work.reviewing import finished, lead
from tests.work.templating import altered, part, template, words
from tonetop.records import blobs, log
from tonetop.records.intake import Refused
from tonetop.records.models import Account
from tonetop.work import minutes, own_templates
from tonetop.work.own_templates import (
    KINDS,
    filled,
    house_template,
    inspected,
    place,
    remove,
    standing,
    tried,
)
from tonetop.work.permission import Forbidden
from tonetop.work.printing import NotPrintedError
from tonetop.work.reports.files import worded
from tonetop.work.reports.report import Report, Section, Table, docx
from tonetop.work.reports.samples import sample

MATTER: dict[str, Any] = {"title": "A title", "rows": [{"name": "one"}, {"name": "two"}], "names": ["a", "b"]}
DAY = "2025-12-31"
ENTITY = b'<!DOCTYPE a [<!ENTITY b "c">]><a/>'
RELS = "word/_rels/document.xml.rels"


def test_a_template_chooses_repeats_and_words_what_is_given():
    text = (
        "{{ title|upper }}: {% for row in rows %}{{ loop.index }} {{ row.name }}{{ ', ' if not loop.last }}"
    )
    text += "{% endfor %}"
    made = words(tried(template(text, "{{ names|join(' and ') }}", "{{ rows[0]['name'] }}"), MATTER, DAY))
    assert made.split("\n") == ["A TITLE: 1 one, 2 two", "a and b", "one"]


def test_what_a_value_holds_is_text_and_never_a_placeholder():
    given = MATTER | {"title": "{{ rows }} <b> & {% x %}"}
    assert words(tried(template("{{ title }}"), given, DAY)) == "{{ rows }} <b> & {% x %}"


def test_the_same_template_and_matter_give_the_same_bytes():
    own = template("{{ title }}")
    assert tried(own, MATTER, DAY) == tried(own, MATTER, DAY)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("{{ nonsense }}", "that the report does not have: 'nonsense' is undefined"),
        ("{{ rows[0].nme }}", "that the report does not have: there is no nme"),
        ("{% for row in rows %}{{ row.name.first }}{% endfor %}", "does not have|more than a template may"),
        ("{% for row in rows %}", "cannot be read"),
        ("{{ title|nofilter }}", "cannot be read: No filter named 'nofilter'"),
    ],
)
def test_a_placeholder_that_the_report_does_not_know_is_one_sentence(text: str, why: str):
    with pytest.raises(Refused, match=why):
        tried(template(text), MATTER, DAY)


@pytest.mark.parametrize(
    "text",
    [
        "{{ ''.__class__.__mro__[1].__subclasses__() }}",
        "{{ title.__class__ }}",
        "{{ title['__class__'] }}",
        "{{ title|attr('__class__') }}",
        "{{ rows|map(attribute='name.__class__')|list }}",
        "{{ rows|sort(attribute='name.__class__') }}",
        "{{ self.__init__.__globals__ }}",
        "{{ self._TemplateReference__context }}",
        "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
        "{{ lipsum.__globals__ }}",
        "{{ namespace(a=1) }}",
        "{{ range(10) }}",
        "{{ rows.append(1) }}",
        "{{ rows.items() }}",
        "{{ title.upper() }}",
        "{{ '{0.__class__}'.format(title) }}",
        "{{ '%s'|format(title) }}",
        "{{ '%(x)s' % rows[0] }}",
        "{{ 'a' * 1000000000 }}",
        "{{ 9 ** 9 ** 9 }}",
        "{{ 'a'|center(1000000000) }}",
        "{{ 7 // 2 }}",
        "{% include '/etc/passwd' %}",
        "{% import 'os' as os %}",
        "{% extends title %}",
        "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
        "{% for row in rows recursive %}{{ loop(rows) }}{% endfor %}",
        "{{ loop.__class__ }}",
        "{% for row in rows %}{{ loop.cycle('a', 'b') }}{% endfor %}",
        "{% for row in rows %}{{ loop._iterator }}{% endfor %}",
    ],
)
def test_a_template_reaches_no_code_and_calls_nothing(text: str):
    with pytest.raises(Refused, match=r"^(it asks|its placeholders|it is no|filling it)"):
        tried(template(text), MATTER, DAY)


def test_no_secret_of_the_environment_reaches_the_process(monkeypatch: pytest.MonkeyPatch):
    given: dict[str, Any] = {}

    def run(command: list[str], **options: Any) -> Any:
        given.update(options)
        raise own_templates.subprocess.TimeoutExpired(command, 1)

    monkeypatch.setattr(own_templates.subprocess, "run", run)
    with pytest.raises(Refused, match="takes too long"):
        tried(template("x"), MATTER, DAY)
    assert given["env"] == {}


def test_a_template_that_eats_memory_or_time_ends_with_a_sentence():
    doubling = "".join("{% set a = a ~ a %}" for _ in range(60))
    with pytest.raises(Refused, match="too much (memory|time)"):
        tried(template("{% set a = title %}" + doubling + "{{ a }}"), MATTER, DAY)


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


def test_what_is_no_document_inside_is_told_by_who_opens_it():
    with pytest.raises(Refused, match="no Word document that can be filled"):
        tried(altered(template("x"), {"[Content_Types].xml": b"<nothing/>"}), MATTER, DAY)


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_the_houses_template_of_every_report_passes_as_an_organisations_own(demo: Path, kind: str):
    house = house_template(kind)
    inspected("house.docx", house)
    assert words(tried(house, sample(kind), DAY)) == words(worded(kind, sample(kind), DAY))


def test_a_report_there_is_not_has_no_template():
    with pytest.raises(Refused, match="no report 'nonsense'"):
        house_template("nonsense")


def test_an_own_template_is_kept_told_in_the_ledger_used_and_taken_back(demo: Path):
    own = template("OUR LETTERHEAD", "{{ title }}")
    place(lead(), "board", "ours.docx", own, sample("board"))
    row = standing("board")
    assert row is not None
    assert (row.name, row.put_on, blobs.read(row.sha256)) == ("ours.docx", DAY, own)
    told = json.loads(log.whole(log.size()).body)  # type: ignore[union-attr]
    assert (told["type"], told["subject"]["id"]) == ("template.placed", "board")
    assert told["data"] == {"name": "ours.docx", "sha256": row.sha256}
    assert [blob["sha256"] for blob in told["blobs"]] == [row.sha256]
    assert words(worded("board", sample("board"), DAY)).startswith(
        "OUR LETTERHEAD\nLeadership and AI at a glance"
    )
    assert "OUR LETTERHEAD" not in words(worded("dossier", sample("dossier"), DAY))
    place(lead(), "board", "newer.docx", template("NEWER", "{{ title }}"), sample("board"))
    assert words(worded("board", sample("board"), DAY)).startswith("NEWER")
    remove(lead(), "board")
    assert json.loads(log.whole(log.size()).body)["type"] == "template.removed"  # type: ignore[union-attr]
    assert standing("board") is None
    assert filled("board", sample("board"), DAY) is None
    with pytest.raises(Refused, match="in use already"):
        remove(lead(), "board")


def test_a_template_that_does_not_fit_changes_nothing(demo: Path):
    before = log.size()
    with pytest.raises(Refused, match="'nonsense' is undefined"):
        place(lead(), "board", "ours.docx", template("{{ nonsense }}"), sample("board"))
    assert (standing("board"), log.size()) == (None, before)


def test_only_who_changes_settings_changes_templates(demo: Path):
    dpo = Account.objects.get(role="dpo")
    with pytest.raises(Forbidden):
        place(dpo, "board", "ours.docx", template("x"), {})
    with pytest.raises(Forbidden):
        remove(dpo, "board")


def test_a_template_that_no_longer_fits_is_told_with_the_way_back(demo: Path):
    place(lead(), "board", "ours.docx", template("{{ title }} {{ foot }}"), sample("board"))
    with pytest.raises(
        NotPrintedError,
        match=r"^your template ours.docx could not be filled: .* 'foot' is undefined; mend it",
    ):
        filled("board", {"title": "x"}, DAY)


def test_minutes_are_written_by_the_organisations_own_template(demo: Path):
    place(
        lead(),
        "minutes",
        "ours.docx",
        template("OURS", "{{ review }}: {{ decisions[0].text }}"),
        sample("minutes"),
    )
    pack, _ = finished()
    minutes.write_minutes(lead(), pack.ref)
    assert words(minutes.docx(pack.ref)).startswith("OURS\nManagement review 2025: Buy the viewer")


def test_a_report_of_many_rows_fills_the_houses_template_whole():
    rows = [[f"row {n}", "two\nlines"] for n in range(300)]
    report = Report("Title", "House", DAY, "About.", [Section("One", table=Table(("A", "B"), (1, 1), rows))])
    assert all(f"row {n}\n" in words(docx(report)) for n in (0, 299))
