"""JSON: a facts file."""

from __future__ import annotations

import json
from typing import Any

from tonetop.records.sheets.table import Outgoing
from tonetop.standard import plain_yaml
from tonetop.standard.facts_file import Refused

ENDINGS = WRITES = (".json",)


def facts(outgoing: Outgoing) -> dict[str, Any]:
    """The plain data of a facts file, which holds no source data. Raises Refused when that is to go along."""
    if outgoing.with_source:
        raise Refused("source data goes along in .csv and .xlsx alone; facts files have no place for it")
    head: dict[str, Any] = {"organisation": dict(outgoing.organisation)} if outgoing.organisation else {}
    return head | {type: [dict(line.plain) for line in lines] for type, lines in outgoing.records.items()}


def write(outgoing: Outgoing) -> bytes:
    """A facts file in JSON."""
    return (json.dumps(facts(outgoing), ensure_ascii=False, indent=1, default=list) + "\n").encode()


def read_facts(raw: bytes, name: str) -> Any:
    """The plain data of the file. Raises Refused."""
    try:
        return plain_yaml.read(raw, json_text=True)
    except plain_yaml.Unreadable as broken:
        raise Refused(f"{name}: {broken}") from None
