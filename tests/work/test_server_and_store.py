"""Tables on PostgreSQL and evidence in S3 at once: kept, verified, told of, and missed when the store is away."""

from __future__ import annotations

import json
import os
from hashlib import sha256
from pathlib import Path

import pytest

from tests.records.test_stores import s3  # noqa: F401 - the fixture
from tests.work.serving import database, run
from tests.work.upped import upped

pytestmark = pytest.mark.slow
KEPT = ("--kind", "management-review-minutes", "--occurred-on", "2025-11-03", "--title", "Minutes")


def test_tables_on_a_server_and_evidence_in_a_store_work_together(server: str, s3: str, tmp_path: Path):  # noqa: F811
    folder, paper = tmp_path / "data", tmp_path / "minutes.txt"
    paper.write_text("what was decided, far from here")
    told = {"TONETOP_DATABASE": database(server, "with_store"), "TONETOP_EVIDENCE_STORE": s3}
    assert run(folder, "demo", "--story", "empty", **told).returncode == 0
    done = run(folder, "evidence", "add", str(paper), *KEPT, "--format", "json", **told)
    assert done.returncode == 0, done.stderr
    digest = sha256(paper.read_bytes()).hexdigest()
    assert not list(folder.rglob(digest)), "it lies in the store alone"
    assert not (folder / "tonetop.sqlite3").exists(), "and the tables on the server alone"
    verified = run(folder, "verify", "--format", "json", **told)
    assert (verified.returncode, json.loads(verified.stdout)["problems"]) == (0, [])
    with upped(folder, **told) as here:
        status, said = here.ask("/readyz")
        assert (status, b"ok  evidence: the store of evidence answers" in said) == (200, True)
    saved = run(folder, "backup", str(tmp_path / "one.backup"), **told)
    assert saved.returncode == 0
    assert s3 in saved.stdout, "a backup says what it does not hold"
    away = told | {"AWS_ENDPOINT_URL": "http://127.0.0.1:1", "AWS_MAX_ATTEMPTS": "1"}
    with upped(folder, **away) as here:
        status, said = here.ask("/readyz")
        assert (status, b"NO  evidence: the store of evidence does not answer" in said) == (503, True)
        assert b"127.0.0.1" not in said
        assert os.environ["AWS_SECRET_ACCESS_KEY"].encode() not in said
