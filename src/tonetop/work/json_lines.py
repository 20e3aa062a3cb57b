"""The log as JSON, a line each, of which no value that a person gave can be a part.

A line says the sentence as it stands in the program, with its places left open; numbers are filled in, all else is
left out, as are the words of errors: the kind of an error and the places in the program that it came through are told.
Of other libraries' lines not even the sentence is, for they may have filled it in before.
"""

from __future__ import annotations

import json
import logging
import os
import sys
import traceback
from datetime import UTC, datetime
from http.client import responses
from importlib import import_module
from pathlib import Path
from types import TracebackType
from typing import Any

from tonetop.work import request_id

NAME, WANTED = "TONETOP_LOG", "json"
"""The variable of the environment that says how the log is written: as text (the default), or `json`."""
OURS = ("tonetop.", "django.request", "django.server", "django.security.csrf")
"""Loggers whose sentences stand in the program and are filled in by arguments; `django.security` logs what it got."""
FRAMES = 12
"""Places of an error that are told, the innermost."""


class LogMisnamedError(Exception):
    """TONETOP_LOG names no form of the log; the message is one sentence."""


def is_wanted() -> bool:
    """Whether lines are written as JSON."""
    return os.environ.get(NAME, "").strip() == WANTED


def demand_known() -> None:
    """Raises LogMisnamedError for a form that there is not."""
    named = os.environ.get(NAME, "").strip()
    if named not in ("", "text", WANTED):
        raise LogMisnamedError(f"{NAME}={named[:40]}: is no form of the log; write json, or leave it out")


class JsonLines(logging.Formatter):
    """Writes each line of the log as one object of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        """The line, with the keys time, level, logger, event and where, and of a request its number."""
        told: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": self._sentence(record),
            "where": f"{record.module}:{record.lineno}",
            "process": record.process,
        }
        asked = getattr(record, "request", None)  # the framework tells of it once its answer is made
        told["request"] = request_id.present() or getattr(asked, request_id.ATTRIBUTE, "")
        status = getattr(record, "status_code", None)
        if isinstance(status, int):
            told |= {"status": status, "event": responses.get(status, "")}
        told |= getattr(record, "told", {})
        if record.exc_info and record.exc_info[1] is not None:
            told |= _error(record.exc_info[1], record.exc_info[2])
        return json.dumps({name: value for name, value in told.items() if value not in (None, "")})

    @staticmethod
    def _sentence(record: logging.LogRecord) -> str:
        if not record.name.startswith(OURS):
            return ""
        given = record.args if isinstance(record.args, tuple) else ()
        shown = tuple(_bare(value) for value in given)
        try:
            return str(record.msg) % shown if shown else str(record.msg)
        except (TypeError, ValueError):
            return str(record.msg)


def of_server() -> dict[str, Any]:
    """The settings of the log of the server beneath the pages, which has handlers of its own."""
    own = {"handlers": ["lines"], "propagate": False}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"lines": {"()": JsonLines}},
        "handlers": {"lines": {"class": "logging.StreamHandler", "formatter": "lines"}},
        "loggers": {"_granian": own, "granian.access": own},
    }


def _bare(value: object) -> object:
    """A number as it is; of an error what hinders, or its kind; of all else nothing."""
    if isinstance(value, (int, float)):
        return value
    if isinstance(value, BaseException):
        return _hindered(value) or type(value).__name__
    return "…"


def _hindered(error: BaseException) -> str | None:
    """What keeps the database from being written to; the framework is not loaded to ask, nor before its settings."""
    if "django.db" not in sys.modules:
        return None
    told: str | None = import_module("tonetop.records.hindered").hindrance(error)
    return told


def _error(error: BaseException, where: TracebackType | None) -> dict[str, Any]:
    frames = traceback.extract_tb(where)[-FRAMES:]
    places = [f"{Path(frame.filename).stem}:{frame.lineno} {frame.name}" for frame in frames]
    return {"error": f"{type(error).__module__}.{type(error).__qualname__}", "through": places}
