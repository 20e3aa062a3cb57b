"""What a program sends: one JSON object, read as strictly as files are."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest

from tonetop.records.doers import Once
from tonetop.records.intake import Refused
from tonetop.records.repeated import fingerprint
from tonetop.standard import plain_yaml
from tonetop.work.keep_evidence import Brought

KEY = re.compile(r"[!-~]{1,200}")
"""What an idempotency key is made of: printable ASCII without spaces."""
LONGEST = 1 << 20
"""Bytes of what is said of files."""


def key_of(request: HttpRequest) -> str | None:
    """The idempotency key under which a request may be repeated; None without one. Raises Refused."""
    told = request.headers.get("Idempotency-Key")
    if told is not None and not KEY.fullmatch(told):
        raise Refused(
            "an Idempotency-Key is 1 to 200 printable ASCII characters without a space, such as a UUID"
        )
    return told


def once(
    request: HttpRequest, told: Mapping[str, Any] | None = None, files: Sequence[Brought] = ()
) -> Once | None:
    """The request with its key and what tells it from others, where it bears one; None without. Raises Refused.

    told, files: what the body holds where it was read: its bytes may be others when it is sent again. The files are
    read and rewound.
    """
    key = key_of(request)
    if key is None:
        return None
    parts = [part.encode() for part in (request.method or "", request.get_full_path())]
    parts.append(request.body if told is None else json.dumps(told, sort_keys=True, default=str).encode())
    for file in files:
        parts += [file.name.encode(), _hash(file)]
    return Once(key, fingerprint(*parts))


def _hash(file: Brought) -> bytes:
    """The SHA-256 of a file that was sent, which can be read again from its beginning afterwards."""
    found = sha256()
    for part in file.parts:
        found.update(part)
    return found.digest()


def body(request: HttpRequest, what: str) -> dict[str, Any]:
    """The object that a request brings; what: "one record". Raises Refused."""
    return _object(request.body, "the body", what)


def file_body(request: HttpRequest, files: list[Brought]) -> dict[str, Any]:
    """The object that a body of several parts brings as its part `act`; puts its files into `files`. Raises Refused."""
    if request.content_type != "multipart/form-data":
        raise Refused("send multipart/form-data: a part act that holds a JSON object, and parts called files")
    unknown = sorted(({*request.POST} - {"act"}) | ({*request.FILES} - {"act", "files"}))
    if unknown:
        raise Refused(f"there is no part {unknown[0]!r}; the parts are act and files")
    files += [Brought(file.name or "file", _Parts(file)) for file in request.FILES.getlist("files")]
    held = request.FILES.get("act")
    raw = held.read(LONGEST + 1) if held is not None else request.POST.get("act", "{}").encode()
    if len(raw) > LONGEST:
        raise Refused("the part act is too long")
    return _object(raw, "the part act", "what is done")


class _Parts:
    """The bytes of a file that was sent, from its beginning each time it is read."""

    def __init__(self, file: UploadedFile) -> None:
        self._file = file

    def __iter__(self) -> Iterator[bytes]:
        return iter(self._file.chunks())


def _object(raw: bytes, where: str, what: str) -> dict[str, Any]:
    try:
        plain = plain_yaml.read(raw, json_text=True)
    except plain_yaml.Unreadable as broken:
        raise Refused(f"{where}: {broken}") from None
    if not isinstance(plain, dict):
        raise Refused(f"{where} must be {what} as a JSON object")
    return plain
