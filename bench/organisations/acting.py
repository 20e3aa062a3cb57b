"""What people do in the leaders' house: documents, answers, comments, knowledge of texts, bodies, audit work."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from bench.organisations import Organisation
from bench.organisations.maker import AS_OF, UNITS
from tonetop.core import cadence

SHARES = {
    "Acknowledgement": 0.06,
    "DocumentVersion": 0.008,
    "Approval": 0.008,
    "Comment": 0.006,
    "Ask": 0.006,
    "AuditAnswer": 0.004,
    "Interview": 0.002,
    "Document": 0.002,
    "Publication": 0.002,
    "PlannedCommunication": 0.001,
}
OPEN = 20  # the newest texts wait for an answer


class Acting(Organisation):
    """An organisation of about `size` records whose people use the product for what they do."""

    def __init__(self, size: int) -> None:
        super().__init__(size)
        self.counts |= {type: max(8, int(size * share)) for type, share in SHARES.items()}

    def _document(self) -> Iterator[dict[str, Any]]:
        kinds = ("policy", "procedure", "plan", "guideline", "report", "other")
        for n in range(self.counts["Document"]):
            yield {
                "id": f"DOC-{n}",
                "title": f"Document {n}",
                "kind": kinds[n % 6],
                "owner": self._person_id(),
                "begun_on": self._day(),
                "audience": ["all"] if n % 5 == 0 else [f"Unit {n % UNITS}"],
            }

    def _documentversion(self) -> Iterator[dict[str, Any]]:
        for n in range(self.counts["DocumentVersion"]):
            yield {
                "id": f"DV-{n}",
                "document": f"DOC-{n % self.counts['Document']}",
                "version": str(n // self.counts["Document"] + 1),
                "author": self._person_id(),
                "written_on": self._day(900),
                "change": "Waivers end by themselves.",
                "sha256": f"{n:064x}",
                "approvers": [f"p{n % 6}"],
                "review_asked_by": f"p{40 + n % 6}",
                "review_asked_on": self._day(800),
            }

    def _ask(self) -> Iterator[dict[str, Any]]:
        count, versions = self.counts["Ask"], self.counts["DocumentVersion"]
        for n in range(count):
            asked = self._day(800)
            yield {
                "id": f"ASK-{n}",
                "kind": "approve",
                "about": [f"DV-{versions - 1 - n % versions}"],
                "asked_of": f"p{n % 6}",
                "asked_by": f"p{40 + n % 6}",
                "asked_on": asked,
                "due": cadence.shift(AS_OF, 7) if n < OPEN else cadence.shift(asked, 14),
                "why": "The year turns.",
                "closed_on": None if n < OPEN else cadence.shift(asked, 5),
            }

    def _approval(self) -> Iterator[dict[str, Any]]:
        versions = self.counts["DocumentVersion"]
        for n in range(self.counts["Approval"]):
            version = n % versions
            yield {
                "id": f"APP-{n}",
                "about": [f"DV-{version}"],
                "version": 1,
                "sha256": f"{version:064x}",
                "answer": "approved",
                "answered_by": f"p{version % 6}",
                "answered_on": self._day(700),
                "rank": "top management",
            }

    def _comment(self) -> Iterator[dict[str, Any]]:
        for n in range(self.counts["Comment"]):
            yield {
                "id": f"COM-{n}",
                "about": [f"DV-{n % self.counts['DocumentVersion']}"],
                "said_by": f"p{n % 46}",
                "said_on": self._day(700),
                "text": "Say who may waive, and for how long.",
            }

    def _acknowledgement(self) -> Iterator[dict[str, Any]]:
        people, versions = self.counts["Person"], self.counts["DocumentVersion"]
        for n in range(self.counts["Acknowledgement"]):
            yield {
                "version": f"DV-{n // people % versions}",
                "person": f"p{n % people}",
                "acknowledged_on": self._day(600),
            }

    def _publication(self) -> Iterator[dict[str, Any]]:
        for n in range(self.counts["Publication"]):
            yield {
                "id": f"PUB-{n}",
                "about": [f"DV-{n}"],
                "reach": "inside",
                "channel": "Intranet",
                "published_by": f"p{40 + n % 6}",
                "published_on": self._day(600),
            }

    def _body(self) -> Iterator[dict[str, Any]]:
        for n in range(8):
            yield {
                "id": f"b{n}",
                "name": f"Body {n}",
                "kind": "executive",
                "chair": f"p{n % 6}",
                "members": [f"p{m}" for m in range(6)],
                "meets_every": 3,
                "valid_from": "2022-01-01",
            }

    def _auditanswer(self) -> Iterator[dict[str, Any]]:
        for n in range(self.counts["AuditAnswer"]):
            yield {
                "id": f"AA-{n}",
                "audit": f"au{n % 8}",
                "question": f"q{n}",
                "clause": "5.1",
                "asked": "Who decided?",
                "seen": "answered",
                "noted_by": "p50",
                "noted_on": self._day(400),
            }

    def _interview(self) -> Iterator[dict[str, Any]]:
        for n in range(self.counts["Interview"]):
            yield {
                "id": f"INT-{n}",
                "audit": f"au{n % 8}",
                "person": f"p{n % 6}",
                "interviewer": "p50",
                "held_on": self._day(400),
                "clauses": ["5.1"],
                "notes": "Named three decisions of the year.",
            }

    def _plannedcommunication(self) -> Iterator[dict[str, Any]]:
        for n in range(self.counts["PlannedCommunication"]):
            yield {
                "id": f"PC-{n}",
                "title": f"Town hall {n}",
                "kind": "town-hall",
                "speaker": f"p{n % 6}",
                "planned_on": cadence.shift(AS_OF, n % 200 - 100),
                "settled_on": self._day(300, 101),
            }
