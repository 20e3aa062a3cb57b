"""A directory that speaks SCIM, for tests: what it sends, and how it reads answers and the ledger."""

from __future__ import annotations

import json
from typing import Any

from django.test import Client

USER = "urn:ietf:params:scim:schemas:core:2.0:User"
PATCH = "urn:ietf:params:scim:api:messages:2.0:PatchOp"
ANN = {
    "schemas": [USER],
    "userName": "ann@varnholm.example",
    "externalId": "4711",
    "name": {"givenName": "Ann", "familyName": "Aune"},
    "emails": [{"value": "ann@varnholm.example", "type": "work", "primary": True}],
    "active": True,
}


def send(client: Client, method: str, place: str, plain: Any = None) -> Any:
    """One request."""
    body = "" if plain is None else plain if isinstance(plain, str) else json.dumps(plain)
    return client.generic(method, f"/scim/v2/{place}", body, content_type="application/scim+json")


def patch(client: Client, number: str, *operations: dict[str, Any]) -> Any:
    """Operations on one account."""
    return send(client, "PATCH", f"Users/{number}", {"schemas": [PATCH], "Operations": list(operations)})


def refused(answer: Any, status: int, word: str = "") -> str:
    """The answer is an error as RFC 7644 writes it; gives its sentence."""
    told = answer.json()
    assert (answer.status_code, told["status"], told.get("scimType", "")) == (status, str(status), word)
    assert told["schemas"] == ["urn:ietf:params:scim:api:messages:2.0:Error"]
    assert answer.headers["Content-Type"] == "application/scim+json"
    return str(told["detail"])


def account(number: str) -> Any:
    """The account behind a resource."""
    from tonetop.records.models import Account

    return Account.objects.get(pk=number)


def events(type: str) -> list[Any]:
    """What the ledger's events of a type tell, and who did it."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT body FROM ledger_events WHERE type = %s ORDER BY seq", [type])
        bodies = [json.loads(bytes(body)) for (body,) in cursor.fetchall()]
    return [(body["data"], body["actor"]["id"]) for body in bodies]
