"""Voices: survey answers and sealed concerns, kept so that nothing ties them to a person or a moment.

No row names an account, none has a time finer than a day, and ids are drawn by chance, so that rows lie in no order of
their coming. What is written leaves no ledger line at that moment; the registers hear of it later, by somebody's act.
"""

from __future__ import annotations

import secrets
from hashlib import sha256
from hmac import digest
from typing import Any, ClassVar

from django.conf import settings
from django.db import models

from tonetop.records.ledger import keys
from tonetop.records.ledger.keys import Keys

LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
"""What codes are made of: nothing that is mistaken for another."""
GROUPS, GROUP = 4, 4
BITS = 53


def chance() -> int:
    """A row's id, drawn by chance; so large that none comes twice, and a whole number in every language."""
    return secrets.randbits(BITS - 1) + 1


def code() -> str:
    """A one-time code of four groups of four letters, some 79 bits; only its hash is ever kept."""
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(GROUP)) for _ in range(GROUPS))


def hashed(text: str) -> str:
    """The hash by which a code is found, however its letters were typed."""
    letters = "".join(letter for letter in text.upper() if letter in LETTERS)
    return sha256(letters.encode()).hexdigest()


def blinded(*parts: str) -> str:
    """What a mark is kept as: nobody finds out whose it is without the key file of the data folder."""
    return digest(_key_of(keys.load(settings.DATA)), "\0".join(parts).encode(), "sha256").hex()


def opened_under(held: Keys, box: bytes, place: str) -> str:
    """The text of a box under given keys. Raises LedgerError when key or place is another."""
    return keys.open_(_key_of(held), box, place.encode()).decode()


def closed_under(held: Keys, text: str, place: str) -> bytes:
    """A text encrypted as `seal` does, under given keys."""
    return keys.close(_key_of(held), text.encode(), place.encode())


def seal(text: str, place: str) -> bytes:
    """A text encrypted under the key file's master key, and bound to its place."""
    return closed_under(keys.load(settings.DATA), text, place)


def unseal(box: bytes, place: str) -> str:
    """The text of a box. Raises LedgerError when key or place is another."""
    return opened_under(keys.load(settings.DATA), box, place)


def _key_of(held: Keys) -> bytes:
    return digest(held.master, b"tonetop voices", "sha256")


class Ballot(models.Model):
    """An open survey as it was put: by codes or not, the units large enough to be told of, questions and threshold.

    They stand here so that whoever edits the survey's record meanwhile does not change what people answered to.
    """

    id = models.BigAutoField(primary_key=True)
    survey = models.CharField(max_length=400, unique=True)
    by_code = models.BooleanField(default=True)
    units = models.JSONField(default=list)
    questions = models.JSONField(default=list)
    threshold = models.PositiveIntegerField(default=5)

    def __str__(self) -> str:
        return f"Ballot of {self.survey}"


class BallotCode(models.Model):
    """A code that was not used yet, as its hash; using it removes it. Of a unit when that is large enough."""

    id = models.BigAutoField(primary_key=True, default=chance)
    survey = models.CharField(max_length=400)
    sha256 = models.CharField(max_length=64, unique=True)
    unit = models.CharField(max_length=400, default="")

    def __str__(self) -> str:
        return f"An unused code of {self.survey}"


class BallotMark(models.Model):
    """That an account answered, blinded; it stands beside the answers without a tie to any, and goes at the close."""

    id = models.BigAutoField(primary_key=True, default=chance)
    survey = models.CharField(max_length=400)
    mark = models.CharField(max_length=64, unique=True)

    def __str__(self) -> str:
        return f"Somebody answered {self.survey}"


class Voice(models.Model):
    """One answer to one question, 1 to 5; nothing tells which other answers are the same person's."""

    id = models.BigAutoField(primary_key=True, default=chance)
    survey = models.CharField(max_length=400)
    unit = models.CharField(max_length=400, default="")
    question = models.PositiveSmallIntegerField()
    value = models.PositiveSmallIntegerField()

    class Meta:
        indexes: ClassVar[list[Any]] = [models.Index(fields=("survey",), name="voice_survey")]

    def __str__(self) -> str:
        return f"An answer to {self.survey}"


class SealedConcern(models.Model):
    """A concern as it was raised: the day, the hash of its receipt, and the record of the register once taken in."""

    id = models.BigAutoField(primary_key=True, default=chance)
    receipt = models.CharField(max_length=64, unique=True)
    day = models.CharField(max_length=10)
    anonymous = models.BooleanField(default=True)
    record = models.CharField(max_length=400, default="")

    class Meta:
        ordering: ClassVar[tuple[str, ...]] = ("-day", "id")

    def __str__(self) -> str:
        return f"A concern of {self.day}"


class SealedMessage(models.Model):
    """What the raiser or the house wrote, encrypted; its place in the exchange and the day."""

    id = models.BigAutoField(primary_key=True, default=chance)
    concern = models.ForeignKey(SealedConcern, on_delete=models.CASCADE, related_name="messages")
    place = models.PositiveSmallIntegerField()
    by_raiser = models.BooleanField()
    day = models.CharField(max_length=10)
    box = models.BinaryField()

    class Meta:
        ordering: ClassVar[tuple[str, ...]] = ("place",)
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=("concern", "place"), name="message_place")
        ]

    def __str__(self) -> str:
        return f"Message {self.place} of {self.concern}"

    @property
    def text(self) -> str:
        """What was written."""
        return unseal(bytes(self.box), f"{self.concern.pk}/{self.place}")
