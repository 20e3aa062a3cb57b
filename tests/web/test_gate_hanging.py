"""What an AI system hangs on is asked at its gates: risks of its assets, and suppliers that somebody took off."""

from __future__ import annotations

from tests.web.conftest import House
from tests.web.test_gates_for_programs import check, program
from tests.web.test_privacy import text
from tests.web.test_stage_by_act import add, put

RISK = {"id": "R-9", "subject": "asset-vera", "performed_on": "2025-12-31", "performed_by": "haddad"}
RISK |= {"inherent": "critical", "status": "draft", "title": "Chats leak"}
GONE = {"released_by": "haddad", "released_on": "2025-12-31", "release_reason": "We answer chats ourselves"}


def shut() -> list[str]:
    """What keeps the gates of buying shut for the chatbot: rule and why."""
    found = check(program("process-owner"), process="proc-procurement", subject="AI-3").json()
    return [
        f"{line['rule']} {line['why']}" for one in found["gates"] for line in one["lines"] if line["blocks"]
    ]


def test_a_risk_of_an_asset_keeps_the_gates_of_its_system_shut(own: House) -> None:
    assert shut() == []
    assert add("governance-lead", "RiskAssessment", RISK).status_code == 201
    assert "GR-risk R-9 is not rated; R-9 is not approved" in shut()
    assert len(shut()) == 3, "and its rank is asked"
    assert put("process-owner", "Asset", "asset-vera", ai_system=None).status_code == 200
    assert len(shut()) == 3
    assert program("process-owner", "write").delete("/api/v1/registers/Asset/asset-vera").status_code == 200
    assert len(shut()) == 3


def test_a_supplier_is_let_go_by_another_persons_own_word(own: House) -> None:
    assert put("governance-lead", "Vendor", "vendor-kestrel", outcome="not-suitable").status_code == 200
    lacks = "GR-suppliers Kestrel Chat was found not suitable"
    assert shut() == [lacks]
    for type, ref, field in (("Asset", "asset-vera", "vendor"), ("SystemPart", "PT-9", "supplier")):
        assert put("process-owner", type, ref, **{field: None}).status_code == 200
    told = f"{lacks}; Kestrel Chat was taken off PT-9, and nobody else has let it go"
    assert shut() == [told]
    assert "was taken off PT-9" in text(
        own["executive"].get("/gates/of/AISystem:AI-3/?process=proc-procurement")
    )
    for ref in ("asset-vera", "PT-9"):
        type = "Asset" if ref.startswith("asset") else "SystemPart"
        assert put("process-owner", type, ref, **GONE).status_code == 200
        assert shut() == [told if ref == "asset-vera" else told]
    for type, ref in (("Asset", "asset-vera"), ("SystemPart", "PT-9")):
        said = {"answer": "mine"}
        own["governance-lead"].post(f"/inbox/confirm/{type}/{ref}/", said, follow=True)
    assert shut() == []


def test_a_no_of_one_person_is_not_turned_by_who_owns_the_process(own: House) -> None:
    for answer, who, blocks in (("no", "governance-lead", True), ("yes", "process-owner", True)):
        assert put(who, "SupplierAnswer", "SQ-4", answer=answer).status_code == 200
        assert bool(shut()) is blocks
    assert "a no to Kestrel Chat was turned" in shut()[0]
    assert "GR-suppliers" in shut()[0]
    assert put("governance-lead", "SupplierAnswer", "SQ-4", note="Seen again").status_code == 200
    assert shut() == []
