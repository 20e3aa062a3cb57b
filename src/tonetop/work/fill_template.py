"""Fill a Word template in a process of its own (documents/cell.py): those of others are not trusted.

A question is `matter` and `day`, with the template's bytes; the answer is the DOCX, or one sentence on what is wrong.
"""

from __future__ import annotations

import io
import re
from typing import Any
from zipfile import BadZipFile

from docx.opc.exceptions import OpcError
from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, TemplateError, UndefinedError
from jinja2.runtime import LoopContext
from jinja2.sandbox import ImmutableSandboxedEnvironment, SecurityError

from tonetop.documents.unread import Unread
from tonetop.work.printing import settled

FILTERS = frozenset(
    (
        "abs",
        "capitalize",
        "default",
        "d",
        "e",
        "escape",
        "first",
        "float",
        "int",
        "join",
        "last",
        "length",
        "count",
    )
    + ("lower", "reverse", "round", "sort", "string", "title", "trim", "unique", "upper", "replace")
)
"""Filters that only choose and word what is given; those that make much of little, or call, are left out."""
TESTS = frozenset(
    (
        "defined",
        "undefined",
        "none",
        "number",
        "string",
        "mapping",
        "sequence",
        "even",
        "odd",
        "divisibleby",
        "in",
    )
    + ("eq", "ne", "lt", "le", "gt", "ge", "==", "!=", "<", "<=", ">", ">=", "true", "false")
)
LOOP = frozenset(("index", "index0", "revindex", "revindex0", "first", "last", "length", "depth"))


class Templates(ImmutableSandboxedEnvironment):
    """Jinja over plain data alone: no call, no attribute but a loop's own, no arithmetic that grows."""

    intercepted_binops = frozenset(("*", "**", "%", "//"))

    def __init__(self) -> None:
        super().__init__(undefined=StrictUndefined, autoescape=True)
        self.globals.clear()
        self.filters = {name: filter for name, filter in self.filters.items() if name in FILTERS}
        self.tests = {name: test for name, test in self.tests.items() if name in TESTS}

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """Only what a loop tells about itself."""
        return isinstance(obj, LoopContext) and attr in LOOP

    def is_safe_callable(self, obj: Any) -> bool:
        """Nothing is called."""
        return False

    def getattr(self, obj: Any, attribute: str) -> Any:
        """A mapping's entry; dots reach nothing else, so that a field is never hidden by a method of its name."""
        if isinstance(obj, dict):
            return obj[attribute] if attribute in obj else self.undefined(obj=obj, name=attribute)
        return super().getattr(obj, attribute)

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        """Refused: a few letters would fill the memory."""
        raise SecurityError(f"the sign {operator} is not for templates")


def fill(template: bytes, matter: dict[str, Any], day: str) -> bytes:
    """The DOCX that a template makes of plain data. Raises what docxtpl, python-docx and Jinja raise."""
    document = DocxTemplate(io.BytesIO(template))
    document.render(matter, jinja_env=Templates(), autoescape=True)
    return settled(document.docx, str(matter.get("title", "")), day)


def ready() -> None:
    """All that is needed is loaded with this module."""


def answer(head: dict[str, Any], data: bytes) -> tuple[dict[str, Any], bytes]:
    """The filled template. Raises Unread: what is wrong with it."""
    try:
        return {}, fill(data, head["matter"], head["day"])
    except UndefinedError as error:
        raise Unread(f"it asks for something that the report does not have: {_plain(error)}") from None
    except SecurityError as error:
        raise Unread(f"it asks for more than a template may: {_plain(error)}") from None
    except TemplateError as error:
        raise Unread(f"its placeholders cannot be read: {_plain(error)}") from None
    except (MemoryError, RecursionError):
        raise Unread("filling it takes too much memory") from None
    except (OpcError, BadZipFile, SyntaxError, KeyError, ValueError, TypeError, AttributeError) as error:
        raise Unread(f"it is no Word document that can be filled: {_plain(error)}") from None


def _plain(error: BaseException) -> str:
    """The first words of what a library says, without the classes of our data."""
    said = (
        re.sub(r"'dict object' has no attribute '([^']*)'", r"there is no \1", str(error))
        or type(error).__name__
    )
    return " ".join(re.sub(r"<[^>]*>", " ", said).split())[:200].rstrip(".")
