"""What each page does by a form, and by which operation a program does it; or why a program does not."""

from __future__ import annotations

RECORDS = ("post_*s", "put_*", "delete_*", "write_several")
"""Operations of any register, by their form."""

BY_PROGRAM: dict[str, tuple[str, ...]] = {
    "act": RECORDS,
    "answer": ("answer",),
    "audit-answers": RECORDS,
    "audit-draw": ("draw_sample",),
    "audit-plan": ("plan_audit",),
    "audit-plan-new": ("plan_audit",),
    "audit-external-new": RECORDS,
    "audit-external-plan": RECORDS,
    "audit-interview": RECORDS,
    "audit-raise": ("raise_finding",),
    "audit-raise-external": ("raise_finding",),
    "centre-monitor-on": ("resume_monitor",),
    "centre-monitor-pause": ("pause_monitor",),
    "confirm": ("confirm",),
    "confirm-several": ("confirm",),
    "document-add": ("write_version",),
    "document-change": ("change_text",),
    "document-new": ("begin_document",),
    "document-answer": ("answer_comment",),
    "document-comment": ("comment_on_document",),
    "document-force": ("put_policy_in_force",),
    "document-known": ("acknowledge_document",),
    "document-place": ("see_publication",),
    "document-publish": ("publish_document",),
    "document-retire": ("retire_document",),
    "document-review": ("ask_review",),
    "due-stands": ("still_stands",),
    "edit": RECORDS,
    "evidence-act": (
        "add_evidence_files",
        "replace_evidence_file",
        "declare_evidence_ready",
        "judge_evidence",
        "hold_evidence",
        "lift_evidence_hold",
        "dispose_evidence",
    ),
    "evidence-add": ("keep_evidence",),
    "finding": ("follow_finding", "agree_action", "verify_finding", "close_finding"),
    "gate-decide": ("decide_gate",),
    "held": RECORDS,
    "impact": ("assess_impact",),
    "import-take": ("write_several",),
    "incident": ("ease_incident",),
    "mine-document": ("acknowledge_document",),
    "new": RECORDS,
    "notice-covers": RECORDS,
    "plan-communication": (*RECORDS, "cancel_communication"),
    "privacy-assessment-act": ("act_on_privacy_assessment",),
    "privacy-confirm": ("confirm_activity",),
    "privacy-none": ("say_none",),
    "review": ("note_review_input", "plan_sitting", "conclude_review", "enter_minutes_approval"),
    "reviews": ("build_review",),
    "sitting": ("open_sitting", "attend_sitting", "decide_at_sitting"),
    "survey": ("close_survey",),
    "survey-open": ("open_survey",),
    "risk": ("assess_risk", "treat_risk", "ask_about_risk", "close_risk"),
    "risk-new": ("assess_risk",),
    "supplier": ("answer_supplier", "mend_supplier", "settle_supplier"),
    "system-stage": ("change_stage",),
    "webhook": (
        "change_webhook",
        "remove_webhook",
        "rotate_webhook_secret",
        "switch_webhook_on",
        "switch_webhook_off",
        "try_webhook",
        "resend_webhook_messages",
    ),
    "webhooks": ("add_webhook",),
    "withdraw": RECORDS,
}
"""By route of the pages, the operations of the API that do the same."""

