"""What the log may hold: addresses without the secrets by which somebody comes in, reads or subscribes."""

from __future__ import annotations

import logging
import re
from typing import Any

from tonetop.work import json_lines

SECRETS = re.compile(
    r"(/(?:trust/link|welcome|calendar|accounts/password/reset/key|accounts/confirm-email)/)[^/\s?#.\"']+"
)
"""Where an address bears a secret: links to documents, invitations, feeds, links for another password."""
HIDDEN = r"\1…"


class WithoutSecrets(logging.Filter):
    """Takes secrets out of the addresses that a line names; for whoever reads the log is not whom they were given."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Change the line where it names such an address; every line is kept."""
        said = record.getMessage()
        bare = SECRETS.sub(HIDDEN, said)
        if bare != said:
            record.msg, record.args = bare, ()
        return True


def logging_of(named: str) -> dict[str, Any]:
    """The settings of the log; named: `json` for lines of JSON, in which no value is told, else text."""
    if named.strip() == json_lines.WANTED:
        return {
            "version": 1,
            "disable_existing_loggers": False,
            "formatters": {"lines": {"()": "tonetop.work.json_lines.JsonLines"}},
            "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "lines"}},
            "loggers": {"tonetop.requests": {"level": "INFO"}},
            "root": {"handlers": ["stderr"], "level": "WARNING"},
        }
    guarded = ("django.request", "django.server", "django.security.csrf")
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {"secrets": {"()": "tonetop.site.logs.WithoutSecrets"}},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "filters": ["secrets"]}},
        "loggers": {name: {"filters": ["secrets"]} for name in guarded},
        "root": {"handlers": ["stderr"], "level": "WARNING"},
    }
