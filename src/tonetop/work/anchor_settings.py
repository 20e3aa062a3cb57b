"""Who outside vouches for the log, as whoever runs the server names them in the environment."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

from cryptography.x509 import Certificate

from tonetop.core.notes import COSIGNATURE, ED25519, Key, NoteError
from tonetop.work.fetch_public import Unreachable
from tonetop.work.post_public import named, place_of
from tonetop.work.time_stamp import NoStampError, trusted

AUTHORITIES = "TONETOP_TIMESTAMPS"
"""The addresses of time-stamping authorities, with commas between them."""
ROOTS = "TONETOP_TIMESTAMP_ROOTS"
"""A PEM file with the certificates that time stamps must lead to; without it whose they are stays open."""
WITNESSES = "TONETOP_WITNESSES"
"""Witnesses, with commas between them: the verifier key of each, a blank, and its address, where it has one."""
LOGS = "TONETOP_WITNESSED_LOGS"
"""Verifier keys of other houses' logs, with commas between them, which this house signs as their witness."""
MINUTES = "TONETOP_ANCHOR_MINUTES"
USUAL = 60
ADD = "add-checkpoint"


class SettingError(Exception):
    """A setting cannot be read; the message names it and says why, in one sentence."""


@dataclass(frozen=True, slots=True)
class Authority:
    """A time-stamping authority: its host, as anchors name it, and its address."""

    name: str
    address: str


@dataclass(frozen=True, slots=True)
class Witness:
    """A witness: its key, whose name anchors name it by, and the address that it is asked at; empty: by files alone."""

    key: Key
    address: str

    @property
    def name(self) -> str:
        """As anchors name it."""
        return self.key.name


def authorities() -> list[Authority]:
    """The authorities that are asked. Raises SettingError."""
    return [
        Authority(urlsplit(each).hostname or "", _address(AUTHORITIES, each)) for each in _told(AUTHORITIES)
    ]


def roots() -> list[Certificate]:
    """The certificates that time stamps must lead to. Raises NoStampError for a file that holds none."""
    path = os.environ.get(ROOTS, "").strip()
    return trusted(Path(path)) if path else []


def roots_in_pem() -> bytes:
    """The same certificates as the file holds them, and nothing for a file that cannot be read."""
    path = os.environ.get(ROOTS, "").strip()
    try:
        return Path(path).read_bytes() if path and trusted(Path(path)) else b""
    except NoStampError:
        return b""


def witnesses() -> list[Witness]:
    """Who signs this house's checkpoints. Raises SettingError."""
    found = []
    for each in _told(WITNESSES):
        key, _, address = each.partition(" ")
        held = _key(WITNESSES, key, COSIGNATURE)
        at = f"{_address(WITNESSES, address.strip()).rstrip('/')}/{ADD}" if address.strip() else ""
        found.append(Witness(held, at))
    return found


def logs() -> list[Key]:
    """The keys of logs that this house signs as their witness. Raises SettingError."""
    return [_key(LOGS, each, ED25519) for each in _told(LOGS)]


def every() -> timedelta:
    """After how long a new checkpoint is given away though no leader did anything; their acts do not wait."""
    told = os.environ.get(MINUTES, "").strip()
    return timedelta(minutes=int(told) if told.isdecimal() and 0 < int(told) <= 10_080 else USUAL)


def problems() -> list[str]:
    """What is wrong with the settings, in sentences."""
    found = []
    for read in (authorities, witnesses, logs, roots):
        try:
            read()
        except (SettingError, NoStampError) as error:
            found.append(str(error))
    return found


def _told(name: str) -> list[str]:
    return [each.strip() for each in os.environ.get(name, "").split(",") if each.strip()]


def _address(setting: str, address: str) -> str:
    try:
        place_of(address, named(address))
    except Unreachable:
        raise SettingError(f"{setting}: {address[:100]} is no address of http or https") from None
    return address


def _key(setting: str, text: str, type: int) -> Key:
    try:
        key = Key.parse(text)
    except NoteError as error:
        raise SettingError(f"{setting}: {error}") from None
    if key.type != type:
        wanted = "a witness" if type == COSIGNATURE else "a log"
        raise SettingError(f"{setting}: the key {key.name} is none of {wanted}")
    return key
