"""The pages of help: their order, what each is about, where it leads, and which page helps with which."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from tonetop.documents.markdown import rendered
from tonetop.records.registry import registers
from tonetop.standard import catalogue

CLAUSE, DUTY, JOURNEY = "clause", "duty", "journey"
KINDS: dict[str, str | Promise] = {
    JOURNEY: _("How things are done here"),
    CLAUSE: _("Clauses 4 to 10"),
    DUTY: _("The nine duties of clause 5.1"),
}
"""The parts of the help, in their order."""
FOLDER = "help"


@dataclass(frozen=True, slots=True)
class Page:
    """One page of help: its address, its part, its name, the routes it leads to, the item of the catalogue.

    routes: names of pages without arguments. types: registers. item: the clause or duty, empty for a journey.
    """

    slug: str
    kind: str
    title: str | Promise
    routes: Sequence[str] = ()
    types: Sequence[str] = ()
    item: str = ""


JOURNEYS = (
    Page("first-hour", JOURNEY, _("The first hour"), ("begin", "imports", "home"), ("Person", "AISystem")),
    Page("inbox", JOURNEY, _("A leader's inbox"), ("inbox", "signing", "due"), ("Ask", "Approval")),
    Page("documents", JOURNEY, _("Policies and documents"), ("documents",), ("PolicyVersion", "Publication")),
    Page(
        "strategy", JOURNEY, _("From strategy to evidence"), ("alignment",), ("StrategyGoal", "AIObjective")
    ),
    Page("resources", JOURNEY, _("Resources and gates"), ("resources", "integration"), ("ResourceRequest",)),
    Page(
        "communication",
        JOURNEY,
        _("Communication and culture"),
        ("communication", "training", "surveys", "concerns"),
    ),
    Page("management-review", JOURNEY, _("The management review"), ("reviews",), ("Decision", "Action")),
    Page("audit", JOURNEY, _("Audits"), ("audit", "ask"), ("Finding", "ExternalAudit", "Certificate")),
    Page("gap-report", JOURNEY, _("A gap report from documents"), ("gap",), ("Evidence",)),
    Page("proof", JOURNEY, _("Proof that nothing was altered"), ("ledger", "reports"), ("Evidence",)),
)
CLAUSES = {
    "4": ((), ("AISystem", "TriggerEvent")),
    "5": (("home", "structure", "inbox"), ("PolicyVersion", "RoleAssignment")),
    "6": (("alignment",), ("RiskAssessment", "RiskTreatmentPlan", "SoAEntry", "ImpactAssessment")),
    "7": (("resources", "training", "documents"), ("CompetenceRecord",)),
    "8": (("integration",), ("ProcessGate", "GatePassage")),
    "9": (("audit", "reviews"), ("Measurement",)),
    "10": ((), ("Finding", "Improvement", "Incident")),
}
DUTIES = {
    "LD-1": (("alignment", "documents"), ("PolicyVersion", "AIObjective")),
    "LD-2": (("integration",), ("ProcessGate", "GatePassage")),
    "LD-3": (("resources",), ("ResourceRequest", "BudgetLine", "StaffAllocation")),
    "LD-4": (("communication",), ("Communication",)),
    "LD-5": (("reviews", "inbox"), ("RiskAssessment", "Action")),
    "LD-6": (("structure", "training", "concerns"), ("RoleAssignment",)),
    "LD-7": ((), ("Improvement", "Finding")),
    "LD-8": (("structure",), ("Meeting", "Attendance")),
    "LD-9": (("surveys", "communication"), ("Decision",)),
}
HELPED = {
    "inbox": ("inbox", "answer", "due", "signing", "act", "confirm"),
    "documents": ("documents", "document", "document-new", "document-version"),
    "strategy": ("alignment",),
    "resources": ("resources", "integration"),
    "communication": ("communication", "training", "surveys", "survey", "concerns"),
    "management-review": ("reviews", "review", "sitting"),
    "audit": ("audit", "audit-of", "audit-draw", "audit-sample", "finding"),
    "gap-report": ("gap", "gap-of", "gap-place", "gap-proposal", "gap-proposals"),
    "proof": ("ledger", "event", "reports", "export"),
    "first-hour": ("begin", "settings", "imports"),
    "ld-8": ("structure",),
    "5": ("home",),
}
"""By page of help the names of the routes that it helps with, where neither register nor item tells."""
OF_ROUTE = {name: slug for slug, names in HELPED.items() for name in names}


@cache
def pages() -> Mapping[str, Page]:
    """Every page of help by its slug, in the order in which they are read."""
    known, duties = catalogue.clauses(), catalogue.duties()
    clauses = [Page(id, CLAUSE, known[id]["title"], *to, id) for id, to in CLAUSES.items()]
    own = [Page(id.lower(), DUTY, duties[id]["name"], *to, id) for id, to in DUTIES.items()]
    return {page.slug: page for page in (*JOURNEYS, *clauses, *own)}


def text(slug: str) -> str:
    """The Markdown of a page, in the reader's language where there is one, else in English."""
    return _text(slug, get_language() or "")


def texts(slug: str) -> str:
    """The same in the reader's language and in English, to be searched."""
    return f"{text(slug)}\n{_text(slug, '')}"


def body(slug: str) -> str:
    """The same as HTML."""
    return _body(slug, get_language() or "")


@cache
def _text(slug: str, language: str) -> str:
    folder = resources.files(__package__) / FOLDER
    own = folder / language / f"{slug}.md"
    return (own if language and own.is_file() else folder / f"{slug}.md").read_text(encoding="utf-8")


@cache
def _body(slug: str, language: str) -> str:
    return rendered(_text(slug, language))


def questions(page: Page) -> list[tuple[str, str]]:
    """What auditors ask to the page's clause, with what lies under it, or to its duty, each with the item's id."""
    items = {**catalogue.clauses(), **catalogue.duties()}
    meant = (id for id in items if page.item and (id == page.item or id.startswith(f"{page.item}.")))
    return [(id, question) for id in meant for question in items[id].get("audit_questions", ())]


def helping(route: str, given: Mapping[str, object]) -> str:
    """The slug of the page that helps with a page: by its item, its register, or its route; else an empty text."""
    item = str(given.get("id", ""))
    if route in ("requirement", "check") and item:
        duty = item.partition(".")[0].lower()
        return duty if duty in pages() else "6" if item.startswith("A.") else ""
    type = str(given.get("type", ""))
    if route in ("register", "record", "edit", "new") and type in registers():
        return _clause(registers()[type].requirement)
    return OF_ROUTE.get(route, "")


def _clause(requirement: str) -> str:
    """The page of the clause that asks for a register; Annex A belongs to the planning of controls."""
    first = requirement.partition(".")[0]
    return first if first in CLAUSES else "6"
