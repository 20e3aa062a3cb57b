"""YAML: a facts file, with days unquoted, as people write them."""

from __future__ import annotations

import re
from typing import Any

import yaml

from tonetop.core import cadence
from tonetop.records.sheets.as_json import facts
from tonetop.records.sheets.table import Outgoing
from tonetop.standard import plain_yaml
from tonetop.standard.facts_file import Refused

ENDINGS = WRITES = (".yaml", ".yml")
_DATED = re.compile(r"\s*\d{4}-\d")
_STAMP = "tag:yaml.org,2002:timestamp"


class _Writer(getattr(yaml, "CSafeDumper", yaml.SafeDumper)):  # type: ignore[misc]
    """Writes plain data; our reader takes a day for a text, so that days need no quotation marks."""


_Writer.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in known if tag != _STAMP]
    for first, known in yaml.SafeDumper.yaml_implicit_resolvers.items()
}


def _text(writer: Any, text: str) -> Any:
    quoted = bool(_DATED.match(text)) and not cadence.is_day(text)
    return writer.represent_scalar("tag:yaml.org,2002:str", text, style="'" if quoted else None)


_Writer.add_representer(str, _text)
_Writer.add_representer(tuple, lambda writer, value: writer.represent_list(list(value)))
_Writer.ignore_aliases = lambda self, data: True


def write(outgoing: Outgoing) -> bytes:
    """A facts file in YAML."""
    options: dict[str, Any] = {"allow_unicode": True, "sort_keys": False, "width": 110}
    head = "".join(f"{line}\n" for line in outgoing.head())
    return (head + str(yaml.dump(facts(outgoing), Dumper=_Writer, **options))).encode()


def read_facts(raw: bytes, name: str) -> Any:
    """The plain data of the file. Raises Refused."""
    try:
        return plain_yaml.read(raw)
    except plain_yaml.Unreadable as broken:
        raise Refused(f"{name}: {broken}") from None
