"""What not every house uses is loaded with the first request to it, and found by its names before."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

ASKED = """
import django, sys
django.setup()
from django.urls import get_resolver, resolve, reverse
len(get_resolver().url_patterns)
assert reverse("home") == "/"
assert reverse("openid_connect_login", args=["acme"]) == "/accounts/oidc/acme/login/"
assert "ninja" not in sys.modules, "a page loads the API"
assert "requests" not in sys.modules, "a page loads what speaks with providers of sign-in"
from tonetop.api.urls import APP_NAME, NAMESPACE
told = next(one for one in get_resolver().url_patterns if getattr(one, "namespace", None) == NAMESPACE)
assert told.app_name == APP_NAME
assert reverse("api:openapi-json") == "/api/v1/openapi.json"
assert resolve("/api/v1/openapi.json").namespace == NAMESPACE
"""


@pytest.mark.slow
def test_nobody_pays_for_the_api_and_for_providers_before_they_are_asked(tmp_path):
    told = {"TONETOP_DATA": str(tmp_path), "DJANGO_SETTINGS_MODULE": "tonetop.site.settings"}
    done = subprocess.run(
        [sys.executable, "-c", ASKED], env=os.environ | told, capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stderr
