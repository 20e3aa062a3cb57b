"""What scans found and no register holds: merged, accepted, joined, set aside; a review of fields prefilled."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.web.conftest import House
from tests.work.scanning import kept, shop, summed

LEAD, DPO = "governance-lead", "dpo"
PAGE = "/inventory/candidates/"

pytestmark = pytest.mark.usefixtures("unscanned")


@pytest.fixture
def code(own: House, tmp_path: Path) -> Any:
    """A folder of code with a use of AI, and two lists of applications with one in common."""
    folder = tmp_path / "service"
    folder.mkdir()
    (folder / "app.py").write_text("import openai\n")
    (folder / "okta.csv").write_text(
        "id,label,name,status,signOnMode\n1,ChatGPT,chatgpt,ACTIVE,SAML_2_0\n2,Team chat,chat,ACTIVE,SAML_2_0\n"
        "3,Signwell,signwell,ACTIVE,SAML_2_0\n"
    )
    (folder / "more.csv").write_text(
        "id,label,name,status,signOnMode\n9,Signwell App,signwell,ACTIVE,SAML_2_0\n"
    )
    return summed(folder)


def text(house: House, page: str = PAGE, role: str = LEAD) -> str:
    return house[role].get(page).content.decode()


def keys() -> dict[str, Any]:
    from tonetop.work.assess import assess
    from tonetop.work.found_assets import found_assets
    from tonetop.work.run_scan import latest

    return {one.key: one for one in found_assets(assess().facts, latest())}


def decide(house: House, key: str, act: str, role: str = LEAD, **fields: str) -> Any:
    return house[role].post(PAGE, {"key": key, "act": act} | fields)


def test_the_same_system_in_two_lists_is_one_and_registered_ones_are_left_out(own: House, code: Any):
    found = keys()
    assert len(found["signwell"].places) == 2
    assert "chat team" not in found, "the register holds Team chat"
    assert found["chatgpt"].ai and found["chatgpt"].hosting == "saas"
    page = text(own)
    assert "Shadow AI" in page and "ChatGPT" in page and "Signwell" in page
    assert any(one.ai and not one.hosting for one in found.values()), "the use in code"


def test_what_is_accepted_is_an_asset_that_feeds_the_check_of_shadow_ai(own: House, code: Any):
    from tonetop.records.registry import registers

    assert decide(own, "chatgpt", "accept", name="", hosting="saas").status_code == 400
    assert decide(own, "chatgpt", "accept", name="ChatGPT", hosting="").status_code == 400
    assert decide(own, "chatgpt", "accept", name="ChatGPT", hosting="moon").status_code == 400
    done = decide(own, "chatgpt", "accept", DPO, name="ChatGPT", hosting="saas", owner="haddad")
    assert done.status_code == 302
    asset = registers()["Asset"].objects.get(name="ChatGPT")
    assert asset.ai_features and asset.hosting == "saas" and asset.owner == "haddad"
    assert asset.discovered_on == "2025-12-31" and "ChatGPT" in asset.discovery_source
    assert "chatgpt" not in keys()
    assert decide(own, "chatgpt", "accept", name="ChatGPT", hosting="saas").status_code == 400


def test_what_is_one_that_stands_is_joined_with_it(own: House, code: Any):
    from tonetop.records.write import latest

    before: Any = latest("Asset", "asset-wiki")
    assert not before.ai_features
    decide(own, "chatgpt", "join", asset="asset-wiki")
    after: Any = latest("Asset", "asset-wiki")
    assert after.ai_features and after.discovered_on == before.discovered_on
    assert keys()["chatgpt"].decided.state == "joined"
    assert "ChatGPT</h2>" not in text(own)
    assert decide(own, "signwell", "join", asset="no-such").status_code == 400


def test_what_is_set_aside_stays_so_until_it_is_taken_back(own: House, code: Any):
    assert decide(own, "signwell", "reject", reason="").status_code == 400
    decide(own, "signwell", "reject", reason="A trial that ended")
    assert "A trial that ended" in text(own)
    assert decide(own, "signwell", "reject", reason="again").status_code == 400
    decide(own, "signwell", "back")
    assert keys()["signwell"].decided is None
    assert decide(own, "signwell", "back").status_code == 400
    assert decide(own, "signwell", "dance").status_code == 400
    assert decide(own, "signwell", "reject", "internal-auditor", reason="no").status_code == 403


def test_a_source_that_no_system_stands_for_is_found_with_its_categories(own: House, tmp_path: Path):
    kept(shop(tmp_path / "zebra.db", table="zebra_client"), system="")
    one = keys()["zebra"]
    assert one.personal and "e-mail address" in one.categories
    page = text(own)
    assert "Other systems" in page and "personal data" in page
    decide(own, "zebra", "accept", name="Zebra", hosting="on-prem")
    assert "All that was found is registered" in text(own)


def test_before_anything_the_pages_teach(own: House):
    assert "Nobody looked yet." in text(own)
    assert "No scan was held against it yet" in text(own, "/inventory/fields/asset-crm/")
    assert own[LEAD].get("/inventory/fields/no-such/").status_code == 404


def test_a_review_of_fields_is_prefilled_by_what_was_found(own: House, tmp_path: Path):
    from tonetop.records.registry import registers

    kept(shop(tmp_path / "shop.db"))
    page = "/inventory/fields/asset-policies/"
    shown = text(own, page, DPO)
    assert "customer.email" in shown and "100 %" in shown and "Enter what is chosen" in shown
    assert "customer.fax" in shown, "what is empty in every row may not be needed"
    assert "Enter what is chosen" not in text(own, page, "internal-auditor")
    chosen = {
        "take": ["1", "2"],
        "field-1": "customer.email",
        "needed-1": "yes",
        "purpose-1": "To write to them",
    }
    bad = own[DPO].post(page, chosen | {"field-2": "customer.full_name", "needed-2": "perhaps"})
    assert bad.status_code == 400 and "whether it is needed" in bad.content.decode()
    assert own[DPO].post(page, {}).status_code == 400
    assert own[DPO].post(page, {"take": "1", "field-1": "x.y", "needed-1": "no"}).status_code == 400
    done = own[DPO].post(page, chosen | {"field-2": "customer.full_name", "needed-2": "unknown"})
    assert done.status_code == 302, done.content.decode()
    rows = registers()["FieldInventory"].objects.filter(
        system="asset-policies", field__startswith="customer."
    )
    told = {row.field: (row.needed, row.reviewed_on, row.purpose, row.data_category) for row in rows}
    assert told["customer.email"] == ("yes", "2025-12-31", "To write to them", "e-mail address")
    assert told["customer.full_name"][:2] == ("unknown", None)
    assert "<code>customer.email" not in text(own, page, DPO)


def test_a_source_whose_name_is_alike_is_a_candidate_and_held_against_the_system_once_somebody_says_so(
    own: House, tmp_path: Path
):
    from tonetop.records.registry import registers
    from tonetop.records.scans import KeptScan
    from tonetop.work.found_assets import told_system

    fields = registers()["FieldInventory"].objects.filter(system="asset-policies").exclude(found_on=None)
    scan = kept(shop(tmp_path / "policy-administration-copy.db"), system="", called="")
    assert scan.systems == [] and not fields.exists()
    found = keys()["administration copy policy"]
    assert found.like is not None and found.like.id == "asset-policies" and not found.same
    page = text(own)
    assert "It is Policy administration" in page and "One name holds all words of the other." in page
    decide(own, found.key, "join", asset="asset-policies")
    assert KeptScan.objects.get(pk=scan.pk).systems == ["asset-policies"] and fields.exists()
    assert told_system(scan.source) == "asset-policies"


@pytest.mark.parametrize(
    "name", ["policy_administration.db", "PolicyAdministration.db", "asset-policies.sqlite"]
)
def test_a_source_of_the_very_name_is_the_system_by_itself(own: House, tmp_path: Path, name: str):
    assert kept(shop(tmp_path / name), system="", called="").systems == ["asset-policies"]
    assert "policy administration" not in keys()


def test_the_name_under_which_a_source_is_listed_is_its_name_too(own: House, tmp_path: Path):
    scan = kept(shop(tmp_path / "db1.sqlite"), system="", called="Policy Administration")
    assert scan.systems == ["asset-policies"]


def test_ai_that_nobody_decided_on_is_told_beside_its_check_and_by_a_monitor(own: House, code: Any):
    from tonetop.standard.monitored import FAILS, HOLDS, monitors
    from tonetop.work.assess import assess
    from tonetop.work.monitor import outcome

    monitor, page = monitors()["ai-decided"], "/checks/LD-2.6/"
    waiting = [one for one in keys().values() if one.ai and one.decided is None]
    state, why = outcome(assess(), monitor)
    assert (
        waiting
        and state == FAILS
        and why.startswith(f"{len(waiting)} that scans found wait for a decision: ")
    )
    assert "that scans found wait for a decision" in text(own, page)
    assert "wait for a decision" not in text(own, page, "guest-auditor")
    assert "wait for a decision" not in text(own, "/checks/LD-2.5/")
    for one in waiting:
        decide(own, one.key, "reject", reason="A test of the team")
    assert outcome(assess(), monitor)[0] == HOLDS
    assert "wait for a decision" not in text(own, page)
