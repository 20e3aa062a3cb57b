"""SCIM's words (RFC 7643): an account as a User, what a request says of one, and what is told of the service."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from tonetop.records.intake import Refused
from tonetop.records.models import Account
from tonetop.work.keep_listed import Said

USER = "urn:ietf:params:scim:schemas:core:2.0:User"
MESSAGE = "urn:ietf:params:scim:api:messages:2.0:"
CONFIG = "urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig"
MOST = 200
"""How many accounts one answer holds."""
_OF_ADDRESSES = re.compile(r'emails(\[\s*type\s+eq\s+"work"\s*\])?(\.value)?', re.IGNORECASE)
_FILTER = re.compile(r'(userName|externalId|id)\s+eq\s+"((?:[^"\\]|\\.)*)"', re.IGNORECASE)
_KEPT = frozenset(("username", "displayname", "name", "active", "externalid", "emails"))
_LEFT = frozenset(
    ("nickname", "profileurl", "title", "usertype", "preferredlanguage", "locale", "timezone", "password")
    + ("phonenumbers", "ims", "photos", "addresses", "groups", "entitlements", "roles", "x509certificates")
    + ("schemas", "meta", "id")
)
"""Attributes of the standard that nothing is kept of; they are passed over, as RFC 7644, 3.3 allows."""


class Wrong(Refused):
    """A request that SCIM has a word for; scim_type: that word (RFC 7644, table 9)."""

    def __init__(self, scim_type: str, sentence: str) -> None:
        super().__init__(sentence)
        self.scim_type = scim_type


def user(account: Account, base: str) -> dict[str, Any]:
    """An account as a User; base: the address of the service."""
    name, external = account.get_full_name(), getattr(account, "listed", None)
    told: dict[str, Any] = {
        "schemas": [USER],
        "id": str(account.pk),
        "userName": account.username,
        "displayName": name or account.username,
        "name": {"formatted": name},
        "active": account.is_active,
        "roles": [{"value": account.role}],
        "meta": {
            "resourceType": "User",
            "created": account.date_joined.isoformat(),
            "location": f"{base}Users/{account.pk}",
        },
    }
    if account.email:
        told["emails"] = [{"value": account.email, "type": "work", "primary": True}]
    if external is not None and external.external_id:
        told["externalId"] = external.external_id
    return told


def said(plain: Mapping[str, Any]) -> Said:
    """What a User of a request says. Raises Wrong."""
    found = {str(name).lower(): value for name, value in plain.items()}
    name = found.get("displayname") or _name(found.get("name"))
    return Said(
        _text(found, "username"),
        _address(found.get("emails")),
        None if name is None else _text({"displayName": name}, "displayName"),
        _truth(found.get("active")),
        _text(found, "externalid"),
    )


def patched(plain: Mapping[str, Any]) -> Said:
    """What the operations of a PATCH say of a User, the last word of each counting. Raises Wrong."""
    found = {str(name).lower(): value for name, value in plain.items()}
    operations = found.get("operations")
    if not isinstance(operations, list) or not 0 < len(operations) <= 100:
        raise Wrong("invalidSyntax", "Operations is no list of 1 to 100 operations")
    wanted: dict[str, Any] = {}
    for operation in operations:
        _take(operation, wanted)
    return said(wanted)


def _take(operation: Any, wanted: dict[str, Any]) -> None:
    if not isinstance(operation, dict):
        raise Wrong("invalidSyntax", "an operation is no mapping")
    found = {str(name).lower(): value for name, value in operation.items()}
    act, path = str(found.get("op", "")).lower(), found.get("path")
    if act not in ("add", "replace", "remove"):
        raise Wrong("invalidSyntax", f"op is {found.get('op')!r}; it is add, replace or remove")
    if act == "remove":
        if str(path).lower() != "externalid":
            raise Wrong("mutability", "only externalId is removed; to close an account set active to false")
        wanted["externalid"] = ""
    elif path is None:
        if not isinstance(found.get("value"), dict):
            raise Wrong("invalidSyntax", "an operation without a path has a mapping as its value")
        for name, value in found["value"].items():
            _put(str(name), value, wanted)
    else:
        _put(str(path), found.get("value"), wanted)


def _put(path: str, value: Any, wanted: dict[str, Any]) -> None:
    path = path.removeprefix(f"{USER}:")
    head, _, part = path.lower().partition(".")
    if _OF_ADDRESSES.fullmatch(path):
        wanted["emails"] = [{"value": value}] if isinstance(value, str) else value
    elif head == "name" and part:
        name = wanted.get("name") or {}
        if not isinstance(name, dict):
            raise Wrong("invalidValue", "name is no mapping")
        wanted["name"] = {**name, part: value}
    elif path.lower() in _KEPT:
        wanted[path.lower()] = value
    elif re.split(r"[\[.]", path.lower())[0] not in _LEFT and not path.lower().startswith("urn:"):
        raise Wrong("invalidPath", f"there is no {path[:100]!r}; kept are {', '.join(sorted(_KEPT))}")


def _name(value: Any) -> Any:
    if not isinstance(value, dict):
        return None
    found = {str(name).lower(): part for name, part in value.items()}
    parts = [found.get("givenname"), found.get("familyname")]
    return found.get("formatted") or (" ".join(map(str, parts)) if all(parts) else None)


def _text(found: Mapping[str, Any], name: str) -> str | None:
    value = found.get(name)
    if value is not None and not isinstance(value, str):
        raise Wrong("invalidValue", f"{name} is no text")
    return None if value is None else value.strip()


def _address(value: Any) -> str | None:
    if value is None:
        return None
    if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
        raise Wrong("invalidValue", "emails is no list of mappings with a value each")
    first = sorted(value, key=lambda one: (one.get("primary") is not True, one.get("type") != "work"))[:1]
    return _text({"emails.value": first[0].get("value")}, "emails.value") if first else None


def _truth(value: Any) -> bool | None:
    if isinstance(value, str) and value.lower() in ("true", "false"):
        return value.lower() == "true"  # as some directories write it
    if value is not None and not isinstance(value, bool):
        raise Wrong("invalidValue", "active is neither true nor false")
    return value


def asked(filter: str) -> dict[str, str]:
    """A filter as the lookup that it means; none for an empty one. Raises Wrong."""
    if not filter.strip():
        return {}
    found = _FILTER.fullmatch(filter.strip())
    if found is None:
        raise Wrong("invalidFilter", 'the filters taken are userName, externalId or id eq "…"')
    value = re.sub(r"\\(.)", r"\1", found[2])
    name = found[1].lower()
    if name == "id":
        return {"pk": value} if value.isdecimal() and len(value) < 16 else {"pk": "0"}
    return {"username__iexact": value} if name == "username" else {"listed__external_id": value}


def narrowed(told: dict[str, Any], only: Iterable[str], without: Iterable[str]) -> dict[str, Any]:
    """A resource with the attributes asked for, or without those not wanted (RFC 7644, 3.9)."""
    always, only = {"id", "schemas"}, {name.lower() for name in only}
    without = {name.lower() for name in without} - always
    return {
        name: value
        for name, value in told.items()
        if name.lower() not in without and (not only or name in always or name.lower() in only)
    }


def service(base: str) -> dict[str, Any]:
    """What of SCIM there is (RFC 7643, 5)."""
    none = {"supported": False}
    return {
        "schemas": [CONFIG],
        "patch": {"supported": True},
        "bulk": none | {"maxOperations": 0, "maxPayloadSize": 0},
        "filter": {"supported": True, "maxResults": MOST},
        "changePassword": none,
        "sort": none,
        "etag": none,
        "authenticationSchemes": [
            {
                "type": "oauthbearertoken",
                "name": "Bearer key",
                "description": "A key that `tonetop directory-key` made",
                "primary": True,
            }
        ],
        "meta": {"resourceType": "ServiceProviderConfig", "location": f"{base}ServiceProviderConfig"},
    }


def kind(base: str) -> dict[str, Any]:
    """The one kind of resource (RFC 7643, 6)."""
    return {
        "schemas": ["urn:ietf:params:scim:schemas:core:2.0:ResourceType"],
        "id": "User",
        "name": "User",
        "endpoint": "/Users",
        "schema": USER,
        "meta": {"resourceType": "ResourceType", "location": f"{base}ResourceTypes/User"},
    }


def schema(base: str) -> dict[str, Any]:
    """What is kept of a User (RFC 7643, 7)."""
    value = _attribute("value", "string")
    attributes = [
        _attribute("userName", "string", required=True, uniqueness="server"),
        _attribute("displayName", "string"),
        _attribute("name", "complex", subAttributes=[_attribute("formatted", "string")]),
        _attribute("active", "boolean"),
        _attribute("emails", "complex", multiValued=True, subAttributes=[value]),
        _attribute("roles", "complex", multiValued=True, mutability="readOnly", subAttributes=[value]),
    ]
    return {
        "schemas": ["urn:ietf:params:scim:schemas:core:2.0:Schema"],
        "id": USER,
        "name": "User",
        "description": "An account",
        "attributes": attributes,
        "meta": {"resourceType": "Schema", "location": f"{base}Schemas/{USER}"},
    }


def _attribute(name: str, type: str, **other: Any) -> dict[str, Any]:
    return {
        "name": name,
        "type": type,
        "multiValued": False,
        "required": False,
        "caseExact": False,
        "mutability": "readWrite",
        "returned": "default",
        "uniqueness": "none",
    } | other


def listing(found: list[dict[str, Any]], total: int, start: int = 1) -> dict[str, Any]:
    """One page of a list (RFC 7644, 3.4.2)."""
    return {
        "schemas": [f"{MESSAGE}ListResponse"],
        "totalResults": total,
        "startIndex": start,
        "itemsPerPage": len(found),
        "Resources": found,
    }


def error(status: int, sentence: str, scim_type: str = "") -> dict[str, Any]:
    """A refusal (RFC 7644, 3.12)."""
    told = {"schemas": [f"{MESSAGE}Error"], "status": str(status), "detail": sentence}
    return told | ({"scimType": scim_type} if scim_type else {})
