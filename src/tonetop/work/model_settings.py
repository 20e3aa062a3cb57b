"""The language model that may be used: the file language-model.yaml of the data folder, refused by place."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from tonetop.assistant.models.model import OPENAI, PROVIDERS, Model
from tonetop.standard import plain_yaml
from tonetop.work.swap_folder import LANGUAGE_MODEL
from tonetop.work.ways_in import LOCAL

PLACE = "TONETOP_LANGUAGE_MODEL"
"""The environment variable that names another file."""
UNCLASSIFIED = "unclassified"
"""How documents without a classification are named in the file."""
_NEEDED = ("provider", "address", "model", "send")
_KNOWN = (
    *_NEEDED,
    *("key_from", "key_file", "seconds", "answer_tokens", "limit_name", "proxies"),
    *("price_in", "price_out", "currency", "calls_a_day"),
)
_LIMIT_NAMES = ("max_tokens", "max_completion_tokens")
MILLION = Decimal(1_000_000)


class SettingsRefused(Exception):
    """The file cannot be used; the message is one sentence that names the place in it."""


@dataclass(frozen=True, slots=True)
class Settings:
    """A model, what may be sent to it, and what it costs.

    send: classifications, in small letters, whose documents may be sent. price_in, price_out: of a million tokens,
    in the currency; None: not told. calls_a_day: after so many calls of a day (UTC) no more is asked.
    """

    model: Model
    send: frozenset[str]
    price_in: Decimal | None
    price_out: Decimal | None
    currency: str
    calls_a_day: int

    @property
    def host(self) -> str:
        """The only host that is ever spoken to."""
        return urlsplit(self.model.address).netloc

    def fingerprint(self) -> str:
        """A hash of what somebody agrees to on switching it on: where what is sent. Key and prices may change."""
        told = [
            self.model.provider,
            self.model.address,
            self.model.name,
            sorted(self.send),
            self.model.proxies,
        ]
        return sha256(json.dumps(told).encode()).hexdigest()

    def may_send(self, classification: str) -> bool:
        """Whether documents of a classification may be sent."""
        return (classification.strip().lower() or UNCLASSIFIED) in self.send

    def cost(self, tokens_in: int | None, tokens_out: int | None) -> str:
        """What tokens cost, as a decimal; empty where it is not known."""
        if None in (self.price_in, self.price_out, tokens_in, tokens_out):
            return ""
        told = (self.price_in or 0) * (tokens_in or 0) + (self.price_out or 0) * (tokens_out or 0)
        return f"{Decimal(told) / MILLION:.6f}"


def settings_of(folder: Path) -> Settings | None:
    """The settings of a data folder; None without the file. Raises SettingsRefused."""
    path = Path(os.environ.get(PLACE) or folder / LANGUAGE_MODEL)
    try:
        plain = plain_yaml.read(path.read_bytes())
    except FileNotFoundError:
        if os.environ.get(PLACE):
            raise SettingsRefused(f"{path}: is not there, although {PLACE} names it") from None
        return None
    except (plain_yaml.Unreadable, OSError) as broken:
        told = broken.strerror if isinstance(broken, OSError) else broken
        raise SettingsRefused(f"{path.name}: {told}") from None
    if not isinstance(plain, dict):
        raise SettingsRefused(f"{path.name}: write a mapping with {', '.join(_NEEDED)}")
    found = _settings(plain, path.name)
    if "key_file" in plain and Path(str(plain["key_file"])).resolve().is_relative_to(folder.resolve()):
        raise SettingsRefused(
            f"{path.name}: key_file lies in the data folder, which backups hold; keep it elsewhere"
        )
    return found


def _settings(plain: Mapping[str, Any], place: str) -> Settings:
    unknown = sorted(map(str, set(plain) - set(_KNOWN)))
    if unknown:
        raise SettingsRefused(f"{place}: {unknown[0]!r} is not known; known are {', '.join(sorted(_KNOWN))}")
    price_in, price_out = _price(plain, "price_in", place), _price(plain, "price_out", place)
    return Settings(
        _model(plain, place),
        _send(plain, place),
        price_in,
        price_out,
        _text(plain, "currency", place, "")[:10],
        _number(plain, "calls_a_day", place, 500, 1_000_000),
    )


def _model(plain: Mapping[str, Any], place: str) -> Model:
    return Model(
        _word(plain, "provider", place, PROVIDERS),
        _address(plain, place),
        _text(plain, "model", place),
        _key(plain, place),
        _number(plain, "seconds", place, 60, 600),
        _number(plain, "answer_tokens", place, 2000, 32_000),
        _word({"limit_name": _LIMIT_NAMES[0]} | dict(plain), "limit_name", place, _LIMIT_NAMES),
        _word({"proxies": False} | dict(plain), "proxies", place, (True, False)),
    )


def _word(plain: Mapping[str, Any], name: str, place: str, words: tuple[Any, ...]) -> Any:
    value = plain.get(name)
    if value not in words:
        told = " or ".join(str(word).lower() if isinstance(word, bool) else word for word in words)
        raise SettingsRefused(f"{place}: {name} is {value!r}; write {told}")
    return value


def _text(plain: Mapping[str, Any], name: str, place: str, otherwise: str | None = None) -> str:
    value = plain.get(name, otherwise)
    if not isinstance(value, str) or not (value.strip() or value == otherwise):
        raise SettingsRefused(f"{place}: {name} is missing or no text; write one")
    return value.strip()


def _address(plain: Mapping[str, Any], place: str) -> str:
    address = _text(plain, "address", place)
    parts = urlsplit(address)
    local = parts.scheme == "http" and parts.hostname in LOCAL
    if not (parts.hostname and (parts.scheme == "https" or local)):
        raise SettingsRefused(f"{place}: address {address!r} is no https address")
    if "@" in parts.netloc or parts.query or parts.fragment:
        raise SettingsRefused(
            f"{place}: address holds more than host and path; keys go into key_from or key_file"
        )
    return address.rstrip("/").removesuffix("/v1") if plain.get("provider") != OPENAI else address.rstrip("/")


def _number(plain: Mapping[str, Any], name: str, place: str, otherwise: int, most: int) -> int:
    value = plain.get(name, otherwise)
    if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= most:
        raise SettingsRefused(f"{place}: {name} is {value!r}; write a whole number from 1 to {most}")
    return value


def _price(plain: Mapping[str, Any], name: str, place: str) -> Decimal | None:
    if name not in plain:
        return None
    try:
        value = Decimal(str(plain[name]))
    except InvalidOperation:
        value = Decimal(-1)
    if not (value.is_finite() and 0 <= value < MILLION):
        raise SettingsRefused(f"{place}: {name} is no price of a million tokens")
    return value


def _send(plain: Mapping[str, Any], place: str) -> frozenset[str]:
    value = plain.get("send")
    if (
        not isinstance(value, list)
        or not value
        or not all(isinstance(one, str) and one.strip() for one in value)
    ):
        raise SettingsRefused(
            f"{place}: send is no list of classifications, such as public; {UNCLASSIFIED} stands for none"
        )
    return frozenset(one.strip().lower() for one in value)


def _key(plain: Mapping[str, Any], place: str) -> str:
    if "key_from" in plain and "key_file" in plain:
        raise SettingsRefused(f"{place}: key_from and key_file exclude each other; write one")
    if "key_from" in plain:
        name = _text(plain, "key_from", place)
        if not os.environ.get(name):
            raise SettingsRefused(f"{place}: key_from names {name}, which the environment does not hold")
        return _plain_key(os.environ[name], f"{place}: key_from")
    if "key_file" not in plain:
        return ""
    file = Path(_text(plain, "key_file", place))
    try:
        if os.name == "posix" and file.stat().st_mode & 0o077:
            raise SettingsRefused(f"{place}: others can read the key_file {file}; `chmod 600` it first")
        return _plain_key(file.read_text(encoding="utf-8", errors="replace"), f"{place}: key_file")
    except OSError as error:
        raise SettingsRefused(f"{place}: key_file {file}: {error.strerror}") from None


def _plain_key(told: str, place: str) -> str:
    key = told.strip()
    if not (key and key.isascii() and key.isprintable() and " " not in key):
        raise SettingsRefused(f"{place}: holds no key, which is one word of plain letters")
    return key
