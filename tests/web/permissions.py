"""The one table of permissions: whom each route lets in, by reading and by sending; an unlisted route fails a test."""

from __future__ import annotations

from dataclasses import dataclass

YES, NO, LOGIN = "let in", "refused", "asked to sign in"
METHOD, GONE = "no such method", "not there"
NOBODY, STAFF, GUEST = "nobody", "staff", "guest-auditor"
LEADS = frozenset(("administrator", "governance-lead"))
WRITERS = LEADS | {"executive"}
INSIDE = WRITERS | {"process-owner", "dpo", "internal-auditor"}
READERS = INSIDE | {GUEST}
SIGNED_IN = READERS | {STAFF}
ANYBODY = SIGNED_IN | {NOBODY}
AUDITORS = WRITERS | {"internal-auditor"}
AUDIT_LEADS = LEADS | {"internal-auditor"}
HANDLERS = LEADS | {"dpo"}
ADMINISTRATOR, EXECUTIVE = frozenset(("administrator",)), frozenset(("executive",))
PEOPLE = INSIDE - ADMINISTRATOR
"""Who is a person of the register; the demo's administrator is none."""
PEOPLE_AND_STAFF = PEOPLE | {STAFF}
COMMENTERS = PEOPLE - {"internal-auditor"}
KEEPERS = PEOPLE - {"internal-auditor", "process-owner"}
"""Who keeps the record of processing, as a person of the register."""
WORKERS = PEOPLE - {"internal-auditor", "dpo"}
NEVER: frozenset[str] = frozenset()
"""The method is not there at all."""
TOKENS: frozenset[str] = frozenset(("a program",))
"""A program with a token of its own, and no account."""
OWNER: frozenset[str] = frozenset(("whose it is",))
"""Whose passkey it is, and administrators; the demo holds none."""


@dataclass(frozen=True, slots=True)
class Line:
    """Whom a route lets in by reading (GET) and by sending (POST), and whether what it names is there in the demo.

    What is let in may still be refused for what it sends: an empty form is sent to every route.
    """

    reads: frozenset[str]
    sends: frozenset[str]
    there: bool


def expected(name: str, method: str, who: str) -> str:
    """What the table says of a route, a method and a role."""
    line = TABLE[name]
    allowed, opens = line.reads if method == "GET" else line.sends, line.reads | line.sends
    if who in allowed:
        return YES if line.there else GONE
    if opens == TOKENS or who == NOBODY and NOBODY not in opens and not name.startswith("api/"):
        return LOGIN
    if who == STAFF and STAFF not in opens and not name.startswith("api/"):
        return NO
    if not allowed:
        return METHOD
    return LOGIN if who == NOBODY else NO


