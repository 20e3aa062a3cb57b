"""Who may do what: deny by default; guests and auditors look, owners write what is theirs to write.

Everything that a role allows stands here: which registers it writes (`WRITES`), which acts it does (`ACTS`), and which
pages open to those whom only little concerns (`EVERYBODY`). Verbs ask `writer`, `doer` or `may`, and decide no role.
"""

from __future__ import annotations

from typing import Any

from tonetop.records.doers import holder
from tonetop.records.models import ROLES, Account, Record
from tonetop.records.registry import registers
from tonetop.records.write import By, latest

GUEST, STAFF, AUDITOR = "guest-auditor", "staff", "internal-auditor"
PRIVACY = frozenset(
    (
        "ProcessingActivity",
        "RetentionRule",
        "DeletionRun",
        "FieldInventory",
        "RetentionCount",
        "PrivacyNotice",
        "Asset",
        "Vendor",
        "SupplierAnswer",
        "VendorContract",
        "PrivacyAssessment",
        "SubjectRequest",
        "DataBreach",
        "NoticeCheck",
        "TrustPage",
        "TrustItem",
        "DocumentRequest",
        "DocumentView",
        "NoticeJudgement",
        "OwnPeriod",
        "Evidence",
        "EvidenceFile",
    )
)
AUDIT = frozenset(
    (
        "AuditProgramme",
        "InternalAudit",
        "AuditAnswer",
        "AuditSample",
        "Interview",
        "Finding",
        "Evidence",
        "EvidenceFile",
    )
)
WORK = frozenset(
    (
        "AISystem",
        "BusinessProcess",
        "GatePassage",
        "RiskAssessment",
        "RiskTreatmentPlan",
        "ImpactAssessment",
        "GroupImpact",
        "SystemPart",
        "StageChange",
        "UseJudgement",
        "SupplierAnswer",
        "Incident",
        "Concern",
        "Action",
        "ResourceRequest",
        "Measurement",
        "Asset",
        "Evidence",
        "EvidenceFile",
    )
)
ALL = ("administrator", "governance-lead", "executive")
"""Roles that write every register."""
WRITES = {"dpo": PRIVACY, AUDITOR: AUDIT, "process-owner": WORK}
"""Registers by role; those of `ALL` write all, guests and staff none."""

READ, MANAGE, KEEP_ACCOUNTS, HAND_OUT, HANDLE = "read", "manage", "keep-accounts", "hand-out", "handle"
COMMENT, ANSWER, ACKNOWLEDGE, CONFIRM, SIGN = "comment", "answer", "acknowledge", "confirm", "sign"
SEE_GUESTS, SEE_ACCOUNTS, JUDGE, ASK_MODEL = "see-guests", "see-accounts", "judge", "ask-model"
HAVE_READ, SCAN, SEE_SCANS, ASK_GATE = "have-read", "scan", "see-scans", "ask-gate"
OWN_DATA, SEE_OWN_DATA = "own-data", "see-own-data"
_EVERYBODY = frozenset(ROLES)
_LEADS = frozenset(("administrator", "governance-lead"))
_INSIDE = _EVERYBODY - {GUEST, STAFF}
ACTS = {
    READ: _EVERYBODY - {STAFF},  # registers, results, ledger
    MANAGE: _LEADS,  # import files, change the organisation's settings, put policies in force
    KEEP_ACCOUNTS: frozenset(("administrator",)),
    HAND_OUT: _LEADS | {AUDITOR},  # checkpoints of the ledger
    HANDLE: _LEADS | {"dpo"},  # concerns, which nobody else reads
    SEE_GUESTS: _LEADS | {AUDITOR},  # what guests looked at
    SEE_ACCOUNTS: _INSIDE,  # who may sign in, as what, and since when they did not
    JUDGE: _LEADS | {"dpo"},  # states, holds and the end of evidence; never of one's own
    COMMENT: _INSIDE - {AUDITOR},  # who audits a text takes no part in writing it
    ANSWER: _INSIDE,  # of auditors for what is theirs alone: `demand_answerer`
    ACKNOWLEDGE: _EVERYBODY - {GUEST},
    CONFIRM: _INSIDE,
    SIGN: _INSIDE,
    HAVE_READ: _LEADS | {"executive", AUDITOR},  # documents for a gap report
    ASK_MODEL: _INSIDE,  # what is asked leaves the house
    SCAN: _LEADS | {"dpo"},  # sources that are listed; what is found becomes records by these alone
    ASK_GATE: _INSIDE,  # each question and its answer goes into the ledger
    OWN_DATA: _LEADS | {"dpo"},  # what the program holds of people: handing out, erasing, letting go
    SEE_OWN_DATA: _INSIDE,  # what it holds by kind, its periods and holds; of no single person
    SEE_SCANS: _INSIDE,  # names of tables and columns are for nobody outside
}
"""Roles by act. That an act needs a person of the register, a rank or an ask besides is for its verb to say."""
REFUSALS = {
    READ: "your role, {role}, sees what concerns everybody; the registers are not among it",
    MANAGE: "your role, {role}, does not do this; ask the governance lead",
    KEEP_ACCOUNTS: "your role, {role}, does not keep accounts; ask an administrator",
    HAND_OUT: "your role, {role}, does not hand out checkpoints; ask the governance lead",
    HANDLE: "concerns are read by those who handle them, and by whom one was escalated to",
    SEE_ACCOUNTS: "who may sign in is for those inside the organisation",
    SEE_GUESTS: "what guests looked at is for those who lead the audit; ask the governance lead",
    JUDGE: "evidence is judged by the governance lead and the data protection officer; put it before them",
    COMMENT: "comments are of people of the register who do not audit the text; ask the governance lead",
    ANSWER: "guests look and do not answer, staff know and do not decide; ask the governance lead",
    ACKNOWLEDGE: "guests look and do not answer; ask the governance lead",
    CONFIRM: "only whoever a record names as its doer says whether it was them",
    SIGN: "guests look and do not answer, staff know and do not decide, so they sign nothing",
    HAVE_READ: "documents are given to be read by those who lead and those who audit; ask the governance lead",
    SCAN: "sources are scanned by the governance lead and the data protection officer; ask one of them",
    SEE_SCANS: "what scans found is for those inside the organisation",
    OWN_DATA: "what the program holds of people is for the governance lead and the data protection officer",
    SEE_OWN_DATA: "what the program holds is for those inside the organisation",
    ASK_GATE: "guests and staff take nothing through a gate; ask the governance lead",
    ASK_MODEL: "guests and staff send nothing out of the house; ask the governance lead",
}
SHOWN_TO_GUESTS = frozenset(
    (
        *("", "public", "open", "internal", "unclassified", "official", "confidential"),
        *("öffentlich", "offen", "intern", "vertraulich"),
    )
)
"""Classifications of evidence whose texts and files guests see; of any other, known or not, only the record."""
EVERYBODY = frozenset(
    (
        *(
            "mine",
            "mine-data",
            "mine-document",
            "mine-file",
            "due-wishes",
            "security",
            "sessions-end",
            "survey-answer",
        ),
        *("concern-new", "concern-receipt", "welcome", "calendar", "language"),
        *("health", "ready", "metrics", "witness"),
        *("help", "help-page"),
    )
)
"""Routes of the pages that open to staff; any other is refused to them."""


