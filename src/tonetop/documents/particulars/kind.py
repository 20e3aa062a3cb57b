"""Which of the catalogue's kinds of evidence a document is, by its title, headings, file name and first words."""

from __future__ import annotations

import re
from typing import NamedTuple

SIGNS: tuple[tuple[str, float, str], ...] = (
    (
        "management-review-minutes",
        3.4,
        r"\bminutes\b|\bagenda\b|management review|council meeting|board meeting"
        r"|committee meeting|meeting (?:notes|summary)|\bsitzung|protokoll|procès-verbal"
        r"|\bsync meeting",
    ),
    ("meeting-recording", 4.0, r"\btranscript\b|webvtt|recording of"),
    (
        "policy-publication",
        4.5,
        r"transparency statement|publication record|statement on (?:the )?(?:use of )?(?:ai|artificial)"
        r"|ai statement|compliance plan|responsible ai (?:statement|principles)"
        r"|public statement|use of ai (?:at|in|by)",
    ),
    ("policy-review-record", 4.0, r"policy review|review of (?:the )?policy|policy revision record"),
    ("internal-audit-report", 5.0, r"internal audit(?!or)|audit report|audit findings"),
    ("internal-audit-programme", 5.5, r"audit programme|audit program\b|audit schedule|annual audit plan"),
    (
        "external-audit-report",
        5.0,
        r"certification audit|external audit|surveillance audit|assurance report|certificate of",
    ),
    (
        "test-report",
        5.0,
        r"penetration test|pen-?test|test (?:report|log|results)|exercise (?:test |log|report)"
        r"|validation report|verification report|tabletop",
    ),
    (
        "risk-assessment",
        4.5,
        r"business impact analysis|risk assessment|risk register|risk analysis|threat register",
    ),
    (
        "risk-criteria",
        5.0,
        r"risk (?:management )?(?:policy|criteria|appetite|methodology|framework)|risk management policy",
    ),
    ("risk-treatment-plan", 5.0, r"risk treatment|treatment plan|mitigation plan"),
    ("impact-assessment", 5.0, r"(?:ai|algorithmic|system) impact assessment|\bimpact assessment"),
    ("dpia", 6.0, r"data protection impact|privacy impact|\bdpia\b|\bpia\b"),
    ("fria", 6.0, r"fundamental rights"),
    (
        "incident-communication",
        6.0,
        r"crisis communication|breach notification|incident (?:notification|notice"
        r"|communication)|holding statement",
    ),
    ("incident-record", 4.5, r"incident (?:report|record|response|log)|post-?mortem|runbook"),
    ("corrective-action-record", 5.0, r"corrective action|\bcapa\b|nonconformit"),
    (
        "improvement-record",
        4.5,
        r"retrospective|lessons learn|improvement (?:plan|record|log)|continuous improvement",
    ),
    (
        "budget-approval",
        4.2,
        r"\bbudget|\bspending\b|travel grant|grant program|\bfunding policy|appropriation"
        r"|financial plan|allocation",
    ),
    ("resource-plan", 4.2, r"funding request|resource plan|staffing plan|capacity plan|headcount"),
    (
        "org-structure",
        4.0,
        r"\bcommittee\b(?! meeting)|\bcharter\b|working group|organi[sz]ation chart"
        r"|terms of reference|organi[sz]ational structure|governance structure|\bsubcommittee"
        r"|team structure",
    ),
    (
        "role-assignment",
        4.2,
        r"\broles?\b|responsibilit|appointment|job description|delegation|representative\b"
        r"|\braci\b|accountability record|nominat",
    ),
    ("training-mandate", 4.5, r"training (?:mandate|requirement|policy)|mandatory training"),
    ("training-record", 4.5, r"training (?:register|record|completion|log)|attendance record"),
    ("awareness-record", 4.5, r"acknowledg|awareness (?:survey|record)|quiz"),
    ("competence-record", 4.5, r"competenc|skills matrix"),
    (
        "document-control-record",
        4.8,
        r"document control|policy governance|policy (?:index|register|on policies)"
        r"|records management|version control|document register",
    ),
    (
        "concern-report",
        5.0,
        r"whistle|speak-?up|raising concerns|reporting (?:concerns|misconduct|channel)|hotline"
        r"|grievance|ethics line|anonymous report|concern report",
    ),
    (
        "executive-communication",
        4.2,
        r"communication record|all-?hands|town ?hall|company meeting|newsletter|announcement|message from"
        r"|letter (?:from|to)|annual report|\bblog\b|speech|summary report|year in review"
        r"|\bsummary\b",
    ),
    (
        "stakeholder-engagement",
        4.2,
        r"consultation|stakeholder (?:meeting|engagement)|public comment|community survey"
        r"|request for comment",
    ),
    ("strategy-link", 4.0, r"\bstrateg|\bvision\b|roadmap|\bmission\b|corporate plan|north star|direction\b"),
    ("objective-kpi", 4.2, r"\bokrs?\b|\bobjectives\b|key results|\bkpi|scorecard|targets\b"),
    (
        "process-integration-record",
        4.0,
        r"\bprocess\b|workflow|procedure|procurement|sdlc|lifecycle|checklist|playbook|intake",
    ),
    ("soa", 6.0, r"statement of applicability"),
    ("scope-statement", 5.0, r"scope statement|scope of the (?:aims|isms|management system)"),
    ("context-analysis", 5.0, r"context (?:register|analysis)|internal and external issues|swot"),
    ("interested-party-register", 5.0, r"stakeholder register|interested part"),
    ("process-map", 5.0, r"process map"),
    (
        "ai-system-inventory",
        5.0,
        r"(?:ai|use case|system) inventory|inventory of ai|ai register|model register"
        r"|system description|intended use",
    ),
    ("asset-inventory", 4.5, r"asset (?:inventory|register|management)|inventory\b"),
    ("supplier-assessment", 4.5, r"supplier|vendor|third[- ]party"),
    ("contract-clause", 4.5, r"\bcontract\b|agreement|terms and conditions"),
    ("data-documentation", 4.5, r"datasheet|data card|data dictionary|dataset documentation"),
    ("data-quality-record", 4.5, r"data quality"),
    ("design-documentation", 3.5, r"design (?:document|spec)|architecture|rfcs?\b|specification"),
    ("deployment-approval", 5.0, r"go-?live|deployment approval|release approval|authorit?y to operate"),
    ("operation-monitoring-record", 4.5, r"monitoring (?:report|record)|drift|performance monitoring"),
    ("monitoring-result", 4.0, r"metrics|measurement results|dashboard"),
    ("event-log", 4.5, r"event log|audit log"),
    ("change-record", 4.5, r"change (?:record|request|log)|changelog"),
    (
        "user-documentation",
        4.2,
        r"acceptable use|user guide|guidelines?\b|how[- ]to|\bfaq\b|getting started"
        r"|instructions|manual\b|handbook|walkthrough|onboarding|\busing\b|\bguide\b|tooling"
        r"|best practi|style and|voice and tone|template guide",
    ),
    (
        "policy-approval",
        2.4,
        r"\bpolic(?:y|ies)\b|richtlinie|leitlinie|politique|code of conduct|\bstandard\b"
        r"|directive|principles|bylaws",
    ),
    ("policy-approval", 6.0, r"policy approval"),
    ("legal-register", 5.0, r"legal register|applicable (?:laws|legislation) register"),
)
FOUND = tuple((kind, weight, re.compile(pattern, re.IGNORECASE)) for kind, weight, pattern in SIGNS)
HEADING = re.compile(r"^(?:#{1,3}[ \t]+|<h[1-3][^>]*>|\*\*)([^\n<]{3,100})", re.MULTILINE)
MEETING_BODY = re.compile(
    r"^\W*(?:attendance|attendees|present|apologies|agenda|call to order|roll call|adjourn\w*"
    r"|action items|minutes)\b\W*:?",
    re.IGNORECASE | re.MULTILINE,
)
STATEMENT_BODY = re.compile(
    r"this (?:ai )?(?:transparency )?statement|our use of ai|how we use ai|compliance plan", re.IGNORECASE
)
TITLE, NAME, FIRST, BODY = 1.0, 0.75, 0.35, 0.12
SENT = 5.0


