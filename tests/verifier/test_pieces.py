"""A long log is read in pieces, by several processes where there are; what is told of it stays the same."""

from typing import Any

import pytest

from tests.verifier.bundles import full, report, verifier


@pytest.mark.parametrize("change", [None, "the middle", "the link"], ids=str)
@pytest.mark.parametrize("size", [64, 700, 1 << 20])
def test_a_log_read_in_pieces_by_several_processes_is_told_as_one_read_at_once(
    tmp_path, monkeypatch, change, size
):
    case = full(tmp_path)
    members = case.members
    case.log.connection.close()
    if change is not None:
        body = members["events.jsonl"].split(b"\n")
        other = b"{}" if change == "the middle" else body[6].replace(b'"previous":"', b'"previous":"ab', 1)
        members = members | {"events.jsonl": b"\n".join([*body[:6], other, *body[7:]])}

    def told() -> dict[str, Any]:
        found = report(members, tmp_path)
        return found | {"problems": sorted(found["problems"])}

    whole = told()
    monkeypatch.setattr(verifier, "CHUNK", size)
    assert told() == whole
    monkeypatch.setattr(verifier, "MANY", 1)
    monkeypatch.setattr(verifier, "can_fork", lambda: True)
    assert told() == whole
