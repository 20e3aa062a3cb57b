"""Ways of signing in elsewhere: the file sign-in.yaml of the data folder, read strictly and refused by place."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from cryptography.x509 import load_pem_x509_certificate

from tonetop.records.models import ROLES
from tonetop.standard import plain_yaml
from tonetop.work.permission import GUEST
from tonetop.work.swap_folder import SIGN_IN

PLACE = "TONETOP_SIGN_IN"
"""The environment variable that names another file."""
OIDC, SAML = "oidc", "saml"
HERE, PROVIDER = "here", "provider"
GIVEN = tuple(role for role in ROLES if role != GUEST)
"""Roles that a provider's word may give; a guest comes in until a day, which no provider says."""
LOCAL = ("localhost", "127.0.0.1", "::1")
_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
_TEXTS = {OIDC: ("issuer", "client_id"), SAML: ("entity_id", "address", "certificate")}
_ADDRESSES = ("issuer", "address")
_COMMON = ("id", "kind", "name", "domains", "second_factor", "strangers")
SECRETS = ("secret", "secret_from", "secret_file")
"""Where a client's secret may be: in the file itself, in the environment, or in a file of its own."""
_ALLOWED = {
    OIDC: {*_COMMON, *_TEXTS[OIDC], *SECRETS},
    SAML: {*_COMMON, *_TEXTS[SAML], "our_id", "attributes"},
}
_ATTRIBUTES = ("uid", "email", "email_verified", "name")


class WaysRefused(Exception):
    """The file cannot be used; the message is one sentence that names the place in it."""


@dataclass(frozen=True, slots=True)
class Strangers:
    """How people without an account are let in: the role of those whom no row of the mapping names.

    claim: what the provider says of a person's groups; roles: the role here by what it says.
    """

    role: str
    claim: str = ""
    roles: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Way:
    """One provider: where it is, how it knows us, whose addresses its word is taken for.

    texts: issuer, client_id and secret (OIDC), or entity_id, address, certificate and our_id (SAML).
    secret_file: where the secret lies, if in a file of its own; secret_in_plain: whether it stands in sign-in.yaml.
    domains: the mail domains for which alone its word counts, even where it does not say that it verified the
    address; without any, its word counts for every address that it says it verified.
    provider_has_second_factor: no other second factor is asked of who comes in this way, but of
    an administrator who has one.
    """

    id: str
    kind: str
    name: str
    texts: Mapping[str, str]
    domains: tuple[str, ...] = ()
    attributes: Mapping[str, str] = field(default_factory=dict)
    provider_has_second_factor: bool = False
    strangers: Strangers | None = None
    secret_file: Path | None = None
    secret_in_plain: bool = False


def ways(folder: Path) -> tuple[Way, ...]:
    """The providers of a data folder, in the order of the file; none without one. Raises WaysRefused."""
    path = Path(os.environ.get(PLACE) or folder / SIGN_IN)
    try:
        told = path.stat()
    except FileNotFoundError:
        if os.environ.get(PLACE):
            raise WaysRefused(f"{path}: is not there, although {PLACE} names it") from None
        return ()
    except OSError as error:
        raise WaysRefused(f"{path}: {error.strerror}") from None
    return tuple(_with_secret(one) for one in _read(path, told.st_mtime_ns, told.st_size))


def _with_secret(found: Way) -> Way:
    """A way with the secret that its file holds now, so that another one counts as soon as it is there."""
    if found.secret_file is None:
        return found
    try:
        secret = found.secret_file.read_text(encoding="utf-8").strip()
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or "holds no text"
        raise WaysRefused(f"way {found.id}: secret_file {found.secret_file}: {why}") from None
    if not secret:
        raise WaysRefused(
            f"way {found.id}: secret_file {found.secret_file} is empty; write the secret into it"
        )
    return replace(found, texts={**found.texts, "secret": secret})


def way(folder: Path, id: str) -> Way | None:
    """One provider by its id, or None. Raises WaysRefused."""
    return next((one for one in ways(folder) if one.id == id), None)


@lru_cache(maxsize=4)
def _read(path: Path, changed: int, size: int) -> tuple[Way, ...]:
    """The file, read once for each time it is changed."""
    try:
        plain = plain_yaml.read(path.read_bytes())
    except (plain_yaml.Unreadable, OSError) as broken:
        raise WaysRefused(f"{path.name}: {broken}") from None
    rows = plain.get("ways") if isinstance(plain, dict) and set(plain) == {"ways"} else None
    if not isinstance(rows, list):
        raise WaysRefused(f"{path.name}: write one list, `ways`, and nothing beside it")
    found = tuple(_way(row, path, f"{path.name}: way {number}") for number, row in enumerate(rows, 1))
    ids = [one.id for one in found]
    for number, id in enumerate(ids, 1):
        if id in ids[: number - 1]:
            raise WaysRefused(f"{path.name}: way {number}: the id {id!r} is taken by one before it")
    return found


