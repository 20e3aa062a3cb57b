"""Days of birth: days by their values, of birth by the column's name."""

from tonetop.discovery.kind import Kind

_DAY = r"(?:0?[1-9]|[12]\d|3[01])"
_MONTH = r"(?:0?[1-9]|1[0-2])"
_WORD = (
    r"(?i:jan|feb|mar|mär|apr|may|mai|mei|jun|jul|aug|sep|oct|okt|oct|nov|dec|dez|fév|avr|juin|juil"
    r"|août|déc)[a-zé]*\.?"
)
_YEAR = r"(?:19|20)\d\d"

KIND = Kind(
    key="user.demographic.date_of_birth",
    title="Date of birth",
    dpv="BirthDate",
    pattern=(
        rf"^(?:{_YEAR}[-/.]?{_MONTH}[-/.]?{_DAY}"
        rf"|(?:{_DAY}[-/. ]+{_MONTH}|{_MONTH}[-/.]{_DAY})[-/. ]+(?:{_YEAR}|\d\d)"
        rf"|{_DAY}\.? {_WORD} {_YEAR}|{_WORD} {_DAY},? {_YEAR}|{_YEAR})$"
    ),
    digits=(4, 8),
    letters=(0, 9),
    names=(
        r"\b(date|day|dt|data|jour) ?(of )?birth\b|\bbirth ?(date|day|dt)s?\b|\bdob\b|\bborn( on)?\b"
        r"|\bgeb(oren)?( ?(am|datum|tag|op|dat))?\b"
        r"|\bgeburts?(tag|datum)?\b|\bdate (de )?naissance\b|\bnaissance\b"
        r"|\b(fecha )?(de )?nacimiento\b|\bdata (di )?nascita\b|\bnascita\b"
        r"|\bdata (de )?nascimento\b|\bnascimento\b|\bgeboorte ?(datum|dag)\b|\bfodselsdato\b"
        r"|\bfodselsdag\b|\bfodelsedatum\b|\bsyntymaaika\b"
        r"|\bdata urodzenia\b|\bdatum narozeni\b|\bbirth ?year\b|\byear of birth\b|\byob\b"
        r"|\bgeburts ?jahr\b|\bborn year\b|\bgeboortejaar\b|\bbday\b"
    ),
    never=r"\b(place|city|country|state|ort|lieu|lugar|luogo|plaats|name|weight|rate)\b",
    types=("text", "integer", "number", "date", "time"),
    found=("1984-02-29", "29.02.1984", "02/29/1984", "3 March 1990", "1990"),
    absent=("hello", "1984-13-45", "12345678901"),
)
