"""Who may come where: deny by default, for every address of the site and every role."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.web.conftest import ROLES, House

READ = {
    "home": "/",
    "report": "/report.xlsx",
    "reports": "/reports/",
    "structure": "/structure/",
    "report-file": "/reports/board.xlsx",
    "due": "/due/",
    "inbox": "/inbox/",
    "answer": "/answer/ResourceRequest/req-2025-fte/",
    "act": "/act/",
    "changes": "/changes/",
    "alignment": "/alignment/",
    "resources": "/resources/",
    "integration": "/integration/",
    "search": "/search/?q=risk",
    "help": "/help/",
    "help-page": "/help/9/",
    "check": "/checks/LD-1.3/",
    "pitfall": "/pitfalls/PF-1/",
    "catalogue": "/requirements/",
    "requirement": "/requirements/5.1/",
    "documents": "/documents/",
    "reviews": "/review/",
    "registers": "/registers/",
    "register": "/registers/Meeting/",
    "export": "/registers/Meeting/export.csv",
    "record": "/registers/Meeting/record/meeting-2025-10-21/",
    "imports": "/imports/",
    "concerns": "/concerns/",
    "surveys": "/surveys/",
    "training": "/training/",
    "communication": "/communication/",
    "audit": "/audit/",
    "audit-of": "/audit/of/audit-2025-a/",
    "audit-report": "/audit/of/audit-2025-a/report/",
    "audit-report-file": "/audit/of/audit-2025-a/report.xlsx",
    "audit-question": "/audit/questions/risk-reviews/",
    "finding": "/audit/findings/f-a1/",
    "ledger": "/ledger/",
    "event": "/ledger/1/",
    "checker": "/ledger/checker/",
    "signing": "/signing/",
    "security": "/security/",
    "settings": "/settings/",
}
"""Pages that everybody with an account may read, by the names of their routes."""
WRITTEN = {
    "document-new": "/documents/new/",
    "new": "/registers/Meeting/new/",
    "edit": "/registers/Meeting/record/meeting-2025-10-21/edit/",
    "withdraw": "/registers/Meeting/record/meeting-2025-10-21/withdraw/",
}
"""Forms that only those may see who may write the register."""
POSTED = {
    "sample": "/begin/sample/",
    "confirm": "/inbox/confirm/Decision/dec-2025-10-21-a/",
    "plan-communication": "/communication/plan/",
    "training-look": "/training/look/",
    "training-take": "/training/take/",
    "survey-open": "/surveys/open/",
    "import-look": "/imports/look/",
    "import-take": "/imports/take/",
    "import": "/imports/1/",
    "audit-answers": "/audit/of/audit-2026-a/answers/",
    "audit-interview": "/audit/of/audit-2026-a/interview/",
    "verify": "/ledger/verify/",
    "checkpoint": "/ledger/checkpoint/",
    "bundle": "/ledger/bundle/",
    "signing-ask": "/signing/ask/Meeting/meeting-2025-10-21/",
    "signing-offer": "/signing/offer/",
    "signing-enrol": "/signing/enrol/",
    "signing-remove": "/signing/1/remove/",
    "due-stands": "/due/BusinessProcess/proc-procurement/stands/",
    "settings-organisation": "/settings/organisation/",
    "settings-invite": "/settings/accounts/",
    "account": "/settings/accounts/1/",
    "report-template": "/settings/templates/board/",
}
"""What is sent by a form; told apart below by who may send it."""
OWN = {
    "due-wishes": "/due/reminders/",
    "due-off": "/due/Action/act-15/off/",
    "sessions-end": "/security/sessions/",
}
"""What everybody settles for themselves alone."""
OPEN = {
    "welcome": "/welcome/no-such-link/",
    "health": "/healthz",
    "survey-answer": "/surveys/answer/no-such/",
    "concern-new": "/concerns/new/",
    "concern-receipt": "/concerns/receipt/",
    "calendar": "/calendar/no-such.ics",
}
"""What needs no account."""
ELSEWHERE = {"concern", "held", "survey", "review", "review-file", "review-pack-file", "sitting"}
"""Routes of what the demo holds none of; shown by tests of their own."""
KEEPING = {"jobs": "/jobs/", "begin": "/begin/", "hand-over": "/hand-over/"} | {
    "report-templates": "/settings/templates/",
    "report-template-file": "/settings/templates/board/house.docx",
}
"""What those see who keep the house; tests of their own show who that is."""
AUDITING = {
    "audit-plan-new",
    "audit-plan",
    "audit-draw",
    "audit-raise",
    "audit-raise-external",
    "audit-sample",
}
"""Forms of the audit room, for those who audit; tests/web/test_audit.py shows who that is."""
DOCUMENTS = {
    *("document", "document-version", "document-file", "document-proof", "document-difference"),
    *("document-add", "document-change", "document-review", "document-publish", "document-force"),
    *("document-retire", "document-comment", "document-answer", "document-known", "document-place"),
}
"""Routes of a document, of which the demo holds none; tests/web/test_documents.py shows who may what."""
KEEPING |= {"invite-several": "/settings/accounts/several/"}
LEADS = ("administrator", "governance-lead")
WRITERS = ("administrator", "governance-lead", "executive")


def names(patterns: Any) -> Iterator[str]:
    """The names of all routes of the pages."""
    from tonetop.web.urls import urlpatterns

    yield from (pattern.name for pattern in urlpatterns)


def test_every_route_of_the_pages_is_listed_here():
    assert set(names(None)) == {
        *READ,
        *WRITTEN,
        *POSTED,
        *OPEN,
        *OWN,
        *KEEPING,
        *ELSEWHERE,
        *AUDITING,
        *DOCUMENTS,
        "language",  # tests/web/test_words.py
    }


@pytest.mark.parametrize(
    "address",
    [*READ.values(), *WRITTEN.values(), *POSTED.values(), *OWN.values(), *KEEPING.values(), "/nonsense/"],
)
def test_whoever_is_not_signed_in_is_sent_to_the_sign_in_page_and_back_afterwards(house: House, address: str):
    for send in (house.anybody.get, house.anybody.post):
        response = send(address)
        assert response.status_code == 302
        assert response["Location"].startswith("/accounts/login/?next=/")


@pytest.mark.parametrize("address", OPEN.values())
def test_what_needs_no_account_answers_without_one(house: House, address: str):
    assert house.anybody.get(address).status_code in (200, 404, 410)


@pytest.mark.parametrize("role", ROLES)
def test_every_role_reads_every_page(house: House, role: str):
    assert {name: house[role].get(address).status_code for name, address in READ.items()} == dict.fromkeys(
        READ, 200
    )


@pytest.mark.parametrize("role", ROLES)
def test_a_form_is_shown_to_those_who_may_write_the_register_and_to_nobody_else(house: House, role: str):
    expected = 200 if role in WRITERS else 403
    assert [house[role].get(address).status_code for address in WRITTEN.values()] == [expected] * len(WRITTEN)


@pytest.mark.parametrize(
    ("role", "type"),
    [("dpo", "RetentionRule"), ("internal-auditor", "Finding"), ("process-owner", "GatePassage")],
)
def test_a_role_with_registers_of_its_own_writes_those(house: House, role: str, type: str):
    assert house[role].get(f"/registers/{type}/new/").status_code == 200
    assert house[role].get("/registers/Person/new/").status_code == 403


def test_a_guest_changes_nothing_whatever_is_sent(own: House):
    from tonetop.work.assess import position

    before = position()
    guest = own["guest-auditor"]
    data = {"id": "x-1", "version": "0", "name": "X", "role": "administrator", "email": "x@example.org"}
    sent = {
        name: guest.post(address, data).status_code
        for name, address in {**WRITTEN, **POSTED}.items()
        if name not in ("verify", "bundle", "import")
    }
    assert sent == dict.fromkeys(sent, 403)
    assert position() == before


@pytest.mark.parametrize("role", [role for role in ROLES if role not in LEADS])
def test_only_leads_import_and_change_settings(house: House, role: str):
    for name in ("import-look", "import-take", "settings-organisation"):
        assert house[role].post(POSTED[name], {}).status_code == 403


@pytest.mark.parametrize("role", [role for role in ROLES if role != "administrator"])
def test_only_administrators_keep_accounts(house: House, role: str):
    for name in ("settings-invite", "account"):
        assert house[role].post(POSTED[name], {"role": "administrator"}).status_code == 403


@pytest.mark.parametrize("name", [name for name in POSTED if name != "import"])
def test_what_changes_something_is_not_done_by_following_a_link(house: House, name: str):
    assert house["administrator"].get(POSTED[name]).status_code == 405


def test_a_form_without_its_token_is_refused_in_plain_words(house: House):
    from django.test import Client

    strict = Client(enforce_csrf_checks=True)
    strict.cookies.update(house["administrator"].cookies)
    response = strict.post(WRITTEN["withdraw"], {"version": "1"})
    assert response.status_code == 403
    assert "Send it once more" in response.content.decode()


@pytest.mark.parametrize("path", ["signup", "password/reset", "email", "social/connections", "3rdparty"])
def test_there_is_no_way_to_an_account_but_by_invitation(house: House, path: str):
    assert house.anybody.get(f"/accounts/{path}/").status_code == 404
    assert house["administrator"].get(f"/accounts/{path}/").status_code == 404


@pytest.mark.parametrize("address", [*READ.values(), "/accounts/login/", "/nonsense/"])
def test_every_answer_carries_a_policy_without_inline_script_or_another_host(house: House, address: str):
    policy = house["guest-auditor"].get(address)["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy


@pytest.mark.parametrize(
    "address",
    [
        "/checks/LD-99.9/",
        "/pitfalls/PF-99/",
        "/requirements/99.9/",
        "/requirements/?part=nonsense",
        "/registers/Nonsense/",
        "/registers/Meeting/export.docx",
        "/registers/Meeting/record/no-such/",
        "/registers/Meeting/record/no-such/edit/",
        "/ledger/999999/",
        "/imports/99/",
    ],
)
def test_what_is_not_there_is_said_on_a_page_of_ours(house: House, address: str):
    response = house["administrator"].get(address)
    assert response.status_code == 404
    assert "There is no such page" in response.content.decode()
    assert "Main" in response.content.decode()
