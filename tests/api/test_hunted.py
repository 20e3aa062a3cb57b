"""Requests made out of the OpenAPI document bring about no error, and answers are as it promises (S2, in short)."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.trust_api import hunt

pytestmark = [
    pytest.mark.slow,
    pytest.mark.filterwarnings(
        "ignore:Bad Request|Unauthorized|Forbidden|Not Found|Conflict", "ignore::DeprecationWarning"
    ),
]


def test_no_request_that_the_document_allows_or_forbids_is_an_error_of_the_server(folder: Path):
    """One operation of four, by whoever may most and by whoever may least; `./dev bench trust` does all."""
    found = hunt(("governance-lead", "staff"), 2, every=4)
    assert found.operations > 100
    assert found.requests > 500
    assert found.errors == []
    assert found.untold == []
