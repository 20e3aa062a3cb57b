"""S2: requests made out of the OpenAPI document, good and bad, sent to every operation by every role.

No answer may be an error of the server, and none may be of a status, a type or a form that the document does not
promise. The requests are the same from run to run.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from bench.figures import at_least, at_most

EXAMPLES, SEED, ERROR = 4, 51, 500
SHOWN = 20
"""How many faults are told in full."""


@dataclass
class Hunt:
    """What came of the requests: how many there were, errors of the server, answers of which the document is silent."""

    operations: int = 0
    requests: int = 0
    errors: list[str] = field(default_factory=list)
    untold: list[str] = field(default_factory=list)


def measured(share: float) -> bool:
    """Every role over the demo."""
    import django

    django.setup()
    from tonetop.records.models import ROLES
    from tonetop.work.fill_demo import fill_demo
    from tonetop.work.open_folder import open_folder

    open_folder(create=True)
    fill_demo("steady")
    logging.disable(logging.WARNING)  # each refusal would be a line
    found = hunt(ROLES, max(1, round(EXAMPLES * share)))
    for fault in (*found.errors, *found.untold)[:SHOWN]:
        print(fault, flush=True)  # noqa: T201
    what = f"S2 requests to {found.operations} operations, {len(ROLES)} roles and nobody"
    return all(
        [
            at_least(what, found.requests, "requests", found.operations * len(ROLES)),
            at_most("S2 errors of the server", len(found.errors), "answers", 0),
            at_most("S2 answers that the OpenAPI document does not promise", len(found.untold), "answers", 0),
        ]
    )


def hunt(roles: Iterable[str], examples: int, every: int = 1) -> Hunt:
    """Send so many requests of each role and of nobody to every operation, or to one of so many."""
    import schemathesis
    from django.core.wsgi import get_wsgi_application

    from tonetop.api.routes import api

    schema = schemathesis.openapi.from_dict(json.loads(json.dumps(api.get_openapi_schema())))
    schema.app = get_wsgi_application()
    callers = {"nobody": {}} | {role: {"Authorization": f"Bearer {_token(role)}"} for role in roles}
    found = Hunt()
    for place, told in enumerate(schema.get_all_operations()):
        if place % every == 0:
            found.operations += 1
            for who, headers in callers.items():
                for case in _cases(told.ok(), examples if who != "nobody" else 1):
                    _send(case, who, headers, found)
    return found


def _token(role: str) -> str:
    """A token that opens all that somebody of the role may."""
    from tonetop.records.models import Account
    from tonetop.work.token import make_token

    account = Account.objects.filter(role=role).first()
    name = f"hunt-{role}"
    account = account or Account.objects.create(username=name, email=f"{name}@example.org", role=role)
    return make_token(account, "hunt")


def _cases(operation: Any, examples: int) -> list[Any]:
    """So many requests to an operation, with what fits its description and with what does not."""
    from hypothesis import HealthCheck, Phase, given, seed, settings

    made: list[Any] = []

    def keep(case: Any) -> None:
        made.append(case)

    how = settings(
        max_examples=examples,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        phases=(Phase.generate,),
    )
    how(seed(SEED)(given(case=operation.as_strategy())(keep)))()
    return made


def _send(case: Any, who: str, headers: dict[str, str], found: Hunt) -> None:
    """One request, and what its answer has against it."""
    from schemathesis.checks import not_a_server_error
    from schemathesis.core.failures import Failure, FailureGroup
    from schemathesis.specs.openapi import checks

    answer = case.call(headers=headers)
    found.requests += 1
    named = f"{who}: {case.method} {case.formatted_path} answers {answer.status_code}"
    if answer.status_code >= ERROR:
        found.errors.append(f"{named}: {answer.text[:300]}; sent was {case.body!r}")
        return
    promised = [
        not_a_server_error,
        checks.status_code_conformance,
        checks.content_type_conformance,
        checks.response_schema_conformance,
    ]
    try:
        case.validate_response(answer, checks=promised)
    except (Failure, FailureGroup) as wrong:
        found.untold.append(f"{named}: {' '.join(str(wrong).split())[:300]}")
