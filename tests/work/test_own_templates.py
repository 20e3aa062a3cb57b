"""The organisation's own Word templates: what is let in, what is refused, and what comes of them."""

from __future__ import annotations

import json
from pathlib import Path
from threading import Timer
from typing import Any

import pytest

from tests.work.reviewing import finished, lead
from tests.work.templating import altered, template, words
from tonetop.documents import cell
from tonetop.documents.cell import Limits
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

    def start(command: list[str], **options: Any) -> Any:
        given.update(options)
        raise OSError("no process")

    monkeypatch.setattr("tonetop.documents.cell.subprocess.Popen", start)
    with pytest.raises(OSError, match="no process"):
        tried(template("x"), MATTER, DAY)
    assert given["env"] == {}


def test_a_template_that_takes_long_ends_with_a_sentence(monkeypatch: pytest.MonkeyPatch):
    class Prompt(Timer):
        """Rings at once where there is no time, so that no fast machine is done before."""

        def start(self) -> None:
            super().start() if self.interval else self.run()

    monkeypatch.setattr(cell, "Timer", Prompt)
    monkeypatch.setattr(own_templates, "FILLING", Limits(seconds=0))
    with pytest.raises(Refused, match="too much time"):
        tried(template("x"), MATTER, DAY)


def test_a_template_that_eats_memory_or_time_ends_with_a_sentence():
    doubling = "".join("{% set a = a ~ a %}" for _ in range(60))
    with pytest.raises(Refused, match="too much (memory|time)"):
        tried(template("{% set a = title %}" + doubling + "{{ a }}"), MATTER, DAY)


def test_what_is_no_document_inside_is_told_by_who_opens_it():
    with pytest.raises(Refused, match="no Word document that can be filled"):
        tried(altered(template("x"), {"[Content_Types].xml": b"<nothing/>"}), MATTER, DAY)


@pytest.mark.slow
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
