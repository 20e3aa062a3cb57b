"""How well a column's values and name fit a kind, and the rules of kinds that neither tells alone."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from tonetop.discovery.kind import Kind
from tonetop.discovery.kinds.national_us import LIKE_SSN
from tonetop.discovery.sketch import ColumnSketch


@dataclass(frozen=True, slots=True)
class Place:
    """A column with the words of its name, and whether its table is about people."""

    words: str
    column: ColumnSketch
    people: bool

    def share(self, trait: str) -> float:
        """The share of values with a trait."""
        return self.column.traits.get(trait, 0) / self.column.filled


@dataclass(frozen=True, slots=True)
class Fit:
    """How sure it is, on which share of the values, and the reason."""

    share: float
    confidence: float
    why: str


def fitting(place: Place, kind: Kind, named: bool) -> Fit | None:
    """How well the column fits the kind; nothing where it does not."""
    special = _RULES.get(kind.key)
    if special:
        return special(place, kind, named)
    if kind.words:
        return _by_words(place, kind, named)
    if kind.formed:
        return _by_pattern(place, kind, named)
    return Fit(1.0, kind.named, "the column's name says so; values alone cannot tell") if named else None


def _by_pattern(place: Place, kind: Kind, named: bool) -> Fit | None:
    column = place.column
    share = column.hits.get(kind.key, 0) / column.filled
    form = place.share(f"like {kind.key}")
    checked = ", checksum included" if kind.check else ""
    why = f"{share:.1%} of {column.filled} values have its form{checked}"
    if named and share >= kind.least:
        return Fit(share, 0.75 + 0.24 * share, f"{why}, and the column's name says so")
    if named and max(form, share) >= 0.7:
        said = f"{form:.1%} of {column.filled} values have its form and the column's name says so"
        return Fit(form, 0.66, f"{said}, though only {share:.1%} pass the check")
    if kind.alone and share >= 0.5:
        return Fit(share, kind.alone * (0.5 + 0.5 * share), why)
    if not kind.check and form >= 0.9 and _various(column):
        return Fit(share, 0.72, f"{why}, written with its dividers")
    return None


def _by_words(place: Place, kind: Kind, named: bool) -> Fit | None:
    column = place.column
    share = max(place.share(f"is {word}") for word in kind.words)
    why = f"{share:.1%} of {column.filled} values are words that are known for it"
    if named and share >= 0.3:
        return Fit(share, 0.8 + 0.19 * share, f"{why}, and the column's name says so")
    if named and kind.named and _plausible(place, kind):
        return Fit(1.0, kind.named, f"the column's name says so; {why}")
    if kind.alone and share >= 0.75 and _various(column, kind):
        return Fit(share, kind.alone * share, why)
    return None


def _plausible(place: Place, kind: Kind) -> bool:
    """Whether values may be words for the kind, though no dictionary knows them."""
    if place.column.type != "text":
        return True
    if kind.key in {"user.name.first", "user.name.last", "user.contact.address.city"}:
        wordy = place.share("1 word") + place.share("2 to 4 words")
        return (
            place.share("letters, no digits") >= 0.7 and wordy >= 0.8 and place.share("one character") < 0.5
        )
    return place.share("13 words or more") < 0.5 or kind.special


def _various(column: ColumnSketch, kind: Kind | None = None) -> bool:
    """Whether enough different values speak: dictionaries of few words need two, others five."""
    few = kind is not None and kind.words[0] not in {"given", "family", "city"}
    return column.values.distinct() >= (2 if few else 5)


_GENERIC = re.compile(
    r"^(?:full )?(?:names?|naam|nom|nombre|nome|navn|namn|nimi|customer|contact|manager|director"
    r"|author|owner|person)(?: \d)?$"
)

_OF_WHOM = re.compile(
    r"\b(?:hosts?|guests?|customers?|clients?|patients?|students?|pupils?|members?|employees?|staff|users?|teachers?"
    r"|drivers?|players?|artists?|authors?|tenants?|donors?|kunden?|mitarbeiter|gastgeber|patienten)\b"
)


def _person(place: Place, kind: Kind, named: bool) -> Fit | None:
    """Full names: capital words, of which dictionaries know enough; a generic name needs more of that."""
    column = place.column
    form = column.hits.get(kind.key, 0) / column.filled
    both, either = place.share("given and family name"), place.share("given or family name")
    words = f"in {either:.1%} of {column.filled} values a word is a known given or family name"
    if named and not _GENERIC.search(place.words) and form >= 0.4 and either >= 0.1:
        return Fit(form, 0.72 + 0.26 * either, f"{words}, and the column's name says so")
    given = place.share("is given")
    if named and _OF_WHOM.search(place.words) and given >= 0.4 and place.share("letters, no digits") >= 0.9:
        why = (
            f"{given:.1%} of {column.filled} values are known given names, and the column's name says of whom"
        )
        return Fit(given, 0.6 + 0.3 * given, why)
    if named and form >= 0.4 and (either >= 0.35 or (place.people and either >= 0.15)):
        return Fit(form, 0.62 + 0.36 * either, f"{words}, and the column's name allows it")
    if (
        named
        and place.people
        and place.share("letters, no digits") >= 0.9
        and either + _single(place) >= 0.15
    ):
        return Fit(1.0, 0.6, f"{words}, in a column called a name of a table about people")
    if both >= 0.3 and form >= 0.55 and either >= 0.5 and _various(column):
        return Fit(
            form, 0.5 + 0.4 * both, f"{both:.1%} of {column.filled} values are a known given and family name"
        )
    return None


def _single(place: Place) -> float:
    return max(place.share("is given"), place.share("is family"))


def _last_name(place: Place, kind: Kind, named: bool) -> Fit | None:
    """Family names; `nom` and its like are, beside a column of given names or in a table about people."""
    if re.fullmatch(r"nom|nume|apelido", place.words) and not place.people and place.share("is family") < 0.2:
        return None
    return _by_words(place, kind, named)


def _first_name(place: Place, kind: Kind, named: bool) -> Fit | None:
    if re.fullmatch(r"nombres?|first|given", place.words) and place.share("is given") < 0.2:
        return None
    return _by_words(place, kind, named)


def _street(place: Place, kind: Kind, named: bool) -> Fit | None:
    """Streets: a number beside words, of which some are words for streets."""
    column = place.column
    form = column.hits.get(kind.key, 0) / column.filled
    inside = column.within.get(kind.key, 0) / column.filled
    streets = max(place.share("has street"), inside)
    why = (
        f"{form:.1%} of {column.filled} values are words and a number, {streets:.1%} hold a word for a street"
    )
    if named and (form >= 0.3 or streets >= 0.3):
        return Fit(
            max(form, streets), 0.75 + 0.2 * max(form, streets), f"{why}, and the column's name says so"
        )
    if named and place.share("letters and digits") + place.share("letters, no digits") >= 0.5:
        return Fit(max(form, 0.5), 0.6, f"the column's name says so; {why}")
    if form >= 0.6 and streets >= 0.5 and _various(column):
        return Fit(form, 0.5 + 0.35 * streets, why)
    return None


def _gender(place: Place, kind: Kind, named: bool) -> Fit | None:
    """Few different, short values; letters alone only with more than one of them."""
    column = place.column
    share = place.share("is gender")
    few = column.values.distinct() <= 12
    if named and few and (share >= 0.3 or column.type != "text" or place.share("short") >= 0.5):
        return Fit(
            max(share, 0.5),
            0.8 + 0.19 * share,
            "the column's name says so and few different values stand in it",
        )
    if share >= 0.95 and 2 <= column.values.distinct() <= 6 and place.share("one character") < 0.5:
        return Fit(share, 0.8, f"{share:.1%} of {column.filled} values are words for gender")
    return None


def _age(place: Place, kind: Kind, named: bool) -> Fit | None:
    column = place.column
    share = column.hits.get(kind.key, 0) / column.filled
    if not named or share < 0.6:
        return None
    return Fit(
        share,
        0.7 + 0.25 * share,
        f"{share:.1%} of {column.filled} values can be ages, and the column's name says so",
    )


def _country(place: Place, kind: Kind, named: bool) -> Fit | None:
    share = place.share("is country")
    if named and place.people and (share >= 0.4 or place.share("short") >= 0.9):
        return Fit(max(share, 0.5), 0.65, "a country in a table about people")
    return None


def _phone(place: Place, kind: Kind, named: bool) -> Fit | None:
    """Telephones: by their dividers alone, by digits only where the name says so."""
    column = place.column
    share = column.hits.get(kind.key, 0) / column.filled
    plain = place.share(f"like {kind.key}")
    if not named and place.share(LIKE_SSN) >= 0.9:  # those that begin with 0 look like a number of a town
        return None
    why = f"{share:.1%} of {column.filled} values are written as telephone numbers are"
    if named and share + plain >= 0.3:
        return Fit(
            min(1.0, share + plain),
            0.75 + 0.24 * min(1.0, share + plain),
            f"{why}, and the column's name says so",
        )
    if share >= 0.6 and _various(column):
        return Fit(share, 0.5 + 0.4 * share, why)
    return None


def _state(place: Place, kind: Kind, named: bool) -> Fit | None:
    share = place.column.hits.get(kind.key, 0) / place.column.filled
    if named and place.people and share >= 0.6:
        return Fit(share, kind.named, "the column's name says so, in a table about people")
    return None


def _picture(place: Place, kind: Kind, named: bool) -> Fit | None:
    """Pictures: of people where the name says of whom, or the table is about people."""
    if not named or not (
        place.people or re.search(r"portrait|selfie|avatar|shot|profile|bild|ident|retrato", place.words)
    ):
        return None
    return Fit(1.0, kind.named, "the column's name says so; values alone cannot tell")


def _birth(place: Place, kind: Kind, named: bool) -> Fit | None:
    """Days, of birth by the column's name; columns of days are days."""
    share = max(place.column.hits.get(kind.key, 0) / place.column.filled, place.share("iso days"))
    share = 1.0 if place.column.type in {"date", "time"} else share
    if not named or share < kind.least:
        return None
    return Fit(
        share, 0.75 + 0.24 * share, f"{share:.1%} of the values are days, and the column's name says of birth"
    )


_RULES: dict[str, Callable[[Place, Kind, bool], Fit | None]] = {
    "user.name": _person,
    "user.name.first": _first_name,
    "user.name.last": _last_name,
    "user.contact.address.street": _street,
    "user.contact.address.country": _country,
    "user.contact.address.state": _state,
    "user.demographic.gender": _gender,
    "user.demographic.age": _age,
    "user.demographic.date_of_birth": _birth,
    "user.contact.phone_number": _phone,
    "user.content.self_image": _picture,
}