BY_PEOPLE: dict[str, tuple[str, ...]] = {
    "it signs in, out or up, or keeps the keys of an account: no token makes or widens what opens the house": (
        *("account_change_password", "account_confirm_email", "account_confirm_login_code"),
        *("account_email", "account_email_verification_sent", "account_login", "account_logout"),
        *("account_reauthenticate", "account_reset_password", "account_reset_password_done"),
        *("account_reset_password_from_key", "account_reset_password_from_key_done"),
        *("account_set_password", "account_signup"),
        *("mfa_activate_totp", "mfa_add_webauthn", "mfa_authenticate"),
        *("mfa_deactivate_totp", "mfa_download_recovery_codes", "mfa_edit_webauthn"),
        *("mfa_generate_recovery_codes", "mfa_index", "mfa_list_webauthn", "mfa_reauthenticate"),
        *("mfa_reauthenticate_webauthn", "mfa_remove_webauthn", "openid_connect_callback"),
        *("openid_connect_login", "saml_acs", "saml_finish_acs", "saml_login", "saml_metadata"),
        *("saml_sls", "security", "sessions-end", "socialaccount_connections"),
        *("socialaccount_login_cancelled", "socialaccount_login_error", "socialaccount_signup"),
        *("welcome",),
    ),
    "accounts are kept by an administrator who is signed in, or by a directory over SCIM": (
        *("account", "invite-several", "settings-invite", "settings-second"),
    ),
    "a passkey signs on its device alone": (
        *("signing-ask", "signing-enrol", "signing-offer", "signing-remove"),
    ),
    "it is the reader's own: how they are reminded, their language, their notes, what is held of them": (
        *("due-off", "due-wishes", "language", "mine-data", "requirement-note"),
    ),
    "whoever raises or follows a concern stays unknown, and whoever handles one reads it on its page": (
        *("concern", "concern-new", "concern-receipt"),
    ),
    "answers of a survey are anonymous, each given by who was asked": ("survey-answer",),
    "strangers ask here, and people of the desk look each one in the face before they let them in": (
        *("trust-ask", "trust-link", "trust-decide"),
    ),
    "what is shown to the public is chosen and looked at on the page that shows it": (
        *("trust-choose", "trust-close", "trust-item", "trust-publish", "trust-words"),
    ),
    "personal data leave or end here, after a person read what is concerned; `tonetop erase` is the other way": (
        *("own-data-entry", "own-data-file", "own-data-hold", "own-data-lift", "own-data-period"),
        *("own-data-person", "own-data-run"),
    ),
    "it is done once, or by whoever runs the house: on the page, or by the command of the same name": (
        *("begin", "hand-over", "jobs", "language-model", "organisation-file", "report-template"),
        *("sample", "settings-organisation"),
    ),
    "a file is looked at before it is taken; programs send records, or run `tonetop import`": (
        *("import", "import-look", "training-look", "training-take"),
        *("centre-framework-look", "centre-framework-take", "centre-framework-withdraw"),
    ),
    "it asks the ledger's own program, or a witness elsewhere; `tonetop verify` and `tonetop anchor` do it": (
        *("anchor-ask", "anchor-reader-remove", "anchors", "bundle", "checkpoint", "verify", "witness"),
    ),
    "a scan is a job of the machine that it runs on, begun by `tonetop scan`; what it finds is settled on its pages": (
        *("inventory", "inventory-activity", "inventory-candidates", "inventory-correct"),
        *("inventory-declared", "inventory-delete", "inventory-evidence", "inventory-fields"),
        *("inventory-map", "inventory-note", "inventory-over", "inventory-raise", "inventory-stop"),
        *("inventory-scan", "inventory-system"),
    ),
    "documents are read for a gap report by a person, proposal by proposal; `tonetop assess-folder` reads them too": (
        *("gap", "gap-drop", "gap-place", "gap-proposal", "gap-proposals"),
    ),
    "the background job does it every day": ("centre-monitors-look", "privacy-notice-check"),
}
"""Routes of the pages that only people send to, by why."""

READS = frozenset(
    (
        *("alignment", "ask", "audit", "audit-of", "audit-paper", "audit-paper-file", "audit-question"),
        *("audit-report", "audit-report-file", "audit-sample", "calendar", "catalogue", "centre"),
        *("centre-calendar", "centre-calendar-file", "centre-export", "centre-frameworks"),
        *("centre-monitors", "centre-time", "changes", "check", "checker", "communication", "concerns"),
        *("document", "document-difference", "document-file", "document-proof", "document-version"),
        *("documents", "due", "event", "evidence", "evidence-file", "evidence-only-file"),
        *("evidence-piece", "evidence-queue", "evidence-text", "export", "gap-file", "gap-of"),
        *("gate-subject", "gates", "guests", "health", "help", "help-page", "home", "imports", "inbox"),
        *("integration", "inventory-file", "ledger", "mine", "mine-file", "own-data"),
        *("own-data-certificate", "pitfall", "privacy", "privacy-activity", "privacy-assessment"),
        *("privacy-export", "privacy-folder", "record", "register", "registers", "report"),
        *("report-file", "report-oscal", "report-oscal-file", "report-template-file"),
        *("report-templates", "reports", "requirement", "resources", "review-file"),
        *("review-pack-file", "search", "settings", "signing", "structure", "surveys", "system"),
        *("training",),
    )
)
"""Routes of the pages that take a POST as they take a GET, and do nothing by it."""
