"""A directory of people that is asked by SCIM 2.0 (RFC 7644): its resource types are assets, read page by page."""

from __future__ import annotations

import json
import os
import random
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from http.client import HTTPException
from typing import Any
from urllib.parse import SplitResult, quote, urlencode, urlsplit

from tonetop.discovery.source import Asset, Lacking, Sampling, Source, Unreachable

try:
    import pyarrow as pa

    from tonetop.discovery.columns import array_of
    from tonetop.discovery.tables.objects import flat
except ImportError as error:
    raise Lacking("A directory", "scan", error.name) from None

TOKEN = "TONETOP_SCIM_TOKEN"  # noqa: S105 - the name of a variable, which holds it
"""The environment's variable with the bearer token; it is sent to the address that was named, and nowhere else."""
PAGE, LARGEST, SECONDS = 100, 32 << 20, 30
KNOWN = ("Users", "Groups")
"""Resource types of a directory that does not list them (RFC 7644, section 3.2)."""


class _Still(urllib.request.HTTPRedirectHandler):
    """Follows nothing: a token is for one host."""

    def redirect_request(self, *_: object) -> None:
        """No request."""


class ScimSource(Source):
    """What the directory at an address `https://…/scim/v2` tells about people and groups."""

    def __init__(self, address: str, name: str) -> None:
        parts = _parts(address, name)
        is_here = parts.scheme == "http" and parts.hostname in ("localhost", "127.0.0.1", "::1")
        if not (is_here or (parts.scheme == "https" and parts.hostname)):
            raise Unreachable(
                f"{name}: a directory is asked by https alone, for a token goes with each question"
            )
        if "@" in parts.netloc or parts.query or parts.fragment:
            raise Unreachable(
                f"{name}: name the address alone, https://…/scim/v2, and put the token into {TOKEN}"
            )
        self.name = name
        self._base = address.rstrip("/") + "/"
        self._open = urllib.request.build_opener(_Still).open
        self._counts: dict[str, int] = {}

    def assets(self) -> tuple[Asset, ...]:
        """A resource type each, with as many rows as the directory says. Raises Unreachable."""
        found = []
        for name in sorted(self._types()):
            try:
                total = _total(self._asked(name, startIndex=1, count=1))
            except Unreachable as why:
                found.append(Asset(name, skipped=str(why), country=self.country))
                continue
            found.append(Asset(name, rows=total, country=self.country))
        return tuple(found)

    def _types(self) -> tuple[str, ...]:
        """The endpoints of what the directory says that it holds."""
        try:
            told = self._asked("ResourceTypes")
        except _Missing:
            return KNOWN
        ends = [one.get("endpoint") for one in _resources(told)]
        places = {end.removeprefix(self._base).strip("/") for end in ends if isinstance(end, str)}
        return tuple(places - {""}) or KNOWN

    def rows(self, asset: Asset) -> int | None:
        """As were counted while it was read, else as the directory says."""
        return self._counts.get(asset.name, asset.rows)

    def batches(
        self, asset: Asset, sampling: Sampling, after: str | None = None
    ) -> Iterator[tuple[str | None, pa.RecordBatch]]:
        """A page each, with the number of its last resource; a sample is drawn one by one. Raises Unreachable."""
        share = sampling.share(asset.rows)
        chance = random.Random(f"{sampling.seed} {asset.name}")  # noqa: S311 - a sample must come out the same again
        done, begun = 0, int(after or 0)
        before: list[Mapping[str, Any]] = []
        while True:
            told = self._asked(asset.name, startIndex=done + 1, count=PAGE)
            page = _resources(told)
            if page and page == before:
                raise Unreachable(f"{self.name}: gives the same page of {asset.name} again and again")
            before = page
            drawn = [one for one in page if share is None or chance.random() < share]
            done += len(page)
            if page and done > begun:
                yield str(done), _batch(drawn)
            if not page or done >= (_total(told) or done):
                self._counts[asset.name] = done
                return

    def _asked(self, place: str, **wanted: int) -> dict[str, Any]:
        """What the directory answers. Raises Unreachable."""
        if ".." in place.split("/") or ":" in place:
            raise Unreachable(
                f"{self.name}: {place} lies outside the address that was named, and is not asked"
            )
        query = f"?{urlencode(wanted)}" if wanted else ""
        headers = {"Accept": "application/scim+json"} | _token(self.name)
        call = urllib.request.Request(self._base + quote(place) + query, headers=headers)  # noqa: S310 - see __init__
        try:
            with self._open(call, timeout=SECONDS) as answer:
                raw = answer.read(LARGEST + 1)
        except urllib.error.HTTPError as error:
            raise _refused(self.name, place, error.code) from None
        except (OSError, ValueError, HTTPException) as error:
            raise Unreachable(f"{self.name}: cannot be reached: {getattr(error, 'reason', error)}") from None
        try:
            told = json.loads(raw) if len(raw) <= LARGEST else None
        except (ValueError, RecursionError):
            told = None
        if not isinstance(told, dict):
            raise Unreachable(
                f"{self.name}: {place} is answered by what is no SCIM; name the address above /Users"
            )
        return told


def _parts(address: str, name: str) -> SplitResult:
    """The parts of an address. Raises Unreachable."""
    try:
        parts = urlsplit(address)
        _ = parts.port
    except ValueError:
        raise Unreachable(f"{name}: is no address; write scim:https://…/scim/v2") from None
    return parts


def _token(name: str) -> dict[str, str]:
    """The header with the token; one that fits into no header would be told by the error about it."""
    token = os.environ.get(TOKEN, "").strip()
    if not (token.isascii() and token.isprintable()):
        raise Unreachable(f"{name}: the token in {TOKEN} holds signs that no token has")
    return {"Authorization": f"Bearer {token}"} if token else {}


def _total(told: Mapping[str, Any]) -> int | None:
    """How many resources there are; None where the directory does not say it as a number."""
    total = told.get("totalResults")
    return total if type(total) is int and total >= 0 else None


def _resources(told: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    found = told.get("Resources")
    return [one for one in found if isinstance(one, Mapping)] if isinstance(found, list) else []


class _Missing(Unreachable):
    """There is no such place in the directory."""


def _refused(name: str, place: str, status: int) -> Unreachable:
    if status == 404:
        return _Missing(f"{name}: has no {place}; name the address above /Users")
    if status in (401, 403):
        return Unreachable(f"{name}: refuses to tell {place}; put a token that may read into {TOKEN}")
    return Unreachable(f"{name}: answers {place} with HTTP status {status}")


def _batch(resources: list[Mapping[str, Any]]) -> pa.RecordBatch:
    """Resources as rows; of an attribute with several values, the values one under the other."""
    rows = [dict(flat({name: _several(value) for name, value in one.items()})) for one in resources]
    names = list(dict.fromkeys(name for row in rows for name in row))
    columns = [array_of([row.get(name) for row in rows]) for name in names]
    return pa.RecordBatch.from_arrays(columns, names=names) if names else _bare(len(rows))


def _bare(rows: int) -> pa.RecordBatch:
    return pa.RecordBatch.from_struct_array(pa.array([{}] * rows, pa.struct([])))


def _several(value: Any) -> Any:
    """`[{"value": "a", "type": "work"}]` as its values (RFC 7643, section 2.4)."""
    if not (isinstance(value, list) and value and all(isinstance(one, Mapping) for one in value)):
        return value
    values = [one.get("value") for one in value]
    return values if all(isinstance(one, str) for one in values) else value
