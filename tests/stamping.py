"""A time-stamping authority on this machine: `openssl ts` with a root and a certificate of its own, behind HTTP."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Lock, Thread
from typing import Any

import pytest

CONFIG = """[req]
distinguished_name = name
prompt = no
[name]
CN = {name}
[root]
basicConstraints = critical,CA:true
keyUsage = critical,keyCertSign,cRLSign
subjectKeyIdentifier = hash
[leaf]
basicConstraints = critical,CA:false
keyUsage = critical,digitalSignature
extendedKeyUsage = critical,timeStamping
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
[tsa]
default_tsa = here
[here]
serial = {folder}/serial
crypto_device = builtin
signer_cert = {folder}/leaf.pem
certs = {folder}/root.pem
signer_key = {folder}/leaf.key
signer_digest = {digest}
default_policy = 1.2.3.4.1
digests = sha256, sha512
accuracy = secs:1
tsa_name = no
ess_cert_id_chain = no
ess_cert_id_alg = sha256
"""
RSA, P256, P384 = (
    ("rsa:2048",),
    ("ec", "-pkeyopt", "ec_paramgen_curve:P-256"),
    ("ec", "-pkeyopt", "ec_paramgen_curve:P-384"),
)


@dataclass
class Authority:
    """An authority in a folder; ``root`` is the certificate to trust, as PEM."""

    folder: Path

    @property
    def root(self) -> Path:
        return self.folder / "root.pem"

    def answer(self, request: bytes) -> bytes:
        """The time-stamp response to a request, both in DER."""
        query, made = self.folder / "query", self.folder / "answer"
        query.write_bytes(request)
        _openssl("ts", "-reply", "-config", self.folder / "conf", "-queryfile", query, "-out", made)
        return made.read_bytes()

    def token(self, message: bytes) -> bytes:
        """A token over a message, as an anchor keeps it."""
        (self.folder / "message").write_bytes(message)
        query = self.folder / "asked"
        _openssl("ts", "-query", "-data", self.folder / "message", "-sha256", "-cert", "-out", query)
        (self.folder / "response").write_bytes(self.answer(query.read_bytes()))
        made = self.folder / "token"
        _openssl("ts", "-reply", "-in", self.folder / "response", "-token_out", "-out", made)
        return made.read_bytes()


def authority(
    folder: Path, key: tuple[str, ...] = P256, digest: str = "sha256", name: str = "Stamps Ltd"
) -> Authority:
    """A fresh authority whose certificate has a key of a kind and signs over a digest."""
    if shutil.which("openssl") is None:
        pytest.skip("needs openssl; to enable it: sudo apt-get install openssl")
    folder.mkdir(parents=True, exist_ok=True)
    conf = folder / "conf"
    conf.write_text(CONFIG.format(folder=folder, digest=digest, name=name))
    (folder / "serial").write_text("01\n")
    own = ("req", "-config", conf, "-nodes", "-days", "30", "-newkey")
    _openssl(
        *own,
        *P256,
        "-x509",
        "-extensions",
        "root",
        "-keyout",
        folder / "root.key",
        "-out",
        folder / "root.pem",
    )
    _openssl(
        *own, *key, "-subj", f"/CN={name} unit", "-keyout", folder / "leaf.key", "-out", folder / "leaf.csr"
    )
    signs = ("-CA", folder / "root.pem", "-CAkey", folder / "root.key", "-CAcreateserial", "-days", "20")
    ext = ("-extfile", conf, "-extensions", "leaf")
    _openssl("x509", "-req", "-in", folder / "leaf.csr", *signs, *ext, "-out", folder / "leaf.pem")
    return Authority(folder)


class Serving(ThreadingHTTPServer):
    """The authority behind HTTP; keeps what it was asked, and answers as `spoil` makes of the true answer."""

    daemon_threads = True
    behind: Authority
    asked: list[bytes]
    spoil: Any
    status: int

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/tsr"


class _Hand(BaseHTTPRequestHandler):
    server: Serving

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        with LOCK:
            self.server.asked.append(body)
            made = self.server.spoil(self.server.behind.answer(body))
        self.send_response(self.server.status)
        self.send_header("Content-Type", "application/timestamp-reply")
        self.send_header("Content-Length", str(len(made)))
        self.end_headers()
        self.wfile.write(made)

    def log_message(self, *told: Any) -> None:
        pass


LOCK = Lock()


@contextmanager
def serving(behind: Authority) -> Iterator[Serving]:
    """The authority behind an address of this machine."""
    server = Serving(("127.0.0.1", 0), _Hand)
    server.behind, server.asked, server.spoil, server.status = behind, [], lambda made: made, 200
    Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def _openssl(*arguments: Any) -> None:
    done = subprocess.run(["openssl", *map(str, arguments)], capture_output=True, check=False)
    if done.returncode:
        raise AssertionError(done.stderr.decode(errors="replace"))
