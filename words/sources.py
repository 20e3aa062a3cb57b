"""Where the words come from: templates, gettext calls, composed sentences, the registers' own declarations."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from babel.messages.extract import extract_from_file

from words.composed import assigned, is_form, said

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "tonetop"
FORM = "form"
"""The context of a composed sentence, by which it is recognised again."""
WORD = "word"
"""The context of a word of a list, which a language writes as it stands within a sentence."""
CATALOGUE = "src/tonetop/standard/iso42001.yaml:1"
JINJA = {"newstyle_gettext": "true", "trim_blocks": "true", "lstrip_blocks": "true", "silent": "false"}
CALLS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
}
SILENT = (
    *("cli/", "api/", "mcp/", "site/", "core/ledger", "records/ledger/", "records/folding"),
    *("work/verify", "work/recompute", "work/learning_columns", "work/ways_in"),
    *("work/ask.py", "work/ask_words", "work/ask_subjects", "work/folder_index", "work/source.py"),
    *("work/judge_passages", "work/assess_folder", "work/examine", "work/propose/as_file", "work/workers"),
    *(
        "work/scan.py",
        "work/scan_page",
        "work/scan_sheets",
        "work/scan_source",
        "work/scan_state",
        "work/scan_task",
    ),
    *("work/scan_found", "work/scan_declared", "work/scan_code"),
    *("work/proof_folder", "work/ropa_linked", "work/portable", "work/organisation_file"),
    *("work/export_organisation", "work/import_organisation"),
)
"""What people read in a terminal or as evidence: it reads the same to everyone, in English."""
SPOKEN = (
    *("core/assess.py", "core/derived.py", "core/sampling.py", "standard/checks/", "standard/terms/"),
    *(
        "standard/maps/",
        "standard/review",
        "standard/answers.py",
        "standard/acts.py",
        "standard/anonymity.py",
        "standard/assessment.py",
    ),
    *("work/minutes", "work/reports/", "work/audit_report.py", "work/assessment_", "work/remind.py"),
    *("work/trust", "work/notice_covers.py"),
    *("work/compare.py", "work/scan_retention.py", "work/scan_copies.py", "work/scan_countries.py"),
    *("work/scan_coverage.py", "discovery/context.py", "discovery/verdict.py"),
    *("discovery/sources/passed_over.py", "discovery/sources/folder.py"),
    *(
        "work/checkpoint_mails.py",
        "work/forgotten.py",
        "work/tell_locked.py",
        "assistant/smells.py",
        "work/fetch_public.py",
        "work/watch_notice.py",
    ),
    *("work/post_public.py", "work/send_webhooks.py"),
    *("records/holds.py", "work/own_data/access.py", "work/own_data/certificate.py"),
    *(
        "documents/cell.py",
        "documents/formats/",
        "documents/kinds.py",
        "documents/package.py",
        "documents/pdf",
    ),
    *("documents/read_all.py", "documents/recognition.py", "documents/manuscript.py", "documents/unread.py"),
    *(
        "work/reasons.py",
        "work/log_act.py",
        "work/close_finding.py",
        "work/raise_finding.py",
        "work/begin.py",
    ),
    *("work/monitor.py", "work/look_at_backup.py", "standard/gating/verdict.py"),
    *("standard/gating/letting.py", "standard/gating/supplying.py", "standard/gating/shortfalls.py"),
    *("registers/incident.py", "registers/risk_", "registers/group_impact.py"),
    *("work/plan_communication.py", "work/document_state.py", "work/warrant.py", "work/import_learning.py"),
    *(
        "work/independence.py",
        "work/audit_checklist.py",
        "work/inbox.py",
        "work/confirm.py",
        "work/changes.py",
    ),
)
"""Modules all of whose prose stands on pages, in mails or in reports."""
SHOWN = ("web/", "work/", "records/form.py", "records/models.py", *SPOKEN)
"""Modules whose constants stand on pages."""


TRANS = re.compile(r"""\{% trans(?:late)? ["']([^"']+)["']""")
BLOCK = re.compile(r"\{% blocktrans(?:late)?[^%]*%\}([^{]*(?:\{\{[^}]*\}\}[^{]*)*)\{% end")
BLANK = re.compile(r"\{\{ *(\w+) *\}\}")
"""Django's own tags, in the pages of accounts."""


class Message(NamedTuple):
    """One message: its id (and the id of its plural), its context, where it stands."""

    id: str
    plural: str | None
    context: str | None
    where: str


def messages() -> Iterator[Message]:
    """All messages of the product, by file."""
    yield from _templates()
    for path in sorted(SOURCE.rglob("*.py")):
        name = path.relative_to(SOURCE).as_posix()
        if "migrations/" not in name and not name.startswith("locale/"):
            yield from _called(path, f"src/tonetop/{name}")
            if not name.startswith(SILENT):
                yield from _composed(path, name)
    yield from _declared()
    yield from _kinds()


def _kinds() -> Iterator[Message]:
    """What kinds of personal data are called."""
    for path in sorted((SOURCE / "discovery" / "kinds").glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.keyword) and node.arg == "title" and isinstance(node.value, ast.Constant):
                yield Message(node.value.value, None, None, f"{path.relative_to(ROOT).as_posix()}:1")


def _templates() -> Iterator[Message]:
    accounts = SOURCE / "web" / "accounts_templates"
    for path in sorted([*SOURCE.rglob("*.jinja"), *(SOURCE / "web" / "templates").glob("*.html")]):
        yield from _extracted("jinja2.ext:babel_extract", path, JINJA)
    for path in sorted(accounts.rglob("*.html")):
        text = path.read_text(encoding="utf-8")
        blocks = (BLANK.sub(r"%(\1)s", found[1]) for found in BLOCK.finditer(text))
        for id in (*(found[1] for found in TRANS.finditer(text)), *blocks):
            yield Message(id, None, None, f"{path.relative_to(ROOT).as_posix()}:1")


def _called(path: Path, where: str) -> Iterator[Message]:
    yield from _extracted("python", path, {})


def _extracted(method: str, path: Path, options: dict[str, str]) -> Iterator[Message]:
    where = path.relative_to(ROOT).as_posix()
    for line, found, _, context in extract_from_file(method, path, keywords=CALLS, options=options):
        one, many = found[:2] if isinstance(found, tuple) else (found, None)
        if one:
            yield Message(one, many, context, f"{where}:{line}")


def _composed(path: Path, name: str) -> Iterator[Message]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    found = list(said(tree, name.startswith(SPOKEN)))
    if name.startswith(SHOWN):
        found += assigned(tree)
    for line, text in found:
        if text not in _types():
            yield Message(text, None, FORM if is_form(text) else None, f"src/tonetop/{name}:{line}")


def _types() -> frozenset[str]:
    from tonetop.records.registry import registers  # noqa: PLC0415 - needs Django set up

    return frozenset(registers())


def _declared() -> Iterator[Message]:
    """What the registers and the catalogue declare: titles, labels, help, words of lists, names of requirements."""
    from tonetop.records.registry import registers  # noqa: PLC0415 - needs Django set up
    from tonetop.standard import catalogue  # noqa: PLC0415

    listed: dict[str, str] = {}
    for type, model in registers().items():
        where = f"src/{model.__module__.replace('.', '/')}.py:1"
        yield from _register(type, model, where)
        for own in model._meta.get_fields():
            listed |= {word: where for word in getattr(own, "words", ()) if word not in listed}
    share = "%(part)s of %(whole)s"
    for text in (share, f"{share} %(what)s", f"{share} %(what)s (%(figure)s %%)"):
        yield Message(text, None, FORM, "src/tonetop/standard/checks/rule.py:1")
    one = "%(row)s of %(held_on)s"
    for dates in (one, f"{one} and %(row2)s of %(held_on2)s"):
        text = f"No top manager attended the latest reviews, {dates}; excused or stood for at both: %(names)s"
        yield Message(text, None, FORM, "src/tonetop/standard/checks/signals.py:1")
    yield from _of_files()
    for text in _catalogued(catalogue.data()):
        yield Message(text, None, None, CATALOGUE)
    yield from _words({**dict.fromkeys(_vocabulary(catalogue.data()), CATALOGUE), **listed})


def _of_files() -> Iterator[Message]:
    """What files of data say: monitors, rules of gates; what frameworks are, with our own headings of what they ask."""
    from tonetop.standard.framework import shipped  # noqa: PLC0415 - reads the files
    from tonetop.standard.gating.rules import shipped as gate_rules  # noqa: PLC0415
    from tonetop.standard.monitored import monitors  # noqa: PLC0415

    for monitor in monitors().values():
        for text in (monitor.title, monitor.about):
            yield Message(text, None, None, f"src/tonetop/standard/monitors/{monitor.id}.yaml:1")
    for rule in gate_rules().values():
        for text in (rule.sentence, rule.act):
            yield Message(text, None, None, "src/tonetop/standard/gating/rules.yaml:1")
    yield from _asked_of_suppliers()
    yield from _of_own_data()
    for framework in shipped().values():
        where = f"src/tonetop/standard/frameworks/{framework.key}.yaml:1"
        own = (one for asked in framework.requirements for one in (asked.part, asked.title, asked.statement))
        for text in filter(None, (framework.about, *own)):
            yield Message(text, None, None, where)


def _asked_of_suppliers() -> Iterator[Message]:
    from tonetop.standard.suppliers import questions  # noqa: PLC0415 - reads the file

    for asked in questions():
        for text in (asked.topic, asked.text):
            yield Message(text, None, None, "src/tonetop/standard/suppliers/questions.yaml:1")


def _of_own_data() -> Iterator[Message]:
    from tonetop.standard import own_data, own_places  # noqa: PLC0415 - as the others here

    texts = [text for one in own_data.KINDS.values() for text in (one.title, one.what, one.since, one.why)]
    for place in (*own_places.TABLES, *own_places.FILES, *own_places.OUTSIDE):
        texts += [place.title, place.what, place.goes]
    yield from (Message(text, None, None, "src/tonetop/standard/own_places.py:1") for text in texts)


def _register(type: str, model: Any, where: str) -> Iterator[Message]:
    from tonetop.records.fields import Kind  # noqa: PLC0415 - needs Django set up
    from tonetop.web.wording import capital, spaced  # noqa: PLC0415

    title, _, about = (model.__doc__ or "").partition(":")
    own = [field for field in model._meta.get_fields() if isinstance(field, Kind)]
    labels = [str(text) for field in own for text in (field.verbose_name, field.help_text) if text]
    for text in (title, capital(about.strip()), *labels):
        yield Message(text, None, None, where)
    yield Message(spaced(type), None, WORD, where)


def _vocabulary(data: dict[str, Any]) -> Iterator[str]:
    """Words of lists that no register declares."""
    from tonetop.records.models import ROLES  # noqa: PLC0415 - needs Django set up
    from tonetop.records.reminding import DIGESTS  # noqa: PLC0415
    from tonetop.standard.facts_file import BUSINESSES  # noqa: PLC0415
    from tonetop.web.requirements import LEVELS  # noqa: PLC0415
    from tonetop.work.jobs import SCHEDULE  # noqa: PLC0415

    for vocabulary in data["vocabularies"].values():
        yield from vocabulary
    yield from (*ROLES, *DIGESTS, *BUSINESSES, *LEVELS, *SCHEDULE)


def _words(listed: dict[str, str]) -> Iterator[Message]:
    from tonetop.web.wording import in_english  # noqa: PLC0415 - needs Django set up

    for word, where in listed.items():
        yield Message(in_english(word), None, WORD, where)


def _catalogued(data: dict[str, Any]) -> Iterator[str]:
    """The catalogue's names, titles, reasons and summaries; its rules, and what it says of other norms, stay."""
    from tonetop.standard.catalogue import checks  # noqa: PLC0415 - reads the catalogue

    parts = (
        "clauses",
        "annex_a_objectives",
        "annex_a_controls",
        "leadership_5_1",
        "pitfalls",
        "privacy_checks",
    )
    for item in (item for part in parts for item in data[part]):
        told = (item.get(name) for name in ("title", "name", "summary", "own_words", "advice"))
        checked = (
            check[name]
            for check in item.get("checks", ())
            for name in ("title", "rationale")
            if name in check
        )
        yield from filter(None, (*told, *checked, *item.get("audit_questions", ())))
    for part in data["management_review"].values():
        yield from (item["means"] for item in part if isinstance(item, dict) and "means" in item)
    yield from (check.texts["of"] for check in checks().values() if check.texts.get("of"))
    for vocabulary in data["vocabularies"].values():
        yield from (str(text) for text in getattr(vocabulary, "values", tuple)() if text)
