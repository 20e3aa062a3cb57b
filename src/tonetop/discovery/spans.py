"""Personal data in running text: where it stands, and of which kind."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from tonetop.discovery.candidates import Candidates
from tonetop.discovery.kind import kinds
from tonetop.discovery.people import people, places


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a text from `start` to `end` (characters) that is of a kind."""

    kind: str
    start: int
    end: int
    confidence: float


_PHONE = (
    r"(?<![\w./+-])(?:(?:\+|00)[1-9]\d{0,2}[\s.()/-]{0,3}(?:\(0\)\s?)?\d[\d\s.()/-]{4,15}\d"
    r"|\(0?\d{1,5}\)[ ./-]{0,3}\d{2,4}[\d .-]{2,10}\d|0\d{1,5}(?:[ ]?[/.-][ ]?| )\d{2,4}[\d ./-]{2,10}\d"
    r"|(?:1[ .-])?\(?[2-9]\d{2}\)?[ .-]{1,2}\d{3}[ .-]\d{4}|\d{2,4}(?:[ .-]\d{2,4}){2,4}|\d{3,4}[ -]\d{4,6}|\d{8,11})"
    r"(?:\s?(?:x|ext\.?)\s?\d{1,6})?(?![\w/-]|\.\d)"
)
# What is no phone by its form alone must stand near a word for phones.
_SURE_PHONE = re.compile(r"^(?:\+|00[1-9]|\(|0\d{1,5}[ /.-]|(?:1[ .-])?[2-9]\d{2}[ .-]\d{3}[ .-]\d{4})")
_SAYS_PHONE = re.compile(
    r"(?i)\b(?:phone|tel|call|mobile|cell|fax|number|reach|dial|ring|contact|text|answering|office|telefon\w*|mobil\w*|tél\w*"
    r"|appel\w*|teléfono|llam\w*|chiam\w*|bel|anruf\w*|rufen)\b"
)
_SAYS_OTHER = re.compile(
    r"(?i)\b(?:ssn|social security|licen[cs]e|card|account|order|invoice|ticket|version|zip|iban|isbn|policy|case)"
    r"\b[^.?!]{0,25}$"
)
_CARD = r"(?<![\w./+-])(?:\d{4}[ -]\d{4}[ -]\d{4}[ -]\d{1,7}|\d{4}[ -]\d{6}[ -]\d{4,5}|\d{12,19})(?![\w/-])"
_SAYS_CARD = re.compile(r"(?i)\b(?:card|karte|carte|tarjeta|carta|visa|mastercard|amex|credit|debit)\b")
_V4 = r"(?<![\w.])(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)(?![\w]|\.\d)"
_V6 = r"(?<![\w:.])(?:[0-9A-Fa-f]{1,4}:){2,7}(?::?[0-9A-Fa-f]{1,4}){1,6}(?![\w:])"
_IBAN = r"(?<!\w)[A-Z]{2}\d\d(?:[ ]?[A-Z0-9]{4}){2,7}(?:[ ]?[A-Z0-9]{1,3})?(?!\w)"
_SSN = r"(?<![\w-])(?!000|666)\d{3}[- ](?!00)\d{2}[- ](?!0000)\d{4}(?![\w-])"
_EMAIL = r"(?<![\w.])[A-Za-z0-9_][\w.%+'-]*@(?:[\w-]+\.)+[A-Za-z]{2,}"
_MAC = r"(?<![\w:-])[0-9A-Fa-f]{2}(?:[:-][0-9A-Fa-f]{2}){5}(?![\w:-])"
_NATIONAL = {"gb", "it", "es", "ch", "fi", "se", "br", "dk", "cz"}

NATIONAL = tuple(
    (kind, re.compile(kind.within))
    for kind in kinds()
    if kind.within and kind.key.rpartition(".")[2] in _NATIONAL
)

Accept = Callable[[str, re.Match[str]], float]


