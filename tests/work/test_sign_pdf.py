"""The organisation's signature on PDFs: with a certificate made here, checked by the library's own validation."""

from __future__ import annotations

import builtins
import io
import os
import re
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from functools import partial
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
from asn1crypto import keys as asn1_keys
from asn1crypto import tsp
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.timestamps import DummyTimeStamper
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.registry import SimpleCertificateStore

from tonetop.work import sign_pdf
from tonetop.work.printing import NotPrintedError
from tonetop.work.reports.report import Report, Section, Table, pdf

PASSPHRASE = "a long passphrase 7431"
NOW = datetime.now(UTC)  # a certificate is held against the real clock
REPORT = Report(
    "Title",
    "House & Co",
    "2025-12-31",
    "About it.",
    [Section("One", table=Table(("A", "B"), (1, 1), [["1", "2"]]))],
)


def named(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])


class Authority:
    """A root made for a test, and certificates that it gives."""

    def __init__(self) -> None:
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.root = self._made(named("Root of a test"), self.key.public_key(), 3650, ca=True)

    def _made(self, subject: x509.Name, key: Any, days: int, ca: bool = False, usage: Any = None) -> Any:
        signs = not ca
        made = (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(named("Root of a test"))
            .public_key(key)
            .serial_number(x509.random_serial_number())
            .not_valid_before(NOW - timedelta(days=400))
            .not_valid_after(NOW + timedelta(days=days))
            .add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
            .add_extension(
                x509.KeyUsage(signs, signs, False, False, False, ca, ca, False, False), critical=True
            )
        )
        if usage:
            made = made.add_extension(x509.ExtendedKeyUsage([usage]), critical=True)
        return made.sign(self.key, hashes.SHA256())

    def given(self, name: str, days: int = 365, usage: Any = None) -> tuple[Any, Any]:
        key: Any = ec.generate_private_key(ec.SECP256R1())
        if usage:  # the library's clock for tests signs with RSA alone
            key = rsa.generate_private_key(65537, 2048)
        return key, self._made(named(name), key.public_key(), days, usage=usage)

    def file(self, days: int = 365, passphrase: str = PASSPHRASE) -> bytes:
        key, certificate = self.given("House & Co", days)
        closed = serialization.BestAvailableEncryption(passphrase.encode())
        return pkcs12.serialize_key_and_certificates(b"house", key, certificate, [self.root], closed)

    def trust(self) -> ValidationContext:
        return ValidationContext(trust_roots=[old(self.root)], allow_fetching=False)


def old(certificate: Any) -> Any:
    return asn1_x509.Certificate.load(certificate.public_bytes(serialization.Encoding.DER))


@pytest.fixture(scope="module")
def authority() -> Authority:
    return Authority()


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: Any) -> Path:
    """A data folder's place for the certificate, with its passphrase in the environment."""
    settings.DATA = tmp_path
    monkeypatch.setenv("TONETOP_PADES_PASSPHRASE", PASSPHRASE)
    for name in ("TONETOP_PADES", "TONETOP_PADES_PASSPHRASE_FILE", "TONETOP_TSA"):
        monkeypatch.delenv(name, raising=False)
    (tmp_path / "keys").mkdir()
    return tmp_path / "keys" / "pades.p12"


def status(file: bytes, authority: Authority) -> Any:
    (signature,) = PdfFileReader(io.BytesIO(file)).embedded_signatures
    trust = authority.trust()
    with ThreadPoolExecutor(1) as apart:  # for it runs a loop of its own
        check = partial(validate_pdf_signature, ts_validation_context=authority.trust())
        return apart.submit(check, signature, trust).result()


def test_without_a_certificate_a_pdf_stays_as_it_is(place: Path):
    assert sign_pdf.signed(b"%PDF-x") == b"%PDF-x"


def test_the_signature_is_intact_and_covers_the_whole_file(place: Path, authority: Authority):
    place.write_bytes(authority.file())
    bare = pdf(REPORT)
    made = sign_pdf.signed(bare)
    found = status(made, authority)
    assert (found.intact, found.valid, found.trusted) == (True, True, True)
    assert found.coverage.name == "ENTIRE_FILE"
    assert found.bottom_line
    assert b"/ETSI.CAdES.detached" in made
    assert made.startswith(bare)  # an update at the end: what was there stays, byte by byte


def test_a_changed_byte_breaks_the_signature(place: Path, authority: Authority):
    place.write_bytes(authority.file())
    made = bytearray(sign_pdf.signed(pdf(REPORT)))
    made[made.index(b"/Title") + 8] ^= 1
    assert not status(bytes(made), authority).intact


