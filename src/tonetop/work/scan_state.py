"""How far a scan came, in a file, so that another goes on from there: sketches and keys that are numbers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import orjson

from tonetop.discovery.engines.engine import Gone
from tonetop.discovery.sketch import Sketch
from tonetop.discovery.source import Asset, Sampling, Unreachable


class State:
    """The sketches that an earlier scan came to, by asset; written anew after each.

    The file holds the secret of the hashes within it, so it is made for its owner alone; it is to be deleted once the
    scan is complete. An asset of which more rows are there by now is gone on with, not begun again.
    """

    def __init__(self, path: Path, source: str, salt: bytes) -> None:
        self.path = path
        self._plain: dict[str, Any] = {"source": source, "salt": salt.hex(), "assets": {}}
        if path.exists():
            self._plain = self._read(source)

    def _read(self, source: str) -> dict[str, Any]:
        try:
            plain: dict[str, Any] = orjson.loads(self.path.read_bytes())
            known = plain["source"], bytes.fromhex(plain["salt"]), dict(plain["assets"])
        except (OSError, ValueError, KeyError, TypeError):
            raise Unreachable(f"{self.path}: is no state of a scan; name another file with --state") from None
        if known[0] != source:
            raise Unreachable(
                f"{self.path}: is the state of a scan of {known[0]}; name another file with --state"
            )
        return plain

    @property
    def salt(self) -> bytes:
        """The secret with which values were hashed."""
        return bytes.fromhex(self._plain["salt"])

    def before(self, asset: Asset, sampling: Sampling) -> Gone | None:
        """How far an asset was scanned; None where it was not, otherwise, or cannot be gone on with."""
        kept = self._plain["assets"].get(asset.name)
        if kept is None or kept["sample"] != sampling.rows or kept["fields"] != list(asset.fields):
            return None
        if not kept["ended"] and kept["last"] is None:
            return None
        return Gone(Sketch.from_plain(kept["sketch"]), kept["last"], kept["ended"])

    def keep(self, asset: Asset, sampling: Sampling, gone: Gone) -> None:
        """Write down how far an asset was scanned. Raises OSError."""
        told = {"sample": sampling.rows, "fields": list(asset.fields), "last": gone.last, "ended": gone.ended}
        self._plain["assets"][asset.name] = told | {"sketch": gone.sketch.plain()}
        beside = self.path.with_name(f"{self.path.name}.new")
        beside.touch(mode=0o600)
        beside.write_bytes(orjson.dumps(self._plain))
        beside.replace(self.path)
