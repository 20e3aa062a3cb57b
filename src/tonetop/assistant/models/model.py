"""A language model as it is configured, what is said to it, and why it may give no answer that can be used."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, NamedTuple

OPENAI, ANTHROPIC, OLLAMA = "openai", "anthropic", "ollama"
PROVIDERS = (OPENAI, ANTHROPIC, OLLAMA)
MALFORMED, TOO_LARGE, TIMED_OUT, UNREACHABLE = "malformed", "too-large", "timed-out", "unreachable"
REDIRECTED, REFUSED, BUSY, BROKEN = "redirected", "refused", "busy", "broken"


@dataclass(frozen=True, slots=True)
class Model:
    """Where a model answers and as whom it is asked.

    address: the base to which the provider's path is added; nothing else is ever spoken to. seconds: for a whole
    call. answer_tokens: how long an answer may be, told under limit_name where the provider is OpenAI-compatible.
    """

    provider: str
    address: str
    name: str
    key: str = field(default="", repr=False)
    seconds: int = 60
    answer_tokens: int = 2000
    limit_name: str = "max_tokens"
    proxies: bool = False


class Message(NamedTuple):
    """One turn of what is said to a model; role: user or assistant."""

    role: str
    content: str


class Request(NamedTuple):
    """What goes to the provider: the path after its address, headers beside the usual ones, the JSON body."""

    path: str
    headers: dict[str, str]
    body: dict[str, Any]


class Said(NamedTuple):
    """What came back: the answer's text, and tokens read and written where the provider counts them."""

    text: str
    tokens_in: int | None
    tokens_out: int | None


class Unanswered(Exception):
    """No answer that can be used; kind: one of the words above; the message is one sentence.

    wait: seconds after which the provider would like to be asked again, where it says so.
    """

    def __init__(self, kind: str, sentence: str, wait: float | None = None) -> None:
        super().__init__(sentence)
        self.kind, self.wait = kind, wait
