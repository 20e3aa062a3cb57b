"""Documents after their approval: published, put in force as policies, known by their audience, retired."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from tests.work.documenting import (
    LEADER,
    OTHER,
    account,
    approve,
    approved,
    ask,
    begin,
    change,
    document,
    draft,
    facts,
    later,
    lead,
    published,
    refused,
)


def test_only_an_approved_text_is_published(demo: Path):
    from tonetop.work.publish import Place, publish

    version = begin()
    assert "has approved" in refused(publish, lead(), version, Place("inside", "Intranet"))
    ask(version)
    approve(version)
    assert "inside or outside" in refused(publish, lead(), version, Place("", "Intranet"))
    assert "channel" in refused(publish, lead(), version, Place("inside", " "))
    assert "today or earlier" in refused(publish, lead(), version, Place("inside", "Web", on="2026-01-01"))
    publish(lead(), version, Place("outside", "Web site", "https://example.org/p", "2025-12-30"))
    assert document().state == "published"


def test_the_proof_of_a_policys_publication_is_evidence(demo: Path):
    from tonetop.work.publish import Place, publish
    from tonetop.work.write_document import Upload

    version = approved()
    row: Any = publish(lead(), version, Place("inside", "Intranet", proof=Upload("p.png", [b"picture"])))
    assert row.sha256 == hashlib.sha256(b"picture").hexdigest()
    (proof,) = [one for one in facts().rows("Evidence") if one.sha256 == row.sha256]
    assert (proof.kind, proof.links) == ("policy-publication", (version,))


def test_a_publication_is_seen_again_and_taken_down(demo: Path):
    from tonetop.work.publish import look_again, take_down

    version = published()
    (standing,) = document().current.published
    look_again(lead(), standing.id)
    assert document().current.published[0].checked_on == "2025-12-31"
    take_down(lead(), standing.id)
    assert (document().state, document().current.row.id) == ("approved", version)
    assert "already" in refused(take_down, lead(), standing.id)


def test_a_changed_text_that_is_published_has_lapsed_and_is_changed_by_a_new_version_alone(demo: Path):
    version = published()
    assert "new version" in refused(change, version)
    later()
    assert (document().state, document().valid.row.id) == ("draft", version)


def test_an_approved_policy_is_put_in_force_and_backs_the_signature_check(demo: Path):
    from tonetop.work.assess import assess
    from tonetop.work.put_in_force import Policy, put_in_force

    version = published()
    row: Any = put_in_force(lead(), version, Policy("ai", principles=["fairness"], review_due="2026-12-31"))
    proof = facts().get("Evidence", row.signature_ref)
    assert (row.approved_by, row.approved_on, row.effective_from) == (LEADER, "2025-12-31", "2025-12-31")
    assert (row.supersedes, row.internal_url) == ("pol-2-1", "https://in.example/policy")
    assert (proof.kind, proof.sha256) == ("policy-approval", document().current.row.sha256)
    assert set(proof.links) == {row.ref, version}
    assert document().current.row.policy == row.ref
    found = assess().checks["LD-1.1"]
    assert found.result == "pass"
    assert {one.id for one in found.records} >= {row.ref, LEADER, proof.id}


def test_a_policy_that_is_in_force_learns_where_it_is_published(demo: Path):
    from tonetop.work.publish import Place, publish
    from tonetop.work.put_in_force import Policy, put_in_force

    version = approved()
    row: Any = put_in_force(lead(), version, Policy("privacy"))
    assert document().state == "published"
    publish(lead(), version, Place("outside", "Web site", "https://example.org/p"))
    held = facts().get("PolicyVersion", row.ref)
    assert (held.public, held.external_url) == (True, "https://example.org/p")


def test_the_top_manager_who_answered_last_is_whom_the_policy_names(demo: Path):
    from tonetop.work.put_in_force import Policy, put_in_force

    version = begin()
    ask(version, LEADER, "eke")
    approve(version)
    approve(version, "eke")
    row: Any = put_in_force(lead(), version, Policy("other"))
    assert row.approved_by == LEADER


def test_what_may_not_be_put_in_force_is_refused_and_leaves_nothing(demo: Path):
    from tonetop.work.assess import position
    from tonetop.work.put_in_force import Policy, put_in_force

    version = begin()
    before = position()
    assert "not everybody" in refused(put_in_force, lead(), version, Policy("ai"))
    assert position() == before
    ask(version)
    approve(version)
    before = position()
    assert "does not do this" in refused(put_in_force, account("executive", OTHER), version, Policy("ai"))
    assert "no earlier" in refused(put_in_force, lead(), version, Policy("ai", since="2025-12-30"))
    assert "after the policy" in refused(put_in_force, lead(), version, Policy("ai", review_due="2025-12-31"))
    assert "kind" in refused(put_in_force, lead(), version, Policy("nonsense"))
    assert position() == before
    put_in_force(lead(), version, Policy("ai"))
    assert "already" in refused(put_in_force, lead(), version, Policy("ai"))


def test_only_policies_are_put_in_force(demo: Path):
    from tonetop.work.put_in_force import Policy, put_in_force

    assert "no policy" in refused(put_in_force, lead(), approved(kind="plan"), Policy("ai"))


def test_whoever_is_in_the_audience_says_once_that_they_know_it(demo: Path):
    from tonetop.work.acknowledge import acknowledge
    from tonetop.work.document_state import is_asked_to_know, reach

    version = published(audience=["Risk", "Procurement"])
    who = account("process-owner", "bright")
    assert is_asked_to_know(facts(), document(), "bright")
    assert acknowledge(who, "DOC-1", version) is not None
    assert acknowledge(who, "DOC-1", version) is None
    assert not is_asked_to_know(facts(), document(), "bright")
    units = {unit.unit: (unit.known, unit.people) for unit in reach(facts(), document().row, version)}
    assert units["Procurement"][0] == 1
    assert units["Risk"][0] == 0
    assert set(units) == {"Risk", "Procurement"}
    assert all(people >= 1 for _, people in units.values())


def test_an_audience_of_all_is_everybody_and_one_of_nobody_asks_nobody(demo: Path):
    from tonetop.work.document_state import is_asked_to_know, reach, units

    version = published(audience=["All"])
    everybody = sum(facts().prepared(units).values())
    assert sum(unit.people for unit in reach(facts(), document().row, version)) == everybody > 50
    nobody = published(audience=[], title="Second")
    assert reach(facts(), document("DOC-2").row, nobody) == []
    assert not is_asked_to_know(facts(), document("DOC-2"), "bright")


def test_who_is_outside_the_audience_or_saw_another_version_does_not_acknowledge(demo: Path):
    from tonetop.work.acknowledge import acknowledge

    version = published(audience=["Risk"])
    assert "not among those" in refused(acknowledge, account("process-owner", "bright"), "DOC-1", version)
    assert "guests" in refused(acknowledge, account("guest-auditor", "eke"), "DOC-1", version)
    assert "not the valid one" in refused(acknowledge, lead(), "DOC-1", "DV-77")
    assert "no such record" in refused(acknowledge, lead(), "DOC-77", version)


def test_an_ask_to_know_is_closed_by_the_act(demo: Path):
    from tonetop.records import write
    from tonetop.work.acknowledge import acknowledge
    from tonetop.work.revised import new

    version = published()
    asked = {"id": "ASK-900", "kind": "acknowledge", "about": [version], "asked_of": "bright"}
    write.save_all(new([("Ask", asked | {"asked_on": "2025-12-31"})]), write.By())
    acknowledge(account("process-owner", "bright"), "DOC-1", version)
    assert facts().get("Ask", "ASK-900").closed_on == "2025-12-31"


def test_a_retired_document_is_followed_no_more_and_nobody_is_asked_about_it(demo: Path):
    from tonetop.work.retire_document import retire_document
    from tonetop.work.write_document import begin_document

    version = begin()
    ask(version)
    begin_document(lead(), {"title": "Next policy"}, draft())
    assert "by itself" in refused(retire_document, lead(), "DOC-1", "DOC-1", 1)
    assert "changed since" in refused(retire_document, lead(), "DOC-1", "", 7)
    retire_document(lead(), "DOC-1", "DOC-2", 1)
    assert (document().state, document().row.replaced_by) == ("retired", "DOC-2")
    assert not [row for row in facts().rows("Ask") if row.about == (version,) and not row.closed_on]
    for act in (later, lambda: change(version), lambda: ask(version)):
        assert "was retired" in refused(act)


def test_as_of_an_earlier_day_a_document_stands_as_it_stood(demo: Path):
    from tonetop.work.assess import assess
    from tonetop.work.document_state import documents

    begin()
    assert "DOC-1" not in assess("2025-12-30").facts.prepared(documents)


def test_every_text_that_a_document_had_can_be_told_apart(demo: Path):
    from tonetop.work.document_state import texts

    version = begin()
    change(version)
    later("Third text.")
    told = [(text.version.version, text.present) for text in texts(facts(), document())]
    assert told == [("2", True), ("1", True), ("1", False)]
