"""The record of processing: what is missing, what is to be confirmed, spreadsheets both ways, JSON-LD, proof folder."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
import python_calamine

from tonetop.records import intake, write
from tonetop.records.intake import Refused
from tonetop.records.models import Account
from tonetop.work import ropa
from tonetop.work.assess import assess
from tonetop.work.confirm_activity import confirm_activity
from tonetop.work.export_ropa import export_ropa
from tonetop.work.import_records import Way, preview, run
from tonetop.work.permission import Forbidden
from tonetop.work.proof_folder import packed
from tonetop.work.ropa_linked import BASES, MECHANISMS, document
from tonetop.work.ropa_sheet import table

pytestmark = pytest.mark.usefixtures("demo")
BY = write.By("tester", "vos")
TERMS = Path(__file__).resolve().parents[3] / "shared" / "data" / "discovery" / "dpv-2.3" / "eu-gdpr.csv"


def entry(ref: str) -> ropa.Entry:
    return next(one for one in ropa.entries(assess().facts) if one.row.id == ref)


def change(type: str, ref: str, **fields: Any) -> None:
    """A new version of a record."""
    row: Any = write.latest(type, ref)
    write.save(intake.take(type, write.values_of(row) | fields), BY)


def account(role: str) -> Account:
    return Account.objects.get(role=role)


def test_what_article_30_asks_and_an_activity_does_not_say_is_named() -> None:
    assert [part.field for part in entry("RP-2").missing] == ["transfer_mechanisms", "erasure_limits"]
    assert entry("RP-2").share == (10, 12)


def test_no_recipients_is_an_answer_and_silence_is_none() -> None:
    assert "recipients" not in [part.field for part in entry("RP-3").missing]
    assert "third_countries" in [part.field for part in entry("RP-3").missing]
    change("ProcessingActivity", "RP-3", third_countries=[])
    assert entry("RP-3").missing == []


def test_a_processor_is_asked_for_whom_it_acts_and_not_for_purposes() -> None:
    change("ProcessingActivity", "RP-3", role="processor")
    missing = [part.field for part in entry("RP-3").missing]
    assert missing == ["controllers", "processing_categories", "third_countries"]


def test_a_change_of_a_system_marks_its_activities_until_one_confirms() -> None:
    assert entry("RP-2").changed == ()
    change("Asset", "asset-vera", country="Canada")
    assert [one.ref for one in entry("RP-2").changed] == ["asset-vera"]
    assert entry("RP-1").changed == ()
    due = confirm_activity(account("dpo"), "RP-2")
    assert entry("RP-2").changed == ()
    held: Any = write.latest("ProcessingActivity", "RP-2")
    assert (held.last_reviewed_on, held.next_review_due) == ("2025-12-31", due)
    with pytest.raises(Refused, match="was confirmed today already"):
        confirm_activity(account("dpo"), "RP-2")


def test_a_change_after_a_confirmation_of_the_same_day_marks_again_and_is_confirmed_again() -> None:
    confirm_activity(account("dpo"), "RP-2")
    change("Asset", "asset-vera", country="Canada")
    assert entry("RP-2").changed
    confirm_activity(account("dpo"), "RP-2")
    assert not entry("RP-2").changed


def test_a_change_of_a_vendor_or_contract_marks_too_and_a_new_one_does_not() -> None:
    for type, plain in (
        ("Vendor", {"id": "v", "name": "Kestrel Chat"}),
        ("VendorContract", {"id": "c", "vendor": "v", "title": "Processing"}),
    ):
        write.save(intake.take(type, plain), BY)
    change("ProcessingActivity", "RP-2", contracts=["c"])
    assert entry("RP-2").changed == ()
    change("Vendor", "v", country="Canada")
    change("VendorContract", "c", title="Processing of chats")
    assert {one.ref for one in entry("RP-2").changed} == {"v", "c"}


def test_whoever_neither_keeps_the_record_nor_owns_the_entry_does_not_confirm() -> None:
    with pytest.raises(Forbidden):
        confirm_activity(account("guest-auditor"), "RP-2")
    owner = account("process-owner")
    owner.person = "staff-015"
    confirm_activity(owner, "RP-2")


@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_an_exported_record_reads_by_itself_and_comes_back_as_it_was(tmp_path: Path, form: str) -> None:
    out = tmp_path / f"record.{form}"
    assert export_ropa(out) == 4
    found = preview([out], BY, Way(mapping="ropa-controller"))
    assert (found.taken, found.unchanged, found.refused) == (0, 4, [])
    head, *rows = table(assess().facts, "controller")
    cells = dict(zip(head, next(row for row in rows if row[0] == "RP-1"), strict=True))
    assert cells["Owner"] == "Rosa Meijer"
    assert cells["Systems"].startswith("Core claims system; ")
    assert cells["Time limits for erasure"] == "claims files: 3650 days; policy files: 3650 days"
    assert cells["High risk"] == "Yes"


def test_a_workbook_says_of_which_day_and_for_which_organisation_it_is(tmp_path: Path) -> None:
    out = tmp_path / "record.xlsx"
    export_ropa(out, "processor", "2025-06-30", "2025-05-31")
    book = python_calamine.CalamineWorkbook.from_path(out)
    assert book.sheet_names == ["As processor", "About"]
    told = dict(book.get_sheet_by_name("About").to_python())
    assert told["Organisation"] == "Varnholm Assurance Mutual"
    assert (told["As of"], told["From"]) == ("2025-06-30", "what was known on 2025-05-31")
    assert (told["Record of processing activities"], told["Processing activities"]) == ("as processor", "0")


def test_an_edited_spreadsheet_is_taken_by_names_and_what_is_not_clear_is_kept_and_said(
    tmp_path: Path,
) -> None:
    out = tmp_path / "record.csv"
    export_ropa(out)
    rows = list(csv.DictReader(io.StringIO(out.read_text(encoding="utf-8-sig"))))
    row = next(row for row in rows if row["Reference"] == "RP-2")
    row |= {"Third countries": "none", "Owner": "petra vos", "Time limits for erasure": "chats: 90 days"}
    row |= {"Business function": "Customer Service", "Systems": "Vera chat service; No such thing"}
    with out.open("w", encoding="utf-8", newline="") as file:
        made = csv.DictWriter(file, list(row))
        made.writeheader()
        made.writerow(row)
    report = run([out], BY, Way(mapping="ropa-controller"))
    assert (report.changed, report.refused) == (1, [])
    held: Any = write.latest("ProcessingActivity", "RP-2")
    assert (held.owner, held.third_countries, held.erasure_limits) == ("vos", (), {"chats": 90})
    assert held.systems == ("asset-vera", "asset-crm")
    assert any("No such thing" in remark.why for remark in report.remarks)
    assert held.source_data == {"Systems": "Vera chat service; No such thing"}


def test_a_cell_that_says_that_no_third_country_applies_is_an_answer(tmp_path: Path) -> None:
    heading = (
        "Names of third countries or international organisations that personal data are transferred to"
        " (if applicable)"
    )
    out = tmp_path / "record.csv"
    out.write_text(f"Reference,Processing activity,{heading},Categories of recipients\nX-1,Payroll,N/A,N/A\n")
    assert run([out], BY, Way(mapping="ropa-controller")).refused == []
    held: Any = write.latest("ProcessingActivity", "X-1")
    assert (held.third_countries, held.recipients) == ((), None)


def test_a_processors_layout_tells_for_whom_it_acts_and_comes_back(tmp_path: Path) -> None:
    change("ProcessingActivity", "RP-2", role="processor", controllers=["Nordvale, dpo@nordvale.example"])
    change("ProcessingActivity", "RP-2", processing_categories=["Nordvale: hosting of chats"])
    out = tmp_path / "record.xlsx"
    assert export_ropa(out, "processor") == 1
    found = preview([out], BY, Way(mapping="ropa-processor"))
    assert (found.taken, found.unchanged, found.refused) == (0, 1, [])


def test_what_no_file_can_be_made_of_is_refused_in_a_sentence(tmp_path: Path) -> None:
    for out, layout, why in (
        (tmp_path / "record.pdf", "controller", "its ending says no form"),
        (tmp_path / "record.csv", "regulator", "there is no layout regulator"),
        (tmp_path / "no" / "record.csv", "controller", "cannot be written"),
    ):
        with pytest.raises(Refused, match=why):
            export_ropa(out, layout)


def test_the_linked_record_speaks_terms_of_the_vocabulary(tmp_path: Path) -> None:
    change("ProcessingActivity", "RP-2", transfer_mechanisms=["Canada: adequacy", "Chile"])
    facts = assess().facts
    raw = document(facts, "Varnholm")
    assert raw == document(facts, "Varnholm")
    parts = {part["dct:identifier"]: part for part in json.loads(raw)["dct:hasPart"]}
    assert parts["RP-2"]["dpv:hasLegalBasis"][0]["@id"] == "eu-gdpr:A6-1-f"
    transfer = parts["RP-2"]["dpv:hasThirdCountry"][0]
    assert transfer["dpv:hasDataTransferLegalBasis"]["@id"] == "eu-gdpr:A45-3"
    assert "meijer" not in raw.decode()
    out = tmp_path / "record.jsonld"
    assert export_ropa(out) == 4


def test_every_term_that_is_used_is_one_of_the_vocabulary() -> None:
    if not TERMS.is_file():
        pytest.skip("the vocabulary lies in ../shared/data/discovery/dpv-2.3, which is not there")
    known = {row["term"] for row in csv.DictReader(io.StringIO(TERMS.read_text(encoding="utf-8")))}
    assert {*BASES.values(), *MECHANISMS.values()} <= known


def test_a_proof_folder_reads_by_itself_and_says_what_is_not_in_it() -> None:
    facts = assess().facts
    row = facts.get("ProcessingActivity", "RP-1")
    with zipfile.ZipFile(io.BytesIO(packed(account("dpo"), facts, row))) as folder:
        told = folder.read("README.txt").decode()
        records = json.loads(folder.read("records.json"))
    assert "Purposes (GDPR Art. 30(1)(b)): claims handling" in told
    assert {"Asset", "RetentionRule", "Evidence", "PrivacyNotice"} <= set(records)
    assert "not in this folder" in told
