"""An organisation that goes as a portable file is the same organisation on the other side, or is not there at all."""

from __future__ import annotations

import json
import stat
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from tests import databases
from tests.work.conftest import NOW, at, copied
from tonetop.work.data_folder import FolderRefused
from tonetop.work.verify_folder import verify_folder

pytestmark = pytest.mark.slow


def exported(folder: Path, out: Path, **how: Any) -> Path:
    """The portable file of a closed folder."""
    from tonetop.records.write import By
    from tonetop.work.export_organisation import export_organisation

    with at(folder):
        return export_organisation(out, NOW, By(), **how).path


def imported(file: Path, folder: Path) -> Path:
    """A folder made of a portable file; on PostgreSQL its tables go to a server's database of its own."""
    from tonetop.work.import_organisation import import_organisation

    if databases.on_postgresql():
        databases.place(folder)
    with at(folder):
        import_organisation(file, folder, NOW)
    return folder


def members(file: Path) -> dict[str, bytes]:
    """Every member of a portable file; of the manifest what does not differ from export to export."""
    with ZipFile(file) as archive:
        found = {name: archive.read(name) for name in archive.namelist()}
    manifest = json.loads(found["manifest.json"])
    assert set(manifest.pop("header")) == {"made", "version", "going_on"}
    return found | {"manifest.json": json.dumps(manifest).encode()}


def told(folder: Path) -> tuple[str, str]:
    """The assessment of a folder, and the reason tree of one check."""
    from tonetop.work.assess import assess

    with at(folder):
        found = assess("2025-12-31")
        return json.dumps(found.plain(), sort_keys=True), json.dumps(found.tree("LD-1.2"), sort_keys=True)


@pytest.fixture(scope="module")
def lived_in(steady: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo, with what people leave behind: a note, a sealed concern, an erasure, a token, a later version."""
    from tonetop.records import blobs, intake, sealing, write
    from tonetop.records.models import Account
    from tonetop.work.erase import erase
    from tonetop.work.private_note import keep_note
    from tonetop.work.raise_concern import raise_concern
    from tonetop.work.token import make_token

    folder = copied(steady, tmp_path_factory.mktemp("lived"))
    with at(folder):
        account = Account.objects.get(role="governance-lead")
        keep_note(account, "5.1", "Ask again in spring.")
        raise_concern("Somebody decides by a list that nobody knows.")
        make_token(account, "program")
        write.save(intake.take("Person", {"id": "gone", "name": "Somebody Gone"}), write.By())
        erase("Person", "gone", None, write.By(), "asked for it")
        blobs.store([b"kept"], "text/plain")
        sealing.seal()
    return folder


@pytest.fixture(scope="module")
def file(lived_in: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Its portable file."""
    return exported(lived_in, tmp_path_factory.mktemp("file") / "one.zip")


@pytest.fixture(scope="module")
def arrived(file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What was made of it elsewhere."""
    return imported(file, tmp_path_factory.mktemp("arrived") / "data")


def test_an_export_of_what_was_imported_is_the_same_but_for_its_header(
    file: Path, arrived: Path, tmp_path: Path
):
    again = members(exported(arrived, tmp_path / "two.zip"))
    assert again == members(file)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert any(name.startswith("files/") for name in again)


def test_assessment_reasons_and_verification_are_the_same(lived_in: Path, arrived: Path):
    assert told(arrived) == told(lived_in)
    assert (verify_folder(lived_in).problems, verify_folder(arrived).problems) == ([], [])
    assert verify_folder(arrived).erased == verify_folder(lived_in).erased > 0


def test_work_goes_on_under_a_name_and_key_of_the_new_place(file: Path, arrived: Path, tmp_path: Path):
    from tonetop.records import intake, sealing, write
    from tonetop.records.ledger import keys

    going = copied(arrived, tmp_path / "going")
    with ZipFile(file) as archive:
        came = json.loads(archive.read("manifest.json"))["header"]["going_on"]["key"]
    with at(going):
        write.save(intake.take("Person", {"id": "next", "name": "Somebody New"}), write.By())
        origin = sealing.seal().head.origin
        held = keys.load(going)
    assert "#" in origin
    assert came not in held.seeds
    assert len(held.seeds) == 1
    assert verify_folder(going).problems == []
    assert imported(exported(going, tmp_path / "later.zip"), tmp_path / "third" / "data")


def test_its_proof_convinces_a_verifier_that_knows_the_first_key(arrived: Path, tmp_path: Path):
    from django.conf import settings
    from django.db import connection

    from tonetop.records.ledger import keys, signers
    from tonetop.work.export_bundle import write_bundle
    from tonetop.work.verify import verify_bundle

    with at(copied(arrived, tmp_path)) as folder:
        first = signers.history(connection)[0].vkey
        made = write_bundle(connection, keys.load(settings.DATA), tmp_path / "bundle.zip")
    assert folder
    report = verify_bundle(made.path, first)
    assert report["problems"] == []
    assert report["valid_to"] == made.size


def test_what_is_secret_here_stays_and_what_was_confided_comes(file: Path, arrived: Path):
    from tonetop.records.models import Account
    from tonetop.records.notes import PrivateNote
    from tonetop.records.tokens import ApiToken
    from tonetop.records.voices import SealedMessage, unseal

    with at(arrived):
        assert not ApiToken.objects.exists()
        assert not any(account.has_usable_password() for account in Account.objects.all())
        assert PrivateNote.objects.get().text == "Ask again in spring."
        message = SealedMessage.objects.get()
        assert unseal(bytes(message.box), f"{message.concern_id}/{message.place}").startswith(
            "Somebody decides"
        )
    with ZipFile(file) as archive:
        accounts = archive.read("tables/Account.jsonl").decode()
    assert "pbkdf2" not in accounts
    assert "password" not in accounts


def test_a_file_without_what_was_confided_comes_back_as_one(lived_in: Path, tmp_path: Path):
    file = exported(lived_in, tmp_path / "few.zip", confided=False)
    assert not [name for name in members(file) if name.startswith("confided/")]
    folder = imported(file, tmp_path / "few" / "data")
    assert members(exported(folder, tmp_path / "again.zip", confided=False)) == members(file)


def test_every_table_goes_along_or_stays_for_a_reason():
    from django.apps import apps

    from tonetop.work import portable

    own = {model._meta.db_table for model in apps.get_models(include_auto_created=True)}
    own = {name for name in own if name.startswith(("records_", "registers_", "web_"))}
    going = {table.name for table in portable.tables(confided=True)}
    assert own - going == set(portable.STAYS)


def test_nothing_is_overwritten_and_no_organisation_is_replaced(lived_in: Path, file: Path, arrived: Path):
    with pytest.raises(FolderRefused, match="no export is overwritten"):
        exported(lived_in, file)
    before = members(file)
    with pytest.raises(FolderRefused, match="holds an organisation already"):
        imported(file, arrived)
    assert members(file) == before


def test_the_ledger_says_who_took_a_file_by_the_command_and_its_hash(lived_in: Path, tmp_path: Path):
    from hashlib import sha256

    from django.db import connection

    from tonetop.core import ledger
    from tonetop.records.ledger import journal

    own = copied(lived_in, tmp_path)
    out = exported(own, tmp_path / "one.zip")
    with at(own):
        event = ledger.read(list(journal.bodies(connection))[-1])
    assert event["type"] == "organisation.exported"
    assert event["entered_by"] == "command line"
    digest = sha256(out.read_bytes()).hexdigest()
    assert event["data"] == {"sha256": digest, "events": event["sequence"] - 1, "confided": True}
    assert verify_folder(own).problems == []