class Kind(NamedTuple):
    """A kind of the catalogue's vocabulary, and how sure (0 to 1): its lead over the next."""

    kind: str
    sure: float


def kind_of(text: str, name: str, title: str, attendees: int, sent: str = "") -> Kind:
    """The kind that most speaks for; `document-control-record` and its like only where title or name say so.

    sent: the kind of what somebody of rank sends or signs, where this is such a letter; it says more than its words.
    """
    scores: dict[str, float] = {sent: SENT} if sent else {}
    file = (
        re.sub(r"\.[a-z]{2,4}$", "", name.rsplit("/", 1)[-1])
        .replace("__", " / ")
        .replace("-", " ")
        .replace("_", " ")
    )
    headings = " . ".join(found[1] for found in list(HEADING.finditer(text, 0, 6000))[:10])
    for where, weight in ((title, TITLE), (file, NAME), (headings, FIRST), (text[:600], BODY)):
        told = set[str]()
        for kind, strength, sign in FOUND:
            if kind not in told and sign.search(where):
                told.add(kind)
                scores[kind] = scores.get(kind, 0.0) + strength * weight
    _by_body(text, attendees, scores)
    if not scores:
        return Kind("user-documentation", 0.0)
    ranked = sorted(scores.items(), key=lambda item: (-item[1], item[0]))
    lead = ranked[0][1] - (ranked[1][1] if len(ranked) > 1 else 0.0)
    return Kind(ranked[0][0], min(lead / 4.0, 1.0))


def _by_body(text: str, attendees: int, scores: dict[str, float]) -> None:
    """People who attended make minutes; a statement that speaks of itself is one that is published."""
    marks = len({found[0].strip("# *:").lower() for found in MEETING_BODY.finditer(text[:6000])})
    if attendees >= 3 or marks >= 3:
        scores["management-review-minutes"] = scores.get("management-review-minutes", 0.0) + (
            4.0 if attendees >= 3 else 2.0
        )
    spoken = len(STATEMENT_BODY.findall(text))
    if spoken >= 2:
        scores["policy-publication"] = scores.get("policy-publication", 0.0) + min(spoken, 4)