def _way(row: Any, path: Path, place: str) -> Way:
    kind, id = _kind(row, place), row.get("id")
    if not isinstance(id, str) or not _ID.fullmatch(id) or id == SAML:
        raise WaysRefused(
            f"{place}: id is {id!r}; write up to 40 small letters, digits and hyphens, other than {SAML}"
        )
    second = row.get("second_factor", HERE)
    if second not in (HERE, PROVIDER):
        raise WaysRefused(f"{place}: second_factor is {second!r}; write {HERE} or {PROVIDER}")
    return Way(
        id,
        kind,
        _text(row, "name", place, id)[:40],
        _texts(row, kind, place),
        _domains(row, place),
        _words(row, "attributes", place, _ATTRIBUTES),
        second == PROVIDER,
        _strangers(row, place),
        path.parent / _text(row, "secret_file", place) if "secret_file" in row else None,
        bool(row.get("secret")),
    )


def _kind(row: Any, place: str) -> str:
    if not isinstance(row, dict):
        raise WaysRefused(f"{place}: write a mapping with id, kind and what the kind asks for")
    kind = row.get("kind")
    if kind not in (OIDC, SAML):
        raise WaysRefused(f"{place}: kind is {kind!r}; write {OIDC} or {SAML}")
    if kind == SAML and find_spec("onelogin") is None:
        raise WaysRefused(f"{place}: SAML needs an extra that is not installed: pip install 'tonetop[saml]'")
    _demand_known(row, _ALLOWED[kind], place)
    return str(kind)


def _texts(row: Mapping[str, Any], kind: str, place: str) -> Mapping[str, str]:
    texts = {name: _text(row, name, place) for name in _TEXTS[kind]}
    for name in _ADDRESSES:
        if name in texts:
            _demand_address(texts[name], f"{place}: {name}")
    if kind == OIDC:
        return texts | {"secret": _secret(row, place)}
    _demand_certificate(texts["certificate"], place)
    return texts | {"our_id": _text(row, "our_id", place, "")}


def _demand_known(row: Mapping[str, Any], allowed: Any, place: str) -> None:
    unknown = sorted(set(row) - set(allowed))
    if unknown:
        raise WaysRefused(f"{place}: {unknown[0]!r} is not known; known are {', '.join(sorted(allowed))}")


def _text(row: Mapping[str, Any], name: str, place: str, otherwise: str | None = None) -> str:
    value = row.get(name, otherwise)
    if not isinstance(value, str) or not (value.strip() or value == otherwise):
        raise WaysRefused(f"{place}: {name} is missing or no text; write one")
    return value.strip()


def _demand_address(address: str, place: str) -> None:
    parts = urlsplit(address)
    if parts.scheme == "https" and parts.hostname or parts.scheme == "http" and parts.hostname in LOCAL:
        return
    raise WaysRefused(f"{place}: {address!r} is no https address")


def _demand_certificate(text: str, place: str) -> None:
    try:
        load_pem_x509_certificate(text.encode())
    except ValueError:
        raise WaysRefused(
            f"{place}: certificate is no PEM certificate; paste it with its BEGIN and END lines"
        ) from None


def _secret(row: Mapping[str, Any], place: str) -> str:
    named = [name for name in SECRETS if name in row]
    if len(named) > 1:
        raise WaysRefused(f"{place}: {' and '.join(named)} stand beside each other; write one of them")
    if "secret_from" not in row:
        return _text(row, "secret", place, "")
    name = _text(row, "secret_from", place)
    if name not in os.environ:
        raise WaysRefused(f"{place}: secret_from names {name}, which the environment does not hold")
    return os.environ[name]


def _domains(row: Mapping[str, Any], place: str) -> tuple[str, ...]:
    value = row.get("domains", [])
    if not isinstance(value, list) or not all(isinstance(one, str) and "." in one for one in value):
        raise WaysRefused(f"{place}: domains is no list of mail domains such as example.org")
    return tuple(one.lower().lstrip("@") for one in value)


def _words(row: Mapping[str, Any], name: str, place: str, allowed: Any = None) -> Mapping[str, str]:
    value = row.get(name, {})
    if not isinstance(value, dict) or not all(isinstance(one, str) for one in value.values()):
        raise WaysRefused(f"{place}: {name} is no mapping of texts")
    if allowed is not None:
        _demand_known(value, allowed, f"{place}: {name}")
    return value


def _strangers(row: Mapping[str, Any], place: str) -> Strangers | None:
    value, place = row.get("strangers"), f"{place}: strangers"
    if value is None:
        return None
    if not isinstance(value, dict):
        raise WaysRefused(f"{place}: write a mapping with role, or leave it out: then nobody is let in")
    _demand_known(value, ("role", "claim", "roles"), place)
    roles = _words(value, "roles", place)
    role = _text(value, "role", place)
    for one in (role, *roles.values()):
        if one not in GIVEN:
            raise WaysRefused(f"{place}: {one!r} is no role to be given so; it is one of {', '.join(GIVEN)}")
    claim = _text(value, "claim", place, "")
    if bool(claim) != bool(roles):
        raise WaysRefused(f"{place}: claim and roles go together; write both or neither")
    return Strangers(role, claim, roles)
