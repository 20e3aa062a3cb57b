"""What the API answers over the demo is of the form that its document promises, every read and what gates say."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from tests.web.conftest import House

pytestmark = pytest.mark.filterwarnings("ignore:Conflict|Not Found")
NAMED = {"{id}": "LD-1.2", "{name}": "profile", "{system}": "AI-2"}


@pytest.mark.slow
def test_every_answer_over_the_demo_is_of_the_promised_form(house: House):
    from tonetop.api.routes import api

    document: Any = json.loads(json.dumps(api.get_openapi_schema()))
    lead, seen = house["governance-lead"], 0
    for path, methods in document["paths"].items():
        at = re.sub(r"\{\w+\}", lambda named: NAMED.get(named[0], ""), path)
        if "get" in methods and "{ref}" not in path and "{number}" not in path:
            answer = lead.get(at, {"size": "20"} if "/registers/" in path else {})
            assert answer.status_code == 200, (at, answer.content)
            held = methods["get"]["responses"]["200"]["content"]["application/json"]
            Draft202012Validator(held["schema"]).validate(answer.json())
            seen += 1
    assert seen > 90
    meeting = "/api/v1/registers/Meeting/meeting-2025-10-21"
    for end in ("", "/history"):
        told = document["paths"]["/api/v1/registers/Meeting/{ref}" + end]["get"]["responses"]["200"]
        form = told["content"]["application/json"]["schema"]
        Draft202012Validator(form).validate(lead.get(meeting + end).json())


@pytest.mark.parametrize("subject", ["AI-1", "AI-2"])
def test_what_gates_say_is_of_the_promised_form_open_or_shut(house: House, subject: str):
    from django.db import transaction

    from tonetop.api.answers import VERDICT

    with transaction.atomic():
        asked = {"process": "proc-procurement", "subject": subject}
        answer = house["governance-lead"].post("/api/v1/gates/check", asked, content_type="application/json")
        transaction.set_rollback(True)
    assert answer.status_code in (200, 409)
    Draft202012Validator(VERDICT).validate(answer.json())
