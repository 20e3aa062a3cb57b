"""The forms of three interfaces, OpenAI-compatible chat, Anthropic messages, Ollama: no tools, no streams."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tonetop.assistant.models.model import (
    ANTHROPIC,
    MALFORMED,
    OLLAMA,
    OPENAI,
    Message,
    Model,
    Request,
    Said,
    Unanswered,
)

VERSION = "2023-06-01"
"""Of the Anthropic interface."""
MOST = 2**53


def request(model: Model, system: str, messages: Sequence[Message], schema: Mapping[str, Any]) -> Request:
    """What to send, in the form of the model's provider."""
    turns = [{"role": role, "content": content} for role, content in messages]
    if model.provider == ANTHROPIC:
        body = {"model": model.name, "max_tokens": model.answer_tokens, "system": system, "messages": turns}
        headers = {"anthropic-version": VERSION} | ({"x-api-key": model.key} if model.key else {})
        return Request("/v1/messages", headers, body)
    bearer = {"authorization": f"Bearer {model.key}"} if model.key else {}
    body = {"model": model.name, "messages": [{"role": "system", "content": system}, *turns], "stream": False}
    if model.provider == OLLAMA:
        options = {"temperature": 0, "num_predict": model.answer_tokens}
        return Request("/api/chat", bearer, body | {"format": schema, "options": options})
    shape = {"type": "json_schema", "json_schema": {"name": "quotes", "strict": True, "schema": schema}}
    limit = {model.limit_name: model.answer_tokens}
    return Request("/chat/completions", bearer, body | {"response_format": shape} | limit)


def said(model: Model, plain: Any) -> Said:
    """What a provider's answer says. Raises Unanswered (malformed) for anything but one finished text."""
    try:
        text, tokens_in, tokens_out = _READ[model.provider](plain)
    except (KeyError, IndexError, TypeError, AttributeError):
        raise Unanswered(MALFORMED, "the answer has not the form of its interface") from None
    if not isinstance(text, str):
        raise Unanswered(MALFORMED, "the answer holds no text")
    return Said(text, _count(tokens_in), _count(tokens_out))


def _openai(plain: Any) -> tuple[Any, Any, Any]:
    choice = plain["choices"][0]
    message, used = choice["message"], plain.get("usage") or {}
    _demand(not (message.get("tool_calls") or message.get("function_call")), "asks for tools")
    _demand(choice.get("finish_reason") in ("stop", None), "was cut or withheld")
    return message["content"], used.get("prompt_tokens"), used.get("completion_tokens")


def _anthropic(plain: Any) -> tuple[Any, Any, Any]:
    blocks, used = plain["content"], plain.get("usage") or {}
    told = [block for block in blocks if block["type"] not in ("thinking", "redacted_thinking")]
    _demand(all(block["type"] == "text" for block in told), "holds more than text")
    _demand(plain.get("stop_reason") in ("end_turn", None), "was cut or withheld")
    text = "".join(block["text"] for block in told)
    return text, used.get("input_tokens"), used.get("output_tokens")


def _ollama(plain: Any) -> tuple[Any, Any, Any]:
    message = plain["message"]
    _demand(not message.get("tool_calls"), "asks for tools")
    _demand(plain.get("done_reason") in ("stop", None), "was cut or withheld")
    return message["content"], plain.get("prompt_eval_count"), plain.get("eval_count")


_READ = {OPENAI: _openai, ANTHROPIC: _anthropic, OLLAMA: _ollama}


def _demand(holds: bool, otherwise: str) -> None:
    if not holds:
        raise Unanswered(MALFORMED, f"the answer {otherwise}")


def _count(told: Any) -> int | None:
    whole = isinstance(told, int) and not isinstance(told, bool)
    return told if whole and 0 <= told < MOST else None
