"""The outer form of a passage: how it begins and ends, its cells, whether it names money, days or votes."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tonetop.assistant.judging.placeholders import asks
from tonetop.core.blanks import blanks

MONEY = re.compile(
    r"[$€£]\s?\d|\d\s?(?:k|m|million|billion|thousand)?\s?(?:usd|eur|gbp|aud|cad|chf|dollars?|euros?)\b"
    r"|\b(?:usd|eur|gbp|aud|cad|chf)\s?\d"
)
DAY = re.compile(
    r"\b(?:19|20)\d\d-\d\d|\d{1,2}[./]\d{1,2}[./](?:19|20)\d\d\b"
    r"|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?,?\s+(?:\d{1,2}(?:st|nd|rd|th)?,?\s+)?(?:19|20)\d\d\b"
)
VOTED = re.compile(
    r"\b(?:motion|moved by|seconded|ayes?|nays?|abst[ae]\w+|unanimous(?:ly)?|carried|resolved)\b"
)
VERSIONS = re.compile(r"\bversion\b.{0,80}\bdate\b|\bapproved by\b|\beffective date\b|\binitial release\b")
ROW_DONE = re.compile(r"\|\s*(?:decision|decided|done|closed[^|]*|approved|completed|yes)\s*\|?$")
ROW_DUE = re.compile(r"\|\s*(?:action|planned|in progress|in development|scheduled|todo|pending)\s*\|?$")
ROW_OPEN = re.compile(r"\|\s*(?:open[^|]*|overdue|missing|not started|no|rejected|failed)\s*\|?$")
DOING = "appoint|establish|publish|implement|adopt|creat|nominat|designat|introduc|develop|launch|form|approv|conduct"
STARTS = tuple(
    re.compile(words)
    for words in (
        r"(?:have |has )?(?!need|embed|speed|feed|seed)(?:[a-z]+ed|held|made|built|undertaken)\b",
        rf"(?:{DOING})ing\b",
        r"(?!being|during|according|including|following|meeting|training|anything|everything)[a-z]+ing\b",
        r"(?:approve|review|oversee|ensure|lead|set|provide|manage|monitor|support|allocate|assign|communicate"
        r"|promote|direct|accept|define|maintain|endorse|consider)s\b",
        r"(?:approve|review|oversee|ensure|lead|set|provide|manage|monitor|support|allocate|assign|communicate"
        r"|promote|direct|accept|define|maintain|endorse|participate|establish|develop|create|draft|prepare"
        r"|update|work)\b",
        r"(?:\w+ (?:and \w+ )?)?(?:will|to)\b|let's\b|next steps?\b|action\b|plan\b|.{0,200}\baction items?\b",
        r"(?:\w+: )?(?:thanks|thank you|yes|no|agreed|sure|ok|right|exactly|\+1|sounds good)\b",
    )
)
SPOKE = re.compile(
    r"\b(?:i|we)(?:'ve| have| had)? (?:\w+ly |also |just )?(?:\w+ed|made|met|sent|wrote|spoke|held|got|did|set)\b"
)
LISTED = re.compile(r"(?:[A-Z][a-z]+ ){14,}")
BULLETS = ("- ", "* ", "+ ", "• ")
FORMS = (
    "money",
    "day",
    "voted",
    "versions",
    "row_done",
    "row_due",
    "row_open",
    "blanks",
    "blank",
    "asks",
    "bullet",
    "row",
    "code",
    "bold_lead",
    "question",
    "length",
    "short",
    "long",
    "participle",
    "gerund",
    "other_gerund",
    "third",
    "base",
    "will",
    "thanks",
    "spoke",
    "listed",
    "first_we",
)


def forms(raw: str, seen: str, words: Sequence[str]) -> list[float]:
    """One number for each of FORMS. raw: the passage as it stands; seen: without its marks; words: in small letters."""
    low = seen.lower()
    digit = any(map(str.isdigit, low))
    cells = raw.rstrip().lower() if "|" in raw else ""
    empty = len(blanks(raw))
    count = len(words)
    begun = raw.lstrip()[:4]
    told = (
        digit and MONEY.search(low),
        digit and DAY.search(low),
        VOTED.search(low),
        VERSIONS.search(low),
        cells and ROW_DONE.search(cells),
        cells and ROW_DUE.search(cells),
        cells and ROW_OPEN.search(cells),
        min(empty, 3),
        empty,
        asks(seen),
        begun.startswith(BULLETS) or begun[:3].rstrip(".) ").isdigit(),
        cells or "<td" in raw,
        "`" in raw,
        "**" in raw[:12] and ":" in raw[:80],
        seen.rstrip().endswith("?"),
    )
    made = [float(bool(value)) for value in told]
    made[7] = float(told[7] or 0)
    made += [min(count, 120) / 40.0, float(count < 12), float(count > 60)]
    made += [float(bool(start.match(low))) for start in STARTS]
    made += [
        float(bool(SPOKE.search(low))),
        float(bool(LISTED.search(seen))),
        float(words[:1] in (["we"], ["our"])),
    ]
    return made
