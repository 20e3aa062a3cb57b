"""By which command the terminal does what a page does by a form, beside those of the API's acts; or why none does."""

from __future__ import annotations

RECORDS = ("record add", "record change", "record withdraw")
"""Commands of any register."""

BY_COMMAND: dict[str, tuple[str, ...]] = {
    "account": ("account change", "account link", "account unlock"),
    "anchor-ask": ("anchor",),
    "anchors": ("anchor",),
    "bundle": ("export bundle",),
    "centre-framework-look": ("framework",),
    "centre-framework-take": ("framework",),
    "centre-framework-withdraw": ("framework",),
    "centre-monitors-look": ("monitor look",),
    "checkpoint": ("export checkpoint",),
    "gap": ("assess",),
    "import": ("undo-import",),
    "import-look": ("import",),
    "import-take": ("import",),
    "inventory": ("scan",),
    "jobs": ("work",),
    "language-model": ("models on", "models off"),
    "mine-data": ("own-data of",),
    "organisation-file": ("export organisation",),
    "own-data-file": ("own-data of",),
    "own-data-hold": ("hold set",),
    "own-data-lift": ("hold lift",),
    "own-data-person": ("own-data erase",),
    "own-data-run": ("retention",),
    "sample": ("sample",),
    "settings-invite": ("account add",),
    "verify": ("verify",),
    "withdraw": ("withdraw", "record withdraw"),
    "webhook": ("webhook",),
    "webhooks": ("webhook",),
    "witness": ("cosign",),
}
"""By route of the pages, the commands that do the same; what is an operation on records is `record`."""

NO_COMMAND: dict[str, tuple[str, ...]] = {
    "it signs in, out or up, or keeps the keys of an account, in the browser of whom they are": (
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
        *("welcome", "signing-ask", "signing-enrol", "signing-offer", "signing-remove"),
    ),
    "it is the reader's own: how they are reminded, their language, their notes": (
        *("due-off", "due-wishes", "language", "requirement-note"),
    ),
    "whoever raises or follows a concern stays unknown, and whoever handles one reads it on its page": (
        *("concern", "concern-new", "concern-receipt"),
    ),
    "answers of a survey are anonymous, each given by who was asked": ("survey-answer",),
    "strangers ask here, and what they are shown is looked at on the page that shows it": (
        *("trust-ask", "trust-link", "trust-decide"),
        *("trust-choose", "trust-close", "trust-item", "trust-publish", "trust-words"),
    ),
    "what is proposed is looked at one by one beside what it rests on": (
        *("gap-drop", "gap-place", "gap-proposal", "gap-proposals", "training-look", "training-take"),
        *("inventory-activity", "inventory-candidates", "inventory-correct", "inventory-declared"),
        *("inventory-delete", "inventory-evidence", "inventory-fields", "inventory-map", "inventory-note"),
        *("inventory-over", "inventory-raise", "inventory-scan", "inventory-stop", "inventory-system"),
    ),
    "it is set once, on the page that says what follows": (
        *("begin", "hand-over", "invite-several", "report-template", "settings-organisation"),
        *("settings-second", "own-data-entry", "own-data-period", "anchor-reader-remove"),
    ),
    "the background job does it every day": ("privacy-notice-check",),
}
"""Routes of the pages that have no command, by why."""
