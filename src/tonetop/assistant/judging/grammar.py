"""Who acts in a passage, and whether the act is told as done, promised or denied."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

NEAR = 4
"""How many words before a verb its auxiliary is sought."""
BE = frozenset(["is", "are", "was", "were", "be", "been", "being"])
HAVE = frozenset(["have", "has", "had", "having", "we've", "they've", "i've"])
MODALS = frozenset(
    [
        "will",
        "shall",
        "should",
        "must",
        "may",
        "might",
        "can",
        "could",
        "would",
        "to",
        "we'll",
        "i'll",
        "they'll",
    ]
)
NOTS = frozenset(
    [
        "not",
        "never",
        "didn't",
        "haven't",
        "hasn't",
        "wasn't",
        "weren't",
        "don't",
        "doesn't",
        "isn't",
        "aren't",
        "no",
        "cannot",
        "can't",
        "won't",
        "yet",
    ]
)
WE = frozenset(["we", "we've", "we're"])
HOLDERS = frozenset(
    ["accountable", "officials", "official", "officer", "chief", "appointed", "designated", "nominated"]
)
GRAMMAR = [
    "top_acts",
    "we_acts",
    "delegate_acts",
    "acted_by_top",
    "perfect",
    "passive",
    "promised",
    "denied",
    "bare_act",
    "top_modal",
    "gap_we",
    "gap_top",
    "decided_top",
    "names_holder",
    "act_dated",
    "subject_top",
    "subject_delegate",
    "not_by_modal",
    "done",
]


def grammar(
    words: Sequence[str], sentences: Sequence[int], places: Sequence[Sequence[int]], at: Mapping[str, int]
) -> list[float]:
    """One number for each of GRAMMAR, at most 2; a subject is sought in the verb's own sentence, before the verb."""
    heard = dict.fromkeys(GRAMMAR, 0.0)
    tops, delegates = set(places[at["top"]]), set(places[at["delegate"]])
    for verb in places[at["act"]]:
        _verb(words, _begin(sentences, verb), verb, (tops, delegates), heard)
    for modal in places[at["modal"]]:
        heard["top_modal"] += any(place in tops for place in range(max(0, modal - NEAR), modal))
        heard["not_by_modal"] += any(word in NOTS for word in words[modal : modal + 3])
    we = any(word in WE for word in words)
    gaps, decisions, roles = (bool(places[at[name]]) for name in ("gap_word", "decision", "roles"))
    heard["gap_we"] = float(gaps and we)
    heard["gap_top"] = float(gaps and bool(tops))
    heard["decided_top"] = float(decisions and bool(tops))
    heard["names_holder"] = float(
        roles and bool(tops) and any(words[place] in HOLDERS for place in places[at["roles"]])
    )
    heard["act_dated"] = float(
        heard["done"] > 0 and any(word[:2] in {"19", "20"} and len(word) == 4 for word in words)
    )
    heard["subject_top"] = float(any(place < 7 for place in tops))
    heard["subject_delegate"] = float(any(place < 7 for place in delegates))
    return [min(value, 2.0) for value in heard.values()]


def _begin(sentences: Sequence[int], verb: int) -> int:
    """Where the sentence of a word begins."""
    begun = verb
    while begun > 0 and sentences[begun - 1] == sentences[verb]:
        begun -= 1
    return begun


def _verb(
    words: Sequence[str], begun: int, verb: int, people: tuple[set[int], set[int]], heard: dict[str, float]
) -> None:
    """What one verb of doing tells."""
    before = words[max(begun, verb - NEAR) : verb]
    if any(word in MODALS for word in before):
        heard["promised"] += 1
        return
    if any(word in NOTS for word in before):
        heard["denied"] += 1
        return
    tops, delegates = people
    subject = range(begun, verb)
    heard["done"] += 1
    heard["top_acts"] += any(place in tops for place in subject)
    heard["delegate_acts"] += any(place in delegates for place in subject)
    heard["we_acts"] += any(words[place] in WE for place in subject)
    heard["perfect"] += any(word in HAVE for word in before)
    heard["passive"] += any(word in BE for word in before)
    heard["bare_act"] += verb == begun
    heard["acted_by_top"] += "by" in words[verb + 1 : verb + 3] and any(
        place in tops for place in range(verb + 1, verb + 8)
    )
