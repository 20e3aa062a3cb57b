"""What holds for every address: tokens, policies, pages of ours; who may come where stands in permissions.py."""

from __future__ import annotations

import pytest

from tests.web.conftest import House

PAGES = (
    "/",
    "/inbox/",
    "/registers/Meeting/",
    "/ledger/",
    "/security/",
    "/mine/",
    "/audit/guests/",
    "/nonsense/",
)


@pytest.mark.parametrize(
    ("role", "type"),
    [("dpo", "RetentionRule"), ("internal-auditor", "Finding"), ("process-owner", "GatePassage")],
)
def test_a_role_with_registers_of_its_own_writes_those(house: House, role: str, type: str):
    assert house[role].get(f"/registers/{type}/new/").status_code == 200
    assert house[role].get("/registers/Person/new/").status_code == 403


def test_a_form_without_its_token_is_refused_in_plain_words(house: House):
    from django.test import Client

    strict = Client(enforce_csrf_checks=True)
    strict.cookies.update(house["administrator"].cookies)
    response = strict.post("/registers/Meeting/record/meeting-2025-10-21/withdraw/", {"version": "1"})
    assert response.status_code == 403
    assert "Send it once more" in response.content.decode()


@pytest.mark.parametrize("path", ["signup", "password/reset", "email", "social/connections", "3rdparty"])
def test_there_is_no_way_to_an_account_but_by_invitation(house: House, path: str):
    assert house.anybody.get(f"/accounts/{path}/").status_code == 404
    assert house["administrator"].get(f"/accounts/{path}/").status_code == 404


@pytest.mark.parametrize("address", [*PAGES, "/accounts/login/"])
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
