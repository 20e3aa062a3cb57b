"""Names of people and places in running text, by dictionaries, capitals and the words before them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

Found = tuple[int, int, float]

_WORD = re.compile(r"[^\W\d_][\w'’-]*\.?")
_TITLES = frozenset(
    re.findall(
        r"\S+", "mr mrs ms miss dr prof herr frau monsieur madame mme señor señora sig signora dhr mevr sir"
    )
)
_PARTICLES = frozenset(
    re.findall(r"\S+", "de da di van von der den del la le bin ibn al el dos du ter ten zu abu ben")
)
_LEADS_TO = re.compile(
    r"(?i)\b(?:in|from|to|near|around|at|of|visit|visiting|leaving|towards|across|city"
    r"|southern|northern|eastern|western)\s+$"
)
_ORGANISED = frozenset(
    re.findall(
        r"\S+",
        "inc ltd llc gmbh corp corporation group partners associates solutions systems services "
        "industries company orchestra university college bank hospital association foundation "
        "society airlines records institute holdings sons brothers & co plc ag bv nv",
    )
)
_SMALL = r"[\w'’.-]+"
_ROOM = r"(?:Apt\.?|Suite|Unit|Flat|Floor|Apartment|Room|No\.?)\s?\w+"
_STREET_WORD = (
    r"(?i:street|st\.?|avenue|ave\.?|road|rd\.?|boulevard|blvd\.?|lane|ln\.?|drive|dr\.?|court|ct\.?|square|sq\.?|place|way|terrace"
    r"|parkway|pkwy\.?|highway|hwy\.?|close|crescent|gardens|trail|circle|streets|str\.?|u\.|utca|út|tér|köz|rue|route)"
)
_ENDING = (
    r"(?:stra(?:ß|ss)e|str\.?|weg|allee|platz|gasse|straat|laan|plein|gracht|kade|katu|kuja|tie|gatan|vägen|gade|vej|vænget"
    r"|gata|veien|vei|ulica|út)"
)
_BEFORE = (
    r"(?i:rue|avenue|av\.?|boulevard|chemin|calle|c/|avenida|avda\.?|plaza|paseo|via|viale|piazza|corso|rua|largo|travessa"
    r"|ulica|ul\.)"
)
_STREETS = re.compile(
    rf"(?:\b\d{{1,5}}\s+)?(?:(?:\b\d{{1,5}}[A-Za-z]?,?\s+(?:{_SMALL}\s+){{1,4}}?{_STREET_WORD}(?!\w)(?:\s\d{{1,4}}\b\.?)?)"
    rf"|(?:\b[^\W\d_]+{_ENDING}\s\d{{1,4}}\w?\b)"
    rf"|(?:\b{_BEFORE}\s"
    rf"(?:{_SMALL}\s){{1,5}}?\d{{1,5}}\b)"
    rf"|(?:\b\d{{1,5}}\s(?:[^\W\d_a-z]{_SMALL}\s){{1,3}}\d{{1,4}}\b))"
    rf"(?:,?\s{{1,2}}{_ROOM})?(?:,?\s*\n\s*{_ROOM})?(?:\s*\n\s*[^\n]{{2,40}}?(?=\n|$)){{0,3}}(?:\s?\d{{4,6}}\b)?"
)
_ROOMS = re.compile(r"\b(?:Apt\.|Suite)\s\d{1,4}\b")


@dataclass(frozen=True, slots=True)
class _Token:
    text: str
    start: int
    end: int
    known: frozenset[str]

    @property
    def capital(self) -> bool:
        return self.text[0].isupper()


@lru_cache(maxsize=1)
def _dictionary() -> dict[str, frozenset[str]]:
    known: dict[str, set[str]] = {}
    for name in ("given", "family", "city", "country", "common", "nationality"):
        text = files("tonetop.discovery").joinpath("dictionaries", f"{name}.txt").read_text("utf-8")
        for line in text.splitlines():
            for entry in line.partition("#")[0].split(","):
                if entry.strip():
                    known.setdefault(entry.strip().lower(), set()).add(name)
    return {entry: frozenset(names) for entry, names in known.items()}


def _tokens(text: str) -> list[_Token]:
    known = _dictionary()
    tokens = []
    for match in _WORD.finditer(text):
        word = match.group()
        if word.endswith(".") and len(word) > 2:
            word = word[:-1]
        word = re.sub(r"['’]s$", "", word)
        tokens.append(
            _Token(word, match.start(), match.start() + len(word), known.get(word.lower(), frozenset()))
        )
    return tokens


def people(text: str) -> Iterator[Found]:
    """Names of people: runs of capital words of which one is known, or which a title or phrase introduces."""
    for run in _runs(text):
        titled = run[0].text.rstrip(".").lower() in _TITLES
        names = [one for one in run if one.text.rstrip(".").lower() not in _TITLES]
        while names and "common" in names[0].known and len(names) > 1 and not names[0].known & {"given"}:
            names = names[1:]
        if not names:
            continue
        confidence = _person(text, names, titled)
        if confidence:
            yield names[0].start, names[-1].end, confidence


def _runs(text: str) -> Iterator[list[_Token]]:
    """Capital words with nothing but a space between them, and the particles within."""
    run: list[_Token] = []
    for token in _tokens(text):
        near = bool(run) and text[run[-1].end : token.start] in {" ", ". ", "-"}
        small = token.text.lower() in _PARTICLES
        if near and (token.capital or small):
            run.append(token)
            continue
        yield from _trimmed(run)
        run = [token] if token.capital else []
    yield from _trimmed(run)


def _trimmed(run: list[_Token]) -> Iterator[list[_Token]]:
    while run and not run[-1].capital:
        run = run[:-1]
    if run:
        yield run


def _person(text: str, names: list[_Token], titled: bool) -> float:
    """How sure it is that capital words name a person; 0 where they do not."""
    after = text[names[-1].end : names[-1].end + 14].lower().strip(" ,.")
    if len(names) > 5 or any(after.startswith(word) for word in _ORGANISED if len(word) > 2):
        return 0.0
    if any(one.text.rstrip(".").lower() in _ORGANISED for one in names):
        return 0.0
    if titled:
        return 0.85
    return _single(text, names[0]) if len(names) == 1 else _several(text, names)


def _several(text: str, names: list[_Token]) -> float:
    common = [one for one in names if "common" in one.known]
    whole = _dictionary().get(" ".join(one.text for one in names).lower(), frozenset())
    if whole & {"city", "country"} or len(common) == len(names):
        return 0.0
    if names[0].known & {"given"} and names[-1].known & {"family"}:
        return 0.9
    if any(one.known & {"given", "family"} for one in names):
        return 0.0 if common else 0.75
    if any(one.known or (one.text.isupper() and len(one.text) > 2) for one in names):
        return 0.0
    before = text[max(0, names[0].start - 30) : names[0].start]
    return 0.55 if len(names) in {2, 3} and not _LEADS_TO.search(before) else 0.0


def _single(text: str, name: _Token) -> float:
    """A word alone: a known given name, or one that a phrase introduces."""
    if name.known & {"common", "city", "country", "nationality"} or len(name.text) < 3 or name.text.isupper():
        return 0.0
    before = text[max(0, name.start - 30) : name.start]
    if name.known & {"given"}:
        return 0.7
    if _LEADS_TO.search(before):
        return 0.0
    if name.known & {"family"}:
        return 0.6
    return 0.5 if re.search(r"(?i)\b(?:name is|named|i am|i'm|dear|shouted at)\s$", before) else 0.0


def places(text: str) -> Iterator[Found]:
    """Street addresses, and cities and countries that dictionaries know or a preposition introduces."""
    for match in [*_STREETS.finditer(text), *_ROOMS.finditer(text)]:
        yield match.start(), match.end(), 0.75
    tokens = _tokens(text)
    index = 0
    while index < len(tokens):
        length = _known_place(text, tokens, index)
        if length:
            yield tokens[index].start, tokens[index + length - 1].end, 0.7
        index += max(length, 1)


def _known_place(text: str, tokens: list[_Token], index: int) -> int:
    """How many words from here on name a place: the longest that a dictionary knows."""
    if not tokens[index].capital:
        return 0
    for length in (4, 3, 2, 1):
        part = tokens[index : index + length]
        if len(part) < length:
            continue
        known = _dictionary().get(text[part[0].start : part[-1].end].lower(), frozenset())
        if "country" in known or ("city" in known and not known & {"given", "family", "common"}):
            following = tokens[index + length].text.lower() if index + length < len(tokens) else ""
            return 0 if following in _ORGANISED else length
        before = text[max(0, part[0].start - 20) : part[0].start]
        if "city" in known and _LEADS_TO.search(before):
            return length
    before = text[max(0, tokens[index].start - 20) : tokens[index].start]
    unknown = not tokens[index].known and re.search(
        r"(?i)\b(?:in|from|near|where:|visit(?:ing)?|(?:south|north|east|west)ern)\s$", before
    )
    if not unknown or len(tokens[index].text) < 4:
        return 0
    follows = tokens[index + 1] if index + 1 < len(tokens) else None
    alone = follows is None or not follows.capital or text[tokens[index].end : follows.start] != " "
    return 1 if alone else 0
