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


ADDRESSES = {
    "account": "/settings/accounts/1/",
    "account_confirm_email": "/accounts/confirm-email/abc/",
    "account_reset_password_from_key": "/accounts/password/reset/key/1-abc/",
    "answer": "/answer/ResourceRequest/req-2025-fte/",
    "api/v1/<path:rest>": "/api/v1/no-such",
    "api/v1/checks/<id>": "/api/v1/checks/LD-1.3",
    "api/v1/registers/*": "/api/v1/registers/Meeting",
    "api/v1/registers/*/<path:ref>": "/api/v1/registers/Meeting/meeting-2025-10-21",
    "api/v1/registers/*/<path:ref>/history": "/api/v1/registers/Meeting/meeting-2025-10-21/history",
    "audit-answers": "/audit/of/audit-2026-a/answers/",
    "audit-draw": "/audit/of/audit-2026-a/draw/",
    "audit-interview": "/audit/of/audit-2026-a/interview/",
    "audit-of": "/audit/of/audit-2025-a/",
    "audit-plan": "/audit/of/audit-2026-a/plan/",
    "audit-question": "/audit/questions/risk-reviews/",
    "audit-raise": "/audit/of/audit-2026-a/raise/",
    "audit-raise-external": "/audit/external/external-2024-1/raise/",
    "audit-report": "/audit/of/audit-2025-a/report/",
    "audit-report-file": "/audit/of/audit-2025-a/report.xlsx",
    "audit-sample": "/audit/samples/sample-b/",
    "calendar": "/calendar/no-such.ics",
    "check": "/checks/LD-1.3/",
    "concern": "/concerns/sealed/1/",
    "confirm": "/inbox/confirm/Decision/dec-2025-10-21-a/",
    "document": "/documents/of/doc-ai-policy/",
    "document-add": "/documents/of/doc-ai-policy/add/",
    "document-answer": "/documents/versions/text-policy-2-2/answer/com-policy-2-2/",
    "document-change": "/documents/versions/text-policy-2-2/change/",
    "document-comment": "/documents/versions/text-policy-2-2/comment/",
    "document-difference": "/documents/of/doc-ai-policy/difference/",
    "document-file": "/documents/versions/text-policy-2-1/file/",
    "document-force": "/documents/versions/text-policy-2-2/force/",
    "document-known": "/documents/versions/text-policy-2-1/known/",
    "document-place": "/documents/versions/text-policy-2-1/place/place-policy-2-1/",
    "document-proof": "/documents/proof/no-such/",
    "document-publish": "/documents/versions/text-policy-2-1/publish/",
    "document-retire": "/documents/of/doc-ai-policy/retire/",
    "document-review": "/documents/versions/text-policy-2-2/review/",
    "document-version": "/documents/versions/text-policy-2-1/",
    "due-off": "/due/Action/act-15/off/",
    "due-stands": "/due/BusinessProcess/proc-procurement/stands/",
    "edit": "/registers/Meeting/record/meeting-2025-10-21/edit/",
    "event": "/ledger/1/",
    "export": "/registers/Meeting/export.csv",
    "finding": "/audit/findings/f-a1/",
    "held": "/communication/plan/planned-2026-1/",
    "help-page": "/help/inbox/",
    "import": "/imports/1/",
    "mfa_edit_webauthn": "/accounts/2fa/webauthn/keys/1/edit/",
    "mfa_remove_webauthn": "/accounts/2fa/webauthn/keys/1/remove/",
    "mine-document": "/mine/documents/doc-ai-policy/",
    "mine-file": "/mine/documents/doc-ai-policy/file/",
    "new": "/registers/Meeting/new/",
    "openid_connect_callback": "/accounts/oidc/no-such/login/callback/",
    "openid_connect_login": "/accounts/oidc/no-such/login/",
    "pitfall": "/pitfalls/PF-1/",
    "record": "/registers/Meeting/record/meeting-2025-10-21/",
    "register": "/registers/Meeting/",
    "report": "/report.xlsx",
    "report-file": "/reports/board.xlsx",
    "report-template": "/settings/templates/board/",
    "report-template-file": "/settings/templates/board/house.docx",
    "requirement": "/requirements/5.1/",
    "review": "/review/no-such/",
    "review-file": "/review/no-such/file.docx",
    "review-pack-file": "/review/no-such/pack.docx",
    "saml_acs": "/accounts/saml/no-such/acs/",
    "saml_finish_acs": "/accounts/saml/no-such/acs/finish/",
    "saml_login": "/accounts/saml/no-such/login/",
    "saml_metadata": "/accounts/saml/no-such/metadata/",
    "saml_sls": "/accounts/saml/no-such/sls/",
    "scim/v2/<path:rest>": "/scim/v2/no-such",
    "scim/v2/ResourceTypes/<str:name>": "/scim/v2/ResourceTypes/User",
    "scim/v2/Schemas/<str:name>": "/scim/v2/Schemas/User",
    "scim/v2/Users/<str:number>": "/scim/v2/Users/1",
    "signing-ask": "/signing/ask/RiskAssessment/risk-2/",
    "signing-remove": "/signing/1/remove/",
    "sitting": "/review/no-such/sitting/meeting-2025-10-21/",
    "survey": "/surveys/one/survey-pulse-2025/",
    "survey-answer": "/surveys/answer/survey-pulse-2025/",
    "welcome": "/welcome/no-such/",
    "withdraw": "/registers/Meeting/record/meeting-2025-10-21/withdraw/",
}
"""Where a route has something to fill in: an address of it in the demo."""
GROUPS: tuple[tuple[frozenset[str], frozenset[str], bool, tuple[str, ...]], ...] = (
    (
        READERS,
        READERS,
        True,
        (
            *("act", "alignment", "answer", "audit", "audit-of"),
            *("audit-question", "audit-report", "audit-report-file", "audit-sample"),
            *("catalogue", "changes", "check", "checker", "communication", "concerns"),
            *("document", "document-difference", "document-file", "document-version"),
            *("documents", "due", "event", "export", "imports", "inbox", "integration"),
            *("ledger", "pitfall", "record", "register", "registers", "report", "report-file"),
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
            *("accounts/social/connections/", "accounts/social/login/cancelled/"),
            *("accounts/social/login/error/", "accounts/social/signup/", "api/v1/", "calendar"),
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
    (
        ANYBODY,
        ANYBODY,
        True,
        (
            *("account_login", "api/v1/openapi.json", "concern-new", "concern-receipt"),
            *("health", "mfa_authenticate", "survey-answer", "welcome"),
        ),
    ),
    (
        TOKENS,
        TOKENS,
        True,
        (
            *("scim/v2/<path:rest>", "scim/v2/ResourceTypes"),
            *("scim/v2/ResourceTypes/<str:name>", "scim/v2/Schemas"),
            *("scim/v2/Schemas/<str:name>", "scim/v2/ServiceProviderConfig", "scim/v2/Users"),
            "scim/v2/Users/<str:number>",
        ),
    ),
    (
        READERS,
        READERS,
        False,
        (
            *("api/v1/<path:rest>", "document-proof", "import", "review", "review-file"),
            *("review-pack-file", "sitting"),
        ),
    ),
    (
        LEADS,
        LEADS,
        True,
        (*("begin", "document-force", "hand-over", "jobs", "report-template-file"), "report-templates"),
    ),
    (
        NEVER,
        LEADS,
        True,
        (
            *("import-look", "import-take", "report-template", "sample", "settings-organisation"),
            *("training-look", "training-take"),
        ),
    ),
    (
        AUDITORS,
        AUDITORS,
        True,
        (*("audit-draw", "audit-plan", "audit-plan-new", "audit-raise"), "audit-raise-external"),
    ),
    (
        READERS,
        NEVER,
        True,
        (
            *("api/v1/assessment", "api/v1/catalogue", "api/v1/checks/<id>"),
            *("api/v1/registers/*/<path:ref>", "api/v1/registers/*/<path:ref>/history"),
        ),
    ),
    (NEVER, PEOPLE, True, (*("document-known", "signing-ask", "signing-enrol", "signing-offer"),)),
    (NEVER, READERS, True, (*("bundle", "due-off", "due-wishes", "verify"),)),
    (NEVER, WRITERS, True, (*("document-answer", "document-place", "plan-communication", "survey-open"),)),
    (NEVER, ADMINISTRATOR, True, (*("account", "settings-invite", "settings-second"),)),
    (NEVER, AUDITORS, True, (*("audit-answers", "audit-interview"),)),
    (PEOPLE_AND_STAFF, PEOPLE_AND_STAFF, True, (*("mine-document", "mine-file"),)),
    (READERS, WRITERS, True, (*("api/v1/registers/*", "reviews", "survey"),)),
    (ADMINISTRATOR, ADMINISTRATOR, True, ("invite-several",)),
    (ANYBODY, NEVER, True, ("account_inactive",)),
    (AUDIT_LEADS, AUDIT_LEADS, True, ("guests",)),
    (HANDLERS, HANDLERS, False, ("concern",)),
    (NEVER, ANYBODY, False, ("saml_acs",)),
    (NEVER, ANYBODY, True, ("language",)),
    (NEVER, AUDIT_LEADS, True, ("checkpoint",)),
    (NEVER, COMMENTERS, True, ("document-comment",)),
    (NEVER, EXECUTIVE, True, ("confirm",)),
    (NEVER, OWNER, True, ("signing-remove",)),
    (NEVER, SIGNED_IN, True, ("sessions-end",)),
    (NEVER, WORKERS, True, ("due-stands",)),
    (READERS, AUDITORS, True, ("finding",)),
    (SIGNED_IN, NEVER, False, ("mfa_view_recovery_codes",)),
    (SIGNED_IN, SIGNED_IN, False, ("mfa_deactivate_totp",)),
)
"""Whom routes let in by reading and by sending, and whether the demo holds what their addresses name."""
TABLE = {name: Line(reads, sends, there) for reads, sends, there, names in GROUPS for name in names}
