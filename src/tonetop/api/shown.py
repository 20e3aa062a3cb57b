"""Examples of answers, by operation, for the OpenAPI document; those of registers are made from their fields."""

from __future__ import annotations

from typing import Any

WEBHOOK: dict[str, Any] = {
    "webhook": 1,
    "name": "Tickets",
    "address": "https://hooks.example.org/tonetop",
    "events": ["record.changed"],
    "types": [],
    "is_on": True,
    "why_off": None,
    "made_on": "2025-03-14",
    "waiting": 0,
    "dead": 0,
}
MESSAGE: dict[str, Any] = {
    "message": 7,
    "id": "0195a1c2-7b1e-7c3a-9f00-3d2f1c0b9a88",
    "event": "record.changed",
    "kind": "AISystem",
    "record": "ai-1",
    "state": "dead",
    "attempts": 10,
    "made": "2025-03-14T09:14:07+00:00",
    "next": None,
    "last": "2025-03-17T12:20:31+00:00",
    "status": 500,
    "why": "it answered with status 500",
}
CHECK: dict[str, Any] = {
    "result": "partial",
    "why": "2 of 3 objectives trace to strategy",
    "records": ["obj-1"],
    "expires_on": None,
    "next_act": "Name the goal it serves.",
}
VERDICT: dict[str, Any] = {
    "opens": True,
    "process": "procurement",
    "subject": "ai-1",
    "subject_type": "AISystem",
    "kind": None,
    "as_of": "2025-03-14",
    "why": "every gate in force lets it pass",
    "gates": [],
}
DUE: dict[str, Any] = {
    "on": "2025-03-20",
    "days": 6,
    "what": "deadline",
    "by": "conditions_due",
    "type": "GatePassage",
    "id": "gp-1",
    "title": "conditional",
    "whose": ["p1"],
    "rank": "own",
}
ONE_PAGE = {"count": 1, "page": 1, "pages": 1, "next": None, "previous": None}
SHOWN: dict[tuple[str, str], Any] = {
    ("get", "/assessment"): {
        "as_of": "2025-03-14",
        "known_on": None,
        "catalogue": "ISO/IEC 42001 2023.5",
        "clauses": {"5.1": {"result": "partial", "why": "duty LD-1 is partly backed"}},
        "controls": {},
        "duties": {"LD-1": {"result": "partial", "why": "check LD-1.3 is partly backed"}},
        "checks": {"LD-1.3": CHECK},
        "pitfalls": {"PF-1": {"raised": False, "signals": []}},
        "privacy": {},
    },
    ("get", "/centre"): {
        "counts": {"attention": 0, "upcoming": 0, "not-started": 0, "healthy": 1},
        **ONE_PAGE,
        "requirements": [
            {
                "id": "5.1",
                "title": "Leadership and commitment",
                "part": "clauses",
                "state": "healthy",
                "result": "pass",
                "why": "every duty is backed",
                "owner": "p1",
                "role": "top-management",
                "evidence": 4,
                "newest": "2025-03-14",
                "lapses": "2026-01-14",
                "next_act": "",
            }
        ],
    },
    ("get", "/checks/{id}"): CHECK
    | {"check": "LD-1.3", "tree": {"holds": False, "why": CHECK["why"], "records": ["obj-1"], "parts": []}},
    ("get", "/catalogue"): {"catalogue": {"standard": "ISO/IEC 42001:2023"}, "additions": {}},
    ("get", "/oscal"): {"documents": ["catalog", "profile"]},
    ("get", "/oscal/{name}"): {"profile": {"metadata": {"oscal-version": "1.2.0"}}},
    ("get", "/bom/{system}"): {"bomFormat": "CycloneDX", "specVersion": "1.6", "metadata": {}},
    ("get", "/due"): {"as_of": "2025-03-14", "count": 1, "page": 1, "pages": 1, "due": [DUE]},
    ("post", "/gates/check"): VERDICT,
    ("post", "/gates/tickets/{form}"): VERDICT,
    ("post", "/bulk"): {
        "records": [{"type": "Meeting", "id": "meeting-1", "revision": 1, "seq": 42}, {"unchanged": True}],
        "written": 1,
    },
    ("get", "/webhooks"): [WEBHOOK],
    ("get", "/webhooks/{number}"): WEBHOOK,
    ("post", "/webhooks"): WEBHOOK | {"secret": "whsec_…"},
    ("put", "/webhooks/{number}"): WEBHOOK,
    ("delete", "/webhooks/{number}"): {"removed": 1},
    ("post", "/webhooks/{number}/secret"): {"webhook": 1, "secret": "whsec_…"},
    ("post", "/webhooks/{number}/on"): WEBHOOK,
    ("post", "/webhooks/{number}/off"): WEBHOOK | {"is_on": False},
    ("post", "/webhooks/{number}/try"): MESSAGE
    | {"event": "message.test", "kind": None, "record": None, "state": "waiting"},
    ("get", "/webhooks/{number}/messages"): {"messages": [MESSAGE]},
    ("post", "/webhooks/{number}/messages/again"): {"waiting": 1},
}
"""By method and path below the API's own, what an answer may look like."""
CREATED = frozenset((("post", "/webhooks"),))
"""What answers with 201, beside new records."""
