"""S3: every role and nobody at every address of the router, reading and sending; tokens at what they do not open."""

from __future__ import annotations

from typing import Any

from bench.figures import at_least, at_most
from bench.trust_house import house

METHODS = ("GET", "POST")
REQUESTS, FOREIGN = 4_000, 300


def measured(share: float) -> bool:
    """The row, and what it counts."""
    from tests.web.addresses import ADDRESSES
    from tests.web.permissions import TABLE, expected
    from tests.web.routes import routes
    from tests.web.test_permission_matrix import outcome

    made = house()
    every = max(1, round(1 / share))
    addresses = {name: ADDRESSES.get(name, f"/{pattern}") for name, pattern in routes()}
    unlisted = len(set(addresses) ^ set(TABLE))
    count, leaks = 0, 0
    for who in ("nobody", *made.clients):
        for number, (name, address) in enumerate(sorted(addresses.items())):
            if number % every:
                continue
            for method in METHODS:
                count += 1
                leaks += not _as_told(outcome, made, (who, method, address), expected(name, method, who))
    tokens, opened = _tokens(made, every)
    foreign, taken = _foreign(made)
    return all(
        [
            at_most("S3 routes without a line in the table of permissions", unlisted, "routes", 0),
            at_least("S3 requests: roles × routes × methods", count, "requests", REQUESTS * min(share, 1)),
            at_most(
                "S3 of them let in, refused or written otherwise than the table says", leaks, "requests", 0
            ),
            at_least("S3 calls by tokens: roles × scopes × routes", tokens, "calls", FOREIGN * min(share, 1)),
            at_most("S3 of them that opened what their scope or role does not", opened, "calls", 0),
            at_least("S3 tries at what is another account's own", foreign, "tries", 20),
            at_most("S3 of them that did something", taken, "tries", 0),
        ]
    )


def _as_told(outcome: Any, made: Any, asked: tuple[str, str, str], told: str) -> bool:
    """Whether a request comes to what the table says; a fault, and what a refused one wrote, count as leaks."""
    try:
        came = outcome(made, *asked)
    except AssertionError as error:
        print(f"S3\t{str(error).splitlines()[0]}", flush=True)
        return False
    if came != told:
        print(f"S3\t{' '.join(asked)}: {came}, not {told}", flush=True)
    return bool(came == told)


def _tokens(made: Any, every: int) -> tuple[int, int]:
    """Calls by a token of each role and scope at each route of the API, and how many opened what they must not."""
    from django.db import transaction

    from tests.web.addresses import ADDRESSES
    from tests.web.permissions import TABLE
    from tests.web.routes import routes
    from tonetop.records.models import Account
    from tonetop.work.token import GATES, MANAGES, READS, SCOPES, WRITES, make_token

    places = sorted(
        (name, pattern) for name, pattern in routes() if name.startswith("api/v1/") and "rest" not in name
    )
    count = wrong = 0
    for role in made.clients:
        for scope in SCOPES:
            token = make_token(Account.objects.get(role=role), scope, scopes=(scope,))
            for number, (name, pattern) in enumerate(places):
                if number % every or name in {"api/v1/", "api/v1/openapi.json"}:
                    continue
                for method in METHODS:
                    needs = GATES if "gates/" in name else MANAGES if "webhooks" in name else None
                    needs = needs or (READS if method == "GET" else WRITES)
                    line = TABLE[name]
                    may = role in (line.reads if method == "GET" else line.sends) and needs == scope
                    with transaction.atomic():
                        answer = getattr(made.anybody, method.lower())(
                            ADDRESSES.get(name, f"/{pattern}"), headers={"authorization": f"Bearer {token}"}
                        )
                        transaction.set_rollback(True)
                    count += 1
                    wrong += answer.status_code >= 500 or (answer.status_code < 300 and not may)
    return count, wrong


def _foreign(made: Any) -> tuple[int, int]:
    """Each role tries at what another account alone holds: its sessions, its second factors, its wishes, its feed."""
    from django.db import transaction

    from tonetop.records.entrance import Session
    from tonetop.work import sessions

    count = taken = 0
    rows = {row.account.role: row for row in Session.objects.select_related("account")}
    for role, client in made.clients.items():
        for other, row in rows.items():
            if other == role:
                continue
            with transaction.atomic():
                client.post("/security/sessions/", {"session": str(row.pk)})
                taken += not Session.objects.filter(pk=row.pk).exists()
                client.post(f"/accounts/2fa/webauthn/keys/{row.pk}/remove/")
                answer = client.post(
                    f"/settings/accounts/{row.account.pk}/", {"role": "administrator", "active": "1"}
                )
                row.account.refresh_from_db()
                taken += role != "administrator" and (answer.status_code < 300 or row.account.role != other)
                transaction.set_rollback(True)
            count += 3
        sessions.standing(rows[role].account) if role in rows else None
    return count, taken
