"""The minutes of a management review told in a voice: their words, days and amounts in the language of who reads."""

from __future__ import annotations

from typing import Any

from tonetop.work.reports.voice import Voice

Matter = dict[str, Any]
WORDS = {
    "attended": "Who was there",
    "name": "Name",
    "how": "How",
    "role": "Role",
    "stood_for": "On behalf of",
    "decided": "What was decided",
    "undecided": "No decision was recorded.",
    "nothing": "Nothing is to be done.",
    "owner": "Owner",
    "due": "Due",
    "money": "Money",
    "by": "Decided by",
    "on_input": "on input",
    "action": "Action",
    "verdict": "The verdict",
    "question": "Question",
    "answer": "Answer",
    "dissent": "Dissent",
    "no_dissent": "No dissent was recorded.",
    "seen": "What was seen",
    "hash": "SHA-256 of the inputs",
    "input": "Input",
    "state": "State",
    "records": "Records",
    "taken_up": "Taken up",
    "note": "Note",
    "not_yet": "not yet",
    "proof": "Proof",
    "root": "Their signed root is",
    "bundle": "The proof bundle shows it to whoever asks.",
    "code": "The signed head as a code: whoever scans it into a file can hold the ledger against it later.",
}
"""By the name that templates use: headings, heads of tables and short sentences."""
ABOUT = "Management review by ISO/IEC 42001, 9.3 · covers %(since)s to %(until)s"
BEGINNING = "the time since the beginning"
FROZEN = "Frozen on %(day)s, before anything was decided; later data does not alter it."
RESTS = "Everything above was read from the first %(size)s entries of the ledger %(log)s."


def told(matter: Matter, voice: Voice) -> Matter:
    """What `minutes_text.matter` gives, as templates take it: days and amounts as texts, with the words around them.

    What people wrote stays as they wrote it. `language` is the language's code, `words` are those of `WORDS`.
    """
    since = voice.day(matter["since"]) or voice.said(BEGINNING)
    until, frozen = voice.day(matter["until"]), voice.day(matter["frozen_on"])
    return matter | {
        "language": voice.language,
        "words": {name: voice.said(text) for name, text in WORDS.items()},
        "title": voice.form("Minutes: %(title)s", title=matter["review"]),
        "about": voice.form(ABOUT, since=since, until=until),
        "since": voice.day(matter["since"]),
        "until": until,
        "frozen_on": frozen,
        "frozen": voice.form(FROZEN, day=frozen),
        "rests": voice.form(RESTS, size=matter["head"]["size"], log=matter["head"]["log"]),
        "sittings": [_sitting(sitting, voice) for sitting in matter["sittings"]],
        "inputs": [_input(one, voice) for one in matter["inputs"]],
        "decisions": [_decision(one, voice) for one in matter["decisions"]],
        "verdict": [{name: voice.said(text) for name, text in one.items()} for one in matter["verdict"]],
    }


def _sitting(sitting: Matter, voice: Voice) -> Matter:
    day = voice.day(sitting["day"])
    people = [
        one | {"how": voice.said(one["how"]), "role": voice.word(one["role"])} for one in sitting["people"]
    ]
    return sitting | {"heading": voice.form("Sitting of %(day)s", day=day), "day": day, "people": people}


def _input(one: Matter, voice: Voice) -> Matter:
    ours = ("means", "state", "why") if one["written"] else ("means", "state", "why", "note")
    return one | {name: voice.said(one[name]) for name in ours} | {"seen": voice.day(one["seen"])}


def _decision(one: Matter, voice: Voice) -> Matter:
    amount = one["amount"]
    money = "" if amount is None else f"{voice.number(amount)} {one['currency']}".strip()
    return one | {"money": money, "due": voice.day(one["due"]), "input": voice.said(one["input"])}
