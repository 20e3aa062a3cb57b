"""What minutes say their own body resolved: the form of the sentence tells whose act it is, and often of what."""

from __future__ import annotations

import re

from tonetop.assistant.judging.shown import Shown

VERB = (
    r"(?:approv|adopt|appoint|accept|authori[sz]|resolv|direct|allocat|endors|decid|mandat|designat|ratifi|establish"
    r"|grant|commission|instruct|requir)(?:es|ed|s|ied)?"
)
BODY = (
    r"(?:board|committee|council|commission|trustees|regents|directors|executive team|leadership team|management board"
    r"|executive committee|cabinet|senate|vorstand|aufsichtsrat|geschäftsführung)"
)
RESOLVED = re.compile(
    rf"\b[Tt]he (?:[A-Z][\w&-]+ ){{0,4}}(?i:{BODY})(?: of (?:[A-Z]\w+ ?){{1,3}})?"
    rf"(?: (?:has|have|unanimously|also|then|formally|hereby)){{0,2}} (?i:{VERB})\b"
    rf"|(?:^|[.;]\s)\W*(?:[A-Z][\w&-]+ ){{0,3}}(?i:{BODY})(?: unanimously| also)? (?i:{VERB})\b"
    r"|\bRESOLVED\b|(?i:\bmotion (?:was |is )?(?:carried|passed|approved|adopted)\b)"
    r"|(?i:\bit was (?:unanimously )?(?:resolved|decided) (?:to|that)\b)"
)
NOT = re.compile(
    r"\b(?:next (?:year|month|quarter|meeting)|look(?:ing)? (?:at|into)|consider\w*|explor\w*|discuss\w*|intend\w*"
    r"|plan(?:s|ned)? to|not|failed|lost|defeated|tabled|deferred|postponed|withdrawn|declined|would|should"
    r"|proposed? to|draft|recommend(?:s|ed)? that)\b",
    re.IGNORECASE,
)
ABOUT: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (duty, re.compile(words, re.IGNORECASE))
    for duty, words in (
        (
            "LD-6",
            r"\b(?:appoint|designat|nominat)\w*|\btraining\b[^.]{0,60}\bmandatory|\bmandatory\b[^.]{0,40}\btraining",
        ),
        (
            "LD-3",
            r"\b(?:budget|fund(?:s|ing)|appropriat\w+|allocat\w+|headcount|positions?|posts)\b|[$€£]|\b(?:EUR|USD)\b",
        ),
        (
            "LD-1",
            r"\b(?:adopt|approv|endors|ratif)\w*\b[^.]{0,80}\b(?:polic(?:y|ies)|principles|objectives|strategy)\b",
        ),
        (
            "LD-2",
            r"\b(?:integrat|embed|build)\w*\b[^.]{0,80}\b(?:process|procurement|procedures?|development|lifecycle)",
        ),
        (
            "LD-5",
            r"\b(?:risk register|residual risk|audit (?:results|findings)|management review|incidents?)\b",
        ),
        ("LD-7", r"\b(?:continual|continuous) improvement|\bcorrective action|\bto improve\b"),
    )
)


def resolved(text: str, duties: tuple[str, ...]) -> Shown | None:
    """What a passage shows that says in so many words what the body whose minutes these are resolved; else None.

    Its verb and object say first of what duty it is; of what else was judged, one more is kept.
    """
    if not RESOLVED.search(text) or NOT.search(text):
        return None
    said = next((duty for duty, words in ABOUT if words.search(text)), None)
    return Shown(tuple(sorted({said, *duties[:1]})) if said else duties, "act", "top")