ACTS: tuple[tuple[frozenset[str], tuple[str, ...]], ...] = (
    (INSIDE, ("answer", "confirm", "still-stands", "confirm-activity", "say-none")),
    (SIGNED_IN - {STAFF, GUEST}, ("acknowledge-document",)),
    (INSIDE - {"internal-auditor"}, ("comment-on-document",)),
    (INSIDE, ("keep-evidence", "add-evidence-files", "replace-evidence-file", "declare-evidence-ready")),
    (HANDLERS, ("judge-evidence", "hold-evidence", "lift-evidence-hold", "dispose-evidence")),
    (
        WRITERS | {"process-owner"},
        (
            *("change-stage", "decide-gate", "assess-risk", "treat-risk", "ask-about-risk", "close-risk"),
            *("assess-impact", "ease-incident"),
        ),
    ),
    (WRITERS | {"process-owner", "dpo"}, ("answer-supplier",)),
    (WRITERS | {"dpo"}, ("settle-supplier", "act-on-privacy-assessment")),
    (
        WRITERS,
        (
            *("begin-document", "write-version", "change-text", "open-survey", "close-survey"),
            *("build-review", "note-review-input", "plan-sitting", "open-sitting", "attend-sitting"),
            *("decide-at-sitting", "conclude-review", "enter-minutes-approval"),
        ),
    ),
    (AUDITORS, ("plan-audit", "draw-sample")),
    (AUDITORS, ("raise-finding", "follow-finding", "verify-finding", "close-finding")),
    (
        WRITERS,
        (
            *("mend-supplier", "agree-action", "ask-review", "answer-comment", "publish-document"),
            *("see-publication", "retire-document", "pause-monitor", "resume-monitor"),
            *("cancel-communication",),
        ),
    ),
    (LEADS, ("put-policy-in-force",)),
)
"""Acts of the API, by who may do them."""
GROUPS: tuple[tuple[frozenset[str], frozenset[str], bool, tuple[str, ...]], ...] = (
    (
        READERS,
        READERS,
        True,
        (
            *("act", "alignment", "answer", "ask", "audit", "audit-of"),
            *("audit-paper", "audit-paper-file", "audit-question", "audit-report"),
            *("audit-report-file", "audit-sample"),
            *(
                "catalogue",
                "centre",
                "centre-calendar",
                "centre-calendar-file",
                "centre-export",
                "centre-frameworks",
                "centre-monitors",
                "centre-time",
                "changes",
                "check",
                "checker",
                "communication",
                "concerns",
            ),
            *("document", "document-difference", "document-file", "document-version"),
            *("evidence", "evidence-piece", "evidence-queue"),
            *("documents", "due", "event", "export", "gate-subject", "gates"),
            *("imports", "inbox", "integration"),
            *("privacy", "privacy-activity", "privacy-export", "privacy-folder"),
            *("ledger", "pitfall", "record", "register", "registers", "report", "report-file"),
            *("report-oscal", "report-oscal-file"),
            *("reports", "requirement", "resources", "search", "settings", "signing"),
            *("structure", "surveys", "training"),
        ),
    ),
    (
        ANYBODY,
        ANYBODY,
        False,
        (
            *("account_confirm_email", "account_confirm_login_code", "account_email"),
            *("account_email_verification_sent", "account_reset_password"),
            *("account_reset_password_done", "account_reset_password_from_key"),
            *("account_reset_password_from_key_done", "account_set_password", "account_signup"),
            *("api/v1/", "calendar"),
            *("mfa_download_recovery_codes", "mfa_edit_webauthn", "mfa_list_webauthn"),
            *("openid_connect_callback", "openid_connect_login", "saml_finish_acs"),
            *("saml_login", "saml_metadata", "saml_sls", "socialaccount_connections"),
            *("socialaccount_login_cancelled", "socialaccount_login_error"),
            "socialaccount_signup",
        ),
    ),
    (
        SIGNED_IN,
        SIGNED_IN,
        True,
        (
            *("account_change_password", "account_logout", "account_reauthenticate", "home"),
            *("help", "help-page"),
            *("mfa_activate_totp", "mfa_add_webauthn", "mfa_generate_recovery_codes"),
            *("mfa_index", "mfa_reauthenticate", "mfa_reauthenticate_webauthn"),
            *("mfa_remove_webauthn", "mine", "security"),
        ),
    ),
    (
        WRITERS,
        WRITERS,
        True,
        (
            *("document-add", "document-change", "document-new", "document-publish"),
            *("document-retire", "document-review", "edit", "held", "new", "withdraw"),
        ),
    ),
    (INSIDE, INSIDE, True, ("evidence-add",)),
    (NEVER, INSIDE, True, ("evidence-act",)),
    (INSIDE, HANDLERS, True, ("inventory", "inventory-candidates", "inventory-fields")),
    (INSIDE, INSIDE, True, ("inventory-file", "inventory-scan")),
    (NEVER, HANDLERS, True, ("inventory-correct", "inventory-evidence", "inventory-note", "inventory-stop")),
    (HANDLERS, HANDLERS, True, ("inventory-raise",)),
    (HANDLERS, HANDLERS, False, ("inventory-delete",)),
    (
        INSIDE,
        INSIDE,
        True,
        ("inventory-activity", "inventory-declared", "inventory-map", "inventory-over", "inventory-system"),
    ),
    (ANYBODY, ANYBODY, True, ("account_login", "concern-new", "concern-receipt")),
    (ANYBODY, ANYBODY, True, ("health", "mfa_authenticate", "survey-answer", "welcome")),
    (ANYBODY, NEVER, True, ("api/v1/openapi.json", "ready")),
    (ANYBODY, NEVER, False, ("metrics",)),
    (TOKENS, TOKENS, True, ("scim/v2/<path:rest>", "scim/v2/ResourceTypes")),
    (TOKENS, TOKENS, True, ("scim/v2/ResourceTypes/<str:name>", "scim/v2/Schemas")),
    (TOKENS, TOKENS, True, ("scim/v2/Schemas/<str:name>", "scim/v2/ServiceProviderConfig")),
    (TOKENS, TOKENS, True, ("scim/v2/Users", "scim/v2/Users/<str:number>")),
    (READERS, READERS, False, ("evidence-file", "evidence-only-file", "api/v1/<path:rest>")),
    (READERS, READERS, False, ("document-proof", "import", "review", "review-file", "review-pack-file")),
    (READERS, READERS, False, ("evidence-text", "sitting")),
    (LEADS, LEADS, True, ("begin", "document-force", "hand-over", "jobs", "language-model")),
    (LEADS, LEADS, True, ("report-template-file", "report-templates")),
    (LEADS, LEADS, True, ("api/v1/webhooks", "webhooks")),
    (LEADS, LEADS, False, ("webhook",)),
    (LEADS, NEVER, False, ("api/v1/webhooks/<int:number>/messages",)),
    (NEVER, LEADS, False, ("api/v1/webhooks/<int:number>/off", "api/v1/webhooks/<int:number>/secret")),
    (NEVER, LEADS, False, ("api/v1/webhooks/<int:number>/on", "api/v1/webhooks/<int:number>/try")),
    (NEVER, LEADS, False, ("api/v1/webhooks/<int:number>/messages/again",)),
    (LEADS, NEVER, False, ("api/v1/webhooks/<int:number>",)),
    (NEVER, LEADS, True, ("import-look", "import-take", "report-template", "sample")),
    (NEVER, LEADS, True, ("centre-framework-look", "centre-framework-take")),
    (LEADS, LEADS, False, ("centre-framework-withdraw",)),
    (NEVER, LEADS, True, ("settings-organisation", "training-look", "training-take")),
    (AUDITORS, AUDITORS, True, ("audit-draw", "audit-plan", "audit-plan-new", "audit-raise")),
    (AUDITORS, AUDITORS, True, ("audit-raise-external",)),
    (AUDITORS, AUDITORS, False, ("gap-file", "gap-of", "gap-place", "gap-proposal", "gap-proposals")),
    (WRITERS, WRITERS, True, ("audit-external-new", "audit-external-plan")),
    (NEVER, AUDITORS, False, ("gap-drop",)),
    (READERS, NEVER, True, ("api/v1/assessment", "api/v1/catalogue", "api/v1/centre", "api/v1/due")),
    (READERS, NEVER, True, ("api/v1/checks/<id>",)),
    (READERS, NEVER, True, ("api/v1/registers/*/<path:ref>", "api/v1/registers/*/<path:ref>/history")),
    (NEVER, PEOPLE, True, ("confirm-several", "document-known", "signing-ask", "signing-enrol")),
    (NEVER, PEOPLE, True, ("signing-offer",)),
    (NEVER, READERS, True, (*("bundle", "due-off", "requirement-note", "verify"),)),
    (NEVER, WRITERS, True, (*("document-answer", "document-place", "plan-communication", "survey-open"),)),
    (NEVER, ADMINISTRATOR, True, (*("account", "organisation-file", "settings-invite", "settings-second"),)),
    (NEVER, AUDITORS, True, (*("audit-answers", "audit-interview"),)),
    (PEOPLE_AND_STAFF, PEOPLE_AND_STAFF, True, (*("mine-document", "mine-file"),)),
    (READERS, WRITERS, True, (*("api/v1/registers/*", "reviews", "survey"),)),
    (ADMINISTRATOR, ADMINISTRATOR, True, ("invite-several",)),
    (ANYBODY, NEVER, True, ("account_inactive",)),
    (AUDIT_LEADS, AUDIT_LEADS, True, ("guests",)),
    (HANDLERS, HANDLERS, False, ("concern",)),
    (NEVER, ANYBODY, False, ("saml_acs", "witness")),
    (NEVER, ANYBODY, True, ("language",)),
    (NEVER, AUDIT_LEADS, True, ("checkpoint", "anchor-ask", "anchor-reader-remove")),
    (READERS, AUDIT_LEADS, True, ("anchors",)),
    (NEVER, WRITERS, True, ("centre-monitor-on", "centre-monitor-pause", "centre-monitors-look")),
    (NEVER, COMMENTERS, True, ("document-comment",)),
    (NEVER, EXECUTIVE, True, ("confirm",)),
    (NEVER, OWNER, True, ("signing-remove",)),
    (NEVER, KEEPERS, True, ("privacy-confirm", "privacy-none")),
    (NEVER, WRITERS | {"dpo"}, True, ("privacy-notice-check",)),
    (READERS, NEVER, True, ("trust-desk",)),
    (READERS, KEEPERS, True, ("notice-covers",)),
    (WRITERS | {"dpo"}, NEVER, True, ("trust-preview",)),
    (NEVER, KEEPERS, True, ("trust-choose", "trust-close", "trust-item", "trust-publish", "trust-words")),
    (ANYBODY, NEVER, False, ("trust", "trust-file", "trust-text")),
    (ANYBODY, ANYBODY, False, ("trust-ask", "trust-link")),
    (READERS, NEVER, False, ("trust-request",)),
    (NEVER, READERS, False, ("trust-decide",)),
    (READERS, READERS, False, ("privacy-assessment",)),
    (NEVER, READERS, False, ("privacy-assessment-act",)),
    (NEVER, SIGNED_IN, True, (*("due-wishes", "sessions-end"),)),
    (NEVER, WORKERS, True, ("due-stands",)),
    (NEVER, WRITERS | {"process-owner"}, True, ("gate-decide",)),
    (READERS, WRITERS | {"process-owner"}, True, ("impact", "system")),
    (
        READERS,
        NEVER,
        True,
        ("incidents", "list-export", "risks", "risks-export", "soa", "suppliers", "system-bom", "systems"),
    ),
    (READERS, WRITERS | {"process-owner"}, True, ("incident", "risk")),
    (WRITERS | {"process-owner"}, WRITERS | {"process-owner"}, True, ("risk-new",)),
    (READERS, WRITERS | {"process-owner", "dpo"}, True, ("supplier",)),
    (NEVER, WRITERS | {"process-owner"}, True, ("system-stage",)),
    (NEVER, INSIDE, True, ("api/v1/gates/check", "api/v1/gates/tickets/<form>", "api/v1/bulk")),
    (READERS, AUDITORS, True, ("finding", "gap")),
    (READERS, NEVER, True, ("api/v1/oscal",)),
    (READERS, NEVER, True, ("api/v1/oscal/<name>", "api/v1/bom/<path:system>")),
    *((NEVER, whose, True, tuple(f"api/v1/acts/{name}" for name in names)) for whose, names in ACTS),
    (INSIDE, INSIDE, True, ("own-data",)),
    (NEVER, HANDLERS - ADMINISTRATOR, True, ("own-data-hold", "own-data-lift")),
    (NEVER, KEEPERS, True, ("own-data-period",)),
    (NEVER, HANDLERS, True, ("own-data-run",)),
    (NEVER, WRITERS | {"dpo"}, True, ("own-data-entry",)),
    (HANDLERS, HANDLERS, True, ("own-data-person",)),
    (NEVER, HANDLERS, True, ("own-data-file",)),
    (HANDLERS, HANDLERS, False, ("own-data-certificate",)),
    (NEVER, SIGNED_IN, True, ("mine-data",)),
    (SIGNED_IN, NEVER, False, ("mfa_view_recovery_codes",)),
    (SIGNED_IN, SIGNED_IN, False, ("mfa_deactivate_totp",)),
)
"""Whom routes let in by reading and by sending, and whether the demo holds what their addresses name."""
BY_MAIL = ("account_reset_password", "account_reset_password_done", "account_reset_password_from_key")
"""Routes that are there, and open to anybody, where a mail server is set."""
TABLE = {name: Line(reads, sends, there) for reads, sends, there, names in GROUPS for name in names}