ESCALATED = "escalated_to"
"""The field that names to whom what was confided was escalated, who reads it then."""


class Forbidden(Exception):
    """The account may not do this; the message says what and who may."""


def may(account: Account, act: str) -> bool:
    """Whether an account's role does an act of `ACTS`."""
    return account.is_active and account.role in ACTS[act]


def demand(account: Account, act: str) -> None:
    """Raises Forbidden unless the account's role does an act."""
    if not may(account, act):
        raise Forbidden(REFUSALS[act].format(role=account.role))


def may_read(account: Account, classification: str | None) -> bool:
    """Whether an account may read texts and files of a classification; guests those of `SHOWN_TO_GUESTS`."""
    shown = " ".join((classification or "").casefold().split()) in SHOWN_TO_GUESTS
    return may(account, READ) and (shown or account.role != GUEST)


def closed(account: Account | None, type: str, ref: str = "") -> tuple[str, ...]:
    """The fields of a register that tell what was confided and that an account may not read; ref: of one record."""
    handles = account is not None and may(account, HANDLE)
    if handles or type not in registers() or (account and ref and is_escalated_to(account, type, ref)):
        return ()
    return registers()[type].confided


def is_escalated_to(account: Account, type: str, ref: str) -> bool:
    """Whether what was confided was escalated to the person of an account, by those who handle it."""
    last: Any = latest(type, ref) if account.person and registers()[type].confided else None
    return last is not None and may(account, READ) and getattr(last, ESCALATED, None) == account.person


def demand_escalator(account: Account, type: str, to: str | None, last: Record | None) -> None:
    """Raises Forbidden where somebody who does not handle what was confided says to whom it is escalated."""
    if registers()[type].confided and to != getattr(last, ESCALATED, None) and not may(account, HANDLE):
        raise Forbidden("to whom a concern is escalated is said by those who handle concerns")


def all_closed(account: Account | None) -> dict[str, tuple[str, ...]]:
    """The same for every register that holds such fields."""
    return {type: found for type in registers() if (found := closed(account, type))}


def doer(account: Account, act: str) -> By:
    """Who does an act, once it is settled that they may. Raises Forbidden."""
    demand(account, act)
    return _by(account)


def may_write(account: Account, type: str) -> bool:
    """Whether an account may write records of a type."""
    return account.role in ALL or type in WRITES.get(account.role, ())


def demand_writes(account: Account) -> None:
    """Raises Forbidden for a role that writes no register at all."""
    if account.role not in ALL and not WRITES.get(account.role):
        raise Forbidden(f"your role, {account.role}, writes no records; ask the governance lead")


def writer(account: Account, type: str, row: Record | None = None) -> By:
    """Who enters a change, once it is settled that they may; row: what stands already. Raises Forbidden."""
    if not may_write(account, type):
        raise Forbidden(f"your role, {account.role}, does not write {type}; ask the governance lead")
    if account.role == AUDITOR and type == "Evidence" and row is not None and not _entered(account, row):
        raise Forbidden("auditors never write what they audit: this evidence was entered by somebody else")
    return _by(account)


def demand_answerer(account: Account, type: str) -> None:
    """Raises Forbidden unless the account may answer for a record of a type; auditors for audits alone."""
    demand(account, ANSWER)
    if account.role == AUDITOR and type not in AUDIT:
        raise Forbidden("auditors never answer for what they audit; ask the governance lead to ask another")


def may_open(account: Account, route: str | None) -> bool:
    """Whether a page of a route opens to an account at all; what it may do there is settled by the verbs."""
    return may(account, READ) or route in EVERYBODY


def manager(account: Account) -> By:
    """Who changes settings or imports, once it is settled that they may. Raises Forbidden."""
    return doer(account, MANAGE)


def _entered(account: Account, row: Record) -> bool:
    return bool(account.person) and row.entered_by == account.person


def _by(account: Account) -> By:
    return holder(account)
