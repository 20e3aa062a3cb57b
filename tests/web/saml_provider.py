"""A small SAML identity provider: it answers a request with a signed assertion, and can be made to lie."""

from __future__ import annotations

import base64
import secrets
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit
from xml.sax.saxutils import escape

import xmlsec
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from lxml import etree

ENTITY = "https://idp.varnholm.example/metadata"
SSO = "https://idp.varnholm.example/sso"
SPACES = {"saml": "urn:oasis:names:tc:SAML:2.0:assertion", "samlp": "urn:oasis:names:tc:SAML:2.0:protocol"}
PERSISTENT = "urn:oasis:names:tc:SAML:2.0:nameid-format:persistent"
TRANSIENT = "urn:oasis:names:tc:SAML:2.0:nameid-format:transient"
MAIL = "urn:oid:0.9.2342.19200300.100.1.3"


def pair() -> tuple[str, str]:
    """A private key and its certificate, both PEM."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "idp.varnholm.example")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return private.decode(), certificate.public_bytes(Encoding.PEM).decode()


KEY, CERTIFICATE = pair()
STRANGE_KEY, _ = pair()


@dataclass
class Provider:
    """What the provider says of who signs in, to whom, and how it signs it."""

    attributes: dict[str, list[str]] = field(default_factory=dict)
    name_id: str = "7f3a"
    name_format: str = PERSISTENT
    issuer: str = ENTITY
    audience: str | None = None
    recipient: str | None = None
    answers: str | None = None
    minutes: float = 5
    key: str | None = KEY
    signs: str = "saml:Assertion"

    def asked(self, location: str) -> dict[str, str]:
        """The request that a browser brings, taken apart (SAML bindings 3.4)."""
        place = urlsplit(location)
        assert f"{place.scheme}://{place.netloc}{place.path}" == SSO
        raw = base64.b64decode(parse_qs(place.query)["SAMLRequest"][0])
        request = etree.fromstring(zlib.decompress(raw, -15))
        return {
            "id": str(request.get("ID")),
            "acs": str(request.get("AssertionConsumerServiceURL")),
            "from": str(request.findtext("saml:Issuer", namespaces=SPACES)),
        }

    def answer(self, asked: dict[str, str]) -> str:
        """The response as the browser posts it."""
        root = etree.fromstring(self._text(asked))
        if self.key is not None:
            signed = root if self.signs == "samlp:Response" else root.find(self.signs, SPACES)
            self._sign(signed)
        return base64.b64encode(etree.tostring(root)).decode()

    def _text(self, asked: dict[str, str]) -> str:
        now = datetime.now(UTC)
        stamp = "%Y-%m-%dT%H:%M:%SZ"
        told = {
            "now": (now - timedelta(minutes=1)).strftime(stamp),
            "until": (now + timedelta(minutes=self.minutes)).strftime(stamp),
            "id": f"_{secrets.token_hex(16)}",
            "response": f"_{secrets.token_hex(16)}",
            "acs": asked["acs"],
            "request": asked["id"],
            "issuer": self.issuer,
            "audience": asked["from"] if self.audience is None else self.audience,
            "recipient": asked["acs"] if self.recipient is None else self.recipient,
            "answers": asked["id"] if self.answers is None else self.answers,
            "name": escape(self.name_id),
            "format": self.name_format,
            "attributes": "".join(map(_attribute, self.attributes.items())),
        }
        text = TEMPLATE.format(**told)
        for empty in (' InResponseTo=""', ' Recipient=""', _restriction("")):
            text = text.replace(empty, "")
        return text

    def _sign(self, node: Any) -> None:
        signature = xmlsec.template.create(
            node, xmlsec.constants.TransformExclC14N, xmlsec.constants.TransformRsaSha256, ns="ds"
        )
        node.insert(1, signature)  # after the issuer, where the schema wants it
        reference = xmlsec.template.add_reference(
            signature, xmlsec.constants.TransformSha256, uri=f"#{node.get('ID')}"
        )
        xmlsec.template.add_transform(reference, xmlsec.constants.TransformEnveloped)
        xmlsec.template.add_transform(reference, xmlsec.constants.TransformExclC14N)
        context = xmlsec.SignatureContext()
        context.key = xmlsec.Key.from_memory(self.key, xmlsec.constants.KeyDataFormatPem)
        context.register_id(node, "ID", None)
        context.sign(signature)


def _attribute(told: tuple[str, list[str]]) -> str:
    values = "".join(f"<saml:AttributeValue>{escape(one)}</saml:AttributeValue>" for one in told[1])
    return f'<saml:Attribute Name="{told[0]}">{values}</saml:Attribute>'


def _restriction(audience: str) -> str:
    said = f"<saml:Audience>{audience}</saml:Audience>"
    return f"<saml:AudienceRestriction>{said}</saml:AudienceRestriction>"


PAGE = (
    '<!doctype html><html lang="en"><title>Halden</title><form method="post" action="{place}">'
    '<input type="hidden" name="SAMLResponse" value="{answer}"><button>Go on</button></form></html>'
)
TEMPLATE = (
    '<samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" '
    'xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="{response}" Version="2.0" IssueInstant="{now}" '
    'Destination="{acs}" InResponseTo="{request}"><saml:Issuer>{issuer}</saml:Issuer><samlp:Status>'
    '<samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Success"/></samlp:Status>'
    '<saml:Assertion ID="{id}" Version="2.0" IssueInstant="{now}"><saml:Issuer>{issuer}</saml:Issuer>'
    '<saml:Subject><saml:NameID Format="{format}">{name}</saml:NameID>'
    '<saml:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer"><saml:SubjectConfirmationData '
    'NotOnOrAfter="{until}" Recipient="{recipient}" InResponseTo="{answers}"/></saml:SubjectConfirmation>'
    '</saml:Subject><saml:Conditions NotBefore="{now}" NotOnOrAfter="{until}">'
    + _restriction("{audience}")
    + '</saml:Conditions><saml:AuthnStatement AuthnInstant="{now}" SessionIndex="{id}"><saml:AuthnContext>'
    "<saml:AuthnContextClassRef>urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport"
    "</saml:AuthnContextClassRef></saml:AuthnContext></saml:AuthnStatement>"
    "<saml:AttributeStatement>{attributes}</saml:AttributeStatement></saml:Assertion></samlp:Response>"
)


def _handler(provider: Provider) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked = provider.asked(f"{SSO}?{urlsplit(self.path).query}")
            raw = PAGE.format(place=asked["acs"], answer=provider.answer(asked)).encode()
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(raw)))
            self.end_headers()
            self.wfile.write(raw)

        def log_message(self, *args: Any) -> None:
            """Nothing."""

    return Handler


@contextmanager
def served(provider: Provider) -> Iterator[str]:
    """The provider's sign-in page for a real browser, on another host than ours; gives its address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(provider))
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield f"http://localhost:{server.server_port}/sso"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