def test_the_file_still_declares_what_it_was_made_for_and_the_field_breaks_none_of_it(
    place: Path, authority: Authority
):
    place.write_bytes(authority.file())
    bare = pdf(REPORT)
    reader, before = (PdfFileReader(io.BytesIO(file)) for file in (sign_pdf.signed(bare), bare))
    about = reader.root["/Metadata"].data
    assert about == before.root["/Metadata"].data
    for declared in (b"pdfaid:part>2<", b"pdfaid:conformance>A<", b"pdfuaid:part>1<"):
        assert declared in about
    assert "/Version" not in reader.root  # PDF/A-2 is of PDF 1.7
    assert list(reader.root["/Extensions"]) == ["/ESIC"]
    assert reader.root["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in reader.root
    page = reader.root["/Pages"]["/Kids"][0]
    widgets = (one.get_object() for one in page["/Annots"])
    widget = next(one for one in widgets if one["/Subtype"] == "/Widget")
    assert page["/Tabs"] == "/S"
    assert widget["/F"] & 4  # ISO 19005-2, 6.3.2: printed
    assert not widget["/F"] & 0b100011  # and neither invisible, hidden nor without view
    left, low, right, high = map(float, widget["/Rect"])
    assert (left, low) == (right, high)  # 6.3.3: without size it needs no appearance
    assert right < 0  # ISO 14289-1, 7.18.1: outside of the page it needs no tag
    assert widget["/TU"] == sign_pdf.READABLE
    assert "/NeedAppearances" not in reader.root["/AcroForm"]


def test_the_passphrase_may_stand_in_a_file_and_the_certificate_elsewhere(
    place: Path, authority: Authority, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    (tmp_path / "other.p12").write_bytes(authority.file())
    (tmp_path / "words").write_text(f"{PASSPHRASE}\n")
    monkeypatch.setenv("TONETOP_PADES", str(tmp_path / "other.p12"))
    monkeypatch.setenv("TONETOP_PADES_PASSPHRASE", "wrong")
    monkeypatch.setenv("TONETOP_PADES_PASSPHRASE_FILE", str(tmp_path / "words"))
    assert status(sign_pdf.signed(pdf(REPORT)), authority).bottom_line


def refusal(file: bytes = b"") -> str:
    with pytest.raises(NotPrintedError) as refused:
        sign_pdf.signed(file or pdf(REPORT))
    return str(refused.value)


def test_a_wrong_passphrase_is_one_sentence_that_does_not_hold_it(
    place: Path, authority: Authority, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
):
    place.write_bytes(authority.file())
    monkeypatch.setenv("TONETOP_PADES_PASSPHRASE", "not this one")
    said = refusal()
    assert (
        said == "the PDF could not be signed: pades.p12 does not open with that passphrase as a PKCS#12 file"
    )
    assert "not this one" not in caplog.text
    monkeypatch.delenv("TONETOP_PADES_PASSPHRASE")
    assert refusal() == said


def test_a_named_file_that_is_not_there_and_one_that_is_no_certificate_are_told(
    place: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    monkeypatch.setenv("TONETOP_PADES", "gone.p12")
    assert "gone.p12: No such file" in refusal()
    place.write_bytes(b"no certificate")
    monkeypatch.delenv("TONETOP_PADES")
    assert "does not open" in refusal()


def test_a_certificate_that_ran_out_signs_nothing(place: Path, authority: Authority):
    place.write_bytes(authority.file(days=-1))
    assert re.search(r"is good from \d{4}-\d\d-\d\d until \d{4}-\d\d-\d\d; renew it$", refusal())


def test_what_is_no_pdf_is_not_signed(place: Path, authority: Authority):
    place.write_bytes(authority.file())
    assert refusal(b"no PDF").startswith("the PDF could not be signed: ")


def test_without_the_extra_the_sentence_names_it(
    place: Path, authority: Authority, monkeypatch: pytest.MonkeyPatch
):
    place.write_bytes(authority.file())
    ordinary = builtins.__import__

    def absent(name: str, *rest: Any) -> Any:
        if name.startswith("pyhanko"):
            raise ImportError(name)
        return ordinary(name, *rest)

    monkeypatch.setattr(builtins, "__import__", absent)
    assert "install tonetop[pades]" in refusal(b"%PDF-")


@pytest.fixture
def stamping(authority: Authority) -> Iterator[str]:
    """A time-stamping authority on this machine; its address."""
    key, certificate = authority.given("Clock of a test", usage=ExtendedKeyUsageOID.TIME_STAMPING)
    plain = key.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    stamper = DummyTimeStamper(
        old(certificate),
        asn1_keys.PrivateKeyInfo.load(plain),
        SimpleCertificateStore.from_certs([old(authority.root)]),
    )

    class Stamp(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked = tsp.TimeStampReq.load(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(200)
            self.end_headers()
            self.wfile.write(stamper.request_tsa_response(asked).dump())

        def log_message(self, format: str, *args: Any) -> None:
            """Nothing is logged."""

    server = HTTPServer(("127.0.0.1", 0), Stamp)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


def test_where_a_time_stamping_authority_is_named_its_time_stands_in_the_signature(
    place: Path, authority: Authority, stamping: str, monkeypatch: pytest.MonkeyPatch
):
    place.write_bytes(authority.file())
    monkeypatch.setenv("TONETOP_TSA", stamping)
    found = status(sign_pdf.signed(pdf(REPORT)), authority)
    assert found.bottom_line
    assert found.timestamp_validity.valid


def test_an_authority_that_gives_no_answer_is_told(
    place: Path, authority: Authority, monkeypatch: pytest.MonkeyPatch
):
    place.write_bytes(authority.file())
    monkeypatch.setenv("TONETOP_TSA", "http://127.0.0.1:9/")
    assert "TONETOP_TSA names gives no answer" in refusal()


def test_nothing_is_asked_of_another_host_without_one(
    place: Path, authority: Authority, monkeypatch: pytest.MonkeyPatch
):
    place.write_bytes(authority.file())
    monkeypatch.setattr("socket.socket.connect", None)
    assert b"/ByteRange" in sign_pdf.signed(pdf(REPORT))
    assert "TONETOP_TSA" not in os.environ
