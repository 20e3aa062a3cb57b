"""The organisation's signature on its PDFs (PAdES, ETSI EN 319 142-1), with its own certificate and no outside host.

The certificate is a PKCS#12 file: keys/pades.p12 in the data folder, or what TONETOP_PADES names. Its passphrase stands
in TONETOP_PADES_PASSPHRASE or in the file that TONETOP_PADES_PASSPHRASE_FILE names. The level is B-B, and B-T where
TONETOP_TSA names a time-stamping authority (RFC 3161).
"""

from __future__ import annotations

import io
import os
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

from django.conf import settings

from tonetop.records import clock
from tonetop.work.fetch_public import Unreachable
from tonetop.work.post_public import send_named
from tonetop.work.printing import NotPrintedError

PLACE = Path("keys") / "pades.p12"
FIELD = "Organisation"
READABLE = "Signature of the organisation"
RESERVED = 32_768
"""Bytes kept free for the signature, its chain and a time stamp."""
SECONDS = 20


def certificate() -> Path | None:
    """Where the organisation's certificate lies; None while PDFs are not signed."""
    named = os.environ.get("TONETOP_PADES", "")
    place = Path(settings.DATA) / (Path(named) if named else PLACE)
    return place if named or place.is_file() else None


def signed(pdf: bytes) -> bytes:
    """The PDF with the organisation's signature added at its end; as it is while there is no certificate.

    Raises NotPrintedError with one sentence when it cannot be signed; the passphrase stands in no sentence and no log.
    """
    place = certificate()
    if place is None:
        return pdf
    try:
        from pyhanko.pdf_utils.misc import PdfError  # noqa: PLC0415 - the extra tonetop[pades]
        from pyhanko.sign.timestamps import TimestampRequestError  # noqa: PLC0415
    except ImportError:
        raise NotPrintedError(
            "the PDF could not be signed: the part for signatures is missing; install tonetop[pades], or take the "
            "certificate away"
        ) from None
    signer = _signer(place)
    try:
        return _written(pdf, signer)
    except (TimestampRequestError, OSError):
        raise NotPrintedError(
            "the PDF could not be signed: the time-stamping authority that TONETOP_TSA names gives no answer"
        ) from None
    except (PdfError, ValueError) as error:
        raise NotPrintedError(f"the PDF could not be signed: {error}") from None


def _signer(place: Path) -> Any:
    """Raises NotPrintedError for a missing file, a wrong passphrase, and a certificate out of its time."""
    from pyhanko.sign import signers  # noqa: PLC0415

    try:
        data, passphrase = place.read_bytes(), _passphrase()
    except OSError as error:
        raise NotPrintedError(f"the PDF could not be signed: {error.filename}: {error.strerror}") from None
    try:
        signer = signers.SimpleSigner.load_pkcs12_data(data, [], passphrase)
    except (ValueError, TypeError, AttributeError):
        raise NotPrintedError(
            f"the PDF could not be signed: {place.name} does not open with that passphrase as a PKCS#12 file"
        ) from None
    span = signer.signing_cert["tbs_certificate"]["validity"]
    if not span["not_before"].native <= clock.now() <= span["not_after"].native:
        raise NotPrintedError(
            "the PDF could not be signed: the certificate is good "
            f"from {span['not_before'].native:%Y-%m-%d} until {span['not_after'].native:%Y-%m-%d}; renew it"
        )
    return signer


def _passphrase() -> bytes | None:
    """Raises OSError when the file that is named cannot be read."""
    file = os.environ.get("TONETOP_PADES_PASSPHRASE_FILE", "")
    if file:
        return Path(file).read_bytes().rstrip(b"\r\n")
    given = os.environ.get("TONETOP_PADES_PASSPHRASE")
    return given.encode() if given is not None else None


def _written(pdf: bytes, signer: Any) -> bytes:
    """The signature as an update at the file's end, so that what was there stays as it was, byte by byte.

    Its field has no size and lies outside the page: PDF/A asks that it may be printed and that it looks like nothing,
    PDF/UA asks nothing of what lies outside (ISO 14289-1, 7.18.1), and wants the page's tab order said (7.18.3).
    """
    from pyhanko.pdf_utils import generic  # noqa: PLC0415
    from pyhanko.sign import fields, signers  # noqa: PLC0415

    writer = _update()(io.BytesIO(pdf))
    outside = fields.InvisSigSettings(set_print_flag=True, set_hidden_flag=False, box_out_of_bounds=True)
    spec = fields.SigFieldSpec(FIELD, invis_sig_settings=outside, readable_field_name=READABLE)
    fields.append_signature_field(writer, spec)
    page = writer.find_page_for_modification(0)[0]
    page.get_object()[generic.pdf_name("/Tabs")] = generic.pdf_name("/S")
    writer.mark_update(page)
    about = signers.PdfSignatureMetadata(
        field_name=FIELD, md_algorithm="sha256", subfilter=fields.SigSeedSubFilter.PADES
    )
    stamper = _stamper()
    sign = partial(signers.sign_pdf, existing_fields_only=True, bytes_reserved=RESERVED, timestamper=stamper)
    with ThreadPoolExecutor(1) as apart:  # for it runs a loop of its own, whatever loop runs here
        made = apart.submit(sign, writer, about, signer).result()
    return bytes(made.getvalue())


def _update() -> Any:
    """The class that writes the update: it leaves what the file declares of itself as it is.

    The library would write the metadata anew, of which validators of PDF/A are particular, and call a file that is
    signed with an elliptic curve PDF 2.0, which PDF/A-2 is not.
    """
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter  # noqa: PLC0415

    class Update(IncrementalPdfFileWriter):
        """Adds objects, and says nothing new of the file as a whole but that it bears a signature."""

        def ensure_output_version(self, version: Any) -> None:
            """The version stays."""

        def register_extension(self, ext: Any) -> None:
            """Only the extension of PDF 1.7 that PAdES is."""
            if ext.base_version == "/1.7":
                super().register_extension(ext)

        def _update_meta(self) -> None:
            """Dates and metadata stay."""

    return Update


def _stamper() -> Any:
    """Asks the time-stamping authority that TONETOP_TSA names; None while there is none."""
    address = os.environ.get("TONETOP_TSA", "")
    if not address:
        return None
    from asn1crypto import tsp  # noqa: PLC0415
    from pyhanko.sign.timestamps import TimeStamper, TimestampRequestError  # noqa: PLC0415

    class Authority(TimeStamper):
        """RFC 3161 over HTTP, to the address that whoever runs this named, and nowhere else."""

        async def async_request_tsa_response(self, req: Any) -> Any:
            """What the authority answers."""
            kind = {"Content-Type": "application/timestamp-query"}
            try:
                status, said = send_named(address, kind, req.dump(), SECONDS)
            except Unreachable as error:
                raise TimestampRequestError(str(error)) from None
            if status != 200 or not said:
                raise TimestampRequestError("no answer")
            return tsp.TimeStampResp.load(said)

    return Authority()