def spans(text: str) -> tuple[Span, ...]:
    """Where personal data stands in a text, in order; where kinds lie over each other, the surer or longer one."""
    found = [*_patterns(text), *_nationals(text)]
    taken = _apart(sorted(found, key=lambda one: (-one.confidence, one.start - one.end)))
    for start, end, confidence in places(text):
        taken.append(Span(_place(text[start:end]), start, end, confidence))
    for start, end, confidence in people(text):
        taken.append(Span("user.name", start, end, confidence))
    return tuple(sorted(_apart(taken), key=lambda one: one.start))


def _place(text: str) -> str:
    return (
        "user.contact.address.street"
        if any(letter.isdigit() for letter in text)
        else "user.contact.address.city"
    )


def _apart(found: list[Span]) -> list[Span]:
    """The spans that lie over none of those before them."""
    kept: list[Span] = []
    for span in found:
        if all(span.end <= other.start or span.start >= other.end for other in kept):
            kept.append(span)
    return kept


def _patterns(text: str) -> Iterator[Span]:
    for kind, pattern, accept in _RULES:
        for match in pattern.finditer(text):
            confidence = accept(text, match)
            if confidence:
                yield Span(kind, match.start(), match.end(), confidence)


def _nationals(text: str) -> Iterator[Span]:
    """National numbers with a form of their own; the checksum decides."""
    for kind, pattern in NATIONAL:
        for match in pattern.finditer(text):
            if kind.check is None or bool(kind.check(Candidates.of([match.group().strip()]))[0]):
                yield Span(kind.key, match.start(), match.end(), 0.9)


def _always(confidence: float) -> Accept:
    return lambda text, match: confidence


def _checked(key: str) -> Callable[[str], bool]:
    [kind] = [one for one in kinds() if one.key == key]
    check = kind.check
    return lambda value: bool(check and check(Candidates.of([value]))[0])


_is_card, _is_iban = _checked("user.financial.credit_card"), _checked("user.financial.bank_account.iban")


def _card(text: str, match: re.Match[str]) -> float:
    """By issuer and checksum; without an issuer's range beside a word for cards."""
    if _is_card(match.group()):
        return 0.95
    return 0.7 if _SAYS_CARD.search(text[max(0, match.start() - 60) : match.end() + 30]) else 0.0


def _v6(text: str, match: re.Match[str]) -> float:
    """Eight groups, or fewer where zeros are left out; three groups are a time of day."""
    return 0.9 if "::" in match.group() or match.group().count(":") == 7 else 0.0


def _iban(text: str, match: re.Match[str]) -> float:
    before = text[max(0, match.start() - 40) : match.start()].lower()
    return 0.97 if _is_iban(match.group()) else 0.8 if "iban" in before or "account" in before else 0.0


def _phone(text: str, match: re.Match[str]) -> float:
    """By form, or near a word for phones; never just after a word for other numbers."""
    before = text[max(0, match.start() - 50) : match.start()]
    digits = sum(letter.isdigit() for letter in match.group())
    if _SAYS_OTHER.search(before) or not 6 <= digits <= 15:
        return 0.0
    if _SURE_PHONE.match(match.group()):
        return 0.85
    says = _SAYS_PHONE.search(before) or _SAYS_PHONE.search(text[match.end() : match.end() + 25])
    return 0.7 if says or text.strip() == match.group() else 0.0


_RULES: tuple[tuple[str, re.Pattern[str], Accept], ...] = (
    ("user.contact.email", re.compile(_EMAIL), _always(0.98)),
    ("user.financial.bank_account.iban", re.compile(_IBAN), _iban),
    ("user.financial.credit_card", re.compile(_CARD), _card),
    ("user.device.ip_address.v4", re.compile(_V4), _always(0.92)),
    ("user.device.ip_address.v6", re.compile(_V6), _v6),
    ("user.device.mac_address", re.compile(_MAC), _always(0.93)),
    ("user.government_id.national_identification_number.us", re.compile(_SSN), _always(0.9)),
    ("user.contact.phone_number", re.compile(_PHONE), _phone),
)
