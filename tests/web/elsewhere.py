"""What tests of signing in elsewhere share: a provider in the file, the way there and back, and staying out."""

from __future__ import annotations

import http.client
import json
from typing import Any
from urllib.parse import urlsplit

from tests.web.conftest import House
from tests.web.oidc_provider import CLIENT, SECRET, Provider


def told(house: House, elsewhere: Provider, *more: str) -> None:
    """Write sign-in.yaml with this provider."""
    lines = [
        "ways:",
        "  - id: varnholm",
        "    kind: oidc",
        "    name: Varnholm",
        f"    issuer: {elsewhere.address}",
        f"    client_id: {CLIENT}",
        f"    secret: {SECRET}",
        *(f"    {line}" for line in more),
    ]
    (house.folder / "sign-in.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")


def account(role: str = "governance-lead") -> Any:
    """The demo's account of a role."""
    from tonetop.records.models import Account

    return Account.objects.filter(role=role).order_by("pk").first()


def person(**claims: Any) -> dict[str, Any]:
    """What a truthful provider says of the governance lead."""
    return {"sub": "7f3a", "email": account().email, "email_verified": True, "name": "Somebody"} | claims


def visit(address: str) -> str:
    """Where the provider sends the browser to."""
    place = urlsplit(address)
    connection = http.client.HTTPConnection(place.hostname or "", place.port or 0, timeout=10)
    connection.request("GET", f"{place.path}?{place.query}")
    response = connection.getresponse()
    response.read()
    connection.close()
    assert response.status == 302
    return response.headers["Location"]


def sign_in(client: Any, query: str = "") -> Any:
    """Press the button and follow to the provider and back; gives the answer of the way back."""
    begun = client.get(f"/accounts/oidc/varnholm/login/{query}")
    assert begun.status_code == 302, begun.content
    back = urlsplit(visit(begun["Location"]))
    return client.get(f"{back.path}?{back.query}")


def stays_out(client: Any, answer: Any, words: str) -> None:
    """The sign-in page says why in one sentence, and nobody is signed in."""
    assert answer.status_code == 302
    assert answer["Location"] == "/accounts/login/"
    assert words in client.get("/accounts/login/").content.decode()
    assert client.get("/").status_code == 302


def events(type: str) -> list[dict[str, Any]]:
    """The ledger's events of a type, as they are written."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT body FROM ledger_events WHERE type = %s ORDER BY seq", [type])
        return [json.loads(bytes(body)) for (body,) in cursor.fetchall()]
