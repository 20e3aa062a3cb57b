"""Acts that bring files: kept as evidence once, replaced, and judged by another."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from django.test import Client

from tests.api.test_acts import BASE, chief, done, lines
from tests.api.test_repeated import send

__all__ = ["chief"]
pytestmark = pytest.mark.filterwarnings("ignore:Bad Request|Not Found|Conflict|Forbidden")


def upload(client: Client, name: str, told: Any, files: dict[str, bytes], key: str | None = None) -> Any:
    """Send an act with files."""
    parts = [io.BytesIO(raw) for raw in files.values()]
    for part, called in zip(parts, files, strict=True):
        part.name = called
    headers = {} if key is None else {"Idempotency-Key": key}
    return client.post(f"{BASE}/{name}", {"act": json.dumps(told), "files": parts}, headers=headers)


def test_files_are_kept_as_evidence_once_and_replaced_and_judged_by_another(chief: Client):
    piece = {
        "title": "Minutes",
        "kind": "interview-note",
        "occurred_on": "2025-03-14",
        "requirements": ["9.3"],
    }
    first = upload(chief, "keep-evidence", piece, {"minutes.txt": b"Held."}, "k1")
    assert first.status_code == 200, first.content
    (kept,) = first.json()["records"]
    assert (kept["type"], kept["record"]["state"], kept["record"]["requirements"]) == (
        "Evidence",
        "not-ready",
        ["9.3"],
    )
    at = lines()
    assert upload(chief, "keep-evidence", piece, {"minutes.txt": b"Held."}, "k1").json() == first.json()
    assert lines() == at
    assert upload(chief, "keep-evidence", piece, {"minutes.txt": b"Other."}, "k1").status_code == 409
    assert upload(chief, "keep-evidence", piece, {}).status_code == 400
    more = upload(chief, "add-evidence-files", {"id": kept["id"]}, {"annex.txt": b"Annex."})
    assert more.status_code == 200, more.content
    other = upload(chief, "replace-evidence-file", {"file": "EF-1"}, {"minutes.txt": b"Held on Friday."})
    assert [one["type"] for one in other.json()["records"]] == ["EvidenceFile", "Evidence"]
    late = upload(chief, "replace-evidence-file", {"file": "EF-1", "version": 1}, {"minutes.txt": b"Mine."})
    assert (late.status_code, "EvidenceFile EF-1: was changed" in late.json()["detail"]) == (409, True)
    two = {"minutes.txt": b"Held on Monday.", "annex.txt": b"Annex."}
    several = upload(chief, "replace-evidence-file", {"file": "EF-1"}, two)
    assert (several.status_code, "send one file" in several.json()["detail"]) == (400, True)
    (ready,) = done(chief, "declare-evidence-ready", {"id": kept["id"]})["records"]
    assert ready["record"]["state"] == "ready"
    own = send(chief, "POST", f"{BASE}/judge-evidence", {"id": kept["id"], "verdict": "approved"})
    assert (own.status_code, "nobody judges their own" in own.json()["detail"]) == (403, True)
    (held,) = done(chief, "hold-evidence", {"id": kept["id"], "reason": "A case"})["records"]
    assert held["record"]["hold_reason"] == "A case"


def test_parts_of_a_body_that_are_none_are_refused(chief: Client):
    strange = chief.post(f"{BASE}/keep-evidence", {"act": "{}", "other": "x"})
    assert (strange.status_code, "there is no part 'other'" in strange.json()["detail"]) == (400, True)
    broken = chief.post(f"{BASE}/keep-evidence", {"act": "{", "files": io.BytesIO(b"x")})
    assert (broken.status_code, broken["Content-Type"]) == (400, "application/problem+json")
    bare = chief.generic("POST", f"{BASE}/keep-evidence", "x", content_type="multipart/form-data; boundary=")
    assert (bare.status_code, bare["Content-Type"]) == (400, "application/problem+json")
